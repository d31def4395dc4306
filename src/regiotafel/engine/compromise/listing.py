"""All packages that a program leaves, when they are few. What makes no difference to anybody is one package."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Bools, Ints
from regiotafel.engine.common.solver import INFINITE, Patience

from .problem import Problem
from .solver import Program


@dataclass(frozen=True)
class Listed:
    """is_whole: there are no others; is_proven: we were not broken off."""

    packages: tuple[Ints, ...]
    is_whole: bool
    is_proven: bool


def alternatives(program: Program, first: Ints, most: int, patience: Patience) -> Listed:
    """first: one of them."""
    problem, found = program.problem, [first]
    rest = program.copy()
    while True:
        _exclude(rest, same_to_all(problem, found[-1]))
        another = rest.maximise({}, patience=patience)
        if another.levels is None:
            return Listed(tuple(found), another.is_proven, another.is_proven)
        found.append(another.levels)
        if len(found) > most:
            return Listed(tuple(found), is_whole=False, is_proven=True)


def same_to_all(problem: Problem, levels: Ints) -> Bools:
    """The levels that bring everybody what these do [m, k]."""
    here = np.take_along_axis(problem.gains, levels[None, :, None], axis=2)
    return np.asarray((problem.gains == here).all(axis=0) & problem.open)


def _exclude(program: Program, same: Bools) -> None:
    """At least one subject gets a level that makes a difference to somebody."""
    m, k = same.shape
    program.row({int(j * k + level): 1.0 for j, level in np.argwhere(same)}, -INFINITE, m - 1.0)
