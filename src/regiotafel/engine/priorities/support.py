"""Who gave each measure a score: what the rules ask all the time, found once for an election, whatever things cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from math import gcd, lcm
from operator import itemgetter, mul
from typing import Any

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Columns:
    """Of the supporters of a measure, in floats [k]. scores: None where all gave the same; weights: people x score."""

    ballots: Ints
    scores: Floats | None
    people: Floats
    weights: Floats


@dataclass(eq=False)  # one that is frozen takes twice as long to make
class Support:
    """Who gave a measure a score: places of ballots, the score of each divided by what all have in common (`shared`),
    and the people [k]. score: of all people together; n_people: how many they are; common: a multiple of all scores;
    of: those of who supports this [k], of what all have [g]."""

    ballots: Sequence[int]
    scores: Sequence[int]
    people: Sequence[int]
    shared: int
    score: int
    n_people: int
    common: int
    of: Callable[[Sequence[Any]], tuple[Any, ...]]

    @cached_property
    def columns(self) -> Columns:
        people, scores = np.array(self.people, dtype=np.float64), np.array(self.scores, dtype=np.float64)
        graded = None if self.common == 1 else scores
        return Columns(np.array(self.ballots, dtype=np.int64), graded, people, people * scores)

    @cached_property
    def rows(self) -> tuple[tuple[int, int, int, int], ...]:
        """Place, what a purse is multiplied by to be that of a score of 1 (times `common`), people, their scores."""
        rows = zip(self.ballots, self.scores, self.people, strict=True)
        return tuple((g, self.common // score, n, n * score) for g, score, n in rows)

    @cached_property
    def scored(self) -> tuple[tuple[int, int], ...]:
        """Place and score."""
        return tuple(zip(self.ballots, self.scores, strict=True))


def supported(said: Sequence[Mapping[str, int]], weights: Sequence[int], keys: Iterable[str]) -> tuple[Support, ...]:
    """By measure. said: the scores of each ballot, above 0; weights: how many people gave it."""
    places: dict[str, list[int]] = {key: [] for key in keys}
    for g, scores in enumerate(said):
        for key in scores:
            places[key].append(g)
    values = set(chain.from_iterable([scores.values() for scores in said]))
    return tuple([_support(key, some, [] if values == {1} else said, weights) for key, some in places.items()])


def _support(key: str, places: list[int], said: Sequence[Mapping[str, int]], weights: Sequence[int]) -> Support:
    """said: nothing where all scores are 1."""
    of = itemgetter(*places) if len(places) > 1 else partial(_few, places)
    people = of(weights)
    n_people = sum(people)
    if not said:
        return Support(places, (1,) * len(places), people, 1, n_people, n_people, 1, of)
    scores = [*map(itemgetter(key), of(said))]
    shared = gcd(*scores) or 1
    if shared > 1:
        scores = [score // shared for score in scores]
    together = sum(map(mul, people, scores))
    common = 1 if together == n_people else lcm(*set(scores))
    return Support(places, scores, people, shared, together, n_people, common, of)


def _few(places: Sequence[int], of: Sequence[Any]) -> tuple[Any, ...]:
    return tuple([of[g] for g in places])
