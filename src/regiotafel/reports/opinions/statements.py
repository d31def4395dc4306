"""The statements with their numbers, and the orders in which they are read."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from regiotafel.engine.results.opinions import Report, Statement

from .rows import Block, Row, row_of

ORDERS = ("eens", "verdeeld", "nummer")


@dataclass(frozen=True, eq=False)
class Shown:
    """One statement. status: common_ground, common_disagreement, divide, unknown, hidden or none; is_kept: only because
    it had that status before."""

    id: str
    text: str
    status: str
    data: Statement = field(repr=False)
    group_names: tuple[str, ...] = field(repr=False)
    is_kept: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.data.hidden or not self.data.n_votes

    @property
    def hides_a_group(self) -> bool:
        """Of a group or side too few answered, or its numbers would tell what somebody answered."""
        return not self.is_hidden and any(cell.hidden for cell in self.data.by_group)

    @cached_property
    def everybody(self) -> Row:
        return Row("", hidden=True) if self.is_hidden else row_of("", self.data.everybody)

    @cached_property
    def by_group(self) -> Block:
        return Block(
            "group",
            tuple(row_of(self.group_names[cell.group], cell, cell.group) for cell in self.data.by_group),
        )

    @cached_property
    def by_declared(self) -> tuple[Block, ...]:
        return tuple(
            Block(name, tuple(row_of(cell.value, cell) for cell in cells))
            for name, cells in self.data.by_declared.items()
            if cells
        )

    @property
    def group_blocks(self) -> tuple[Block, ...]:
        """Nothing when there are no groups: everybody stands in the table already."""
        return (self.by_group,) if len(self.group_names) > 1 else ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Groups first, then what people said about themselves."""
        return self.group_blocks + self.by_declared + self.by_crossing

    @property
    def apart(self) -> list[tuple[Block, ...]]:
        """Each of them by itself."""
        return [(block,) for block in self.blocks]

    @cached_property
    def by_crossing(self) -> tuple[Block, ...]:
        """Of two properties together; a combination that is not there may not be told, or nobody has it."""
        found: dict[str, list[Row]] = {}
        for cell in self.data.by_crossing:
            found.setdefault("+".join(cell.by), []).append(row_of(", ".join(cell.values), cell))
        return tuple(Block(name, tuple(rows)) for name, rows in found.items())


@dataclass(frozen=True)
class Matrix:
    """All statements against some parts of the people, for paper: rows of one cell per part."""

    name: str
    labels: tuple[str, ...]
    rows: tuple[tuple[Shown, tuple[Row, ...]], ...]


def statuses(report: Report) -> dict[str, str]:
    found = dict.fromkeys(report.unknown, "unknown")
    for status, ids in (
        ("divide", report.divides),
        ("common_disagreement", report.common_disagreement),
        ("common_ground", report.common_ground),
    ):
        found.update(dict.fromkeys(ids, status))
    found.update({one.id: "hidden" for one in report.statements if one.hidden})
    return found


# A figure to order by, and after it the counts themselves: figures are rounded, and rounding decides nothing.
Score = tuple[float, Fraction]


def agreement(statement: Statement) -> Score:
    if statement.agreement_low is not None:
        return statement.agreement_low, _part(statement.n_agree, statement)
    return statement.agree.low - 1.0 if statement.agree else -2.0, _part(statement.n_agree, statement)


def division(statement: Statement) -> Score:
    """The difference between groups; without groups how evenly agree and disagree are."""
    least = _part(min(statement.n_agree or 0, statement.n_disagree or 0), statement)
    if statement.divide:
        return statement.divide.low + 1.0, least
    if statement.agree and statement.disagree:
        return min(statement.agree.estimate, statement.disagree.estimate), least
    return -2.0, least


def _part(count: int | None, statement: Statement) -> Fraction:
    return Fraction(count or 0, statement.n_votes or 1)
