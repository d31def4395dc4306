"""What a package is worth to one party, so that it can be counted again by hand: what it gives, what it gets, and who
gave way for that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Ints

from .problem import SAME, Problem

MOST_NAMED = 3


@dataclass(frozen=True)
class Line:
    """One subject: points times satisfaction is what it brings; points times best is what it could bring at most."""

    subject: int
    level: int
    wants: int
    points: float
    satisfaction: float
    best: float

    @property
    def given(self) -> float:
        return self.points * (self.best - self.satisfaction)


@dataclass(frozen=True)
class Account:
    """gives: the subjects on which it gives way most; gets: those on which it gets its best while others give way;
    others: who gives way most on those. At most MOST_NAMED each."""

    party: int
    lines: tuple[Line, ...]
    gives: tuple[int, ...]
    gets: tuple[int, ...]
    others: tuple[int, ...]


def accounts(problem: Problem, levels: Ints) -> list[Account]:
    """Of every party with a package; levels [m]."""
    return [_account(problem, levels, i) for i in range(problem.n_parties)]


def _account(problem: Problem, levels: Ints, i: int) -> Account:
    best = np.where(problem.allowed, problem.likes, 0.0).max(axis=2)
    at = np.take_along_axis(problem.likes, levels[None, :, None], axis=2)[:, :, 0]
    given = problem.heaviness * (best - at)  # [n, m]
    mine = np.flatnonzero(problem.stated[i])
    lines = tuple(
        Line(
            int(j),
            int(levels[j]),
            int(problem.wants[i, j]),
            float(problem.heaviness[i, j]),
            float(at[i, j]),
            float(best[i, j]),
        )
        for j in mine
    )
    gives = _most({int(j): float(given[i, j]) for j in mine})
    # Got: the best level that there was, where it counts for this party and somebody else would have had another.
    by_others = np.delete(given, i, axis=0).sum(axis=0)
    got = {int(j): float(problem.heaviness[i, j]) for j in mine if given[i, j] <= SAME and by_others[j] > SAME}
    gets = _most(got)
    share = given / np.maximum(problem.heaviness.sum(axis=1, keepdims=True), 1e-300)
    for_it = {other: float(share[other, list(gets)].sum()) for other in range(problem.n_parties) if other != i}
    return Account(i, lines, gives, gets, _most(for_it) if gets else ())


def _most(worth: dict[int, float]) -> tuple[int, ...]:
    """The largest first; of equal ones the first by name."""
    found = sorted((one for one, value in worth.items() if value > SAME), key=lambda one: (-worth[one], one))
    return tuple(found[:MOST_NAMED])
