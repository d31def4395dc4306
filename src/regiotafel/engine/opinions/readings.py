"""How firm a conclusion is: how many voters carry it, and whether it also holds in other readings of the same votes.

*Weighted*: people count by how rare their declared values are among the participants against a benchmark (raking:
Deming & Stephan 1940, Annals of Mathematical Statistics 11:427), with Kish's effective number of people (1965, Survey
Sampling). Values that are hidden are weighted as one: a weight of their own would tell their answers to who subtracts.
*Without repeats*: of people with exactly the same long list of votes only one is counted. *Declared*: only
people who said something about themselves. Always second readings, never the first.

*Variance shares*: how much of the difference between people lies between the values of a declared property: analysis of
variance per statement with the share that chance would give taken off (Searle, Casella & McCulloch 1992, Variance
Components), summed over statements. Its interval is a jackknife over ten groups of people, and its p-value comes from
dealing the values anew (permutation: Fisher 1935).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from .agreement import AGREE, CONFIDENCE, DISAGREE, UNSURE, more_than_others
from .privacy import hidden
from .votes import Bools, Floats, Ints, Votes, hashed

TAIL = (1.0 - CONFIDENCE) / 2.0
N_FOLDS, N_DEALS = 10, 99
MOST_VOTES_TO_DEAL = 2_000_000  # above, a share has no interval: everybody is in it
LEAST_WEIGHT, MOST_WEIGHT = 0.2, 5.0
LONG = 10  # votes in a list that two people have by chance only seldom
SURPRISING = 0.01  # people with the same votes are set apart when so few were expected, per one who is there


def lower_end(hits: Floats, out_of: Floats) -> Floats:
    """Low end of the Jeffreys interval of shares; also of weighted counts."""
    return np.asarray(
        np.where(hits <= 0, 0.0, betaincinv(np.maximum(hits, 0) + 0.5, np.maximum(out_of - hits, 0) + 0.5, TAIL))
    )


def voters_to_flip(hits: int, out_of: int) -> int:
    """How many people must change their answer before the low end is no longer above one half."""
    return _fewest(hits, lambda m: _low(hits - m, out_of) <= 0.5) or 0


def voters_to_close(high: tuple[int, int], low: tuple[int, int]) -> int:
    """How many people must change before two groups (hits, out of) are no longer on different sides of one half, or no
    longer clearly apart; all of them in the group where it takes fewest."""
    above, below = _above(*high), _below(*low)
    ways = (
        _fewest(high[0], lambda m: not _apart(_above(high[0] - m, high[1]), below)),
        _fewest(low[1] - low[0], lambda m: not _apart(above, _below(low[0] + m, low[1]))),
    )
    return min((way for way in ways if way is not None), default=0)


def _fewest(most: int, is_gone: Callable[[int], bool]) -> int | None:
    """The least number up to `most` for which it is gone; once gone it stays gone."""
    found = bisect_left(range(most + 1), True, key=is_gone)
    return found if found <= most else None


def _low(hits: int, out_of: int) -> float:
    return float(betaincinv(hits + 0.5, out_of - hits + 0.5, TAIL)) if hits > 0 else 0.0


def _above(hits: int, out_of: int) -> tuple[float, float]:
    """The estimate of a share, and how far it is from the low end of its interval."""
    estimate = (hits + 0.5) / (out_of + 1.0)
    return estimate, estimate - _low(hits, out_of)


def _below(hits: int, out_of: int) -> tuple[float, float]:
    """The estimate of a share, and how far it is from the high end of its interval."""
    estimate, margin = _above(out_of - hits, out_of)
    return 1.0 - estimate, margin


def _apart(high: tuple[float, float], low: tuple[float, float]) -> bool:
    return high[0] > 0.5 > low[0] and high[0] - low[0] > math.hypot(high[1], low[1])


def voters_to_blur(hits: tuple[int, int], others: tuple[int, int], cut: float) -> int:
    """How many people of a group must change before its answer is no longer given more often than by the others;
    hits, others: (hits, out of); cut: the largest p-value that still counts."""
    m = np.arange(hits[0] + 1)
    counts = np.stack((hits[0] - m, np.full(len(m), others[0])), axis=1)
    out_of = np.broadcast_to(np.array([hits[1], others[1]]), counts.shape)
    gone = more_than_others(counts, out_of)[:, 0] > cut
    return int(gone.argmax()) if gone.any() else int(hits[0])


# --- the same conclusions from other counts


def common(counts: Floats, answer: int) -> Bools:
    """Which statements are common ground by these counts [statements, groups, 3]."""
    sizes = counts.sum(axis=2)
    return np.asarray((lower_end(counts[:, :, answer], sizes) > 0.5).all(axis=1) & (sizes > 0).all(axis=1))


@dataclass(frozen=True)
class Reading:
    """What another count of the same votes says: common ground [statements], shares that agree [statements, groups],
    shares of everybody [statements, (agree, disagree, unsure)]; n_people: how many it counts (effective people when
    weighted)."""

    common_ground: Bools
    common_disagreement: Bools
    agree: Floats
    everybody: Floats
    n_people: float

    @staticmethod
    def of(votes: Votes, group: Ints, n_groups: int, weight: Floats) -> Reading:
        sums = _sums(votes, group, n_groups, weight)
        counts = _effective(votes, group, sums, weight)
        agree = (counts[:, :, AGREE] + 0.5) / (counts.sum(axis=2) + 1.0)
        squares = float((weight * weight).sum())
        n_people = float(weight.sum()) ** 2 / squares if squares > 0 else 0.0
        whole = sums.sum(axis=1)
        everybody = whole / np.maximum(whole.sum(axis=1, keepdims=True), 1e-300)
        return Reading(common(counts, AGREE), common(counts, DISAGREE), agree, everybody, n_people)


def weighted_counts(votes: Votes, group: Ints, n_groups: int, weight: Floats) -> Floats:
    """Counts [statements, groups, 3] in effective people: shares by weight, size by Kish."""
    return _effective(votes, group, _sums(votes, group, n_groups, weight), weight)


def _sums(votes: Votes, group: Ints, n_groups: int, weight: Floats) -> Floats:
    answer = np.array([DISAGREE, UNSURE, AGREE])[votes.value + 1]
    cell = votes.statement.astype(np.int64) * n_groups + group[votes.person]
    size = 3 * votes.n_statements * n_groups
    sums = np.bincount(cell * 3 + answer, weight[votes.person], minlength=size)
    return np.asarray(sums.reshape(votes.n_statements, n_groups, 3))


def _effective(votes: Votes, group: Ints, sums: Floats, weight: Floats) -> Floats:
    n_groups = sums.shape[1]
    cell = votes.statement.astype(np.int64) * n_groups + group[votes.person]
    of_vote = weight[votes.person]
    squares = np.bincount(cell, of_vote * of_vote, minlength=votes.n_statements * n_groups)
    total = sums.sum(axis=2)
    effective = total * total / np.maximum(squares.reshape(total.shape), 1e-300)
    return np.asarray(sums / np.maximum(total, 1e-300)[:, :, None] * effective[:, :, None])


@dataclass(frozen=True)
class Weights:
    """of_person: [people]; effective: people as many as the weights leave (Kish); missing: benchmark values that no
    participant declared."""

    of_person: Floats
    effective: float
    missing: tuple[tuple[str, str], ...]
    benchmark: Mapping[str, Mapping[str, float]]


def rake(
    parts: Mapping[str, tuple[tuple[str, ...], Ints]],
    benchmark: Mapping[str, Mapping[str, float]],
    smallest: int = 5,
    rounds: int = 50,
) -> Weights:
    """Weights with which the declared values have the shares of the benchmark, between 0.2 and 5 and one on average.

    parts: per property its values and the position of each person's value (-1: none). People without a declared value,
    or with one that the benchmark does not name, keep their weight for that property. So do people with a hidden value
    when those are together fewer than `smallest`; else they are weighted as one.
    """
    n_people = len(next(iter(parts.values()))[1]) if parts else 0
    weight = np.ones(n_people)
    missing: list[tuple[str, str]] = []
    margins = []
    for name, wanted in benchmark.items():
        values, part = parts.get(name, ((), np.full(n_people, -1)))
        missing += [(name, value) for value in wanted if value not in values]
        target = np.array([float(wanted.get(value, 0.0)) for value in values])
        part, target = _together(part, target, smallest)
        if target.sum() > 0:
            margins.append((part, target))
    for _ in range(rounds):
        for part, target in margins:
            known = (part >= 0) & (target[part] > 0)
            sums = np.bincount(part[known], weight[known], minlength=len(target))
            able = np.where(sums > 0, target, 0.0)
            factor = able / max(able.sum(), 1e-300) * sums.sum() / np.maximum(sums, 1e-12)
            weight[known] *= factor[part[known]]
        weight = np.clip(weight / weight.mean(), LEAST_WEIGHT, MOST_WEIGHT) if n_people else weight
    effective = float(weight.sum() ** 2 / (weight * weight).sum()) if n_people else 0.0
    return Weights(weight, effective, tuple(missing), benchmark)


def _together(part: Ints, target: Floats, smallest: int) -> tuple[Ints, Floats]:
    """Hidden values that the benchmark names as the first of them, or as no value when they are too few."""
    sizes = np.bincount(part + 1, minlength=len(target) + 1)[1:]
    hide = hidden(sizes[None, :], np.array([len(part)]), smallest)[0] & (target > 0)
    if not hide.any():
        return part, target
    first = int(hide.argmax())
    place = np.where(hide, first, np.arange(len(target)))
    together = np.where(hide, 0.0, target)
    if sizes[hide].sum() >= smallest:
        together[first] = target[hide].sum()
    return np.where(part >= 0, place[part], -1), together


# --- people with exactly the same votes


@dataclass(frozen=True)
class Repeats:
    """sizes: people per list of votes that too many people have; minutes: in which at least half of them came, None
    without times; again: [people], true for all but one of each."""

    sizes: tuple[int, ...]
    minutes: tuple[int | None, ...]
    again: Bools


def repeats(votes: Votes, smallest: int, when: Floats | None = None) -> Repeats:
    """Lists of at least `LONG` votes that many more people have than chance would give, if everybody answered each
    statement as often as all people together do. when: seconds on any clock [people], NaN is unknown."""
    n_votes = np.bincount(votes.person, minlength=votes.n_people)
    starts, found_hashes = hashed(votes.person, votes.statement, votes.value, votes.n_statements)
    hashes = np.zeros(votes.n_people, dtype=np.uint64)
    hashes[votes.person[starts]] = found_hashes
    counts = np.bincount(votes.statement * 3 + votes.value + 1, minlength=3 * votes.n_statements).reshape(-1, 3)
    shares = np.log((counts + 0.5) / (counts.sum(axis=1, keepdims=True) + 1.5))
    likely = np.bincount(votes.person, shares[votes.statement, votes.value + 1], minlength=votes.n_people)
    again = np.zeros(votes.n_people, dtype=np.bool_)
    found = []
    long = np.flatnonzero(n_votes >= LONG)
    _, first, place, size = np.unique(hashes[long], return_index=True, return_inverse=True, return_counts=True)
    for kind in np.flatnonzero(size >= smallest):
        expected = votes.n_people * float(np.exp(likely[long[first[kind]]]))
        if expected < SURPRISING * size[kind]:
            people = long[place == kind]
            again[people[1:]] = True
            found.append((len(people), None if when is None else _minutes(when[people], smallest)))
    found.sort(key=lambda one: (-one[0], math.inf if one[1] is None else one[1]))
    return Repeats(tuple(size for size, _ in found), tuple(minutes for _, minutes in found), again)


def _minutes(when: Floats, smallest: int) -> int | None:
    """The fewest whole minutes in which at least half of these people came. None when most have no time of their own:
    what is read in or entered together tells nothing about when people answered."""
    times = np.unique(when[~np.isnan(when)])
    if 2 * len(times) <= len(when):
        return None
    n = min(max(-(-len(when) // 2), smallest), len(times))
    return max(math.ceil(float((times[n - 1 :] - times[: len(times) - n + 1]).min()) / 60.0), 1)


# --- between and within


@dataclass(frozen=True)
class Share:
    """Share of the variance of agreeing that lies between the values of a property, with its interval (None when it
    was not resampled) and the chance of one as large when the property does not matter."""

    between: float
    low: float | None
    high: float | None
    p_value: float | None
    n_parts: int


def variance_share(
    votes: Votes, part: Ints, n_parts: int, smallest: int, random: np.random.Generator, resample: bool
) -> Share | None:
    """None when fewer than two values have `smallest` people. People without a value are left out."""
    sizes = np.bincount(part[part >= 0], minlength=max(n_parts, 1))
    part = np.where((part >= 0) & (sizes[part] >= smallest), part, -1)
    n_shown = int((sizes >= smallest).sum())
    if n_shown < 2:
        return None
    kept = (part[votes.person] >= 0) & (votes.value != 0)
    person, statement = votes.person[kept], votes.statement[kept].astype(np.int64)
    agrees = (votes.value[kept] > 0).astype(np.float64)

    def share(of_person: Ints, used: Bools | None = None) -> float:
        where = statement * n_parts + of_person[person]
        weight = None if used is None else used[person].astype(np.float64)
        n = np.bincount(where, weight, minlength=votes.n_statements * n_parts).reshape(-1, n_parts)
        hits = np.bincount(where, agrees if weight is None else agrees * weight, minlength=n.size)
        return _between(hits.astype(np.float64).reshape(n.shape), n.astype(np.float64))

    whole = share(part)
    if not resample or len(votes.value) > MOST_VOTES_TO_DEAL:
        return Share(max(whole, 0.0), None, None, None, n_shown)
    fold = random.permutation(votes.n_people) % N_FOLDS
    without = np.array([share(part, fold != one) for one in range(N_FOLDS)])
    error = float(np.sqrt((N_FOLDS - 1) / N_FOLDS * ((without - without.mean()) ** 2).sum()))
    able = np.flatnonzero(part >= 0)
    larger = 0
    for _ in range(N_DEALS):
        dealt = part.copy()
        dealt[able] = part[random.permutation(able)]
        larger += share(dealt) >= whole
    t = 1.833  # nine degrees of freedom, 90 %
    low, high = max(whole - t * error, 0.0), min(whole + t * error, 1.0)
    return Share(max(whole, 0.0), low, high, (larger + 1) / (N_DEALS + 1), n_shown)


def _between(hits: Floats, n: Floats) -> float:
    """Share of the variance between parts [statements, parts], each statement's components summed."""
    total = n.sum(axis=1)
    parts = (n > 0).sum(axis=1)
    able = (parts >= 2) & (total > parts)
    hits, n, total, parts = hits[able], n[able], total[able], parts[able]
    if not len(total):
        return 0.0
    mean = hits.sum(axis=1) / total
    of_part = hits / np.maximum(n, 1.0)
    within = (hits - n * of_part**2).sum(axis=1) / (total - parts)
    among = (n * (of_part - mean[:, None]) ** 2).sum(axis=1) / (parts - 1)
    size = (total - (n * n).sum(axis=1) / total) / (parts - 1)
    between = (among - within) / size
    return float(between.sum() / max(float((between + within).sum()), 1e-12))


