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

from collections.abc import Sequence
from functools import cache

import numpy as np

from regiotafel.engine.common.arrays import Floats

POINTS = np.linspace(-3.0, 3.0, 31)


def valley(logs_of_points: Floats) -> float:
    """How much better the best two heaps fit than the best single hill, in nats; logs_of_points: log-likelihood of
    each person's answers at each of POINTS [people, points]."""
    if not len(logs_of_points):
        return 0.0
    likely = np.exp(logs_of_points - logs_of_points.max(axis=1, keepdims=True))
    heaps, hills = _families()
    return float(_fit(likely @ heaps) - _fit(likely @ hills))


def _fit(likely: Floats) -> float:
    """The log-likelihood of the best of some shapes; likely: of each person under each shape [people, shapes]."""
    # Eight people at a time, for a logarithm costs more than eight products. None is so unlikely that these reach zero.
    padded = np.ones((-(-len(likely) // 8) * 8, likely.shape[1]))
    np.maximum(likely, 1e-30, out=padded[: len(likely)])
    return float(np.log(padded.reshape(8, -1, likely.shape[1]).prod(axis=0)).sum(axis=0).max())


def along(one: Floats, other: Floats) -> Floats:
    """Chance of agreeing [statements, points] on the line between two groups; one, other: [statements]."""
    first, last = np.log(one / (1.0 - one)), np.log(other / (1.0 - other))
    middle, half = (first + last) / 2.0, (last - first) / 2.0
    return np.asarray(1.0 / (1.0 + np.exp(-(middle[:, None] + half[:, None] * POINTS))))


@cache
def _families() -> tuple[Floats, Floats]:
    """Weights of POINTS [points, shapes] of two heaps with a valley between them, and of one hill or plateau."""
    halves, widths, shares, middles = _all_of(
        (0.7, 0.85, 1.0, 1.2, 1.5), (0.05, 0.3, 0.5), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), (-0.2, 0.0, 0.2)
    )[:, None]
    heaps = shares * _hills(middles - halves, widths) + (1.0 - shares) * _hills(middles + halves, widths)
    apart = halves[0] >= 1.6 * widths[0]
    hills = _hills(*_all_of(np.linspace(-1, 1, 11), (0.3, 0.5, 0.7, 0.9, 1.1, 1.4))[:, None])
    flat_middles, flat_widths = _all_of(np.linspace(-0.6, 0.6, 7), (0.8, 1.1, 1.4, 1.7, 2.0))[:, None]
    flats = (np.abs(POINTS[:, None] - flat_middles) <= flat_widths).astype(np.float64)
    return heaps[:, apart], np.hstack((hills, flats / flats.sum(axis=0)))


def _all_of(*values: Sequence[float] | Floats) -> Floats:
    """Every combination [properties, combinations]."""
    return np.stack([grid.ravel() for grid in np.meshgrid(*values, indexing="ij")])


def _hills(middles: Floats, widths: Floats) -> Floats:
    """Normal hills over POINTS [points, shapes], each of sum one."""
    weights = np.exp(-0.5 * ((POINTS[:, None] - middles) / widths) ** 2)
    return np.asarray(weights / weights.sum(axis=0))
