"""One trait on which people stand: each statement's log-odds of agreeing rise or fall along it (the two-parameter
logistic model, Birnbaum 1968), fitted by marginal likelihood with EM (Bock & Aitkin 1981, Psychometrika 46:443), levels
and slopes shrunk. Around it goes who fits: how the trait is spread, where it starts, and in how many rounds.
"""

from __future__ import annotations

import numpy as np

from regiotafel.engine.common.arrays import Floats
from regiotafel.engine.common.sparse import Full, Sparse

POINTS = np.linspace(-2.4, 2.4, 9)  # where people can stand while it is fitted
LEVELS, SLOPES = 0.25, 1.0  # one over the variance of the normal priors that levels and slopes are shrunk by
FARTHEST_STEP = 1.0


def stand(rows: Sparse | Full, level: Floats, slope: Floats, weight: Floats) -> Floats:
    """The chance that people stand at each of POINTS [people, points]; rows: as in `mixture.Table`; level, slope: of
    each statement; weight: of each point."""
    likely = np.asarray(rows @ logs(level, slope, POINTS)) + np.log(weight)
    member = np.exp(likely - likely.max(axis=1, keepdims=True))
    member /= member.sum(axis=1, keepdims=True)
    return np.asarray(member)


def answered(turned: Sparse | Full, member: Floats) -> Floats:
    """How often people at each point agreed and disagreed [statements, 2, points]; turned: as in `mixture.Table`."""
    return np.asarray(turned @ member).reshape(-1, 2, len(POINTS))


def step(level: Floats, slope: Floats, usual: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """A step of Newton's towards the likeliest level and slope of each statement; usual: what levels are shrunk to;
    counts: as `answered`."""
    rest, width = _rest(level, slope, counts)
    up, out = rest.sum(axis=1) - LEVELS * (level - usual), rest @ POINTS - SLOPES * slope
    one, both, two = width.sum(axis=1) + LEVELS, width @ POINTS, width @ (POINTS * POINTS) + SLOPES
    size = one * two - both * both
    return level + _short((two * up - both * out) / size), slope + _short((one * out - both * up) / size)


def step_of_one_slope(level: Floats, slope: Floats, usual: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """The same where all statements keep one slope, which is not shrunk."""
    rest, width = _rest(level, slope, counts)
    steeper = float((rest @ POINTS).sum()) / max(float((width @ (POINTS * POINTS)).sum()), 1e-9)
    higher = (rest.sum(axis=1) - LEVELS * (level - usual)) / (width.sum(axis=1) + LEVELS)
    return level + _short(higher), slope + _short(steeper)


def chances(level: Floats, slope: Floats) -> Floats:
    """To agree at each of POINTS [statements, points]."""
    return np.asarray(1.0 / (1.0 + np.exp(-(level[:, None] + slope[:, None] * POINTS))))


def logs(level: Floats, slope: Floats, points: Floats) -> Floats:
    """Log of the chance to agree, and to disagree, at some points [2 x statements, points]."""
    odds = level[:, None] + slope[:, None] * points
    found = np.empty((len(level), 2, len(points)))
    # By exponentials of negative numbers, which numpy takes far faster than the sum of two logarithms.
    np.subtract(np.minimum(odds, 0.0), np.log1p(np.exp(-np.abs(odds))), out=found[:, 0])
    np.subtract(found[:, 0], odds, out=found[:, 1])
    return found.reshape(-1, len(points))


def _rest(level: Floats, slope: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """How much more agree than these levels and slopes expect, and its variance [statements, points]."""
    total, chance = counts.sum(axis=1), chances(level, slope)
    return counts[:, 0] - total * chance, total * chance * (1.0 - chance)


def _short(by: Floats | float) -> Floats:
    return np.asarray(np.clip(by, -FARTHEST_STEP, FARTHEST_STEP))
