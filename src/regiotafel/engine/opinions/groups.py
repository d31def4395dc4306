"""Opinion groups: who answers alike, how sure that is, and whether there are groups at all.

*Model.* `mixture`: a group is a set of people with the same chance of agreeing, per statement.

*Are there groups?* A part of the answers is held out. The groups found on the rest predict each of them as a
deviation from what everybody answers. Without groups the product of predicted and real deviation is zero on average,
whatever the groups fitted to the noise; the test is the sum of it over people divided by its standard error (a score
test on data the model did not see). Only when that is clearly above zero there are groups, and their number is the
one that explains most of the held-out answers (after one factor of shrinkage) per root of k - 1.

*Or do people differ gradually?* `continuum`: between each two groups there must be a valley. Where there is none, the
two sides of the difference are shown as sides (reason "gradual"), for what holds must hold on both; never as groups.
Few people may have more than two sides: whether a valley lies between them cannot be told then.

*Do the same people stay together?* The whole fit is repeated on 80 % of the people and of the statements; the median
adjusted Rand index (Hubert & Arabie 1985, Journal of Classification 2:193) with the shown groups must be high enough.
Per group: the mean Jaccard index with the new group that is most like it (Hennig 2007, "Cluster-wise assessment of
cluster stability", Computational Statistics & Data Analysis 52:258). Per person: how often they are in that one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.results.opinions import Reason

from .continuum import along, valley
from .mixture import Mixture, Table, fit, k_means, labelled, no_mixture, quick_fit, squared_distances
from .space import Answers, Space, rough_places

MOST_GROUPS = 5
ENOUGH_ANSWERS = 3  # a person with fewer decided votes does not help to decide whether there are groups
# Two tests of whether there is anything but chance, both standard normal when there is not: held-out answers (standard
# errors that they are predicted better) and parallel analysis (`space.structure`). Together (Stouffer 1949: their sum
# over the root of two) they must be above the first; without resampling the second test is not made and the first
# alone must be clearer. Set on people without groups: the two know of one another, and small tables are not normal.
SURE_OF_BOTH, SURE_OF_GAIN = 3.0, 2.5
STABLE = 0.4  # median adjusted Rand index
# Nats by which two heaps fit better than one hill. Below the first, people differ gradually and only the sides of that
# are shown; up to the second, groups are shown with the warning that the border may be gradual. Few people cannot tell
# the one from the other: a higher limit for three groups and more would hide them (benchmarks/accuracy counts both).
GRADUAL, SHARP = 2.0, 3.0
FEW, GRADUAL_OF_FEW = 300, 1.0
SURE_OF_PERSON = 0.8
# With few votes it matters which are held out, so that is done a few times over.
FEW_VOTES, MANY_VOTES, N_FOLDS, OFTEN = 3_000, 15_000, 5, 3
# People that are enough: as many as give so many votes, within two limits, and one in eight of all. Past that, more of
# them only cost more.
TO_TEST, TO_FIND_VALLEYS, TO_RESAMPLE = (400, 18_000, 2_000), (600, 25_000, 2_000), (200, 10_000, 600)
ONE_IN = 8


@dataclass(frozen=True)
class Groups:
    """What is known of the groups, or of why there are none.

    reason: "groups"; "gradual", with two sides or (when those cannot be told) none; or why there are no groups.

    valley: nats by which two heaps fit better than one hill, for the two groups least apart; sharp: whether that is
    enough to be sure of a border. stability_of_group: [groups], empty without resampling.
    """

    reason: Reason
    n_groups: int = 1
    silhouette: float | None = None
    stability: float | None = None
    n_resamples: int = 0
    gain_per_vote: float | None = None
    valley: float | None = None
    stability_of_group: tuple[float, ...] = ()

    @property
    def sharp(self) -> bool | None:
        return None if self.valley is None else self.valley >= SHARP


@dataclass(frozen=True)
class Found:
    """mixture: of no groups where there are none; stays: [people], how often each is in the same group when resampled,
    NaN for who was in no resample; empty without resampling."""

    groups: Groups
    mixture: Mixture
    stays: Floats


def find_groups(
    answers: Answers,
    space: Space,
    *,
    n_people: int,
    smallest: int,
    n_resamples: int,
    strength: float | None,
    random: np.random.Generator,
) -> Found:
    """Groups, or the reason why there are none. n_people: everybody, of whom `answers` may be a sample; strength: of
    the structure that parallel analysis sees, None when it was not asked."""
    able = answers.per_person() >= ENOUGH_ANSWERS
    most = min(MOST_GROUPS, int(able.sum()) // smallest)
    if most < 2:
        return _nobody(answers, Groups("too_few_people" if n_people < 2 * smallest else "too_few_votes"))
    case = _Case(answers, space, able, smallest, n_resamples, random)
    gains = _gains(only(answers, able, _enough(answers, TO_TEST), random), most, random)
    gains.sort(key=lambda gain: -gain.worth)
    refused = []
    for verdict in _verdicts(case, gains, strength):
        if verdict.is_shown:
            return _shown(case, verdict)
        refused.append(verdict)
    if refused:
        return _nobody(answers, refused[0].groups())
    informative = int(answers.per_person()[able].sum()) >= 10 * 2 * smallest
    reason: Reason = "one_group" if informative else "too_few_votes"
    return _nobody(answers, Groups(reason, gain_per_vote=gains[0].per_vote))


@dataclass(frozen=True)
class _Case:
    """What every candidate is judged on. able: who helps to decide [people]."""

    answers: Answers
    space: Space
    able: Bools
    smallest: int
    n_resamples: int
    random: np.random.Generator


@dataclass(frozen=True)
class _Verdict:
    """Of one candidate: a number of groups, and the groups that it leads to. index: [people]; stability: None when it
    was not asked."""

    gain: Gain
    mixture: Mixture
    index: Ints
    valley: float
    reason: Reason
    is_shown: bool
    stability: Stability | None = None

    def groups(self) -> Groups:
        """What is known of them when they are not shown."""
        found = Groups(self.reason, gain_per_vote=self.gain.per_vote, valley=self.valley)
        if self.stability is None:
            return found
        return replace(found, stability=self.stability.whole, n_resamples=self.stability.n_resamples)


def _verdicts(case: _Case, gains: Sequence[Gain], strength: float | None) -> Iterator[_Verdict]:
    """Of each candidate that comes into question, in order of worth."""
    waiting = list(gains)
    while waiting:
        gain = waiting.pop(0)
        mixture = _members(case.answers, case.space, gain.mixtures)
        index = mixture.member.argmax(axis=1)
        sizes = np.bincount(index[case.able], minlength=gain.k)
        if sizes.min() < max(case.smallest, math.ceil(0.01 * case.able.sum())):
            continue
        if not _is_more_than_chance(gain.errors, strength):
            return
        verdict = _judge(case, gain, mixture, index)
        yield verdict
        if verdict.reason == "gradual":  # a gradual difference can always be cut into more pieces
            waiting = [one for one in waiting if one.k < gain.k]


def _judge(case: _Case, gain: Gain, mixture: Mixture, index: Ints) -> _Verdict:
    """Is there a valley between these groups, and do the same people stay together?"""
    valley = _valleys(case.answers, index, case.able, gain.k, case.random)
    few = case.able.sum() < FEW
    border = GRADUAL_OF_FEW if gain.k > 2 and few else GRADUAL
    verdict = _Verdict(gain, mixture, index, valley, "groups" if valley >= border else "gradual", True)
    if verdict.reason == "gradual" and gain.k > 2 and not few:
        return replace(verdict, is_shown=False)
    stability = _stability(case, index, gain.k)
    if stability is not None and stability.whole < STABLE:
        return replace(verdict, reason="unstable", is_shown=False, stability=stability)
    return replace(verdict, stability=stability)


def _shown(case: _Case, verdict: _Verdict) -> Found:
    groups = replace(
        verdict.groups(),
        n_groups=verdict.gain.k,
        n_resamples=case.n_resamples,
        silhouette=_silhouette(case.space.coordinates(verdict.gain.k), verdict.index),
    )
    if verdict.stability is None:
        return Found(groups, verdict.mixture, np.zeros(0))
    groups = replace(groups, stability_of_group=verdict.stability.of_group)
    return Found(groups, verdict.mixture, verdict.stability.of_person)


def _nobody(answers: Answers, groups: Groups) -> Found:
    return Found(groups, no_mixture(answers.n_statements), np.zeros(0))


def _is_more_than_chance(errors: float, strength: float | None) -> bool:
    if strength is None:
        return errors >= SURE_OF_GAIN
    return errors > 0.0 and (errors + strength) / math.sqrt(2.0) >= SURE_OF_BOTH


def _members(answers: Answers, space: Space, tested: Sequence[Mixture]) -> Mixture:
    """Groups of the people, largest first: of all that tested groups lead to, those with the most likely answers."""
    k = len(tested[0].weight)
    table = Table.of(answers)
    found = fit(table, [one.of(table) for one in tested])
    mixture = max(found, key=lambda one: one.likelihood(table)) if len(found) > 1 else found[0]
    index = mixture.member.argmax(axis=1)
    sizes = np.bincount(index[answers.per_person() > 0], minlength=k)
    first = space.mean[:, 0]
    where = np.bincount(index, first, minlength=k) / np.maximum(np.bincount(index, minlength=k), 1)
    rank = np.empty(k, dtype=np.int64)
    rank[np.lexsort((where, -sizes))] = np.arange(k)
    return mixture.in_order(rank)


# --- are there groups?


@dataclass(frozen=True)
class Gain:
    """How much better held-out answers are predicted with these groups than without.

    mixtures: the groups, one for each part that was held out; score: per person the sum of predicted x real deviation
    over variance; size: the same of predicted x predicted, of everybody; tested: how many answers. The best shrinkage
    of the prediction is score / size; with it the log-likelihood rises by score^2 / (2 size).
    """

    mixtures: tuple[Mixture, ...]
    score: Floats
    size: float
    tested: int

    @property
    def k(self) -> int:
        return len(self.mixtures[0].weight)

    @property
    def explained(self) -> float:
        return max(float(self.score.sum()), 0.0) ** 2 / max(2.0 * self.size, 1e-12)

    @property
    def errors(self) -> float:
        return float(self.score.sum()) / max(float(np.sqrt((self.score * self.score).sum())), 1e-12)

    @property
    def per_vote(self) -> float:
        return self.explained / max(self.tested, 1)

    @property
    def worth(self) -> float:
        # k real groups that lie as far apart explain k - 1 times as much as two of them. Where people differ
        # gradually each further group adds less and less, and the root keeps the few groups that say most of it.
        return self.explained / math.sqrt(self.k - 1)

    @staticmethod
    def over(parts: Sequence[Gain]) -> Gain:
        """Of all parts that were held out."""
        mixtures = tuple(mixture for one in parts for mixture in one.mixtures)
        score = np.sum([one.score for one in parts], axis=0)
        return Gain(mixtures, score, sum(one.size for one in parts), sum(one.tested for one in parts))


def _gains(answers: Answers, most: int, random: np.random.Generator) -> list[Gain]:
    """Score test on held-out answers for each number of groups; more are held out when answers are few."""
    n_votes = len(answers.sign)
    if n_votes >= MANY_VOTES:
        # One third held out is plenty, and four groups and more are tried when three are worth more than two, as three
        # out of four real groups would be.
        test = _Test.of(answers, random.integers(0, 3, n_votes) == 0, most, random)
        gains = test.gains(range(2, min(most, 3) + 1), random, tries=2)
        if most > 3 and gains[1].worth > gains[0].worth:
            gains += test.gains(range(4, most + 1), random, tries=2)
        return gains
    often, tries = (OFTEN, 1) if n_votes < FEW_VOTES else (1, 2)
    folds = [random.integers(0, N_FOLDS, n_votes) for _ in range(often)]
    tests = [_Test.of(answers, fold == one, most, random) for fold in folds for one in range(N_FOLDS)]
    tested = [test.gains(range(2, most + 1), random, tries) for test in tests]
    return [Gain.over(of_k) for of_k in zip(*tested, strict=True)]


@dataclass(frozen=True)
class _Test:
    """known: the answers that groups are learned from, and rough places from them; of the others: who gave them to
    what, how far each is from what everybody answers, and how that varies."""

    known: Table
    places: Floats
    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    expected: Floats
    deviation: Floats
    variance: Floats

    @staticmethod
    def of(answers: Answers, held_out: Bools, most: int, random: np.random.Generator) -> _Test:
        known, asked = _pick(answers, ~held_out), _pick(answers, held_out)
        expected = ((known.mean() + 1.0) / 2.0)[asked.statement]
        return _Test(
            Table.of(known),
            rough_places(known, max(most - 1, 2), random),
            asked.person,
            asked.statement,
            expected,
            (asked.sign > 0) - expected,
            expected * (1.0 - expected),
        )

    def gains(self, sizes: range, random: np.random.Generator, tries: int) -> list[Gain]:
        starts = [labelled(k_means(self.places[:, : max(2, k - 1)], k, random, tries), k) for k in sizes]
        return [self._gain(mixture) for mixture in quick_fit(self.known, starts)]

    def _gain(self, mixture: Mixture) -> Gain:
        chance = (mixture.agree[self.statement] * mixture.member[self.person]).sum(axis=1)
        predicted = chance - self.expected
        weighted = self.deviation * predicted / self.variance
        score = np.bincount(self.person, weighted, minlength=len(mixture.member)).astype(np.float64)
        size = float((predicted * predicted / self.variance).sum())
        return Gain((mixture,), score, size, len(self.person))


# --- or do people differ gradually?


def _valleys(answers: Answers, index: Ints, able: Bools, k: int, random: np.random.Generator) -> float:
    """Depth of the least valley between two groups; people judged by chances learned from the others."""
    people, most = np.flatnonzero(able), _enough(answers, TO_FIND_VALLEYS)
    if len(people) > most:
        people = np.sort(random.choice(people, most, replace=False))
    n_folds = 10 if len(people) < 100 else 5 if len(people) < 300 else 2
    fold = random.permutation(len(people)) % n_folds
    table = Table.of(_of_people(answers, people))
    start = labelled(index[people], k)  # starting from the labels keeps the names of the groups equal over the folds
    folds = quick_fit(table, [start] * n_folds, [fold != held_out for held_out in range(n_folds)])
    likely: dict[tuple[int, int], list[Floats]] = {}
    for held_out, learned in enumerate(folds):
        nearest = np.where(fold == held_out, learned.member.argmax(axis=1), -1)
        for other in range(k):
            for one in range(other):
                chance = along(learned.agree[:, one], learned.agree[:, other])
                logs = np.stack((np.log(chance), np.log1p(-chance)), axis=1).reshape(-1, chance.shape[1])
                judged = table.rows[(nearest == one) | (nearest == other)]
                likely.setdefault((one, other), []).append(np.asarray(judged @ logs))
    return min(valley(np.vstack(parts)) for parts in likely.values())


# --- do the same people stay together?


@dataclass(frozen=True)
class Stability:
    """whole: median adjusted Rand index; of_group: [groups]; of_person: [people], NaN for who was in no resample."""

    whole: float
    of_group: tuple[float, ...]
    of_person: Floats
    n_resamples: int


def _stability(case: _Case, index: Ints, k: int) -> Stability | None:
    """From refits on 80 % of the people and 80 % of the statements; None without refits."""
    answers, random = case.answers, case.random
    if case.n_resamples < 1:
        return None
    people = np.flatnonzero(case.able)
    n_chosen = max(2 * k, min(_enough(answers, TO_RESAMPLE), int(0.8 * len(people))))
    found, alike = [], []
    stayed, asked = np.zeros(answers.n_people), np.zeros(answers.n_people)
    for _ in range(case.n_resamples):
        chosen = np.sort(random.choice(people, min(n_chosen, len(people)), replace=False))
        kept = random.random(answers.n_statements) < 0.8
        again = _of_people(answers, chosen)
        again = _pick(again, kept[again.statement])
        places = rough_places(again, max(2, k - 1), random)
        start = labelled(k_means(places, k, random), k)
        labels = quick_fit(Table.of(again), [start])[0].member.argmax(axis=1)
        found.append(adjusted_rand(labels, index[chosen]))
        both = np.bincount(index[chosen] * k + labels, minlength=k * k).reshape(k, k)
        jaccard = both / np.maximum(both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both, 1)
        alike.append(jaccard.max(axis=1))
        stayed[chosen] += labels == jaccard.argmax(axis=1)[index[chosen]]
        asked[chosen] += 1
    of_person = np.where(asked > 0, stayed / np.maximum(asked, 1), np.nan)
    return Stability(float(np.median(found)), tuple(np.mean(alike, axis=0).tolist()), of_person, case.n_resamples)


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Adjusted Rand index of two labelings [n] with labels >= 0: 1 the same, 0 on average by chance."""
    table = np.bincount(one * (int(other.max()) + 1) + other, minlength=1).astype(np.float64)
    pairs = float((table * (table - 1)).sum())
    ones, others = np.bincount(one).astype(np.float64), np.bincount(other).astype(np.float64)
    first, second = float((ones * (ones - 1)).sum()), float((others * (others - 1)).sum())
    chance = first * second / max(len(one) * (len(one) - 1.0), 1.0)
    most = (first + second) / 2.0
    return 1.0 if most == chance else (pairs - chance) / (most - chance)


