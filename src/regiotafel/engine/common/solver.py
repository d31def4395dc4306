"""Linear and integer programs, solved by HiGHS (Huangfu and Hall, 2018; MIT licence)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from .arrays import Floats

INFINITE = highspy.kHighsInf
FIRST_SECONDS = 10.0
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
class Solved:
    """columns: of the best that was found, None when nothing was; value: what is maximised, and bound: nothing has
    more. is_proven: nothing is left to search."""

    columns: Floats | None
    value: float
    bound: float
    is_proven: bool


@dataclass(kw_only=True)
class Rows:
    """Columns, each between two numbers and whole or not, and rows that hold sums of them between two numbers."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[NDArray[np.int32], Floats, float, float]] = field(default_factory=list)

    def column(self, low: float, high: float, *, whole: bool = False) -> int:
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    @property
    def n_columns(self) -> int:
        return len(self.low)

    def copy(self) -> Rows:
        """With the same columns and rows, to which others can be added."""
        return Rows(low=[*self.low], high=[*self.high], whole=[*self.whole], rows=[*self.rows])

    def row(self, terms: Mapping[int, float], low: float = -INFINITE, high: float = INFINITE) -> None:
        index = np.fromiter(terms, dtype=np.int32, count=len(terms))
        value = np.fromiter(terms.values(), dtype=np.float64, count=len(terms))
        self.rows.append((index, value, low, high))

    def best(
        self,
        cost: Mapping[int, float] | Floats,
        *,
        patience: Patience = ENDLESS,
        start: Mapping[int, float] | None = None,
        relaxed: bool = False,
        most_nodes: int | None = None,
    ) -> Solved:
        """Where the sum of columns, each times its cost, is highest. start: columns to begin with, if they fit.
        relaxed: columns need not be whole, which gives a bound."""
        solver = quiet()
        solver.passModel(self.model(cost, relaxed=relaxed))
        if start:
            at = np.fromiter(start, dtype=np.int32, count=len(start))
            solver.setSolution(len(at), at, np.fromiter(start.values(), dtype=np.float64, count=len(start)))
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
        return _solved(solver, is_whole=any(self.whole) and not relaxed)

    def model(self, cost: Mapping[int, float] | Floats, *, relaxed: bool) -> highspy.HighsLp:
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


def _solved(solver: highspy.Highs, *, is_whole: bool) -> Solved:
    status, info = solver.getModelStatus(), solver.getInfo()
    is_over = status in (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    bound = info.mip_dual_bound if is_whole else info.objective_function_value
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(None, -INFINITE, -INFINITE if is_over else bound, is_over)
    return Solved(np.array(solver.getSolution().col_value), info.objective_function_value, bound, is_over)


class _Silent(highspy.Highs):
    """Says its name as soon as it is made, on what others print on; so it is silenced before it does anything."""

    def enableCallbacks(self) -> None:  # noqa: N802  # a name of HiGHS
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def quiet() -> highspy.Highs:
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
