"""Groups, or people who differ gradually?

Also when people differ gradually, two groups predict answers better than one: those on the left against those on the
right. So between each two groups a line is drawn, from the chances of the one (-1) to those of the other (+1), in
log-odds. Where people stand on it is compared as if it were two heaps with a valley between them, and as if it were
one hill (normal) or one plateau (uniform): mixtures over points of that line, after the discrete latent traits of
Heinen 1996 ("Latent class and discrete latent trait models", Sage) and the comparison of classes with a continuum by
Lubke & Neale 2006 (Multivariate Behavioral Research 41:499). People are judged by chances that were learned from
others, so noise does not look like a valley.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from .votes import Floats

POINTS = np.linspace(-3.0, 3.0, 31)


def valley(logs_of_points: Floats) -> float:
    """How much better the best two heaps fit than the best single hill, in nats; logs_of_points: log-likelihood of
    each person's answers at each of POINTS [people, points]."""
    if not len(logs_of_points):
        return 0.0
    likely = np.exp(logs_of_points - logs_of_points.max(axis=1, keepdims=True))
    heaps, hills = _families()
    two = np.log(np.maximum(likely @ heaps, 1e-300)).sum(axis=0).max()
    one = np.log(np.maximum(likely @ hills, 1e-300)).sum(axis=0).max()
    return float(two - one)


def along(one: Floats, other: Floats) -> Floats:
    """Chance of agreeing [statements, points] on the line between two groups; one, other: [statements]."""
    first, last = np.log(one / (1.0 - one)), np.log(other / (1.0 - other))
    middle, half = (first + last) / 2.0, (last - first) / 2.0
    return np.asarray(1.0 / (1.0 + np.exp(-(middle[:, None] + half[:, None] * POINTS))))


@cache
def _families() -> tuple[Floats, Floats]:
    """Weights of POINTS [points, shapes] of two heaps with a valley between them, and of one hill or plateau."""
    heaps = []
    for half in (0.7, 0.85, 1.0, 1.2, 1.5):
        for width in (0.05, 0.3, 0.5):
            if half < 1.6 * width:
                continue
            for share in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
                for middle in (-0.2, 0.0, 0.2):
                    heaps.append(share * _hill(middle - half, width) + (1 - share) * _hill(middle + half, width))
    hills = [_hill(middle, width) for middle in np.linspace(-1, 1, 11) for width in (0.3, 0.5, 0.7, 0.9, 1.1, 1.4)]
    for middle in np.linspace(-0.6, 0.6, 7):
        for width in (0.8, 1.1, 1.4, 1.7, 2.0):
            flat = (np.abs(POINTS - middle) <= width).astype(np.float64)
            hills.append(flat / flat.sum())
    return np.stack(heaps, axis=1), np.stack(hills, axis=1)


def _hill(middle: float, width: float) -> Floats:
    weights = np.exp(-0.5 * ((POINTS - middle) / width) ** 2)
    return np.asarray(weights / weights.sum())
