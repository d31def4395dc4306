"""How much of the difference between people lies between the values of a declared property.

Analysis of variance per statement with the share that chance would give taken off (Searle, Casella & McCulloch 1992,
Variance Components), summed over statements. Its interval is a jackknife over ten groups of people, and its p-value
comes from dealing the values anew (permutation: Fisher 1935).

What is told of it (`of_told`) is calculated from what is told of the values, as if the people of whom no answer is told
were halfway. Its interval and chance need the people themselves: they are told of many people and statements only, and
coarsely.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.opinions.splits import Split
from regiotafel.engine.opinions.votes import Votes

N_FOLDS, N_DEALS = 10, 99
FEWEST_PEOPLE, FEWEST_STATEMENTS = 50, 10  # of fewer it is not told
STUDENT = 1.833  # nine degrees of freedom, 90 %
MOST_VOTES_TO_DEAL = 2_000_000  # above, a share has no interval: everybody is in it


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
    low, high = max(whole - STUDENT * error, 0.0), min(whole + STUDENT * error, 1.0)
    return Share(max(whole, 0.0), low, high, (larger + 1) / (N_DEALS + 1), n_shown)


def of_told(found: Share | None, values: Split, n_people: int) -> Share | None:
    """The share as it may be told, by what is told of the values; n_people: who have one."""
    if found is None or n_people < FEWEST_PEOPLE or len(values.hide) < FEWEST_STATEMENTS:
        return None
    agree, disagree = (np.where(values.hide, 0.0, values.middle(one)) for one in (AGREE, DISAGREE))
    between = max(_between(agree, agree + disagree), 0.0)
    low, high = (None if end is None else least(end, between) for end, least in ((found.low, min), (found.high, max)))
    return replace(found, between=between, low=low, high=high)


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
