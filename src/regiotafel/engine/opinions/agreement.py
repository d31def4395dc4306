"""Counts per statement and part of the people, with honest intervals.

Jeffreys: the posterior of a share under the prior Beta(1/2, 1/2) (Brown, Cai & DasGupta 2001, Statistical Science
16:101). The estimate is its mean, the interval its 5 % and 95 % quantiles, and 0 (1) is kept as the end when nobody
(everybody) did. Differences of two shares: square-and-add (Newcombe 1998, Statistics in Medicine 17:873) of the two
Jeffreys intervals. Many tests: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57:289.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, ndtr

from .votes import Floats, Ints, Votes

CONFIDENCE = 0.9
FALSE_DISCOVERY_RATE = 0.1
AGREE, DISAGREE, UNSURE = 0, 1, 2


def count(votes: Votes, part: Ints, n_parts: int) -> Ints:
    """How often each answer was given [statements, parts, (agree, disagree, unsure)]; part: [people], -1 in none."""
    where = part[votes.person]
    inside = where >= 0
    answer = np.array([DISAGREE, UNSURE, AGREE])[votes.value[inside] + 1]
    cell = (votes.statement[inside].astype(np.int64) * n_parts + where[inside]) * 3 + answer
    size = votes.n_statements * n_parts * 3
    return np.bincount(cell, minlength=size).astype(np.int64).reshape(votes.n_statements, n_parts, 3)


def jeffreys(hits: Ints, out_of: Ints) -> Floats:
    """Estimate, low and high [..., 3] of the share hits / out_of (any equal shape). (½, 0, 1) out of nothing."""
    # The same pair occurs in many cells, and the quantiles cost more than everything else here.
    pairs, place = np.unique(hits * (int(out_of.max(initial=0)) + 1) + out_of, return_inverse=True)
    n = pairs % (int(out_of.max(initial=0)) + 1)
    k = pairs // (int(out_of.max(initial=0)) + 1)
    tail = (1.0 - CONFIDENCE) / 2.0
    low = np.where(k == 0, 0.0, betaincinv(k + 0.5, n - k + 0.5, tail))
    high = np.where(k == n, 1.0, betaincinv(k + 0.5, n - k + 0.5, 1.0 - tail))
    found = np.stack(((k + 0.5) / (n + 1.0), low, high), axis=1)
    return np.asarray(found[place.reshape(hits.shape)])


def difference(one: Floats, other: Floats) -> tuple[Floats, Floats, Floats]:
    """one - other with the ends of its interval [n]; one, other: estimate, low, high [n, 3]."""
    middle = one[:, 0] - other[:, 0]
    down = np.hypot(one[:, 0] - one[:, 1], other[:, 2] - other[:, 0])
    up = np.hypot(one[:, 2] - one[:, 0], other[:, 0] - other[:, 1])
    return middle, np.maximum(middle - down, -1.0), np.minimum(middle + up, 1.0)


def more_than_others(hits: Ints, out_of: Ints) -> Floats:
    """One-sided p-values [statements, parts]: is the share in this part higher than in the others together?

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
    return np.where(able, 1.0 - ndtr(np.where(able, gap, 0.0) / np.where(able, error, 1.0)), 1.0)


def q_values(p_values: Floats) -> Floats:
    """Benjamini-Hochberg: the smallest false discovery rate at which each of p_values [n] is found."""
    n = len(p_values)
    order = np.argsort(p_values, kind="stable")
    stepped = p_values[order] * n / np.arange(1, n + 1)
    found = np.empty(n)
    found[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return found


def spearman(one: Floats, other: Floats) -> float:
    """Rank correlation of two arrays [n], ties at their mean rank; 0 where one of them does not vary."""
    if len(one) < 3:
        return 0.0
    ranks = []
    for values in (one, other):
        _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
        ranks.append((np.cumsum(sizes) - (sizes - 1) / 2.0)[place])
    first, second = (rank - rank.mean() for rank in ranks)
    size = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / size if size > 0 else 0.0
