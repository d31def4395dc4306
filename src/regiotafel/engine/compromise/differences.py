"""Are two groups of municipalities as different as they look? What each of them wants, subject by subject.

Levels are places, from 0 for the nearest; every municipality that wants one level counts once. Per subject the variance
of all together (mean squared distance to the mean, in steps) is that inside the groups plus that between them, the law
of total variance: with n1 and n2 municipalities and means m1 and m2 of n = n1 + n2,

    between = n1 n2 (m1 - m2)^2 / n^2        within = (n1 var1 + n2 var2) / n        total = within + between

(Weiss, A Course in Probability, 2005, p. 385; in statistics the share of between in total is called eta squared). Over
more subjects both are added up, each subject alike, before the share is taken.

Any two groups differ somewhat. How much chance alone gives is counted: of all ways to divide the same municipalities
into groups of these sizes, the mean share, and in how many the share is at least as large (a permutation test: Fisher,
The Design of Experiments, 1935, ch. 3). Where there are too many ways, a fixed number is drawn from a fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, islice

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints

# A group with fewer municipalities that want something of a subject says too little about it.
FEWEST = 3
# So many divisions are all counted; of more, this number is drawn.
MOST_DIVISIONS, DRAWN = 50_000, 20_000
SEED = 1935
_AT_ONCE = 2_000
# Shares that are closer than this are the same.
_SAME = 1e-9

# What a subject is like: too few say something; a group wants no one level; another level; the same level, in other
# words or in the same.
FEW, DIVIDED, LEVEL, WORDS, SAME = "few", "divided", "level", "words", "same"


@dataclass(frozen=True)
class Differences:
    """m subjects, k levels. kinds: of each subject; counts: how many of each group want a level [2, m, k]; within,
    between: the variance in squared steps, 0 where nobody wants anything [m].

    Of the subjects that are not `few` together: share_between, 0 to 1; by_chance: the mean share of all divisions;
    as_large: the share of divisions that give as much or more; all None where nothing differs or nothing is compared.
    n_divisions: how many were counted; is_exact: they are all there are.
    """

    kinds: tuple[str, ...]
    counts: Ints
    within: Floats
    between: Floats
    share_between: float | None = None
    by_chance: float | None = None
    as_large: float | None = None
    n_divisions: int = 0
    is_exact: bool = True


def differences(here: Ints, there: Ints, n_levels: int, same_words: Sequence[bool]) -> Differences:
    """here, there: the place of the level that each municipality wants of each subject, -1 for none [n1, m], [n2, m];
    same_words: whether both groups call a subject the same [m]. Which group is which, and the order of municipalities
    or subjects, changes nothing but the order of what comes out."""
    counts = np.stack([_counted(here, n_levels), _counted(there, n_levels)])
    parts = [_parts(*both) for both in zip(counts[0].tolist(), counts[1].tolist(), strict=True)]
    kinds = tuple(
        _kind(one, other, same)
        for one, other, same in zip(counts[0].tolist(), counts[1].tolist(), same_words, strict=True)
    )
    found = Differences(
        kinds,
        counts,
        np.array([float(within) for within, _ in parts]),
        np.array([float(between) for _, between in parts]),
    )
    told = [at for at, kind in enumerate(kinds) if kind != FEW]
    total = sum((sum(parts[at]) for at in told), Fraction())
    if not total:
        return found
    share = float(sum((parts[at][1] for at in told), Fraction()) / total)
    shares, is_exact = _by_chance(here[:, told], there[:, told], float(total))
    n_as_large = int((shares >= share - _SAME).sum())
    as_large = n_as_large / len(shares) if is_exact else (n_as_large + 1) / (len(shares) + 1)
    return replace(
        found,
        share_between=share,
        by_chance=math.fsum(shares) / len(shares),
        as_large=as_large,
        n_divisions=len(shares),
        is_exact=is_exact,
    )


def _counted(wants: Ints, n_levels: int) -> Ints:
    """How many want each level of each subject [m, k]."""
    return np.array((wants[:, :, None] == np.arange(n_levels)).sum(axis=0), dtype=np.int64)


def _parts(one: Sequence[int], other: Sequence[int]) -> tuple[Fraction, Fraction]:
    """The variance within and between, of how many want each level; exact, so that no order changes the last digit."""
    (n1, s1, q1), (n2, s2, q2) = (
        (sum(some), sum(at * n for at, n in enumerate(some)), sum(at * at * n for at, n in enumerate(some)))
        for some in (one, other)
    )
    n = n1 + n2
    inside = (Fraction(q * size - s * s, size * n) for size, s, q in ((n1, s1, q1), (n2, s2, q2)) if size)
    return sum(inside, Fraction()), Fraction((n2 * s1 - n1 * s2) ** 2, n1 * n2 * n * n) if n1 and n2 else Fraction()


def _kind(one: Sequence[int], other: Sequence[int], same_words: bool) -> str:
    if min(sum(one), sum(other)) < FEWEST:
        return FEW
    here, there = ([at for at, n in enumerate(some) if 2 * n > sum(some)] for some in (one, other))
    if not here or not there:
        return DIVIDED
    return LEVEL if here != there else SAME if same_words else WORDS


# --- Chance


def _by_chance(here: Ints, there: Ints, total: float) -> tuple[Floats, bool]:
    """The share between of each division of all who want something into groups of these sizes; whether that is all
    there are."""
    here, there = (some[(some >= 0).any(axis=1)] for some in (here, there))
    wants = np.concatenate([here, there])
    wants = wants[_in_order(wants)]
    n, size = len(wants), min(len(here), len(there))
    is_exact = math.comb(n, size) <= MOST_DIVISIONS
    ways = combinations(range(n), size) if is_exact else _drawn(n, size)
    shares = []
    while some := list(islice(ways, _AT_ONCE)):
        chosen = np.zeros((len(some), n))
        chosen[np.arange(len(some))[:, None], np.array(some, dtype=np.int64).reshape(len(some), size)] = 1.0
        shares.append(_between(chosen, wants) / total)
    return np.concatenate(shares), is_exact


def _drawn(n: int, size: int) -> Iterator[tuple[int, ...]]:
    random = np.random.default_rng(SEED)
    return (tuple(random.permutation(n)[:size].tolist()) for _ in range(DRAWN))


def _between(chosen: Floats, wants: Ints) -> Floats:
    """The variance between who is chosen and who is not, all subjects together, for each row of `chosen`."""
    said: Bools = wants >= 0
    present, values = said.astype(float), np.where(said, wants, 0).astype(float)
    n1, s1 = chosen @ present, chosen @ values
    n, s = present.sum(axis=0), values.sum(axis=0)
    n2, s2 = n - n1, s - s1
    both = (n1 > 0) & (n2 > 0)
    parts = np.where(both, (n2 * s1 - n1 * s2) ** 2 / np.where(both, n1 * n2 * n * n, 1.0), 0.0)
    return np.asarray(parts.sum(axis=1))


def _in_order(wants: Ints) -> list[int]:
    """The rows in an order that follows from what stands in them, whatever the order of rows and columns was: rows and
    columns are told apart by what they hold, then by what those that they hold it with hold."""
    rows, columns = [0] * len(wants), [0] * wants.shape[1]
    table = wants.tolist()
    for _ in range(3):
        rows = _ranks([(at, sorted(zip(columns, row, strict=True))) for at, row in zip(rows, table, strict=True)])
        turned = zip(*table, strict=True)
        columns = _ranks([(at, sorted(zip(rows, row, strict=True))) for at, row in zip(columns, turned, strict=True)])
    return sorted(range(len(rows)), key=rows.__getitem__)


def _ranks(keys: Sequence[tuple[int, list[tuple[int, int]]]]) -> list[int]:
    place = {key: at for at, key in enumerate(sorted({(at, *chain.from_iterable(some)) for at, some in keys}))}
    return [place[(at, *chain.from_iterable(some))] for at, some in keys]
