"""What parts of people are called."""

from collections.abc import Iterable

from regiotafel.reports.language import _
from regiotafel.reports.numbers import capital, large
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.rows import Row


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


def some_of(row: Row, answer: str) -> str:
    """`83 van de 100`, of few people `7 van de 12`, and `ten minste 10 van de 12` where it is not told exactly.

    answer: agree, disagree or unsure.
    """
    count, out_of = getattr(row, f"{answer}_of")
    words = _("ten minste %(count)s van de %(out_of)s") if row.n_untold else _("%(count)s van de %(out_of)s")
    return words % {"count": large(count), "out_of": large(out_of)}


def at_most_of(row: Row, answer: str) -> str:
    """The same for a number that is told because it is small."""
    count, out_of = getattr(row, f"{answer}_of")
    words = _("hooguit %(count)s van de %(out_of)s") if row.n_untold else _("%(count)s van de %(out_of)s")
    return words % {"count": large(count + row.n_untold), "out_of": large(out_of)}


def split(name: str, outcome: Outcome) -> str:
    """How people were split; a property that we do not know is called as it is."""
    names = {
        "group": _("Naar %(part)s") % {"part": part(outcome)},
        "role": _("Naar rol"),
        "municipality": _("Naar gemeente"),
        "role+municipality": _("Naar rol en gemeente samen"),
    }
    return names.get(name, capital(name))
