"""How each part of the people (a group, a role, a municipality …) answered each statement, and what of it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.privacy import hidden
from regiotafel.engine.common.shares import jeffreys

from .counting import count
from .votes import Votes


class Estimate(NamedTuple):
    estimate: float
    low: float
    high: float


class Cell(NamedTuple):
    """What the people of one part answered to one statement; no numbers when hidden, no estimates of nobody."""

    part: int
    hidden: bool
    n_agree: int = 0
    n_disagree: int = 0
    n_unsure: int = 0
    agree: Estimate | None = None
    disagree: Estimate | None = None

    @property
    def n_people(self) -> int:
        return self.n_agree + self.n_disagree + self.n_unsure


@dataclass(frozen=True)
class Split:
    """The people divided in parts.

    counts: [statements, parts, answers]; hide: [statements, parts]; agree, disagree: estimate, low,
    high [statements, parts, 3].
    """

    counts: Ints
    hide: Bools
    agree: Floats
    disagree: Floats

    def cells(self, j: int) -> tuple[Cell, ...]:
        """The parts of one statement."""
        columns = (self.hide[j], self.counts[j], self.agree[j], self.disagree[j])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(_cell(part, *row) for part, row in enumerate(rows))


def _cell(part: int, hide: bool, counts: list[int], agree: list[float], disagree: list[float]) -> Cell:
    if hide:
        return Cell(part, True)
    if not any(counts):
        return Cell(part, False)
    n_agree, n_disagree, n_unsure = counts
    return Cell(part, False, n_agree, n_disagree, n_unsure, Estimate(*agree), Estimate(*disagree))


def split(counts: Ints, totals: Ints, smallest: int, also: Bools | None = None) -> Split:
    """counts: [statements, parts, answers]; totals: [statements], with people who are in no part; also: parts that are
    hidden for another reason [parts]."""
    sizes = counts.sum(axis=2)
    wide = None if also is None else np.broadcast_to(also, sizes.shape)
    return Split(
        counts,
        hidden(sizes, totals, smallest, wide),
        jeffreys(counts[:, :, AGREE], sizes),
        jeffreys(counts[:, :, DISAGREE], sizes),
    )


@dataclass(frozen=True)
class Splits:
    """How all statements were answered: by everybody (one part), and by the parts of each division of the people."""

    everybody: Split
    by_group: Split
    by_declared: Mapping[str, Split]


# --- declared properties

# Per property its values, and the position of each person's value among them (-1: none).
Parts = Mapping[str, tuple[tuple[str, ...], Ints]]


@dataclass(frozen=True)
class Declared:
    """People per declared value; None where that is hidden."""

    values: tuple[str, ...]
    n_people: tuple[int | None, ...]


def parts_of(declared: Mapping[str, Sequence[str | None]]) -> Parts:
    """declared: per property one value, or None, per person."""
    return {name: _parts(values) for name, values in declared.items()}


def _parts(values: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    distinct = tuple(sorted({value for value in values if value}))
    place = {value: position for position, value in enumerate(distinct)}
    return distinct, np.array([place.get(value, -1) if value else -1 for value in values], dtype=np.int64)


def declared_people(parts: Parts, smallest: int) -> dict[str, Declared]:
    """How many people have each value, as far as that may be told."""
    found = {}
    for name, (values, part) in parts.items():
        sizes, hide = _sizes(part, len(values), smallest)
        shown = tuple(None if away else int(size) for size, away in zip(sizes, hide, strict=True))
        found[name] = Declared(values, shown)
    return found


def declared_splits(votes: Votes, totals: Ints, parts: Parts, smallest: int) -> dict[str, Split]:
    """A value that is hidden of all people is hidden for every statement."""
    return {
        name: split(count(votes, part, len(values)), totals, smallest, _sizes(part, len(values), smallest)[1])
        for name, (values, part) in parts.items()
    }


def _sizes(part: Ints, n_parts: int, smallest: int) -> tuple[Ints, Bools]:
    """People per value, and which of these are hidden."""
    sizes = np.bincount(part + 1, minlength=n_parts + 1)[1:].astype(np.int64)
    return sizes, hidden(sizes[None, :], np.array([len(part)]), smallest)[0]