# --- what two groups agree on that they would not expect


@dataclass(frozen=True)
class Unexpected:
    """An answer that most people in both groups give, while on most statements the two differ more than `usual`."""

    one: int
    other: int
    statement: int
    answer: str
    share_one: float
    share_other: float
    usual: float


def unexpected(counts: Ints, hide: Bools, most: int = 3) -> tuple[Unexpected, ...]:
    """For each two groups the statements on which they agree while they usually do not; best first."""
    sizes = counts.sum(axis=2)
    found = []
    n_groups = counts.shape[1]
    for one in range(n_groups):
        for other in range(one + 1, n_groups):
            shown = ~hide[:, one] & ~hide[:, other] & (sizes[:, one] > 0) & (sizes[:, other] > 0)
            rows = np.flatnonzero(shown)
            if len(rows) < 3:
                continue
            pair = []
            for answer, name in ((AGREE, "agree"), (DISAGREE, "disagree")):
                hits = counts[rows][:, [one, other], answer]
                out_of = sizes[rows][:, [one, other]]
                share = (hits + 0.5) / (out_of + 1.0)
                gap = np.abs(share[:, 0] - share[:, 1])
                usual = float(np.median(gap))
                error = np.sqrt((share * (1 - share) / (out_of + 2.0)).sum(axis=1))
                closer = np.flatnonzero((gap + 1.645 * error < usual) & (share > 0.5).all(axis=1))
                sure = (lower_end(hits[closer].astype(np.float64), out_of[closer].astype(np.float64)) > 0.5).all(axis=1)
                pair += [
                    Unexpected(one, other, int(rows[i]), name, float(share[i, 0]), float(share[i, 1]), usual)
                    for i in closer[sure]
                ]
            found += sorted(pair, key=lambda it: (-min(it.share_one, it.share_other), it.statement))[:most]
    return tuple(found)
