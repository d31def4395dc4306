"""What two groups agree on that they would not expect of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.opinions.sorting import FEWEST
from regiotafel.engine.opinions.splits import Split
from regiotafel.engine.results.opinions import Answer

LEAST_STATEMENTS, MOST_PER_PAIR = 3, 3
FAR_END = 1.645  # standard errors: the end of a 90 % interval


@dataclass(frozen=True)
class Unexpected:
    """An answer that most people in both groups give, while on most statements the two differ more than `usual`."""

    one: int
    other: int
    statement: int
    answer: Answer
    share_one: float
    share_other: float
    usual: float


def unexpected(groups: Split, most: int = MOST_PER_PAIR) -> tuple[Unexpected, ...]:
    """For each two groups the statements on which they agree while they usually do not; best first."""
    found: list[Unexpected] = []
    able = ~groups.hide & (groups.sizes >= FEWEST)
    for one, other in combinations(range(groups.n_parts), 2):
        rows = np.flatnonzero(able[:, one] & able[:, other])
        if len(rows) >= LEAST_STATEMENTS:
            pair = _of_pair(groups, rows, one, other)
            found += sorted(pair, key=lambda it: (-min(it.share_one, it.share_other), it.statement))[:most]
    return tuple(found)


def _of_pair(groups: Split, rows: Ints, one: int, other: int) -> Iterator[Unexpected]:
    out_of = groups.sizes[rows][:, [one, other]]
    names: tuple[tuple[Floats, Answer], ...] = ((groups.agree, "agree"), (groups.disagree, "disagree"))
    for estimates, name in names:
        share, low, _ = np.moveaxis(estimates[rows][:, [one, other]], 2, 0)
        gap = np.abs(share[:, 0] - share[:, 1])
        usual = median(gap.tolist())
        error = np.sqrt((share * (1 - share) / (out_of + 2.0)).sum(axis=1))
        closer = (gap + FAR_END * error < usual) & (share > 0.5).all(axis=1)
        sure = closer & (low > 0.5).all(axis=1)
        for i in np.flatnonzero(sure):
            yield Unexpected(one, other, int(rows[i]), name, float(share[i, 0]), float(share[i, 1]), usual)
