"""Linear programs over packages, solved by HiGHS (Huangfu and Hall, 2018; MIT licence).

x[j, k] is 1 when subject j gets level k. A link is kept when fewer than all of its conditions hold, or what follows
holds too: one row for every subject that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from regiotafel.engine.common.arrays import Bools, Floats, Ints

from .problem import Link, Problem

INFINITE = highspy.kHighsInf
FIRST_SECONDS = 10.0
NONE: Mapping[int, float] = {}
TOLERANCE = 1e-9  # of HiGHS, far below the difference between two percentages that we tell apart


@dataclass(frozen=True)
class Patience:
    """Until when we search. clock: of who asks, in seconds; is_stopped: whether somebody had enough."""

    until: float = float("inf")
    clock: Callable[[], float] = lambda: 0.0
    is_stopped: Callable[[], bool] = lambda: False

    @property
    def left(self) -> float:
        return 0.0 if self.is_stopped() else max(0.0, self.until - self.clock())

    def for_a_first(self) -> Patience:
        """Some seconds at least, whoever had enough: without a first package nothing can be told."""
        return Patience(max(self.until, self.clock() + FIRST_SECONDS), self.clock)

    def at_most(self, seconds: float) -> Patience:
        """No more than the first so many of what is left."""
        return Patience(min(self.until, self.clock() + seconds), self.clock, self.is_stopped)

    def part(self, of: int) -> Patience:
        """The first of so many equal parts of what is left."""
        left = self.left
        return Patience(self.clock() + left / of if left < float("inf") else left, self.clock, self.is_stopped)


ENDLESS = Patience()


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
class Program:
    """Columns and rows; the first m x k columns are the package."""

    problem: Problem
    available: Bools
    links: Sequence[Link]
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[NDArray[np.int32], Floats, float, float]] = field(default_factory=list)

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

    def column(self, low: float, high: float, *, whole: bool = False) -> int:
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    @property
    def n_columns(self) -> int:
        return len(self.low)

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

    def row(self, terms: Mapping[int, float], low: float = -INFINITE, high: float = INFINITE) -> None:
        index = np.fromiter(terms, dtype=np.int32, count=len(terms))
        value = np.fromiter(terms.values(), dtype=np.float64, count=len(terms))
        self.rows.append((index, value, low, high))

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
        solver = _quiet()
        solver.passModel(self._model(cost, relaxed=relaxed))
        if start is not None:
            m, k = self.problem.n_subjects, self.problem.n_levels
            at = np.arange(m * k, dtype=np.int32)
            solver.setSolution(len(at), at, np.eye(k)[start].ravel())
        if most_nodes is not None:
            solver.setOptionValue("mip_max_nodes", most_nodes)
        if patience.until < float("inf"):
            solver.setOptionValue("time_limit", max(0.01, patience.left))

        def stop_when_over(event: highspy.HighsCallbackEvent) -> None:
            if patience.left <= 0:
                event.interrupt()

        if patience is not ENDLESS:
            solver.cbMipInterrupt += stop_when_over
        solver.run()
        return self._found(solver, relaxed=relaxed)

    def reaches(self, cost: Mapping[int, float], least: float) -> bool:
        """Whether the relaxation does."""
        mixed = self.maximise(cost, relaxed=True)
        return mixed.weights is not None and mixed.bound >= least

    def left_by(self, cost: Mapping[int, float], least: float, patience: Patience = ENDLESS) -> Bools:
        """The levels [m, k] with which the relaxation still reaches `least`; all others can be left out."""
        k = self.problem.n_levels
        left = self.available.copy()
        solver = _quiet()
        solver.passModel(self._model(cost, relaxed=True))
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

    def _model(self, cost: Mapping[int, float] | Floats, *, relaxed: bool) -> highspy.HighsLp:
        n = len(self.low)
        costs = np.zeros(n)
        if isinstance(cost, Mapping):
            for at, value in cost.items():
                costs[at] = value
        else:
            costs[: cost.size] = cost.ravel()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = n, len(self.rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.array(self.low), np.array(self.high)
        model.row_lower_ = np.array([low for _, _, low, _ in self.rows])
        model.row_upper_ = np.array([high for _, _, _, high in self.rows])
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        lengths = [len(index) for index, _, _, _ in self.rows]
        matrix.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        matrix.index_ = np.concatenate([index for index, _, _, _ in self.rows])
        matrix.value_ = np.concatenate([value for _, value, _, _ in self.rows])
        if not relaxed:
            kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
            model.integrality_ = [kinds[0] if whole else kinds[1] for whole in self.whole]
        return model

    def _found(self, solver: highspy.Highs, *, relaxed: bool) -> Found:
        m, k = self.problem.n_subjects, self.problem.n_levels
        status, info = solver.getModelStatus(), solver.getInfo()
        is_over = status in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        )
        has_some = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        bound = info.objective_function_value if relaxed else info.mip_dual_bound
        if not has_some:
            return Found(None, np.zeros(0), -INFINITE, -INFINITE if is_over else bound, is_over)
        columns = np.array(solver.getSolution().col_value)
        weights = columns[: m * k].reshape(m, k)
        levels = weights.argmax(axis=1)
        return Found(levels, columns[m * k :], info.objective_function_value, bound, is_over, weights)


def largest_set(n: int, within: Sequence[frozenset[int]], outside: Sequence[frozenset[int]]) -> frozenset[int] | None:
    """The most of n members such that of each set in `within` one is left out, and of each in `outside` one is in; None
    when there is no such set."""
    if not n:
        return None if outside or within else frozenset()
    solver = _quiet()
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


class _Silent(highspy.Highs):
    """Says its name as soon as it is made, on what others print on; so it is silenced before it does anything."""

    def enableCallbacks(self) -> None:  # noqa: N802  # a name of HiGHS
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _quiet() -> highspy.Highs:
    """One core, nothing said, and no gap left that we could see."""
    solver = _Silent()  # type: ignore[no-untyped-call]
    for name, value in (
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-7),
        ("mip_feasibility_tolerance", TOLERANCE),
        ("primal_feasibility_tolerance", TOLERANCE),
        ("mip_detect_symmetry", False),
        ("mip_allow_cut_separation_at_nodes", False),
    ):
        solver.setOptionValue(name, value)
    return solver
