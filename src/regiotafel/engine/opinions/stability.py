"""Do the same people stay together? The fit is repeated on 80 % of the people and of the statements."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints

from .mixture import Draw, Table, k_means_of_each, labelled, quick_fit_each
from .samples import TO_RESAMPLE, beneath, enough, of_people, pick
from .space import Answers, rough_places, rough_start

# Mean adjusted Rand index from which groups are shown; and from which those that were shown before still are. The mean,
# for where some refits find the same groups and others quite other ones, the median is the one or the other by chance.
STABLE, STILL_STABLE = 0.4, 0.3
# Refits go on until their mean is so many standard errors away from what decides; at least half as many as were asked,
# and at most eight times as many.
SURE_OF_SIDE, LEAST, MOST = 2.5, 0.5, 8
AT_ONCE = 4  # refits, after those that there are at least
MOST_CELLS = 200_000  # people times statements at once: what stays near the processor
TRIES = 2  # of k-means in a refit


@dataclass(frozen=True)
class Stability:
    """whole: mean adjusted Rand index; of_group: [groups]; of_person: [people], NaN for who was in no resample."""

    whole: float
    of_group: tuple[float, ...]
    of_person: Floats
    n_resamples: int


def stability(
    answers: Answers,
    able: Bools,
    index: Ints,
    k: int,
    n_resamples: int,
    random: np.random.Generator,
    limits: Sequence[float] = (STABLE,),
) -> Stability | None:
    """Of groups `index` [people]; able: who is refitted [people]; limits: what decides. None without refits."""
    if n_resamples < 1:
        return None
    people = np.flatnonzero(able)
    n_chosen = min(max(2 * k, min(enough(answers, TO_RESAMPLE), int(0.8 * len(people)))), len(people))
    found: list[float] = []
    alike = []
    stayed, asked = np.zeros(answers.n_people), np.zeros(answers.n_people)
    for chosen, labels in _refits(answers, people, n_chosen, k, random, math.ceil(LEAST * n_resamples)):
        found.append(adjusted_rand(labels, index[chosen]))
        both = np.bincount(index[chosen] * k + labels, minlength=k * k).reshape(k, k)
        jaccard = both / np.maximum(both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both, 1)
        alike.append(jaccard.max(axis=1))
        stayed[chosen] += labels == jaccard.argmax(axis=1)[index[chosen]]
        asked[chosen] += 1
        if all(_is_settled(found, n_resamples, limit) for limit in limits):
            break
    of_person = np.where(asked > 0, stayed / np.maximum(asked, 1), np.nan)
    of_group = tuple(np.mean(alike, axis=0).tolist())
    return Stability(float(np.mean(found)), of_group, of_person, len(found))


class _Draw(NamedTuple):
    """The chance in one refit. chosen: who is refitted; kept: which statements; start, centres: of the places, and of
    the groups among them; after: what chance goes on with."""

    chosen: Ints
    kept: Bools
    start: Floats
    centres: Draw
    after: Mapping[str, Any]

    @staticmethod
    def of(answers: Answers, people: Ints, n_chosen: int, k: int, random: np.random.Generator) -> _Draw:
        chosen = np.sort(random.choice(people, n_chosen, replace=False))
        kept = random.random(answers.n_statements) < 0.8
        start = rough_start(answers.n_statements, max(2, k - 1), random)
        centres = Draw.of(n_chosen, k, random, TRIES)
        return _Draw(chosen, kept, start, centres, random.bit_generator.state)


def _refits(
    answers: Answers, people: Ints, n_chosen: int, k: int, random: np.random.Generator, n_first: int
) -> Iterator[tuple[Ints, Ints]]:
    """Of refits without end who was chosen, and their groups. Some are made at once, which is faster, and what was
    drawn for more of them than were asked is put back."""
    most = max(MOST_CELLS // max(n_chosen * answers.n_statements, 1), 1)
    left = max(n_first, 2)
    while True:
        n_more = min(left if left > 0 else AT_ONCE, most)
        draws = [_Draw.of(answers, people, n_chosen, k, random) for _ in range(n_more)]
        try:
            for draw, labels in zip(draws, _refitted(answers, draws, k), strict=True):
                after = draw.after
                yield draw.chosen, labels
        finally:
            random.bit_generator.state = after
        left -= n_more


def _refitted(answers: Answers, draws: Sequence[_Draw], k: int) -> Iterator[Ints]:
    """The group of each of the chosen people [chosen], per draw."""
    blocks = []
    for draw in draws:
        again = of_people(answers, draw.chosen)
        blocks.append(pick(again, draw.kept[again.statement]))
    together = beneath(blocks)
    places = rough_places(together, max(2, k - 1), [draw.start for draw in draws])
    starts = [[labelled(label, k)] for label in k_means_of_each(places, [draw.centres for draw in draws])]
    for (mixture,) in quick_fit_each(Table.of(together), starts):
        yield np.asarray(mixture.member.argmax(axis=1))


def _is_settled(found: list[float], n_resamples: int, limit: float) -> bool:
    if len(found) < max(2, LEAST * n_resamples):
        return False
    error = max(float(np.std(found, ddof=1)), 0.02) / math.sqrt(len(found))
    return len(found) >= MOST * n_resamples or abs(float(np.mean(found)) - limit) > SURE_OF_SIDE * error


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Adjusted Rand index of two labelings [n] with labels >= 0: 1 the same, 0 on average by chance (Hubert & Arabie
    1985, Journal of Classification 2:193)."""
    table = np.bincount(one * (int(other.max()) + 1) + other, minlength=1).astype(np.float64)
    pairs = float((table * (table - 1)).sum())
    ones, others = np.bincount(one).astype(np.float64), np.bincount(other).astype(np.float64)
    first, second = float((ones * (ones - 1)).sum()), float((others * (others - 1)).sum())
    chance = first * second / max(len(one) * (len(one) - 1.0), 1.0)
    most = (first + second) / 2.0
    return 1.0 if most == chance else (pairs - chance) / (most - chance)
