"""The least valley between two groups, people judged by chances that were learned from others.

Who learns and who is judged is chance. Where another choice could change what is said it is done again, and the mean is
taken, until it could not, or `MOST_TIMES` over.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from regiotafel.engine.common.arrays import Bools, Ints

from .continuum import Heaps, along
from .differences import SURE
from .mixture import Mixture, Table, labelled, quick_fit
from .samples import TO_FIND_VALLEYS, enough, first_of, of_people
from .space import Answers

MOST_TIMES = 12
# Nats by which the depth differs from one division to another, before more than one was made.
USUAL_NOISE = 3.0


@dataclass(frozen=True)
class Depth:
    """Nats by which two heaps fit better than one hill; error: standard error of that, from the differences per person;
    noise: of what is left of the chance in who learned and who was judged."""

    nats: float
    error: float
    noise: float

    @property
    def low(self) -> float:
        return self.nats - SURE * self.error

    @property
    def high(self) -> float:
        return self.nats + SURE * self.error


def least_valley(
    answers: Answers,
    index: Ints,
    able: Bools,
    k: int,
    random: np.random.Generator,
    is_near: Callable[[Depth], bool],
) -> Depth:
    """Between the two groups [people] that are least surely apart. is_near: whether other divisions could change what
    is said of such a depth."""
    people = first_of(able, enough(answers, TO_FIND_VALLEYS))
    n_folds = 10 if len(people) < 100 else 5 if len(people) < 300 else 2
    table = Table.of(of_people(answers, people))
    start = labelled(index[people], k)  # starting from the labels keeps the names of the groups equal over the folds
    between = {pair: Heaps(len(people)) for pair in combinations(range(k), 2)}
    for times in range(1, MOST_TIMES + 1):
        fold = random.permutation(len(people)) % n_folds
        learned = quick_fit(table, [start] * n_folds, [fold != held_out for held_out in range(n_folds)])
        for pair, heaps in between.items():
            _add(heaps, table, learned, fold, pair)
        depth = min((_depth(heaps, times) for heaps in between.values()), key=lambda one: one.low)
        if not is_near(depth):
            break
    return depth


def _add(heaps: Heaps, table: Table, learned: list[Mixture], fold: Ints, pair: tuple[int, int]) -> None:
    one, other = pair
    logs, judged = [], []
    for held_out, mixture in enumerate(learned):
        nearest = mixture.member.argmax(axis=1)
        in_pair, mine = (nearest == one) | (nearest == other), fold == held_out
        people = np.flatnonzero(in_pair & mine)
        if len(people):
            line = along(table, mixture, pair, np.flatnonzero(in_pair & ~mine))
            logs.append(np.asarray(table.rows[people] @ line))
            judged.append(people)
    if judged:
        heaps.add(np.vstack(logs), np.concatenate(judged))


def _depth(heaps: Heaps, times: int) -> Depth:
    if not heaps.sums:
        return Depth(0.0, 0.0, 0.0)
    nats, error, between = heaps.measured()
    noise = USUAL_NOISE if math.isnan(between) else max(between, USUAL_NOISE / times)
    return Depth(nats, error, noise / math.sqrt(times))
