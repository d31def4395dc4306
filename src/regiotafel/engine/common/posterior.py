"""The posterior of a share under Jeffreys' prior, Beta(hits + 1/2, misses + 1/2): the chance below a share, of one
number (arrays cost more to ask for than to fill); and the share below which lies so much, of many.

With share = sin² angle its density is 2 sin^(2 hits) cos^(2 misses) / B: smooth up to both ends, and about as wide
whatever the share (the angle of Anscombe 1948, Biometrika 35:246). So a tail is a sum over a few points (Gauss &
Legendre); Beta itself has a root in each end, where such a sum goes wrong.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from .arrays import Floats

# Places and weights of Gauss & Legendre on [-1, 1] with fourteen points; the other seven mirror these.
_HALF = (
    (0.1080549487073437, 0.2152638534631579),
    (0.3191123689278897, 0.2051984637212957),
    (0.5152486363581541, 0.1855383974779379),
    (0.6872929048116855, 0.1572031671581936),
    (0.8272013150697650, 0.1215185706879033),
    (0.9284348836635735, 0.0801580871597600),
    (0.9862838086968124, 0.0351194603317517),
)
# The same on [0, 1], for how far before the end of a tail.
PLACES, WEIGHTS = zip(*((0.5 + sign * x / 2.0, w / 2.0) for x, w in _HALF for sign in (1.0, -1.0)), strict=True)
# The density falls by exp(-n angle²) and more: what lies further than this, over the root of n, adds nothing.
WIDEST = 4.0
STEEPEST = 36.0  # and neither does what is exp(36) times less likely
MOST_STEPS = 10  # to a quantile; none was seen to take more than four


def below(share: float, hits: float, misses: float) -> float:
    """The chance that the share is below this one, strictly between 0 and 1."""
    angle = math.asin(math.sqrt(share))
    slope = hits / math.tan(angle) - misses * math.tan(angle)
    if slope >= 0.0:
        return _tail(angle, hits, misses, 2.0 * slope)
    return 1.0 - _tail(math.pi / 2.0 - angle, misses, hits, -2.0 * slope)


def quantile(hits: Floats, misses: Floats, tail: float) -> Floats:
    """The share below which lies this much of the posterior [n], at most one half: Halley's method in the angle, from
    the middle down, for as long as it moves. Right to six decimals, of up to a billion hits and misses; for a part of
    one hit to five with a tail of one in twenty, to four with more."""
    n, spread = hits + misses, 0.5 / np.sqrt(hits + misses + 1.0)
    scale = math.log(2.0) + _log_gamma(n + 1.0) - _log_gamma(hits + 0.5) - _log_gamma(misses + 0.5)
    middle = np.arctan2(np.sqrt(hits + 0.5), np.sqrt(misses + 0.5))
    z = NormalDist().inv_cdf(1.0 - tail)
    # The angle is nearly normal; what is left of its skewness is taken off at once, which mostly saves a step.
    skewed = (0.5 - (z * z - 1.0) / 6.0) / (2.0 * (n + 1.0) * np.tan(2.0 * middle))
    angle = np.maximum(middle - z * spread - skewed, 0.3 * middle)
    moving = np.arange(len(hits))
    for _ in range(MOST_STEPS):
        before = angle[moving]
        step = _step(before, hits[moving], misses[moving], scale[moving], tail)
        angle[moving] = np.clip(before - step, 0.2 * before, before + 0.8 * (math.pi / 2.0 - before))
        moving = moving[np.abs(step) > 0.01 * spread[moving]]
        if not len(moving):
            break
    return np.asarray(np.sin(angle) ** 2)


def _tail(angle: float, hits: float, misses: float, slope: float) -> float:
    """The chance of less than an angle that is no likelier than what is above it; slope: of the log of the density."""
    width = min(angle, WIDEST / math.sqrt(max(hits + misses, 1)), STEEPEST / max(slope, 1e-300))
    scale = math.log(2.0) + math.lgamma(hits + misses + 1.0) - math.lgamma(hits + 0.5) - math.lgamma(misses + 0.5)
    found = 0.0
    for place, weight in zip(PLACES, WEIGHTS, strict=True):
        one = angle - width * place
        found += weight * math.exp(2.0 * (hits * math.log(math.sin(one)) + misses * math.log(math.cos(one))) + scale)
    return width * found


def _step(angle: Floats, hits: Floats, misses: Floats, scale: Floats, tail: float) -> Floats:
    """How far angles are beyond the quantile [n], by the density there and its slope."""

    def density(at: Floats) -> Floats:
        share = np.sin(at) ** 2
        return np.asarray(np.exp(hits * np.log(share) + misses * np.log1p(-share) + scale))

    width = np.minimum(angle, WIDEST / np.sqrt(np.maximum(hits + misses, 1.0)))
    less = width * (np.array(WEIGHTS) @ density(angle - width * np.array(PLACES)[:, None]))
    off = (less - tail) / density(angle)
    tangent = np.tan(angle)
    return np.asarray(off / np.maximum(1.0 - off * (hits / tangent - misses * tangent), 0.2))


def _log_gamma(x: Floats) -> Floats:
    """The log of the gamma function, of one half and more [n]: Stirling's series, six further on."""
    y = x + 6.0
    series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * y * y)) / (y * y)) / (y * y)) / y
    further = x * (x + 1.0) * (x + 2.0) * (x + 3.0) * (x + 4.0) * (x + 5.0)
    return np.asarray((y - 0.5) * np.log(y) - y + 0.5 * math.log(2.0 * math.pi) + series - np.log(further))
