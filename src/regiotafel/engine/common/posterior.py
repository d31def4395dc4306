"""The posterior of a share under Jeffreys' prior, Beta(hits + 1/2, misses + 1/2), without numpy: for one number.

With share = sin² angle its density is 2 sin^(2 hits) cos^(2 misses) / B: smooth up to both ends, and about as wide
whatever the share (the angle of Anscombe 1948, Biometrika 35:246). So a tail is a sum over a few points (Gauss &
Legendre); Beta itself has a root in each end, where such a sum goes wrong.
"""

from __future__ import annotations

import math
from statistics import NormalDist

# Places and weights of Gauss & Legendre on [-1, 1] with sixteen points; the other eight mirror these.
_HALF = (
    (0.0950125098376374, 0.1894506104550685),
    (0.2816035507792589, 0.1826034150449236),
    (0.4580167776572274, 0.1691565193950025),
    (0.6178762444026438, 0.1495959888165767),
    (0.7554044083550030, 0.1246289712555339),
    (0.8656312023878318, 0.0951585116824928),
    (0.9445750230732326, 0.0622535239386479),
    (0.9894009349916499, 0.0271524594117541),
)
# The same on [0, 1], for how far before the end of a tail.
PLACES, WEIGHTS = zip(*((0.5 + sign * x / 2.0, w / 2.0) for x, w in _HALF for sign in (1.0, -1.0)), strict=True)
# The density falls by exp(-n angle²) and more: what lies further than this, over the root of n, adds nothing.
WIDEST = 4.0
STEEPEST = 36.0  # and neither does what is exp(36) times less likely


def below(share: float, hits: float, misses: float) -> float:
    """The chance that the share is below this one, strictly between 0 and 1."""
    angle = math.asin(math.sqrt(share))
    slope = hits / math.tan(angle) - misses * math.tan(angle)
    if slope >= 0.0:
        return _tail(angle, hits, misses, 2.0 * slope)
    return 1.0 - _tail(math.pi / 2.0 - angle, misses, hits, -2.0 * slope)


def quantile(tail: float, hits: float, misses: float) -> float:
    """The share below which lies this much, at most one half: as `shares.low_end`, of one number."""
    n = hits + misses
    spread = 0.5 / math.sqrt(n + 1.0)
    middle = math.atan2(math.sqrt(hits + 0.5), math.sqrt(misses + 0.5))
    angle = max(middle - NormalDist().inv_cdf(1.0 - tail) * spread, 0.3 * middle)
    step = math.inf
    while abs(step) > 0.01 * spread:
        sine, tangent = math.sin(angle), math.tan(angle)
        log = 2.0 * (hits * math.log(sine) + misses * math.log(math.cos(angle))) + _log_scale(hits, misses)
        off = (_tail(angle, hits, misses, 0.0) - tail) / math.exp(log)
        step = off / max(1.0 - off * (hits / tangent - misses * tangent), 0.2)
        angle = min(max(angle - step, 0.2 * angle), angle + 0.8 * (math.pi / 2.0 - angle))
    return math.sin(angle) ** 2


def _log_scale(hits: float, misses: float) -> float:
    """Of what makes the density of the angle one in all."""
    return math.log(2.0) + math.lgamma(hits + misses + 1.0) - math.lgamma(hits + 0.5) - math.lgamma(misses + 0.5)


def _tail(angle: float, hits: float, misses: float, slope: float) -> float:
    """The chance of less than an angle that is no likelier than what is above it; slope: of the log of the density."""
    width = min(angle, WIDEST / math.sqrt(max(hits + misses, 1)), STEEPEST / max(slope, 1e-300))
    scale = _log_scale(hits, misses)
    found = 0.0
    for place, weight in zip(PLACES, WEIGHTS, strict=True):
        one = angle - width * place
        found += weight * math.exp(2.0 * (hits * math.log(math.sin(one)) + misses * math.log(math.cos(one))) + scale)
    return width * found
