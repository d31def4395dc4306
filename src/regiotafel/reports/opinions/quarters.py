"""Is most of everybody for it, and do all groups go along? Each statement stands in one of four quarters.

Across: how many of everybody agree. Up: how many go along in the group that goes along least, with what most of
everybody say. Both lines are at one half, so a quarter says what it is: a majority is not yet an agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regiotafel.engine.results.opinions import Cell, Estimate

from .statements import Shown

TOGETHER, MAJORITY, MINORITY, AGAINST = QUARTERS = ("together", "majority", "minority", "against")


@dataclass(frozen=True)
class Spot:
    """Where a statement stands, in shares with their interval. least: index of the group that goes along least."""

    statement: Shown
    across: Estimate
    up: Estimate
    least: int

    @property
    def name(self) -> str:
        """Its quarter, by the estimates themselves."""
        if self.up.estimate > 0.5:
            return TOGETHER if self.across.estimate > 0.5 else AGAINST
        return MAJORITY if self.across.estimate > 0.5 else MINORITY

    @property
    def is_sure(self) -> bool:
        """Whether both intervals lie on one side of their line."""
        return all(one.low > 0.5 or one.high < 0.5 for one in (self.across, self.up))


@dataclass(frozen=True)
class Quarter:
    name: str
    spots: tuple[Spot, ...]

    @property
    def n_sure(self) -> int:
        return sum(spot.is_sure for spot in self.spots)


def quarters_of(statements: Iterable[Shown]) -> tuple[Quarter, ...]:
    """All four, also where nothing stands; a statement of which a group is not told stands in none."""
    spots = [spot for one in statements if (spot := _spot(one))]
    return tuple(Quarter(name, tuple(one for one in spots if one.name == name)) for name in QUARTERS)


def _spot(statement: Shown) -> Spot | None:
    agree, groups = statement.data.agree, statement.data.by_group
    if statement.is_hidden or agree is None or len(groups) < 2:
        return None
    going = _going_along(groups, is_majority=agree.estimate > 0.5)
    if going is None:
        return None
    least = min(range(len(going)), key=lambda index: (going[index].estimate, index))
    return Spot(statement, agree, going[least], groups[least].group)


def _going_along(cells: Sequence[Cell], *, is_majority: bool) -> list[Estimate] | None:
    """Of each group, how many say what most of everybody do; None where that is not told of every group."""
    found = [cell.agree if is_majority else cell.disagree for cell in cells]
    told = [one for one in found if one is not None]
    return told if len(told) == len(found) else None