def _silhouette(points: Floats, index: Ints) -> float:
    """Mean simplified silhouette: (distance to nearest other centre - to own) / the larger. Linear in people."""
    k = int(index.max()) + 1
    sizes = np.bincount(index, minlength=k)[:, None]
    centres = np.stack([np.bincount(index, column, minlength=k) for column in points.T], axis=1) / sizes
    distances = np.sqrt(squared_distances(points, centres))
    rows = np.arange(len(points))
    own = distances[rows, index]
    distances[rows, index] = math.inf
    other = distances.min(axis=1)
    return float(((other - own) / np.maximum(np.maximum(other, own), 1e-12)).mean())


# --- parts of the answers


def _enough(answers: Answers, limits: tuple[int, int, int]) -> int:
    """How many people; limits: at least so many, as many as give so many votes, at most so many or one in eight."""
    least, n_votes, most = limits
    wanted = min(most, n_votes * answers.n_people // max(len(answers.sign), 1))
    return max(least, wanted, answers.n_people // ONE_IN)


def _pick(answers: Answers, kept: Bools) -> Answers:
    """Some of the answers, of the same people and statements."""
    return Answers(
        answers.person[kept],
        answers.statement[kept],
        answers.sign[kept],
        answers.n_people,
        answers.n_statements,
    )


def _of_people(answers: Answers, chosen: Ints) -> Answers:
    """The answers of some people (sorted positions), who are renumbered."""
    place = np.full(answers.n_people, -1, dtype=np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)
    person = place[answers.person]
    kept = person >= 0
    return Answers(person[kept], answers.statement[kept], answers.sign[kept], len(chosen), answers.n_statements)


def only(answers: Answers, able: Bools, most: int, random: np.random.Generator) -> Answers:
    """The answers of at most `most` of the able people."""
    people = np.flatnonzero(able)
    if len(people) > most:
        people = np.sort(random.choice(people, most, replace=False))
    return _of_people(answers, people)
