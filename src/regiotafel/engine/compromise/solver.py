"""Linear programs over packages.

x[j, k] is 1 when subject j gets level k. A link is kept when fewer than all of its conditions hold, or what follows
holds too: one row for every subject that follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.solver import ENDLESS, INFINITE, Patience, Rows, quiet

from .problem import Link, Problem

NONE: Mapping[int, float] = {}


@dataclass(frozen=True)
class Found:
    """levels: of the best package that was found [m], None when none was; rest: the other columns; value: what is
    maximised, and bound: no package has more. is_proven: nothing is left to search."""

    levels: Ints | None
    rest: Floats
    value: float
    bound: float
    is_proven: bool
    weights: Floats | None = None  # of a relaxation: how much of each level [m, k]

    @property
    def is_impossible(self) -> bool:
        return self.is_proven and self.levels is None


@dataclass
class Program(Rows):
    """The first m x k columns are the package."""

    problem: Problem
    available: Bools
    links: Sequence[Link]

    def __post_init__(self) -> None:
        m, k = self.problem.n_subjects, self.problem.n_levels
        for is_open in self.available.ravel():
            self.column(0.0, 1.0 if is_open else 0.0, whole=True)
        for j in range(m):
            self.row(dict.fromkeys(range(j * k, j * k + k), 1.0), 1.0, 1.0)
        for link in self.links:
            for row in self.of_link(link):
                self.row(row, -INFINITE, len(link.when) - 1.0)

    @staticmethod
    def of(problem: Problem) -> Program:
        """Under law, red lines and links."""
        return Program(problem, problem.open, problem.links)

    def of_link(self, link: Link) -> list[dict[int, float]]:
        """For each subject that follows: conditions that hold, less what follows."""
        k = self.problem.n_levels
        rows = []
        for j, meant in link.then:
            row = {a * k + level: 1.0 for a, some in link.when for level in some}
            for level in meant:
                row[j * k + level] = row.get(j * k + level, 0.0) - 1.0
            rows.append(row)
        return rows

    def copy(self) -> Program:
        """With the same columns and rows, to which others can be added."""
        copy = object.__new__(Program)
        copy.problem, copy.available, copy.links = self.problem, self.available, self.links
        copy.low, copy.high, copy.whole, copy.rows = [*self.low], [*self.high], [*self.whole], [*self.rows]
        return copy

    def floor(self) -> int:
        """A column that is no more than what any party has."""
        floor = self.column(0.0, 100.0)
        for i in range(self.problem.n_parties):
            self.package_row(self.problem.gains[i], -float(self.problem.base[i]), also={floor: -1.0})
        return floor

    def package_row(self, worth: Floats, low: float, high: float = INFINITE, also: Mapping[int, float] = NONE) -> None:
        """worth: of each level of each subject [m, k]; also: other columns."""
        flat = worth.ravel()
        self.row({**{int(at): float(flat[at]) for at in np.flatnonzero(flat)}, **also}, low, high)

    def maximise(
        self,
        cost: Mapping[int, float] | Floats,
        *,
        patience: Patience = ENDLESS,
        start: Ints | None = None,
        relaxed: bool = False,
        most_nodes: int | None = None,
    ) -> Found:
        """start: a package to begin with, if it fits. relaxed: levels may be mixed, which gives a bound."""
        m, k = self.problem.n_subjects, self.problem.n_levels
        begin = None if start is None else dict(enumerate(map(float, np.eye(k)[start].ravel())))
        solved = self.best(cost, patience=patience, start=begin, relaxed=relaxed, most_nodes=most_nodes)
        if solved.columns is None:
            return Found(None, np.zeros(0), solved.value, solved.bound, solved.is_proven)
        weights = solved.columns[: m * k].reshape(m, k)
        levels = weights.argmax(axis=1)
        return Found(levels, solved.columns[m * k :], solved.value, solved.bound, solved.is_proven, weights)

    def reaches(self, cost: Mapping[int, float], least: float) -> bool:
        """Whether the relaxation does."""
        mixed = self.maximise(cost, relaxed=True)
        return mixed.weights is not None and mixed.bound >= least

    def left_by(self, cost: Mapping[int, float], least: float, patience: Patience = ENDLESS) -> Bools:
        """The levels [m, k] with which the relaxation still reaches `least`; all others can be left out."""
        k = self.problem.n_levels
        left = self.available.copy()
        solver = quiet()
        solver.passModel(self.model(cost, relaxed=True))
        solver.run()
        for j, level in np.argwhere(left):
            if patience.left <= 0:
                break
            at = int(j * k + level)
            solver.changeColBounds(at, 1.0, 1.0)
            solver.run()
            is_solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            value = solver.getInfo().objective_function_value
            if (is_solved and value < least) or solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                left[j, level] = False
            solver.changeColBounds(at, 0.0, 1.0 if left[j, level] else 0.0)
        return left


def largest_set(n: int, within: Sequence[frozenset[int]], outside: Sequence[frozenset[int]]) -> frozenset[int] | None:
    """The most of n members such that of each set in `within` one is left out, and of each in `outside` one is in; None
    when there is no such set."""
    if not n:
        return None if outside or within else frozenset()
    solver = quiet()
    for at in range(n):
        solver.addCol(-1.0, 0.0, 1.0, 0, np.zeros(0, dtype=np.int32), np.zeros(0))
        solver.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    for some, low, high in (
        *((one, -INFINITE, len(one) - 1.0) for one in within),
        *((one, 1.0, INFINITE) for one in outside),
    ):
        solver.addRow(low, high, len(some), np.array(sorted(some), dtype=np.int32), np.ones(len(some)))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return frozenset(int(at) for at in np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5))
