"""What parts of people are called."""

from collections.abc import Iterable

from regiotafel.reports.language import _
from regiotafel.reports.numbers import capital
from regiotafel.reports.opinions.outcome import Outcome


def together(sentences: Iterable[str]) -> str:
    return " ".join(one for one in sentences if one)


def part(outcome: Outcome) -> str:
    """What one of the groups is called: a side has no border."""
    return _("kant") if outcome.has_sides else _("groep")


def parts(outcome: Outcome) -> str:
    return _("kanten") if outcome.has_sides else _("groepen")


def inside(outcome: Outcome) -> str:
    return _("aan kant") if outcome.has_sides else _("in groep")


def in_each(outcome: Outcome) -> str:
    return _("aan elke kant") if outcome.has_sides else _("in elke groep")


def split(name: str, outcome: Outcome) -> str:
    """How people were split; a property that we do not know is called as it is."""
    names = {
        "group": _("Naar %(part)s") % {"part": part(outcome)},
        "role": _("Naar rol"),
        "municipality": _("Naar gemeente"),
        "role+municipality": _("Naar rol en gemeente samen"),
    }
    return names.get(name, capital(name))
