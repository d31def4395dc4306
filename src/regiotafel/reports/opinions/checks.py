"""What stays true when the same answers are counted in another way."""

from collections.abc import Sequence
from dataclasses import dataclass

from regiotafel.engine.results import opinions as results

from .conclusions import Conclusion
from .rows import Row


@dataclass(frozen=True)
class SameVotes:
    """People with exactly the same long list of answers. minutes: in which half of them came; None is unknown."""

    n_people: int
    minutes: int | None

    @property
    def hours(self) -> int:
        return round((self.minutes or 0) / 60)

    @property
    def days(self) -> int:
        return round((self.minutes or 0) / (24 * 60))


def same_votes_of(report: results.Report) -> tuple[SameVotes, ...]:
    return tuple(
        SameVotes(size, minutes) for size, minutes in zip(report.same_votes, report.same_votes_minutes, strict=True)
    )


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
    statement = conclusion.statement
    if conclusion.kind == "divide":
        first = tuple(row.agree for row in (conclusion.row, conclusion.other_row) if row)
    else:
        everybody = statement.everybody if statement else Row("")
        first = (everybody.agree if conclusion.kind == "common_ground_all_groups" else everybody.disagree,)
    return Check(conclusion, first, tuple(_check_cell(conclusion, reading.name) for reading in readings))


def _check_cell(conclusion: Conclusion, name: str) -> CheckCell:
    keys = ("weighted", "weighted_high", "weighted_low") if name == "weighted" else ()
    shares = [getattr(conclusion.numbers, key, None) for key in keys]
    return CheckCell(conclusion.holds.get(name), tuple(round(100 * share) for share in shares if share is not None))
