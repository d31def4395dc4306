"""Opinion groups: who answers alike, how sure that is, and whether there are groups at all.

*Model.* A group is a set of people with the same chance of agreeing, per statement (latent classes: Lazarsfeld &
Henry 1968; Goodman 1974, Biometrika 61:215), fitted by EM on the answers that were given; a missing answer adds
nothing to the likelihood, so light voters are not pulled anywhere. The chances are smoothed towards those of
everybody. The start is k-means on places in the space; the rest is deterministic.

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
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .continuum import along, valley
from .space import Answers, Space, as_table, rough_places
from .votes import Bools, Floats, Ints

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
SMOOTHING = 2.0  # answers of an average person, added to every group and statement
ENOUGH = 0.8  # of the worth of one group fewer: below, still more groups are not tried (where answers are many)
# People that are enough: as many as give so many votes, within two limits. Past that, more of them only cost more.
TO_TEST, TO_FIND_VALLEYS, TO_RESAMPLE = (400, 18_000, 2_000), (600, 25_000, 2_000), (200, 10_000, 600)
SMALL_TABLE = 20_000  # cells
PEOPLE_TO_START = 400  # whose places the centres of k-means are learned from


@dataclass(frozen=True)
class Groups:
    """index: [people], all zero where everybody is counted together; between: whose votes leave their group unsure.

    reason: "groups"; "gradual", with two sides or (when those cannot be told) none; or why there are no groups.

    valley: nats by which two heaps fit better than one hill, for the two groups least apart; sharp: whether that is
    enough to be sure of a border. stability_of_group: [groups];
    stability_of_person: [people], NaN for who was in no resample; both empty without resampling.
    """

    index: Ints
    between: Bools
    n_groups: int
    reason: str
    silhouette: float | None
    stability: float | None
    n_resamples: int
    gain_per_vote: float | None
    valley: float | None
    stability_of_group: tuple[float, ...]
    stability_of_person: Floats

    @property
    def sharp(self) -> bool | None:
        return None if self.valley is None else self.valley >= SHARP


@dataclass(frozen=True)
class Mixture:
    """agree: chance of agreeing [statements, groups]; weight: [groups]; member: [people, groups], rows sum to 1."""

    agree: Floats
    weight: Floats
    member: Floats

    def features(self) -> Floats:
        """Per column 3j + answer (disagree, unsure, agree) what one vote adds to a person's sums: one for a decided
        answer, then the log of its chance in each group. Unsure adds nothing."""
        n_statements, k = self.agree.shape
        found = np.zeros((n_statements, 3, 1 + k))
        for answer, chance in ((0, 1.0 - self.agree), (2, self.agree)):
            found[:, answer, 0] = 1.0
            found[:, answer, 1:] = np.log(chance)
        return found.reshape(-1, 1 + k)

    def chances(self, sums: Floats) -> Floats:
        """Chance per group [people, groups] from each person's sums of logs."""
        return _normal(sums + np.log(self.weight))[0]

    def in_order(self, rank: Ints) -> Mixture:
        """Groups renamed: group i becomes rank[i]."""
        order = np.argsort(rank)
        return Mixture(self.agree[:, order], self.weight[order], self.member[:, order])


def no_mixture(n_statements: int) -> Mixture:
    """No groups: a mixture of nothing over `n_statements` statements."""
    return Mixture(np.zeros((n_statements, 0)), np.zeros(0), np.zeros((0, 0)))


