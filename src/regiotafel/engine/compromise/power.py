"""How much power voting weights give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regiotafel.engine.common.arrays import Floats


def banzhaf(votes: Sequence[int], quota: int) -> Floats:
    """The share of each party in all cases in which one party decides: the coalitions that reach the quota with it and
    not without it (Banzhaf, 1965; counted by generating functions: Brams and Affuso, 1976). Sums to 1; all 0 when
    nobody ever decides. votes: 0 and up; quota: how many are enough."""
    total = sum(votes)
    swings = [_swings([*votes[:i], *votes[i + 1 :]], own, quota, total) for i, own in enumerate(votes)]
    whole = sum(swings)
    return np.array([one / whole if whole else 0.0 for one in swings])


def _swings(others: Sequence[int], own: int, quota: int, total: int) -> int:
    """Coalitions of the others that have at least quota - own and fewer than quota; whole numbers, of any size."""
    ways = [0] * (total + 1)
    ways[0] = 1
    for one in others:
        for reached in range(total, one - 1, -1):
            ways[reached] += ways[reached - one]
    return sum(ways[max(0, quota - own) : max(0, quota)])
