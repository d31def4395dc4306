"""The sentences that tell of a measure: why it is where it is, what it takes, and where it came from."""

from collections.abc import Sequence

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.plan.measures.queries import owner_name
from regiotafel.plan.order.analysis import FIRST, Placed
from regiotafel.plan.rules import CHOSEN, OUT
from regiotafel.plan.tags import euros, hours
from regiotafel.plan.telling.queries import Told
from regiotafel.reports.numbers import in_words
from regiotafel.web.days import day

register = template.Library()

# Of what was chosen, and of what was not or not yet: whose it is (of one, of all municipalities), when, what it takes.
_SURE = (
    gettext_lazy("%(who)s zorgt hiervoor."),
    gettext_lazy("De gemeenten zorgen hier samen voor."),
    gettext_lazy("Dit gebeurt in %(first)d."),
    gettext_lazy("Dit gebeurt van %(first)d tot en met %(last)d."),
    gettext_lazy("Het kost %(money)s en %(hours)s werk."),
)
_PERHAPS = (
    gettext_lazy("%(who)s zou hiervoor zorgen."),
    gettext_lazy("De gemeenten zouden hier samen voor zorgen."),
    gettext_lazy("Dit zou gebeuren in %(first)d."),
    gettext_lazy("Dit zou gebeuren van %(first)d tot en met %(last)d."),
    gettext_lazy("Het zou %(money)s en %(hours)s werk kosten."),
)
# A title of somebody's own, in a row of them.
_QUOTED = "“%s”"


@register.filter
def why(told: Told) -> str:
    """Why it stands where it stands; empty when nobody said so."""
    found = []
    if told.measure.ground:
        found.append(_("Het moet van de wet: %(ground)s.") % {"ground": told.measure.ground.rstrip(".")})
    if told.reason:
        found.append(_("Waarom: %(reason)s") % {"reason": told.reason})
    gone = [one.title for one in told.waits if one.state in OUT]
    first = [one.title for one in told.waits if one.state not in OUT]
    if first:
        words = ngettext("Eerst moet %(names)s klaar zijn.", "Eerst moeten klaar zijn: %(names)s.", len(first))
        found.append(words % {"names": _row(first)})
    if gone:
        words = ngettext(
            "Het wacht op %(names)s, en dat gaat niet door.",
            "Het wacht op %(names)s, en die gaan niet door.",
            len(gone),
        )
        found.append(words % {"names": _row(gone)})
    return " ".join(found)


def _row(titles: Sequence[str]) -> str:
    *most, last = [_QUOTED % one for one in titles]
    return _("%(most)s en %(last)s") % {"most": ", ".join(most), "last": last} if most else last


@register.filter
def how(told: Told) -> str:
    """Who sees to it, when, and what it takes."""
    measure, takes = told.measure, told.takes
    who = owner_name(measure)
    words = {"who": capfirst(who), "first": 0, "last": 0, "money": euros(takes.money), "hours": hours(takes.hours)}
    told_so = _SURE if measure.state in CHOSEN else _PERHAPS
    found = [told_so[measure.is_of_region] % words if who else _("Nog niemand zorgt hiervoor.")]
    if told.years:
        words |= dict(zip(("first", "last"), told.years, strict=True))
        found.append(told_so[2 if words["first"] == words["last"] else 3] % words)
    if any(takes):
        found.append(told_so[4] % words)
    return " ".join(found)


@register.filter
def going(told: Told) -> str:
    """How it goes, as who sees to it told last; empty when nobody told."""
    one = told.progress
    if one is None:
        return ""
    found = _("Op %(day)s gemeld: %(pace)s.") % {"day": day(one.at), "pace": one.get_pace_display()}
    return f"{found} {one.late or one.done}".strip()


def facts(told: Told) -> str:
    """The same where there is no room for sentences."""
    found = [capfirst(owner_name(told.measure)) or _("nog niemand")]
    if told.years:
        first, last = told.years
        found.append(str(first) if first == last else f"{first}–{last}")
    if told.takes.money:
        found.append(euros(told.takes.money))
    if told.takes.hours:
        found.append(hours(told.takes.hours).replace(" ", "\u00a0"))
    return " · ".join(found)


@register.filter
def serves(told: Told) -> str:
    """Where it came from, and how sure its place is."""
    found = []
    if told.n_voices:
        words = ngettext("Eén reactie vroeg hierom.", "%(n)s reacties vroegen hierom.", told.n_voices)
        found.append(words % {"n": capfirst(in_words(told.n_voices))})
    if told.n_passages:
        words = ngettext("Het voert één passage uit.", "Het voert %(n)s passages uit.", told.n_passages)
        found.append(words % {"n": in_words(told.n_passages)})
    if told.placed:
        found.append(place(told.placed))
    return " ".join(found)


def place(one: Placed) -> str:
    """In the order by the scores, and what of that stays when other criteria weigh more."""
    words = {"place": one.place, "n": one.among, "first": in_words(FIRST)}
    found = _("Volgens de scores staat het op plaats %(place)d.") % words
    if one.is_always:
        more = _("Welk criterium je ook zwaarder laat tellen: het hoort bij de eerste %(first)s.")
    elif one.among:
        more = _("Tellen andere criteria zwaarder? Dan hoort het %(n)d van de 100 keer bij de eerste %(first)s.")
    else:
        more = _("Ook als je andere criteria zwaarder laat tellen, hoort het niet bij de eerste %(first)s.")
    return f"{found} {more % words}"