def find_groups(
    answers: Answers,
    space: Space,
    *,
    n_people: int,
    smallest: int,
    n_resamples: int,
    strength: float | None,
    random: np.random.Generator,
) -> tuple[Groups, Mixture]:
    """Groups, or the reason why there are none. n_people: everybody, of whom `answers` may be a sample; strength: of
    the structure that parallel analysis sees, None when it was not asked."""
    able = answers.per_person() >= ENOUGH_ANSWERS
    most = min(MOST_GROUPS, int(able.sum()) // smallest)
    alone = no_mixture(answers.n_statements)
    if most < 2:
        few_people = n_people < 2 * smallest
        return _everybody(answers, "too_few_people" if few_people else "too_few_votes"), alone
    tested = _gains(only(answers, able, _enough(answers, TO_TEST), random), range(2, most + 1), random)
    refused: Groups | None = None  # the first choice that looked like groups, and why it is not shown
    for gain in sorted(tested, key=lambda gain: -gain.worth):
        if gain.k > most:
            continue
        mixture = _members(answers, space, gain.k, random)
        index = mixture.member.argmax(axis=1)
        sizes = np.bincount(index[able], minlength=gain.k)
        if sizes.min() < max(smallest, math.ceil(0.01 * able.sum())):
            continue
        if not _is_more_than_chance(gain.errors, strength):
            break
        least = _valleys(answers, index, able, gain.k, random)
        few = able.sum() < FEW
        border = GRADUAL_OF_FEW if gain.k > 2 and few else GRADUAL
        if least < border and gain.k > 2 and not few:
            most = gain.k - 1  # a gradual difference can always be cut into more pieces
            refused = refused or _everybody(answers, "gradual", gain.per_vote, valley=least)
            continue
        again = _stability(answers, index, able, gain.k, n_resamples, random)
        if again is not None and (again.whole or 0.0) < STABLE:
            refused = refused or _everybody(answers, "unstable", gain.per_vote, again.whole, n_resamples, least)
            continue
        reason = "groups" if least >= border else "gradual"
        silhouette = _silhouette(space.coordinates(gain.k), index)
        between = mixture.member.max(axis=1) < SURE_OF_PERSON
        known = again or Stability(None, (), np.zeros(0))
        found = Groups(
            index, between, gain.k, reason, silhouette, known.whole, n_resamples, gain.per_vote, least,
            known.of_group, known.of_person,
        )  # fmt: skip
        return found, mixture
    if refused is not None:
        return refused, alone
    best = max(tested, key=lambda gain: gain.worth)
    informative = int(answers.per_person()[able].sum()) >= 10 * 2 * smallest
    return _everybody(answers, "one_group" if informative else "too_few_votes", best.per_vote), alone


def _is_more_than_chance(errors: float, strength: float | None) -> bool:
    if strength is None:
        return errors >= SURE_OF_GAIN
    return errors > 0.0 and (errors + strength) / math.sqrt(2.0) >= SURE_OF_BOTH


def _everybody(
    answers: Answers,
    reason: str,
    gain_per_vote: float | None = None,
    stability: float | None = None,
    n_resamples: int = 0,
    valley: float | None = None,
) -> Groups:
    index = np.zeros(answers.n_people, dtype=np.int64)
    between = np.zeros(answers.n_people, dtype=np.bool_)
    return Groups(
        index, between, 1, reason, None, stability, n_resamples, gain_per_vote, valley, (), np.zeros(0)
    )  # fmt: skip


def _members(answers: Answers, space: Space, k: int, random: np.random.Generator) -> Mixture:
    """Groups of the people, largest first."""
    places = space.coordinates(k)
    mixture = fit(answers, _k_means(places, k, random), k)
    index = mixture.member.argmax(axis=1)
    sizes = np.bincount(index[answers.per_person() > 0], minlength=k)
    where = np.bincount(index, places[:, 0], minlength=k) / np.maximum(np.bincount(index, minlength=k), 1)
    rank = np.empty(k, dtype=np.int64)
    rank[np.lexsort((where, -sizes))] = np.arange(k)
    return mixture.in_order(rank)


# --- the model


def refit(answers: Answers, before: Mixture, group: Ints, rounds: int = 3) -> Mixture:
    """The same groups from newer answers: a few rounds that start where everybody stands now."""
    return _fit(_table(answers), group, before.agree.shape[1], rounds)


def fit(answers: Answers, start: Ints, k: int) -> Mixture:
    """Latent classes by EM from hard labels `start` [people], until memberships settle."""
    return _fit(_table(answers), start, k)


def _quick_fit(table: Table, start: Ints, k: int) -> Mixture:
    """Enough to tell groups apart."""
    return _fit(table, start, k, 25, 0.005)


def _fit(table: Table, start: Ints, k: int, rounds: int = 60, settled: float = 0.001) -> Mixture:
    """settled: how little memberships move, on average."""
    prior = SMOOTHING * (table.counts + 0.5) / (table.counts.sum(axis=1, keepdims=True) + 1.0)
    member = np.eye(k)[start]
    n_people = len(start)
    agree = weight = np.empty(0)
    for _ in range(rounds):
        sums = np.asarray(table.turned @ member).reshape(-1, 2, k)
        agree = (sums[:, 0] + prior[:, :1]) / (sums.sum(axis=1) + SMOOTHING)
        weight = (member.sum(axis=0) + 1.0) / (n_people + k)
        before, (member, _) = member, _memberships(table.rows, agree, weight)
        if np.abs(member - before).mean() < settled:
            break
    return Mixture(agree, weight, member)


@dataclass(frozen=True)
class Table:
    """rows: people x (2 x statements), a one in column 2j for agree with statement j, in 2j + 1 for disagree;
    turned: the same the other way round; counts: agree and disagree [statements, 2]. Small ones are not sparse, for
    a sparse product costs more to ask for than to make."""

    rows: sparse.csr_matrix | Floats
    turned: sparse.csr_matrix | Floats
    counts: Floats


def _table(answers: Answers) -> Table:
    starts = np.concatenate(([0], np.cumsum(answers.per_person())))
    columns = 2 * answers.statement + (answers.sign < 0)
    rows = as_table(np.ones(len(columns)), columns, starts, 2 * answers.n_statements)
    counts = np.bincount(columns, minlength=2 * answers.n_statements).reshape(-1, 2).astype(np.float64)
    if rows.shape[0] * rows.shape[1] <= SMALL_TABLE:
        full = rows.toarray()
        return Table(full, np.ascontiguousarray(full.T), counts)
    return Table(rows, rows.T.tocsr(), counts)


def _memberships(table: sparse.csr_matrix | Floats, agree: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Chance per group [people, k] given the answers, and the log-likelihood per person."""
    chances = np.stack((np.log(agree), np.log1p(-agree)), axis=1).reshape(-1, agree.shape[1])
    return _normal(np.asarray(table @ chances) + np.log(weight))


def _normal(logs: Floats) -> tuple[Floats, Floats]:
    """Chances [people, k] with sum one, and the log of the sum before; column by column, for k is small."""
    top = logs[:, 0]
    for column in range(1, logs.shape[1]):
        top = np.maximum(top, logs[:, column])
    raised = np.exp(logs - top[:, None])
    total = raised[:, 0].copy()
    for column in range(1, logs.shape[1]):
        total += raised[:, column]
    return raised / total[:, None], top + np.log(total)


def _k_means(points: Floats, k: int, random: np.random.Generator, tries: int = 2) -> Ints:
    """Labels [n] of the best of a few runs of Lloyd's algorithm from k-means++ starts; EM goes on from here, so the
    centres are learned from a sample."""
    some = points
    if len(points) > PEOPLE_TO_START:
        some = points[np.sort(random.choice(len(points), PEOPLE_TO_START, replace=False))]
    best, centres = math.inf, some[:0]
    for _ in range(tries):
        cost, found = _lloyd(some, k, random)
        if cost < best - 1e-12:
            best, centres = cost, found
    return _nearest(points, centres)[0]


def _lloyd(points: Floats, k: int, random: np.random.Generator, rounds: int = 6) -> tuple[float, Floats]:
    """Sum of squared distances, and the centres [k, d]."""
    centres = points[[random.integers(len(points))]]
    near = _distances(points, centres)[:, 0]
    while len(centres) < k:
        rolled = np.searchsorted(np.cumsum(near), random.random() * near.sum())
        centres = np.vstack((centres, points[min(int(rolled), len(points) - 1)]))
        near = np.minimum(near, _distances(points, centres[-1:])[:, 0])
    ones, cost = np.eye(k), math.inf
    for _ in range(rounds):
        nearest, cost = _nearest(points, centres)
        member = ones[nearest]
        sizes = member.sum(axis=0)[:, None]
        moved = np.where(sizes > 0, (member.T @ points) / np.maximum(sizes, 1.0), centres)
        if np.abs(moved - centres).max() < 1e-6:
            break
        centres = moved
    return cost, centres


def _nearest(points: Floats, centres: Floats) -> tuple[Ints, float]:
    """The nearest centre of each point, and the sum of squared distances."""
    distances = (centres * centres).sum(axis=1) - 2.0 * (points @ centres.T)
    nearest = distances.argmin(axis=1)
    length = float((points * points).sum())
    return nearest, length + float(distances[np.arange(len(points)), nearest].sum())


def _distances(points: Floats, centres: Floats) -> Floats:
    return np.stack([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=1)


# --- are there groups?


@dataclass(frozen=True)
class Gain:
    """How much better held-out answers are predicted with k groups than without."""

    k: int
    explained: float
    errors: float
    per_vote: float

    @property
    def worth(self) -> float:
        # k real groups that lie as far apart explain k - 1 times as much as two of them. Where people differ
        # gradually each further group adds less and less, and the root keeps the few groups that say most of it.
        return self.explained / math.sqrt(self.k - 1)


def _gains(answers: Answers, sizes: range, random: np.random.Generator) -> list[Gain]:
    """Score test on held-out answers for each number of groups; more folds when there are fewer answers."""
    n_votes = len(answers.sign)
    n_folds = 10 if n_votes < 3_000 else 5 if n_votes < 15_000 else 3
    n_used = n_folds if n_votes < 15_000 else 1  # one third held out is plenty then
    fold = random.integers(0, n_folds, n_votes)
    score = np.zeros((len(sizes), answers.n_people))
    size, tested, before = np.zeros(len(sizes)), 0, 0.0
    for held_out in range(n_used):
        known, asked = _pick(answers, fold != held_out), _pick(answers, fold == held_out)
        tested += len(asked.sign)
        places = rough_places(known, sizes[-1] - 1, random)
        table = _table(known)
        everybody = (known.mean() + 1.0) / 2.0
        expected = everybody[asked.statement]
        variance = expected * (1.0 - expected)
        real = (asked.sign > 0) - expected
        for row, k in enumerate(sizes):
            found = _quick_fit(table, _k_means(places[:, : max(2, k - 1)], k, random), k)
            chance = (found.agree[asked.statement] * found.member[asked.person]).sum(axis=1)
            predicted = chance - expected
            score[row] += np.bincount(asked.person, real * predicted / variance, minlength=answers.n_people)
            size[row] += float((predicted * predicted / variance).sum())
            if n_used == 1 and row and _gain(k, score[row], size[row], tested).worth < ENOUGH * before:
                sizes = range(2, k + 1)
                break
            before = _gain(k, score[row], size[row], tested).worth
    return [_gain(k, score[row], size[row], tested) for row, k in enumerate(sizes)]


def _gain(k: int, score: Floats, size: float, tested: int) -> Gain:
    """score: per person the sum of predicted x real deviation over variance; size: the same of predicted x predicted.

    The best shrinkage of the prediction is score / size; with it the log-likelihood rises by score^2 / (2 size).
    """
    total, spread = float(score.sum()), float(np.sqrt((score * score).sum()))
    explained = max(total, 0.0) ** 2 / max(2.0 * size, 1e-12)
    return Gain(k, float(explained), float(total / max(spread, 1e-12)), float(explained / max(tested, 1)))


# --- or do people differ gradually?


def _valleys(answers: Answers, index: Ints, able: Bools, k: int, random: np.random.Generator) -> float:
    """Depth of the least valley between two groups; people judged by chances learned from the others."""
    people, most = np.flatnonzero(able), _enough(answers, TO_FIND_VALLEYS)
    if len(people) > most:
        people = np.sort(random.choice(people, most, replace=False))
    n_folds = 10 if len(people) < 100 else 5 if len(people) < 300 else 2
    fold = random.permutation(len(people)) % n_folds
    pairs = [(one, other) for other in range(k) for one in range(other)]
    likely: dict[tuple[int, int], list[Floats]] = {pair: [] for pair in pairs}
    for held_out in range(n_folds):
        others, judged = people[fold != held_out], people[fold == held_out]
        # Starting from the labels keeps the names of the groups equal over the folds.
        learned = _quick_fit(_table(_of_people(answers, others)), index[others], k)
        table = _table(_of_people(answers, judged)).rows
        nearest = _memberships(table, learned.agree, learned.weight)[0].argmax(axis=1)
        for one, other in pairs:
            chance = along(learned.agree[:, one], learned.agree[:, other])
            logs = np.stack((np.log(chance), np.log1p(-chance)), axis=1).reshape(-1, chance.shape[1])
            likely[one, other].append(np.asarray(table[(nearest == one) | (nearest == other)] @ logs))
    return min(valley(np.vstack(parts)) for parts in likely.values())


# --- do the same people stay together?


@dataclass(frozen=True)
class Stability:
    """whole: median adjusted Rand index; of_group: [groups]; of_person: [people], NaN for who was in no resample."""

    whole: float | None
    of_group: tuple[float, ...]
    of_person: Floats


def _stability(
    answers: Answers, index: Ints, able: Bools, k: int, n_resamples: int, random: np.random.Generator
) -> Stability | None:
    """From refits on 80 % of the people and 80 % of the statements; None without refits."""
    if n_resamples < 1:
        return None
    people = np.flatnonzero(able)
    n_chosen = max(2 * k, min(_enough(answers, TO_RESAMPLE), int(0.8 * len(people))))
    found, alike = [], []
    stayed, asked = np.zeros(answers.n_people), np.zeros(answers.n_people)
    for _ in range(n_resamples):
        chosen = np.sort(random.choice(people, min(n_chosen, len(people)), replace=False))
        kept = random.random(answers.n_statements) < 0.8
        again = _of_people(answers, chosen)
        again = _pick(again, kept[again.statement])
        places = rough_places(again, max(2, k - 1), random)
        labels = _quick_fit(_table(again), _k_means(places, k, random), k).member.argmax(axis=1)
        found.append(adjusted_rand(labels, index[chosen]))
        both = np.bincount(index[chosen] * k + labels, minlength=k * k).reshape(k, k)
        jaccard = both / np.maximum(both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both, 1)
        alike.append(jaccard.max(axis=1))
        stayed[chosen] += labels == jaccard.argmax(axis=1)[index[chosen]]
        asked[chosen] += 1
    of_person = np.where(asked > 0, stayed / np.maximum(asked, 1), np.nan)
    return Stability(float(np.median(found)), tuple(np.mean(alike, axis=0).tolist()), of_person)


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
    distances = np.sqrt(_distances(points, centres))
    rows = np.arange(len(points))
    own = distances[rows, index]
    distances[rows, index] = math.inf
    other = distances.min(axis=1)
    return float(((other - own) / np.maximum(np.maximum(other, own), 1e-12)).mean())


# --- parts of the answers


def _enough(answers: Answers, limits: tuple[int, int, int]) -> int:
    """How many people; limits: at least so many, as many as give so many votes, at most so many."""
    least, n_votes, most = limits
    return max(least, min(most, n_votes * answers.n_people // max(len(answers.sign), 1)))


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
    place = np.full(answers.n_people, -1)
    place[chosen] = np.arange(len(chosen))
    person = place[answers.person]
    kept = person >= 0
    return Answers(person[kept], answers.statement[kept], answers.sign[kept], len(chosen), answers.n_statements)


def only(answers: Answers, able: Bools, most: int, random: np.random.Generator) -> Answers:
    """The answers of at most `most` of the able people."""
    people, most = np.flatnonzero(able), _enough(answers, TO_FIND_VALLEYS)
    if len(people) > most:
        people = np.sort(random.choice(people, most, replace=False))
    return _of_people(answers, people)
