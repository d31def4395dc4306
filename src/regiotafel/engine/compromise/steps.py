"""Steps of a rule: each keeps, of the packages that are left, those that are best by one measure.

What was reached stands in the program as rows, and the next step chooses among what is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.common.solver import Patience

from .problem import SAME, Problem
from .solver import Found, Program

# Between steps, what was reached may give way by no more than this, in percent.
SLACK = SAME / 2


@dataclass(frozen=True)
class Package:
    """levels [m]; satisfaction of each party in percent [n]. gap: by what share the measure of the rule could be
    higher at most; is_proven: nothing is better, and of what is as good this is the one that the rule names."""

    levels: Ints
    satisfaction: Floats
    is_proven: bool
    gap: float

    @property
    def lowest(self) -> float:
        return float(self.satisfaction.min())

    @property
    def mean(self) -> float:
        return math.fsum(self.satisfaction) / len(self.satisfaction)


def package(problem: Problem, levels: Ints, is_proven: bool = True, gap: float = 0.0) -> Package:
    """With what it brings to everybody; levels [m]."""
    return Package(levels, problem.satisfaction(levels), is_proven, max(0.0, gap))


def shares(problem: Problem, *, by_people: bool) -> Floats:
    """How much each party counts in a mean; sums to 1 [n]."""
    n = problem.n_parties
    weight = problem.weight if by_people and problem.weight is not None and problem.weight.sum() > 0 else np.ones(n)
    return np.asarray(weight / weight.sum())


@dataclass
class Steps:
    """best: the package so far. is_proven: no step was broken off. is_kept: whether a package has all that was reached,
    where the rows say so only nearly; who answers no makes the rows say it better."""

    problem: Problem
    program: Program
    best: Ints
    patience: Patience
    is_proven: bool = True
    is_kept: Callable[[Ints], bool] = lambda levels: True

    def keep(self, worth: Floats, least: float) -> None:
        """From now on only packages with at least this much; worth: of each level of each subject [m, k]."""
        self.program.package_row(worth, least - SLACK)

    def highest_mean(self, part: Floats) -> None:
        """part: how much each party counts [n]."""
        worth = np.tensordot(part, self.problem.gains, axes=1)
        self.highest(worth, lambda levels: summed(worth, levels))
        self.keep(worth, summed(worth, self.best))

    def highest_floor(self) -> None:
        floor = self.program.floor()
        self.highest({floor: 1.0}, lambda levels: float(self.problem.satisfaction(levels).min()))
        self.program.low[floor] = float(self.problem.satisfaction(self.best).min()) - SLACK

    def highest(self, cost: Mapping[int, float] | Floats, worth: Callable[[Ints], float]) -> Found:
        """worth: the same measure of a package, exactly."""
        found = self._solved(self.program, cost, self.best)
        if found.levels is not None and worth(found.levels) > worth(self.best) + SLACK / 10:
            self.best = found.levels
        return found

    def nearest_levels(self) -> None:
        """Of all that is left the package with the nearest level on the first subject where they differ."""
        self.best = _nearer(self.problem, self.best)
        while self.is_proven and (nearer := self._first_nearer()) is not None:
            self.best = _nearer(self.problem, nearer)

    def _first_nearer(self) -> Ints | None:
        """A package that differs first on a subject where it is nearer, and on the first such subject there is."""
        m, k = self.problem.n_subjects, self.problem.n_levels
        can_be_nearer = [j for j in range(m) if self.program.available[j, : self.best[j]].any()]
        if not can_be_nearer:
            return None

        def program() -> tuple[Program, dict[int, float]]:
            copy = self.program.copy()
            first = {j: copy.column(0.0, 1.0, whole=True) for j in can_be_nearer}
            copy.row(dict.fromkeys(first.values(), 1.0), 1.0, 1.0)
            for j, column in first.items():
                copy.row({**{j * k + level: 1.0 for level in range(int(self.best[j]))}, column: -1.0}, 0.0)
            for j in range(max(can_be_nearer)):
                later = {column: -1.0 for other, column in first.items() if other > j}
                copy.row({j * k + int(self.best[j]): 1.0, **later}, 0.0)
            steps = {j * k + level: -level / (2.0 * m * k) for j in range(m) for level in range(k)}
            return copy, {**steps, **{column: float(m - j) for j, column in first.items()}}

        return self._solved_again(program).levels

    def _solved(self, program: Program, cost: Mapping[int, float] | Floats, start: Ints | None) -> Found:
        while True:
            found = program.maximise(cost, patience=self.patience, start=start)
            self.is_proven &= found.is_proven
            if found.levels is None or not found.is_proven or self.is_kept(found.levels):
                return found

    def _solved_again(self, make: Callable[[], tuple[Program, dict[int, float]]]) -> Found:
        """Made again each time, with the rows that were added."""
        while True:
            program, cost = make()
            found = program.maximise(cost, patience=self.patience)
            self.is_proven &= found.is_proven
            if found.levels is None or not found.is_proven or self.is_kept(found.levels):
                return found


def summed(worth: Floats, levels: Ints) -> float:
    """What the levels [m] bring, of worth [m, k]; exactly, in whatever order."""
    return math.fsum(worth[np.arange(len(levels)), levels])


def _nearer(problem: Problem, levels: Ints) -> Ints:
    """With nearer levels where these make no difference to anybody."""
    now = levels.copy()
    for j in range(problem.n_subjects):
        for level in np.flatnonzero(problem.open[j, : now[j]]):
            then = now.copy()
            then[j] = level
            is_same = (problem.gains[:, j, level] == problem.gains[:, j, now[j]]).all()
            if is_same and problem.is_possible(then):
                now = then
                break
    return now
