"""What stays true when the same answers are counted in another way."""

from collections.abc import Sequence
from dataclasses import dataclass

from regiotafel.engine.results import opinions as results

from .conclusions import Conclusion


@dataclass(frozen=True)
class Reading:
    """Another count of the same answers: its name, how many people it counts, and what stays true in it."""

    name: str
    n_people: int


def reading_of(name: str, one: results.Reading) -> Reading:
    return Reading(name, round(one.n_people))


@dataclass(frozen=True)
class CheckCell:
    """Whether a sentence holds in one reading (None: not asked), and the shares of hundred there, when weighted."""

    holds: bool | None
    shares: tuple[int, ...] = ()


@dataclass(frozen=True)
class Check:
    """A sentence in each of the other readings. first: its shares of hundred in the count of the page."""

    conclusion: Conclusion
    first: tuple[int, ...]
    cells: tuple[CheckCell, ...]


def check_of(conclusion: Conclusion, readings: Sequence[Reading]) -> Check:
    if isinstance(conclusion.numbers, results.Divided):
        first = tuple(row.agree for row in (conclusion.row, conclusion.other_row) if row)
    else:
        everybody = conclusion.statement.everybody
        disagrees = isinstance(conclusion.numbers, results.CommonDisagreement)
        first = (everybody.disagree if disagrees else everybody.agree,)
    return Check(conclusion, first, tuple(_check_cell(conclusion, reading.name) for reading in readings))


def _check_cell(conclusion: Conclusion, name: str) -> CheckCell:
    return CheckCell(conclusion.holds.get(name), conclusion.weighted if name == "weighted" else ())
