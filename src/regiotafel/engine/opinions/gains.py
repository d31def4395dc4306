"""Are there groups, and how many? A part of the answers is held out. The groups found on the rest predict each of them
as a deviation from what everybody answers. Without groups the product of predicted and real deviation is zero on
average, whatever the groups fitted to the noise; the test is the sum of it over people divided by its standard error
(a score test on data the model did not see).

Which answers are held out is chance, so where another choice could give another answer it is done again, and counted
together, until it could not, or `MOST_TIMES` in all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats

from .differences import standard_errors
from .mixture import Draw, Mixture, Table, k_means_of_each, labelled, quick_fit_each
from .samples import beneath, pick
from .space import Answers, rough_places, rough_start

# With few votes it matters more which are held out.
FEW_VOTES, MANY_VOTES, N_FOLDS, OFTEN = 3_000, 15_000, 5, 3
MOST_TIMES, MOST_TIMES_OF_FEW = 9, 24


@dataclass(frozen=True)
class Gain:
    """How much better held-out answers are predicted with these groups than without.

    mixtures: the groups, one for each part that was held out; score: per person the sum of predicted x real deviation
    over variance; size: the same of predicted x predicted; tested: how many answers. The best shrinkage of the
    prediction is score / size, of everybody; with it the log-likelihood rises by score^2 / (2 size).
    """

    mixtures: tuple[Mixture, ...]
    score: Floats
    size: Floats
    tested: int

    @property
    def k(self) -> int:
        return len(self.mixtures[0].weight)

    @property
    def of_person(self) -> Floats:
        """By how many nats the held-out answers of each person are predicted better [people]."""
        shrunk = max(float(self.score.sum()), 0.0) / max(float(self.size.sum()), 1e-12)
        return shrunk * self.score - shrunk * shrunk / 2.0 * self.size

    @property
    def errors(self) -> float:
        return standard_errors(self.score)

    @property
    def per_vote(self) -> float:
        return float(self.of_person.sum()) / max(self.tested, 1)

    @property
    def worth_of_person(self) -> Floats:
        # k real groups that lie as far apart explain k - 1 times as much as two of them. Where people differ
        # gradually each further group adds less and less, and the root keeps the few groups that say most of it.
        return self.of_person / math.sqrt(self.k - 1)

    @property
    def worth(self) -> float:
        return float(self.worth_of_person.sum())

    @staticmethod
    def over(parts: Sequence[Gain]) -> Gain:
        """Of all parts that were held out."""
        mixtures = tuple(mixture for one in parts for mixture in one.mixtures)
        score, size = (np.sum([getattr(one, name) for one in parts], axis=0) for name in ("score", "size"))
        return Gain(mixtures, score, size, sum(one.tested for one in parts))


def behind(one: Gain, best: Gain) -> float:
    """By how many standard errors, from the differences per person, one is worth less than the best."""
    return standard_errors(best.worth_of_person - one.worth_of_person)


def gains(
    answers: Answers, most: int, random: np.random.Generator, is_near: Callable[[Sequence[Gain], int], bool]
) -> list[Gain]:
    """For each number of groups; more are held out when answers are few. is_near: whether holding out other answers
    could change what these gains lead to, after so many times."""
    found = _once(answers, most, random)
    often, most_times = (OFTEN, MOST_TIMES_OF_FEW) if len(answers.sign) < FEW_VOTES else (1, MOST_TIMES)
    for times in range(often, most_times, often):
        if not is_near(found, times):
            break
        again = _once(answers, most, random, [gain.k for gain in found])
        found = [Gain.over(of_k) for of_k in zip(found, again, strict=True)]
    return found


def _once(answers: Answers, most: int, random: np.random.Generator, sizes: Sequence[int] = ()) -> list[Gain]:
    n_votes = len(answers.sign)
    if n_votes >= MANY_VOTES:
        # One third held out is plenty, and four groups and more are tried when three are worth more than two, as three
        # out of four real groups would be.
        test = _Tests.of(answers, [random.integers(0, 3, n_votes) == 0], most, random)
        found = test.gains(sizes or range(2, min(most, 3) + 1), random, tries=2)
        if not sizes and most > 3 and found[1].worth > found[0].worth:
            found += test.gains(range(4, most + 1), random, tries=2)
        return found
    often, tries = (OFTEN, 1) if n_votes < FEW_VOTES else (1, 2)
    folds = [random.integers(0, N_FOLDS, n_votes) for _ in range(often)]
    tests = _Tests.of(answers, [fold == one for fold in folds for one in range(N_FOLDS)], most, random)
    return tests.gains(sizes or range(2, most + 1), random, tries)


@dataclass(frozen=True)
class _Tests:
    """Answers with each time another part of them held out: as many blocks, for they are many, and small.

    known: what groups are learned from, and rough places [blocks, people, …] from that; of what is held out: which
    answers, how likely each is by what everybody answers, how far it is from that, and how that varies.
    """

    known: Table
    places: Floats
    asked: Answers
    expected: Floats
    deviation: Floats
    variance: Floats

    @staticmethod
    def of(answers: Answers, held_out: Sequence[Bools], most: int, random: np.random.Generator) -> _Tests:
        n_directions = max(most - 1, 2)
        known, asked = (
            beneath([pick(answers, there) for there in parts]) for parts in ([~part for part in held_out], held_out)
        )
        starts = [rough_start(answers.n_statements, n_directions, random) for _ in held_out]
        expected = ((known.mean() + 1.0) / 2.0)[asked.statement]
        return _Tests(
            Table.of(known),
            rough_places(known, n_directions, starts),
            asked,
            expected,
            (asked.sign > 0) - expected,
            expected * (1.0 - expected),
        )

    def gains(self, sizes: Sequence[int], random: np.random.Generator, tries: int) -> list[Gain]:
        """For each number of groups, over all that is held out."""
        draws = [[Draw.of(len(places), k, random, tries) for k in sizes] for places in self.places]
        of_sizes = zip(sizes, zip(*draws, strict=True), strict=True)
        labels = [k_means_of_each(self.places[..., : max(2, k - 1)], of_k) for k, of_k in of_sizes]
        starts = [
            [labelled(label, k) for label, k in zip(of_block, sizes, strict=True)]
            for of_block in zip(*labels, strict=True)
        ]
        return [self._gain(of_k) for of_k in zip(*quick_fit_each(self.known, starts), strict=True)]

    def _gain(self, mixtures: tuple[Mixture, ...]) -> Gain:
        """mixtures: of each block."""
        agree, member = (np.concatenate([getattr(one, of) for one in mixtures]) for of in ("agree", "member"))
        chance = (agree[self.asked.statement] * member[self.asked.person]).sum(axis=1)
        predicted = chance - self.expected
        n_people = len(mixtures[0].member)
        person = self.asked.person % n_people
        score = np.bincount(person, self.deviation * predicted / self.variance, minlength=n_people)
        size = np.bincount(person, predicted * predicted / self.variance, minlength=n_people)
        return Gain(mixtures, score.astype(np.float64), size.astype(np.float64), len(person))
