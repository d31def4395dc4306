"""What stays true when the same answers are counted in another way."""

from collections.abc import Sequence
from dataclasses import dataclass

from regiotafel.engine.results import opinions as results

from .conclusions import Conclusion
from .rows import FEW, Row


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
    """A sentence in each of the other readings. first: the rows that it is about in the count of the page, and answer:
    the answer that it is about."""

    conclusion: Conclusion
    first: tuple[Row, ...]
    answer: str
    cells: tuple[CheckCell, ...]


def check_of(conclusion: Conclusion, readings: Sequence[Reading]) -> Check:
    first: tuple[Row, ...] = (conclusion.statement.everybody,)
    if isinstance(conclusion.numbers, results.Divided):
        first = tuple(row for row in (conclusion.row, conclusion.other_row) if row)
    answer = "disagree" if isinstance(conclusion.numbers, results.CommonDisagreement) else "agree"
    return Check(conclusion, first, answer, tuple(_check_cell(conclusion, reading.name) for reading in readings))


def _check_cell(conclusion: Conclusion, name: str) -> CheckCell:
    told = name == "weighted" and conclusion.statement.everybody.n_people >= FEW  # of fewer there is no hundred
    return CheckCell(conclusion.holds.get(name), conclusion.weighted if told else ())
