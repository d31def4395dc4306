"""What the engine concluded, as facts that are told in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from regiotafel.engine.results import opinions as results

from .groups import Group
from .rows import Row, counted_row
from .statements import Shown


@dataclass(frozen=True)
class Conclusion:
    """A fact that a function turns into a sentence. row and other_row: the numbers to show with it."""

    numbers: results.Conclusion
    statement: Shown
    group: Group | None = None
    other: Group | None = None
    row: Row | None = None
    other_row: Row | None = None

    @property
    def kind(self) -> str:
        return self.numbers.kind

    @property
    def answer(self) -> str:
        """What it counts: agree, or disagree where that is what people share."""
        return "disagree" if self.kind == "common_disagreement" else "agree"

    @property
    def holds(self) -> Mapping[str, bool]:
        """Whether it is true in the other readings, by their names; a reading that was not asked is not there."""
        return self.numbers.holds if isinstance(self.numbers, results.Checked) else {}

    @property
    def weighted(self) -> tuple[int, ...]:
        """Its shares of hundred in the weighted reading; none when that was not asked."""
        shares = self.numbers.weighted if isinstance(self.numbers, results.Checked) else ()
        return tuple(round(100 * share) for share in shares)

    @property
    def own_and_others(self) -> tuple[int, int]:
        """Out of hundred, how many of its group gave the answer that marks it, and how many of all others."""
        if not isinstance(self.numbers, results.Marking):
            raise TypeError(f"{self.kind} marks no group")
        own, others = self.row, self.others
        if own is None or others is None:
            return round(100 * self.numbers.share), round(100 * self.numbers.share_others)
        return (own.agree, others.agree) if self.numbers.answer == "agree" else (own.disagree, others.disagree)

    @property
    def others(self) -> Row | None:
        """What everybody outside its group answered; None when that does not follow from what is told exactly."""
        own, everybody = self.row, self.statement.everybody
        if own is None or own.hidden or self.statement.is_hidden or own.n_untold or everybody.n_untold:
            return None
        return counted_row(
            everybody.n_agree - own.n_agree, everybody.n_disagree - own.n_disagree, everybody.n_unsure - own.n_unsure
        )

    @property
    def is_lost_when_weighted(self) -> bool:
        return self.holds.get("weighted") is False

    @property
    def is_lost_without_straight_liners(self) -> bool:
        return self.holds.get("without_straight_liners") is False

    @property
    def is_lost_without_same_votes(self) -> bool:
        return self.holds.get("without_same_votes") is False


def conclusion_of(one: results.Conclusion, statements: Mapping[str, Shown], groups: Sequence[Group]) -> Conclusion:
    statement = statements[one.statement]
    rows = statement.by_group.rows
    match one:
        case results.CommonGroundDeclared():
            cells = next(block.rows for block in statement.by_declared if block.name == one.by)
            return Conclusion(one, statement, row=_least(cells, "n_agree"))
        case results.Divided():
            divide = statement.data.divide
            if divide is None:
                raise ValueError(f"nothing divides on statement {one.statement}")
            high, low = divide.high_group, divide.low_group
            return Conclusion(one, statement, groups[high], groups[low], rows[high], rows[low])
        case results.Marking():
            return Conclusion(one, statement, groups[one.group], row=rows[one.group])
        case _:
            row = _least(rows, "n_agree" if isinstance(one, results.CommonGround) else "n_disagree")
            return Conclusion(one, statement, groups[row.group or 0] if row else None, row=row)


def _least(rows: Sequence[Row], answer: str) -> Row | None:
    """Where the smallest part gives the answer, by the counts that the sentence names; None when that is not one row.

    The engine goes by estimates, which lean to the middle where few answered: there 5 of 6 is less than 33 of 40.
    """

    def most(row: Row) -> Fraction:
        return Fraction(getattr(row, answer) + row.n_untold, row.n_people)

    able = sorted((row for row in rows if row.n_people), key=most)
    if not able:
        return None
    return able[0] if all(most(able[0]) < Fraction(getattr(row, answer), row.n_people) for row in able[1:]) else None


@dataclass(frozen=True)
class Between:
    """Of every hundred parts of difference between people, how many lie between the values of a property."""

    name: str
    parts: int
    low: int | None
    high: int | None
    is_real: bool


def between_of(name: str, one: results.VarianceShare) -> Between:
    low, high = (None if end is None else round(100 * end) for end in (one.low, one.high))
    return Between(name, round(100 * one.between), low, high, one.p_value is not None and one.p_value <= 0.05)


@dataclass(frozen=True)
class Shared:
    """An answer that two groups share, while they mostly differ. agrees: whether it is agree."""

    statement: Shown
    one: Group
    other: Group
    agrees: bool
    row: Row
    other_row: Row

    @property
    def answer(self) -> str:
        return "agree" if self.agrees else "disagree"


def shared_of(one: results.Unexpected, statements: Mapping[str, Shown], groups: Sequence[Group]) -> Shared:
    first, second = (groups[index] for index in one.groups)
    statement, agrees = statements[one.statement], one.answer == "agree"
    row, other = (statement.by_group.rows[index] for index in one.groups)
    return Shared(statement, first, second, agrees, row, other)
