"""Groups, or people who differ gradually?

Also when people differ gradually, two groups predict answers better than one: those on the left against those on the
right. So between each two groups one trait is fitted: each statement's log-odds of agreeing rise or fall along it (the
two-parameter logistic model, Birnbaum 1968; marginal likelihood by EM, Bock & Aitkin 1981, Psychometrika 46:443, with
slopes shrunk). The straight line between the chances of two groups would bunch people who stand far out at both ends.
Where people stand on the trait is compared as if it were two heaps with a valley between them, and as if it were one
hill, however skewed, one plateau, or two tops with much between: mixtures over points of the trait, after the discrete
latent traits of Heinen 1996 ("Latent class and discrete latent trait models", Sage) and the comparison of classes with
a continuum by Lubke & Neale 2006 (Multivariate Behavioral Research 41:499). People are judged by chances that were
learned from others, so noise does not look like a valley. How sure the difference is follows from how it varies over
people (Vuong 1989, Econometrica 57:307).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from regiotafel.engine.common.arrays import Floats, Ints

from .mixture import Mixture, Table

# Dense where most people are, and so far out that who agrees with everything has a place.
_OUT = np.array((3.6, 4.3, 5.2, 6.4))
POINTS = np.concatenate((-_OUT[::-1], np.linspace(-3.0, 3.0, 31), _OUT))
ROOM = np.gradient(POINTS)[:, None]  # of each point
FIT_POINTS = np.linspace(-2.4, 2.4, 9)
FIT_ROUNDS = 3
LEAST = 1e-9  # likelihood of a shape for a person, of that of the likeliest point
FARTHEST = -40.0  # its logarithm for a point, and for a shape: smaller numbers are slow, and change nothing
SLOPES, LEVELS = 1.0, 0.25  # one over the variance of the normal priors that slopes and levels are shrunk by


@dataclass
class Heaps:
    """How much better two heaps fit than one hill, in nats, over one or more divisions of the people in halves."""

    n_people: int
    likely: list[NDArray[np.float32]] = field(default_factory=list)  # of the people judged, at each point, per division
    people: list[Ints] = field(default_factory=list)  # who those are
    sums: list[Floats] = field(default_factory=list)  # log-likelihood of all under each shape, per division

    def add(self, logs_of_points: Floats, people: Ints) -> None:
        """logs_of_points: log-likelihood of each person's answers at each of POINTS [people, points]; people: [people],
        each once."""
        likely = np.exp(
            np.maximum(logs_of_points - logs_of_points.max(axis=1, keepdims=True), FARTHEST), dtype=np.float32
        )
        self.likely.append(likely)
        self.people.append(people)
        self.sums.append(_fits(likely @ _families()[0]))

    def measured(self) -> tuple[float, float, float]:
        """Its depth; the standard error of that, from the differences per person; and the standard deviation between
        divisions (NaN of one)."""
        shapes, n_heaps = _families()
        whole = np.mean(self.sums, axis=0)
        heap, hill = int(whole[:n_heaps].argmax()), n_heaps + int(whole[n_heaps:].argmax())
        of_person, times = np.zeros(self.n_people), np.zeros(self.n_people)
        depths = []
        for likely, people in zip(self.likely, self.people, strict=True):
            two, one = np.log(np.maximum(likely @ shapes[:, [heap, hill]], LEAST), dtype=np.float64).T
            of_person[people] += two - one
            times[people] += 1
            depths.append(float((two - one).sum()))
        differences = of_person / len(self.sums)
        n = int((times > 0).sum())
        error = math.sqrt(n) * float(differences[times > 0].std()) if n else 0.0
        between = float(np.std(depths, ddof=1)) if len(depths) > 1 else math.nan
        return float(np.mean(depths)), error, between


def _fits(likely: NDArray[np.float32]) -> Floats:
    """The log-likelihood under each shape; likely: of each person under each shape [people, shapes]."""
    # Four people at a time, for a logarithm costs more than four products. None is so unlikely that these reach zero.
    padded = np.ones((-(-len(likely) // 4) * 4, likely.shape[1]), dtype=likely.dtype)
    np.maximum(likely, LEAST, out=padded[: len(likely)])
    return np.asarray(np.log(padded.reshape(4, -1, likely.shape[1]).prod(axis=0)).sum(axis=0, dtype=np.float64))


def along(table: Table, mixture: Mixture, pair: tuple[int, int], people: Ints) -> Floats:
    """Log of the chance of each answer [2 x statements, points] at each of POINTS of the trait between two groups of a
    mixture, on which they stand at -1 and 1. people: whom it is learned from [people]."""
    one, other = (np.log(chance / (1.0 - chance)) for chance in mixture.agree[:, pair].T)
    level = start = (one + other) / 2.0
    slope = (other - one) / 2.0
    rows = table.rows[people]
    turned = rows.T
    weight = np.full(len(FIT_POINTS), 1.0 / len(FIT_POINTS))
    chance = np.zeros((len(people), len(FIT_POINTS)))
    for _ in range(FIT_ROUNDS):
        likely = np.asarray(rows @ _logs(level, slope, FIT_POINTS)) + np.log(weight)
        chance = np.exp(likely - likely.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        weight = (chance.sum(axis=0) + 1.0) / (len(chance) + len(weight))
        counts = np.asarray(turned @ chance).reshape(-1, 2, len(FIT_POINTS))
        level, slope = _newton(level, slope, start, counts)
    places = chance @ FIT_POINTS
    sides = mixture.member[people][:, pair]
    ends = (places @ sides) / np.maximum(sides.sum(axis=0), 1e-9)
    half, middle = max(float(ends[1] - ends[0]) / 2.0, 0.1), float(ends[0] + ends[1]) / 2.0
    return _logs(level + slope * middle, slope * half, POINTS)


def _newton(level: Floats, slope: Floats, start: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """A step of Newton's towards the likeliest level and slope of each statement; counts: of agree and disagree at
    each point [statements, 2, points]."""
    total = counts.sum(axis=1)
    for _ in range(2):
        chance = 1.0 / (1.0 + np.exp(-(level[:, None] + slope[:, None] * FIT_POINTS)))
        rest = counts[:, 0] - total * chance
        width = total * chance * (1.0 - chance)
        up, out = rest.sum(axis=1) - LEVELS * (level - start), rest @ FIT_POINTS - SLOPES * slope
        one, both, two = (
            width.sum(axis=1) + LEVELS,
            width @ FIT_POINTS,
            width @ (FIT_POINTS * FIT_POINTS) + SLOPES,
        )
        size = one * two - both * both
        level = level + np.clip((two * up - both * out) / size, -1.0, 1.0)
        slope = slope + np.clip((one * out - both * up) / size, -1.0, 1.0)
    return level, slope


def _logs(level: Floats, slope: Floats, points: Floats) -> Floats:
    """[2 x statements, points]: agree, disagree."""
    odds = level[:, None] + slope[:, None] * points
    agree = -np.logaddexp(0.0, -odds)
    return np.stack((agree, agree - odds), axis=1).reshape(-1, len(points))


@cache
def _families() -> tuple[NDArray[np.float32], int]:
    """Weights of POINTS [points, shapes]: first two heaps with a valley between them, then one hill, plateau or two
    tops with much between; and how many heaps there are."""
    halves, widths, shares, middles = _all_of(
        (0.7, 0.85, 1.0, 1.2, 1.5), (0.05, 0.3, 0.5), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), (-0.2, 0.0, 0.2)
    )[:, None]
    heaps = shares * _hills(middles - halves, widths) + (1.0 - shares) * _hills(middles + halves, widths)
    apart = halves[0] >= 1.6 * widths[0]
    tops, lefts, rights = _all_of(np.linspace(-1.6, 1.6, 9), (0.25, 0.5, 0.9, 1.5), (0.25, 0.5, 0.9, 1.5))
    hills = _hills(tops[None], np.where(POINTS[:, None] < tops, lefts, rights))
    flat_middles, flat_widths = _all_of(np.linspace(-0.6, 0.6, 7), (0.8, 1.1, 1.4, 1.7, 2.0, 2.4))[:, None]
    flats = (np.abs(POINTS[:, None] - flat_middles) <= flat_widths) * ROOM
    halves, shares, middles = _all_of((0.7, 0.85, 1.0, 1.2), (0.3, 0.4, 0.5, 0.6, 0.7), (-0.2, 0.0, 0.2))[:, None]
    widths = halves / 1.25
    much = shares * _hills(middles - halves, widths) + (1.0 - shares) * _hills(middles + halves, widths)
    tops, scales, sides, peaks = _all_of(np.linspace(-1.6, 0.2, 7), (0.4, 0.8, 1.5, 2.5), (-1.0, 1.0), (0.0, 0.4))[
        :, None
    ]
    behind = sides * POINTS[:, None] - tops
    tails = np.where(behind >= -1e-9, np.exp(-np.maximum(behind, 0.0) / scales), 0.0) * ROOM
    tails = peaks * _hills(sides * tops, 0.15) + (1.0 - peaks) * tails / tails.sum(axis=0)
    gradual = np.hstack((hills, flats / flats.sum(axis=0), much, tails))
    shapes = np.hstack((heaps[:, apart], gradual)).astype(np.float32)
    return np.where(shapes < np.exp(FARTHEST), np.float32(0.0), shapes), int(apart.sum())


def _all_of(*values: Sequence[float] | Floats) -> Floats:
    """Every combination [properties, combinations]."""
    return np.stack([grid.ravel() for grid in np.meshgrid(*values, indexing="ij")])


def _hills(middles: Floats, widths: Floats | float) -> Floats:
    """Normal hills over POINTS [points, shapes], each of sum one."""
    weights = np.exp(-0.5 * ((POINTS[:, None] - middles) / widths) ** 2) * ROOM
    return np.asarray(weights / weights.sum(axis=0))
