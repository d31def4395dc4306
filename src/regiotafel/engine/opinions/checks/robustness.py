"""How many voters carry a conclusion: how many must change their answer before it is no longer true."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable

import numpy as np

from regiotafel.engine.common.posterior import below
from regiotafel.engine.common.shares import TAIL, low_end, more_than_others


def voters_to_flip(hits: int, out_of: int) -> int:
    """How many people must change their answer before the low end is no longer above one half."""
    return _fewest(hits, lambda m: hits <= m or below(0.5, hits - m, out_of - hits + m) >= TAIL) or 0


def voters_to_close(high: tuple[int, int], low: tuple[int, int]) -> int:
    """How many people must change before two groups (hits, out of) are no longer on different sides of one half, or no
    longer clearly apart; all of them in the group where it takes fewest."""
    above, below = _above(*high), _below(*low)
    ways = (
        _fewest(high[0], lambda m: not _apart(_above(high[0] - m, high[1]), below)),
        _fewest(low[1] - low[0], lambda m: not _apart(above, _below(low[0] + m, low[1]))),
    )
    return min((way for way in ways if way is not None), default=0)


def voters_to_blur(hits: tuple[float, int], others: tuple[float, int], cut: float) -> int:
    """How many people of a group must change before its answer is no longer given more often than by the others;
    hits, others: (hits, out of); cut: the largest p-value that still counts."""
    m = np.arange(int(hits[0]) + 1)
    counts = np.stack((hits[0] - m, np.full(len(m), others[0])), axis=1)
    out_of = np.broadcast_to(np.array([hits[1], others[1]]), counts.shape)
    gone = more_than_others(counts, out_of)[:, 0] > cut
    return int(gone.argmax()) if gone.any() else int(hits[0])


def _fewest(most: int, is_gone: Callable[[int], bool]) -> int | None:
    """The least number up to `most` for which it is gone; once gone it stays gone."""
    found = bisect_left(range(most + 1), True, key=is_gone)
    return found if found <= most else None


def _low(hits: int, out_of: int) -> float:
    return float(low_end(hits, out_of))


def _above(hits: int, out_of: int) -> tuple[float, float]:
    """The estimate of a share, and how far it is from the low end of its interval."""
    estimate = (hits + 0.5) / (out_of + 1.0)
    return estimate, estimate - _low(hits, out_of)


def _below(hits: int, out_of: int) -> tuple[float, float]:
    """The estimate of a share, and how far it is from the high end of its interval."""
    estimate, margin = _above(out_of - hits, out_of)
    return 1.0 - estimate, margin


def _apart(high: tuple[float, float], low: tuple[float, float]) -> bool:
    return high[0] > 0.5 > low[0] and high[0] - low[0] > math.hypot(high[1], low[1])
