"""Money and hours, as people read them."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.plan.measures.queries import Told, owner_name
from regiotafel.plan.models import Measure
from regiotafel.plan.rules import CHOSEN

register = template.Library()


def whole(number: int) -> str:
    """With a dot before every three figures."""
    return f"{number:,}".replace(",", ".")


@register.filter
def euros(number: int) -> str:
    return f"€\u00a0{whole(number)}"


@register.filter
def hours(number: int) -> str:
    return _("%(n)s uur") % {"n": whole(number)}


@register.filter
def owner(measure: Measure) -> str:
    return owner_name(measure)


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


@register.filter
def sentences(told: Told) -> str:
    """Who sees to it, when, what it takes, and why it is where it is."""
    measure, takes = told.measure, told.takes
    who = owner_name(measure)
    words = {"who": capfirst(who), "first": 0, "last": 0, "money": euros(takes.money), "hours": hours(takes.hours)}
    is_chosen = measure.state in CHOSEN
    said = (_SURE if is_chosen else _PERHAPS)[measure.is_of_region]
    found = [said % words if who else _("Nog niemand zorgt hiervoor.")]
    if told.years:
        words |= dict(zip(("first", "last"), told.years, strict=True))
        once, longer = (_SURE if is_chosen else _PERHAPS)[2:4]
        found.append((once if words["first"] == words["last"] else longer) % words)
    if any(takes):
        found.append((_SURE if is_chosen else _PERHAPS)[4] % words)
    if measure.ground:
        found.append(_("Het moet van de wet: %(ground)s.") % {"ground": measure.ground})
    if told.reason:
        found.append(_("Waarom: %(reason)s") % {"reason": told.reason})
    return " ".join(found)
