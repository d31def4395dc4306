"""Groups, or people who differ gradually?

Also when people differ gradually, two groups predict answers better than one: those on the left against those on the
right. So between each two groups one trait is fitted (`traits`). The straight line between the chances of two groups
would bunch people who stand far out at both ends.
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

from . import traits
from .mixture import Mixture, Table

# Dense where most people are, and so far out that who agrees with everything has a place.
_OUT = np.array((3.6, 4.3, 5.2, 6.4))
POINTS = np.concatenate((-_OUT[::-1], np.linspace(-3.0, 3.0, 31), _OUT))
ROOM = np.gradient(POINTS)[:, None]  # of each point
FIT_ROUNDS, STEPS = 3, 2  # and so many steps in each of them
LEAST = 1e-9  # likelihood of a shape for a person, of that of the likeliest point
FARTHEST = -40.0  # its logarithm for a point, and for a shape: smaller numbers are slow, and change nothing


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
    level = usual = (one + other) / 2.0
    slope = (other - one) / 2.0
    rows = table.rows[people]
    turned = rows.T
    n_points = len(traits.POINTS)
    weight = np.full(n_points, 1.0 / n_points)
    chance = np.zeros((len(people), n_points))
    for _ in range(FIT_ROUNDS):
        chance = traits.stand(rows, level, slope, weight)
        weight = (chance.sum(axis=0) + 1.0) / (len(chance) + n_points)
        counts = traits.answered(turned, chance)
        for _ in range(STEPS):
            level, slope = traits.step(level, slope, usual, counts)
    places = chance @ traits.POINTS
    sides = mixture.member[people][:, pair]
    ends = (places @ sides) / np.maximum(sides.sum(axis=0), 1e-9)
    half, middle = max(float(ends[1] - ends[0]) / 2.0, 0.1), float(ends[0] + ends[1]) / 2.0
    return traits.logs(level + slope * middle, slope * half, POINTS)


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
