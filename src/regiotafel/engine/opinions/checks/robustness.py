"""How many voters carry a conclusion: how many must change their answer before it is no longer true."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from regiotafel.engine.common.posterior import below
from regiotafel.engine.common.shares import TAIL, more_than_others


def voters_to_flip(hits: int, out_of: int, moved: float = 0.0, tail: float = TAIL) -> int:
    """How many people must change their answer before the low end, with so much chance below it and moved by so much,
    is no longer above one half."""
    middle = 0.5 - moved

    def is_gone(m: int) -> bool:
        return below(middle, hits - m, out_of - hits + m) >= tail

    # From about where it is, for the angle of a share is nearly normal: mostly the first or the next one.
    angle = math.asin(math.sqrt(middle)) + NormalDist().inv_cdf(1.0 - tail) / (2.0 * math.sqrt(out_of + 1.0))
    found = hits + 0.5 - math.sin(min(angle, math.pi / 2.0)) ** 2 * (out_of + 1.0)
    m = min(max(math.ceil(found), 0), hits)
    while m > 0 and is_gone(m - 1):
        m -= 1
    while m < hits and not is_gone(m):
        m += 1
    return m


def voters_to_blur(hits: tuple[float, int], others: tuple[float, int], cut: float) -> int:
    """How many people of a group must change before its answer is no longer given more often than by the others;
    hits, others: (hits, out of); cut: the largest p-value that still counts."""
    m = np.arange(int(hits[0]) + 1)
    counts = np.stack((hits[0] - m, np.full(len(m), others[0])), axis=1)
    out_of = np.broadcast_to(np.array([hits[1], others[1]]), counts.shape)
    gone = more_than_others(counts, out_of)[:, 0] > cut
    return int(gone.argmax()) if gone.any() else int(hits[0])
