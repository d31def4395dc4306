"""A vote helps to decide the group in which it is counted: how far that pulls the numbers of a group.

Who agrees with a statement is for that reason a little more often put in the group that agrees with it. So groups that
were found look further apart than their people are, the more so the fewer votes people gave. Per group one figure, from
votes that are counted by the chances of each group that the person's *other* votes give, in groups as they are without
that person (leave one out: Lachenbruch & Mickey 1968, Technometrics 10:1). What is left of the difference with the
other groups, over all statements together, is 1 - pull; that it is one figure a group is what makes it sure, and lets
it tell nothing of one statement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regiotafel.engine.common.answers import AGREE, DISAGREE, N_ANSWERS
from regiotafel.engine.common.arrays import Floats, Ints

from .mixture import SMOOTHING, Mixture
from .votes import Votes

MOST_PULL = 0.5
HUNDREDTHS = 2  # it is of all people, also of whom nothing is told
VOTES_TO_LEAVE_OUT = 15_000  # more of them only cost more
SURELY = 1e-3  # no chance is nearer to 0 or 1


def pull(votes: Votes, mixture: Mixture, group: Ints) -> Floats:
    """Of each group [groups] the part of its difference with the other groups that its own votes make, 0 to ½.

    votes: in order, of people whose order says nothing about them; group: of each person [people]. Zeros for one group.
    """
    k = len(mixture.weight)
    if k < 2 or not len(votes.value):
        return np.zeros(max(k, 1))
    n = int(np.searchsorted(votes.person, votes.person[min(VOTES_TO_LEAVE_OUT, len(votes.value)) - 1], "right"))
    some = _Some(votes.columns(slice(n)), votes.person[:n], votes.n_statements)
    decided = _decided(votes, group, k)
    known = some.counts(np.eye(k)[group[some.person]])
    other = some.counts(_without_own(some, mixture, decided))
    return np.asarray(np.clip(_slope(known, other), 0.0, MOST_PULL).round(HUNDREDTHS))


@dataclass(frozen=True)
class _Some:
    """Some of the votes: of each its column (3 x statement + answer) and its person."""

    column: NDArray[np.int32]
    person: NDArray[np.int32]
    n_statements: int

    def counts(self, weight: Floats) -> Floats:
        """How often each answer was given [statements, groups, answers]; weight: of each vote in each group."""
        size = N_ANSWERS * self.n_statements
        sums = [np.bincount(self.column, one, minlength=size).reshape(-1, N_ANSWERS) for one in weight.T]
        return np.stack(sums, axis=1)


def _decided(votes: Votes, group: Ints, k: int) -> Floats:
    """How many of each group agreed or disagreed [statements, groups]."""
    where = votes.statement.astype(np.int64) * k + group[votes.person]
    found = np.bincount(where, votes.value != 0, minlength=votes.n_statements * k)
    return found.astype(np.float64).reshape(-1, k)


def _without_own(some: _Some, mixture: Mixture, decided: Floats) -> Floats:
    """Chance of each group from the other votes of the same person [votes, groups]."""
    statement, answer = np.divmod(some.column, N_ANSWERS)
    starts = np.flatnonzero(np.diff(some.person, prepend=-1))
    place = np.cumsum(np.diff(some.person, prepend=-1) > 0) - 1
    agrees, decides = (answer == AGREE)[:, None], ((answer == AGREE) | (answer == DISAGREE))[:, None]
    chance = mixture.agree[statement]
    logs = np.log(np.where(agrees, chance, 1.0 - chance)) * decides
    member = mixture.chances(np.add.reduceat(logs, starts, axis=0))[place]
    # The group's chance without this person: one of the people whom it is the smoothed mean of goes out.
    n = decided[statement] + SMOOTHING
    chance = np.clip((chance * n - member * agrees) / (n - member), SURELY, 1.0 - SURELY)
    logs = np.log(np.where(agrees, chance, 1.0 - chance)) * decides
    return mixture.chances(np.add.reduceat(logs, starts, axis=0)[place] - logs)


def _slope(known: Floats, other: Floats) -> Floats:
    """By which part of the difference with the other groups each group moves from `known` to `other` [groups], by least
    squares over statements and answers; both: counts [statements, groups, answers]."""
    n, m = known.sum(axis=2), other.sum(axis=2)
    rest = n.sum(axis=1, keepdims=True) - n
    weight = np.minimum(np.minimum(n, rest), m)
    above = below = np.zeros(n.shape[1])
    for answer in (AGREE, DISAGREE):
        own = known[:, :, answer] / np.maximum(n, 1.0)
        others = (known[:, :, answer].sum(axis=1, keepdims=True) - known[:, :, answer]) / np.maximum(rest, 1.0)
        moved = other[:, :, answer] / np.maximum(m, 1e-9) - own
        above = above + (weight * (others - own) * moved).sum(axis=0)
        below = below + (weight * (others - own) ** 2).sum(axis=0)
    return np.asarray(above / np.maximum(below, 1e-9))
