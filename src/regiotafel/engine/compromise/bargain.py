"""The solution of Nash (1950): the package with the highest product of what everybody gains over no agreement.

Only packages count with which nobody has less than without an agreement. Where not everybody can gain, as many as can,
and then the product of what they gain (Caragiannis et al., 2019). The logarithm of a gain is kept below tangents, which
are added where a better package is found until the bound that they give is reached (outer approximation: Duran and
Grossmann, 1986).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.common.solver import ENDLESS, INFINITE, Patience

from .problem import Problem
from .solver import Program
from .steps import SLACK, Package, Steps, package, shares

# A gain that counts as one, in percent.
LEAST_GAIN = 1e-4
# Logarithms of products that are closer than this are the same.
SAME_LOG = 1e-6
# Gains at which there is a tangent to begin with, in percent.
TANGENTS = tuple(float(gain) for gain in np.geomspace(0.1, 100.0, 16))
MOST_LOG = math.log(100.0)


def nash(problem: Problem, patience: Patience = ENDLESS, *, by_people: bool = False) -> Package | None:
    """None when no package gives everybody at least what no agreement gives. Raises ValueError without such a point."""
    if problem.no_agreement is None:
        raise ValueError("there is no point of no agreement")
    without = problem.satisfaction(problem.no_agreement)
    return _Bargain(problem, Program.of(problem), without, shares(problem, by_people=by_people)).struck(patience)


@dataclass
class _Bargain:
    """without: satisfaction with no agreement [n]; part: how much each counts [n]; gains: columns that are 1 for who
    gains; logs: columns at most the logarithm of what they gain, and 0 for others."""

    problem: Problem
    program: Program
    without: Floats
    part: Floats
    gains: list[int] = field(default_factory=list)
    logs: list[int] = field(default_factory=list)

    def struck(self, patience: Patience) -> Package | None:
        self._add_gains()
        found = self.program.maximise(dict.fromkeys(self.gains, 1.0), patience=patience.for_a_first())
        if found.levels is None:
            return None
        self.program.row(dict.fromkeys(self.gains, 1.0), round(found.value) - 0.5)
        self._add_logarithms()
        best, bound, is_proven = found.levels, INFINITE, found.is_proven
        while is_proven and bound > self.worth(best) + SAME_LOG:
            found = self.program.maximise(self._product, patience=patience, start=best)
            is_proven = found.is_proven
            bound = min(bound, found.bound)
            if found.levels is None:
                break
            best = max(best, found.levels, key=self.worth)
            self._add_tangents(self.gained(found.levels))
        gap = 0.0 if is_proven else 1.0 - math.exp(min(0.0, self.worth(best) - bound))
        return self._among_equals(best, patience, gap) if is_proven else package(self.problem, best, False, gap)

    def _among_equals(self, best: Ints, patience: Patience, gap: float) -> Package:
        least = self.worth(best) - SAME_LOG
        self.program.row(self._product, least)

        def is_kept(levels: Ints) -> bool:
            if self.worth(levels) >= least - SAME_LOG:
                return True
            self._add_tangents(self.gained(levels))
            return False

        steps = Steps(self.problem, self.program, best, patience, is_kept=is_kept)
        steps.highest_mean(self.part)
        steps.highest_floor()
        steps.nearest_levels()
        return package(self.problem, steps.best, steps.is_proven, gap)

    def gained(self, levels: Ints) -> Floats:
        return np.asarray(self.problem.satisfaction(levels) - self.without)

    def worth(self, levels: Ints) -> float:
        """The logarithm of the product of what the gainers gain, each by how much it counts."""
        gained = self.gained(levels)
        return math.fsum(p * math.log(one) for p, one in zip(self.part, gained, strict=True) if one >= LEAST_GAIN / 2)

    @property
    def _product(self) -> Mapping[int, float]:
        return {column: float(p) for column, p in zip(self.logs, self.part, strict=True)}

    def _least(self, i: int) -> float:
        """What the levels must bring a party to have as much as without an agreement."""
        return float(self.without[i] - self.problem.base[i])

    def _add_gains(self) -> None:
        for i in range(self.problem.n_parties):
            self.gains.append(self.program.column(0.0, 1.0, whole=True))
            self.program.package_row(self.problem.gains[i], self._least(i) - SLACK)
            self.program.package_row(self.problem.gains[i], self._least(i), also={self.gains[i]: -LEAST_GAIN})

    def _add_logarithms(self) -> None:
        for gains in self.gains:
            self.logs.append(self.program.column(-INFINITE, MOST_LOG))
            self.program.row({self.logs[-1]: 1.0, gains: -MOST_LOG}, -INFINITE, 0.0)
        for gain in TANGENTS:
            self._add_tangents(np.full(self.problem.n_parties, gain))

    def _add_tangents(self, gained: Floats) -> None:
        """log g <= log a + (g - a) / a where a = what is gained; no such limit for who gains nothing."""
        for i, column in enumerate(self.logs):
            at = max(float(gained[i]), LEAST_GAIN)
            free = max(0.0, 1.0 - math.log(at))
            least = math.log(at) - 1.0 - self._least(i) / at
            # log a - 1 + g / a + free (1 - gains) - log >= 0
            also = {column: -1.0, self.gains[i]: -free}
            self.program.package_row(self.problem.gains[i] / at, -(least + free), also=also)
