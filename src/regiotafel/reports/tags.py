"""Numbers as a person would say them, and the pictures of a report, for templates/report/.

Also used without the site (`regiotafel analyse --html`), so nothing here may need a database.
"""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regiotafel.reports import svg
from regiotafel.reports.opinions.checks import Reading
from regiotafel.reports.opinions.groups import Group
from regiotafel.reports.opinions.marks import Place
from regiotafel.reports.opinions.outcome import FEW_PEOPLE, Outcome
from regiotafel.reports.opinions.rows import Row
from regiotafel.reports.opinions.statements import Shown

register = template.Library()

# From here of every hundred it is nearly everybody.
MOST_NEARLY = 95


@register.filter
def in_words(number: int) -> str:
    """Up to twelve in letters, as Dutch writes it; larger with dots between the thousands."""
    words = [
        _("geen"),
        _("één"),
        _("twee"),
        _("drie"),
        _("vier"),
        _("vijf"),
        _("zes"),
        _("zeven"),
        _("acht"),
        _("negen"),
        _("tien"),
        _("elf"),
        _("twaalf"),
    ]
    return words[number] if 0 <= number < len(words) else large(number)


@register.filter
def in_a_row(words: Sequence[str]) -> str:
    """`jongere, ouder en Elsmeer`."""
    first, last = words[:-1], words[-1:]
    return _(" en ").join(part for part in (", ".join(first), *last) if part)


@register.filter
def part(outcome: Outcome) -> str:
    """What one of the groups is called: a side has no border."""
    return _("kant") if outcome.has_sides else _("groep")


@register.filter
def inside(outcome: Outcome) -> str:
    return _("aan kant") if outcome.has_sides else _("in groep")


@register.filter
def parts(outcome: Outcome) -> str:
    return _("kanten") if outcome.has_sides else _("groepen")


@register.filter
def large(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@register.filter
def in_each(outcome: Outcome) -> str:
    return _("aan elke kant") if outcome.has_sides else _("in elke groep")


@register.filter
def they_agree(row: Row) -> str:
    """`Van de 212 mensen die antwoordden zijn ongeveer zes van de tien het eens.`, of few people `19 van de 21 …`."""
    return _they(row, row.n_agree, row.agree, _("het eens"))


@register.filter
def they_disagree(row: Row) -> str:
    return _they(row, row.n_disagree, row.disagree, _("het oneens"))


def _they(row: Row, count: int, of_hundred: int, answer: str) -> str:
    """Says of how many people it holds: not everybody answers every statement."""
    numbers = {"count": large(count), "n": large(row.n_people), "answer": answer, "part": _tenths(of_hundred)}
    if count == row.n_people:
        return _("Alle %(n)s mensen die antwoordden zijn %(answer)s.") % numbers
    if row.n_people < FEW_PEOPLE:
        return _("%(count)s van de %(n)s mensen die antwoordden zijn %(answer)s.") % numbers
    if of_hundred >= MOST_NEARLY:
        return _("Bijna alle %(n)s mensen die antwoordden zijn %(answer)s.") % numbers
    return _("Van de %(n)s mensen die antwoordden zijn %(part)s %(answer)s.") % numbers


def _tenths(of_hundred: int) -> str:
    tenths = round(of_hundred / 10)
    if tenths <= 5 and of_hundred > 50:
        return _("meer dan vijf van de tien")
    return _("ongeveer %(tenths)s van de tien") % {"tenths": in_words(tenths)}


@register.filter
def hidden_ones(statements: Iterable[Shown]) -> list[Shown]:
    """The statements that too few people answered."""
    return [one for one in statements if one.is_hidden]


@register.filter
def shape_word(group: Group) -> str:
    return {
        "circle": _("rondje"),
        "square": _("vierkant"),
        "triangle": _("driehoek"),
        "diamond": _("ruit"),
        "cross": _("kruis"),
    }[group.shape]


@register.filter
def place_word(group: Group) -> str:
    """Where most of a group stands on the map."""
    across = {-1: pgettext("op de kaart", "links"), 0: "", 1: pgettext("op de kaart", "rechts")}[group.across]
    up = {-1: pgettext("op de kaart", "onder"), 0: "", 1: pgettext("op de kaart", "boven")}[group.up]
    return " ".join(word for word in (across, up) if word) or pgettext("op de kaart", "in het midden")


@register.filter
def reading_name(reading: Reading) -> str:
    """What another count of the same answers is called."""
    names = {
        "weighted": _("gewogen"),
        "invited": _("alleen genodigden"),
        "without_same_votes": _("gelijke rijen één keer"),
        "declared_role": _("met een rol"),
        "declared_municipality": _("met een gemeente"),
    }
    return names.get(reading.name, reading.name)


@register.filter
def sign(group: Group) -> SafeString:
    return mark_safe(svg.sign(group.shape, group.index, shape_word(group)))  # noqa: S308  # our own numbers and words


@register.simple_tag
def opinion_map(outcome: Outcome, me: Place | None = None) -> SafeString:
    """The picture of all opinions; with the reader's own place when that is known."""
    if outcome.groups_found:
        words = [
            _("%(part)s %(name)s, %(size)s mensen: %(place)s.")
            % {
                "part": part(outcome).capitalize(),
                "name": group.name,
                "size": large(group.size),
                "place": place_word(group),
            }
            for group in outcome.groups
        ]
    else:
        words = [_("Er zijn geen groepen die duidelijk los van elkaar staan.")]
    if me:
        words.append(_("Jouw plek is gemarkeerd."))
    picture = svg.opinion_map(
        outcome.marks,
        [group.shape for group in outcome.groups],
        title=_("De kaart van meningen"),
        description=" ".join(words),
        dense=outcome.is_dense,
        you=(me.x, me.y) if me else None,
        you_label=_("jij"),
    )
    return mark_safe(picture)  # noqa: S308  # numbers; the words in it are escaped
