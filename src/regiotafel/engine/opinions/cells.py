"""How each part of the people (a group, a role, a municipality …) answered each statement, and what of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .agreement import AGREE, DISAGREE, jeffreys
from .privacy import hidden
from .votes import Bools, Floats, Ints


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

    counts: agree, disagree, unsure [statements, parts, 3]; hide: [statements, parts]; agree, disagree: estimate, low,
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
    """counts: [statements, parts, 3]; totals: [statements], with people who are in no part; also: parts that are hidden
    for another reason [parts]."""
    sizes = counts.sum(axis=2)
    wide = None if also is None else np.broadcast_to(also, sizes.shape)
    return Split(
        counts,
        hidden(sizes, totals, smallest, wide),
        jeffreys(counts[:, :, AGREE], sizes),
        jeffreys(counts[:, :, DISAGREE], sizes),
    )
