"""People with exactly the same votes: lists of votes that are there too often. They stay in every count."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, distinct
from regiotafel.engine.common.privacy import SMALLEST_GROUP
from regiotafel.engine.opinions.counting import count
from regiotafel.engine.opinions.votes import Votes, hashed

LONG = 10  # votes in a list that two people have by chance only seldom
SURPRISING = 0.01  # people with the same votes are set apart when so few were expected, per one who is there


@dataclass(frozen=True)
class Repeats:
    """sizes: people per list of votes that too many people have; minutes: in which at least half of them came, None
    without times; again: [people], true for all but one of each."""

    sizes: tuple[int, ...]
    minutes: tuple[int | None, ...]
    again: Bools


NO_REPEATS = Repeats((), (), np.zeros(0, dtype=np.bool_))


def repeats(votes: Votes, smallest: int = SMALLEST_GROUP, when: Floats | None = None) -> Repeats:
    """Lists of at least `LONG` votes that many more people have than chance would give, if everybody answered each
    statement as often as all people together do. when: seconds on any clock [people], NaN is unknown."""
    n_votes = np.bincount(votes.person, minlength=votes.n_people)
    starts, found_hashes = hashed(votes.person, votes.statement, votes.value, votes.n_statements)
    hashes = np.zeros(votes.n_people, dtype=np.uint64)
    hashes[votes.person[starts]] = found_hashes
    counts = count(votes, np.zeros(votes.n_people, dtype=np.int64), 1)[:, 0]
    shares = np.log((counts + 0.5) / (counts.sum(axis=1, keepdims=True) + 1.5))
    likely = np.bincount(votes.person, shares.ravel()[votes.columns()], minlength=votes.n_people)
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
    times = distinct(when[~np.isnan(when)])
    if 2 * len(times) <= len(when):
        return None
    n = min(max(-(-len(when) // 2), smallest), len(times))
    return max(math.ceil(float((times[n - 1 :] - times[: len(times) - n + 1]).min()) / 60.0), 1)
