"""Shares of people with honest intervals, and when one is really higher than another.

Jeffreys: the posterior of a share under the prior Beta(1/2, 1/2) (Brown, Cai & DasGupta 2001, Statistical Science
16:101). The estimate is its mean, the interval its 5 % and 95 % quantiles, and 0 (1) is kept as the end when nobody
(everybody) did. Differences of two shares: square-and-add (Newcombe 1998, Statistics in Medicine 17:873) of the two
Jeffreys intervals. Many tests: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57:289.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, Ints
from .posterior import quantile

CONFIDENCE = 0.9
TAIL = (1.0 - CONFIDENCE) / 2.0
FALSE_DISCOVERY_RATE = 0.1


def jeffreys(hits: Ints, out_of: Ints) -> Floats:
    """Estimate, low and high [..., 3] of the share hits / out_of (any equal shape). (½, 0, 1) out of nothing."""
    # The same pair occurs in many cells, and the quantiles cost more than everything else here.
    most = int(out_of.max(initial=0)) + 1
    pairs, place = np.unique(np.stack((hits, out_of - hits)) * most + out_of, return_inverse=True)
    low, not_high = low_end(pairs // most, pairs % most)[place.reshape(2, *hits.shape)]
    return np.stack(((hits + 0.5) / (out_of + 1.0), low, 1.0 - not_high), axis=-1)


def bounds(lower: Ints, untold: Ints, out_of: Ints) -> Floats:
    """Estimate, low and high [..., 3] of a share of which at least `lower`, and at most `untold` more, are known."""
    if not untold.any():
        return jeffreys(lower, out_of)
    least, most = jeffreys(lower, out_of), jeffreys(lower + untold, out_of)
    return np.stack(((lower + untold / 2.0 + 0.5) / (out_of + 1.0), least[..., 1], most[..., 2]), axis=-1)


def low_end(hits: ArrayLike, out_of: ArrayLike, tail: float = TAIL) -> Floats:
    """Low end of the interval of shares (any shape); counts may be weighted. tail: the chance to be below it."""
    k, n = np.broadcast_arrays(np.asarray(hits, dtype=np.float64), np.asarray(out_of, dtype=np.float64))
    found = np.zeros(k.shape)
    some = k > 0
    found[some] = quantile(k[some], np.maximum(n[some] - k[some], 0.0), tail)
    return found


def difference(one: Floats, other: Floats) -> tuple[Floats, Floats, Floats]:
    """one - other with the ends of its interval [n]; one, other: estimate, low, high [n, 3]."""
    middle = one[:, 0] - other[:, 0]
    down = np.hypot(one[:, 0] - one[:, 1], other[:, 2] - other[:, 0])
    up = np.hypot(one[:, 2] - one[:, 0], other[:, 0] - other[:, 1])
    return middle, np.maximum(middle - down, -1.0), np.minimum(middle + up, 1.0)


def more_than_others(hits: Ints | Floats, out_of: Ints) -> Floats:
    """One-sided p-values [rows, parts]: is the share in this part higher than in the others together?

    Pooled two-proportion test with continuity correction; 1 where a side has no people.
    """
    rest_hits = hits.sum(axis=1, keepdims=True) - hits
    rest = out_of.sum(axis=1, keepdims=True) - out_of
    both = (out_of > 0) & (rest > 0)
    n, m = np.maximum(out_of, 1), np.maximum(rest, 1)
    pooled = (hits + rest_hits) / (n + m)
    error = np.sqrt(pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m))
    gap = hits / n - rest_hits / m - 0.5 * (1.0 / n + 1.0 / m)
    able = both & (error > 0)
    far = np.where(able, gap, 0.0) / np.where(able, error, 1.0) / math.sqrt(2.0)
    below = np.array([*map(math.erfc, (-far).ravel().tolist())]).reshape(far.shape) / 2.0
    return np.where(able, 1.0 - below, 1.0)


def q_values(p_values: Floats) -> Floats:
    """Benjamini-Hochberg: the smallest false discovery rate at which each of p_values [n] is found."""
    n = len(p_values)
    order = np.argsort(p_values, kind="stable")
    stepped = p_values[order] * n / np.arange(1, n + 1)
    found = np.empty(n)
    found[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return found
