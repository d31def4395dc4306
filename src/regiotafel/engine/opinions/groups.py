"""Opinion groups: who answers alike, how sure that is, and whether there are groups at all.

*Model.* `mixture`: a group is a set of people with the same chance of agreeing, per statement.

*Are there groups?* `gains`: groups must predict answers that were held out better than everybody together does, clearly
above chance. Their number is the least of those whose prediction is not surely worse (in standard errors of the
differences per person) than the best (after one factor of shrinkage, per root of k - 1).

*Or do people differ gradually?* `valleys`: between each two groups there must be a valley, by more than its error.
Where there is none, the two sides of the difference are shown as sides (reason "gradual"), for what holds must hold on
both; never as groups. Few people may have more than two sides: whether a valley lies between them cannot be told then.

*Do the same people stay together?* `stability`: the whole fit is repeated on 80 % of the people and of the statements;
the mean adjusted Rand index with the shown groups must be high enough. Per group: the mean Jaccard index with the new
group that is most like it (Hennig 2007, "Cluster-wise assessment of cluster stability", Computational Statistics & Data
Analysis 52:258). Per person: how often they are in that one.

*The same answer.* All of it hangs on chance a little: which answers are held out, who is judged by whom, who is left
out. Each is done once where the answer is clear, and over and over where another draw could change what is said. And
what was said of the same conversation before is said again until something else stands by its error (`Claim`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.results.opinions import Reason, Report

from .differences import SURE
from .gains import Gain, behind, gains
from .mixture import Mixture, Table, fit, k_means, labelled, no_mixture, squared_distances
from .samples import TO_TEST, enough, first_of, of_people, only
from .space import Answers, Space
from .stability import STABLE, STILL_STABLE, Stability, stability
from .valleys import Depth, least_valley

MOST_GROUPS = 5
ENOUGH_ANSWERS = 3  # a person with fewer decided votes does not help to decide whether there are groups
# Two tests of whether there is anything but chance, both standard normal when there is not: held-out answers (standard
# errors that they are predicted better) and parallel analysis (`space.structure`). Together (Stouffer 1949: their sum
# over the root of two) they must be above the first; without resampling the second test is not made and the first
# alone must be clearer. Set on people without groups: the two know of one another, and small tables are not normal.
SURE_OF_BOTH, SURE_OF_GAIN = 3.0, 2.5
MORE_FLIPS = 150  # shuffled tables of parallel analysis, where the usual few could change the answer
# By how many standard errors the tests of the gains differ from one choice of held-out answers to another.
NOISE = 0.8
# The number of groups is the least that is worth no more than so many standard errors less than the best.
AS_GOOD = 1.0
# Nats by which two heaps fit better than one hill. When that stands by its error the border is sharp. From the second
# on (the third between more than two, where it is the least of some) there are groups, with the warning that it lies
# between and the border may be gradual (benchmarks/accuracy counts how often each is wrong).
SHARP, GROUPS, MORE_GROUPS = 0.0, 1.0, 0.5
FEW = 300  # people who can have more than two sides
FAR = 2.0  # times the noise of a depth: so far from what decides, other divisions change nothing
SURE_OF_PERSON = 0.8
# Where groups start: draws of k-means among the places, and tested groups that are tried at most.
STARTS, MOST_TRIED = 2, 10
MUCH = 3.0  # nats by which tested groups must be likelier than those that start from the places
# Who stands where must not hang on where it started: fits go on until hardly anybody moves.
SETTLING, SETTLED_ROUGHLY, SETTLED = 100, 0.002, 0.0005


class Claim(NamedTuple):
    """What was last said about a conversation: why, how many groups or sides, and whether their border is sharp."""

    reason: Reason
    n_groups: int = 1
    sharp: bool = False

    @staticmethod
    def in_report(report: Report) -> Claim:
        return Claim(report.groups_reason, max(len(report.groups), 1), bool(report.groups_quality.sharp))


@dataclass(frozen=True)
class Groups:
    """What is known of the groups, or of why there are none.

    reason: "groups"; "gradual", with two sides or (when those cannot be told) none; or why there are no groups.

    valley: nats by which two heaps fit better than one hill, for the two groups least apart, and the standard error of
    that; sharp: whether that is enough to be sure of a border. stability_of_group: [groups], empty without resampling.
    kept: whether it is said because it was said before, and nothing else stands by its error.
    """

    reason: Reason
    n_groups: int = 1
    silhouette: float | None = None
    stability: float | None = None
    n_resamples: int = 0
    gain_per_vote: float | None = None
    valley: float | None = None
    valley_error: float | None = None
    sharp: bool | None = None
    stability_of_group: tuple[float, ...] = ()
    kept: bool = False

    @property
    def claim(self) -> Claim:
        return Claim(self.reason, self.n_groups, bool(self.sharp))


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
    strength: Callable[[int], float] | None,
    random: np.random.Generator,
    before: Claim | None = None,
) -> Found:
    """Groups, or the reason why there are none. n_people: everybody, of whom `answers` may be a sample, in an order
    that says nothing; strength: of the structure that parallel analysis sees with so many flips (0: the usual number),
    None when it is not asked; before: what was last said of the same conversation."""
    able = answers.per_person() >= ENOUGH_ANSWERS
    most = min(MOST_GROUPS, int(able.sum()) // smallest)
    if most < 2:
        return _nobody(answers, Groups("too_few_people" if n_people < 2 * smallest else "too_few_votes"))
    case = _Case.of(answers, space, able, smallest, n_resamples, strength, random, before)
    found = _answer(case, before)
    if before is None:
        return found
    return replace(found, groups=replace(found.groups, kept=found.groups.claim != _answer(case, None).groups.claim))


def _answer(case: _Case, before: Claim | None) -> Found:
    """Of each number of groups that comes into question the first that may be shown, or why none may."""
    chance = case.chance
    refused: list[Groups] = []
    waiting = _in_order(case.gains, before)
    while waiting:
        gain = waiting.pop(0)
        if case.is_too_small(gain):
            continue
        if not chance.is_more(gain, before):
            break
        depth = case.depth(gain)
        border = _border(depth, gain.k, before)
        found = Groups(border.reason, gain_per_vote=gain.per_vote, valley=depth.nats, valley_error=depth.error)
        if border.reason == "gradual":  # a gradual difference can always be cut into more pieces
            waiting = [one for one in waiting if one.k < gain.k]
            if gain.k > 2 and not case.is_few:
                refused.append(found)
                continue
        stable = case.stability(gain)
        if stable is not None and not _stays(stable, before):
            refused.append(replace(found, reason="unstable", stability=stable.whole, n_resamples=stable.n_resamples))
            continue
        return _shown(case, gain, replace(found, sharp=border.sharp), stable)
    if refused:  # the same reason in whichever order they were tried
        return _nobody(case.answers, min(refused, key=lambda one: one.reason != "unstable"))
    informative = int(case.answers.per_person()[case.able].sum()) >= 10 * 2 * case.smallest
    reason: Reason = "one_group" if informative else "too_few_votes"
    return _nobody(case.answers, Groups(reason, gain_per_vote=case.gains[0].per_vote))


# --- what decides


@dataclass(frozen=True)
class _Chance:
    """Is there more than chance? strength: None when it was not asked."""

    strength: float | None

    @property
    def limit(self) -> float:
        """Of a gain, in standard errors."""
        return SURE_OF_GAIN if self.strength is None else SURE_OF_BOTH * math.sqrt(2.0) - self.strength

    def away(self, found: Sequence[Gain]) -> float:
        """Standard errors between the limit and the nearest gain: any may decide, for the best may have a group too
        small to show."""
        return min(abs(gain.errors - max(self.limit, 0.0)) for gain in found)

    def is_more(self, gain: Gain, before: Claim | None) -> bool:
        kept = before is not None and (before.n_groups > 1 or before.reason == "unstable")
        return gain.errors > 0.0 and gain.errors >= self.limit - (SURE if kept else 0.0)


def _in_order(found: Sequence[Gain], before: Claim | None) -> list[Gain]:
    """First the number of groups that is chosen, then the others by worth."""
    by_worth = sorted(found, key=lambda gain: -gain.worth)
    as_good = [gain for gain in by_worth if behind(gain, by_worth[0]) <= AS_GOOD]
    chosen = min(as_good, key=lambda gain: gain.k)
    if before is not None:
        chosen = next((gain for gain in as_good if gain.k == before.n_groups), chosen)
    return [chosen, *(gain for gain in by_worth if gain is not chosen)]


def _border(depth: Depth, k: int, before: Claim | None) -> Claim:
    """What stands between these groups. What was said before is said until its opposite stands by its error."""
    limit = GROUPS if k == 2 else MORE_GROUPS
    groups, sharp = depth.nats >= limit, depth.low >= SHARP
    if before is not None and before.n_groups == k:
        if before.reason == "groups":
            groups = depth.high >= limit
            sharp = sharp or (before.sharp and depth.high >= SHARP)
        elif before.reason == "gradual":
            groups = depth.low >= limit
    return Claim("groups" if groups or sharp else "gradual", k, sharp)


def _stays(stable: Stability, before: Claim | None) -> bool:
    return stable.whole >= _stable_from(before)[-1]


def _stable_from(before: Claim | None) -> tuple[float, ...]:
    """What decides whether groups are stable: for who was told nothing, and, lower, for who was told of groups."""
    return (STABLE, STILL_STABLE) if before is not None and before.n_groups > 1 else (STABLE,)


# --- what it is decided on


@dataclass
class _Case:
    """What every number of groups is judged on, and what was measured of it. able: who helps to decide [people]."""

    answers: Answers
    space: Space
    able: Bools
    smallest: int
    n_resamples: int
    gains: list[Gain]
    chance: _Chance
    before: Claim | None
    random: np.random.Generator
    mixtures: dict[int, Mixture] = field(default_factory=dict)
    depths: dict[int, Depth] = field(default_factory=dict)
    stabilities: dict[int, Stability | None] = field(default_factory=dict)

    @staticmethod
    def of(
        answers: Answers,
        space: Space,
        able: Bools,
        smallest: int,
        n_resamples: int,
        strength: Callable[[int], float] | None,
        random: np.random.Generator,
        before: Claim | None,
    ) -> _Case:
        chance = _Chance(None if strength is None else strength(0))
        is_sure = strength is None

        def is_near(found: Sequence[Gain], times: int) -> bool:
            nonlocal chance, is_sure
            best = max(found, key=lambda gain: gain.worth)
            noise = NOISE / math.sqrt(times)
            if strength is not None and not is_sure and chance.away(found) < 2.0:
                chance, is_sure = _Chance(strength(MORE_FLIPS)), True
            if best.errors < chance.limit - 2.0 - noise:
                return False
            if best.errors < chance.limit or chance.away(found) < 2.0 * noise:
                return True
            return any(abs(behind(one, best) - AS_GOOD) < noise for one in found if one is not best)

        most = min(MOST_GROUPS, int(able.sum()) // smallest)
        found = gains(only(answers, able, enough(answers, TO_TEST)), most, random, is_near)
        return _Case(answers, space, able, smallest, n_resamples, found, chance, before, random)

    @property
    def is_few(self) -> bool:
        return bool(self.able.sum() < FEW)

    def mixture(self, gain: Gain) -> Mixture:
        if gain.k not in self.mixtures:
            self.mixtures[gain.k] = _members(self.answers, self.space, self.able, gain.mixtures)
        return self.mixtures[gain.k]

    def index(self, gain: Gain) -> Ints:
        return np.asarray(self.mixture(gain).member.argmax(axis=1))

    def is_too_small(self, gain: Gain) -> bool:
        sizes = np.bincount(self.index(gain)[self.able], minlength=gain.k)
        return bool(sizes.min() < max(self.smallest, math.ceil(0.01 * self.able.sum())))

    def depth(self, gain: Gain) -> Depth:
        if gain.k not in self.depths:
            told = (None, self.before)

            def is_near(depth: Depth) -> bool:
                """Whether it leads to the same when it is as much more or less as other divisions could make it."""
                off = FAR * depth.noise
                moved = [replace(depth, nats=depth.nats + by) for by in (-off, off)]
                return any(len({_border(one, gain.k, before) for one in moved}) > 1 for before in told)

            index = self.index(gain)
            self.depths[gain.k] = least_valley(self.answers, index, self.able, gain.k, self.random, is_near)
        return self.depths[gain.k]

    def stability(self, gain: Gain) -> Stability | None:
        if gain.k not in self.stabilities:
            index, limits = self.index(gain), _stable_from(self.before)
            self.stabilities[gain.k] = stability(
                self.answers, self.able, index, gain.k, self.n_resamples, self.random, limits
            )
        return self.stabilities[gain.k]


def _members(answers: Answers, space: Space, able: Bools, tested: Sequence[Mixture]) -> Mixture:
    """Groups of the people, largest first: the most likely of those that the places lead to, which are the same
    whatever was drawn, unless tested groups lead to much likelier ones; found among a sample, settled among all."""
    k = len(tested[0].weight)
    some = first_of(able, enough(answers, TO_TEST))
    places = space.coordinates(k)[some]
    table = Table.of(of_people(answers, some))
    starts = [labelled(k_means(places, k, np.random.default_rng(draw), tries=1), k) for draw in range(STARTS)]
    starts += [one.of(table) for one in tested[:MOST_TRIED]]
    found = fit(table, starts, rounds=SETTLING, settled=SETTLED_ROUGHLY)
    likely = [one.likelihood(table) - (MUCH if tried >= STARTS else 0.0) for tried, one in enumerate(found)]
    mixture = found[int(np.argmax(likely))]
    table = Table.of(answers)
    mixture = fit(table, [mixture.of(table)], rounds=SETTLING, settled=SETTLED)[0]
    index = mixture.member.argmax(axis=1)
    sizes = np.bincount(index[answers.per_person() > 0], minlength=k)
    first = space.mean[:, 0]
    where = np.bincount(index, first, minlength=k) / np.maximum(np.bincount(index, minlength=k), 1)
    rank = np.empty(k, dtype=np.int64)
    rank[np.lexsort((where, -sizes))] = np.arange(k)
    return mixture.in_order(rank)


# --- what is found


def _shown(case: _Case, gain: Gain, groups: Groups, stable: Stability | None) -> Found:
    mixture = case.mixture(gain)
    groups = replace(groups, n_groups=gain.k, silhouette=_silhouette(case.space.coordinates(gain.k), case.index(gain)))
    if stable is None:
        return Found(groups, mixture, np.zeros(0))
    groups = replace(groups, stability=stable.whole, n_resamples=stable.n_resamples, stability_of_group=stable.of_group)
    return Found(groups, mixture, stable.of_person)


def _nobody(answers: Answers, groups: Groups) -> Found:
    return Found(groups, no_mixture(answers.n_statements), np.zeros(0))


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
