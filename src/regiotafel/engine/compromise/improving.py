"""From a package on: a better one with which nobody has less.

People accept a step from where they are sooner than a package that comes from nowhere (the Pareto improvements over a
single negotiating text: Raiffa, The Art and Science of Negotiation, 1982, ch. 17).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints

from .problem import SAME, Problem
from .solver import ENDLESS, Patience, Program
from .steps import Package, Steps, package, shares


@dataclass(frozen=True)
class Improvement:
    """package: None when none was found that gives anybody more. is_proven: that none is left to find; with a package,
    that none gives all together more."""

    package: Package | None
    is_proven: bool


def improvement(
    problem: Problem, baseline: Ints, least: Floats | None = None, patience: Patience = ENDLESS
) -> Improvement:
    """With which nobody has less than in the baseline and all together have most, ties as in every rule. least: of each
    party the percentage below which it does not sign [n]; who is below it in the baseline has at least that."""
    now = problem.satisfaction(baseline)
    wanted = now if least is None else np.maximum(now, least)
    program = Program.of(problem)
    for i in range(problem.n_parties):
        program.package_row(problem.gains[i], float(wanted[i] - problem.base[i]) - SAME / 2)
    part = shares(problem, by_people=False)
    worth = np.tensordot(part, problem.gains, axes=1)
    found = program.maximise(worth, patience=patience)
    if found.levels is None:
        return Improvement(None, found.is_proven)
    steps = Steps(problem, program, found.levels, patience, found.is_proven)
    if found.is_proven:
        steps.highest_mean(part)
        steps.highest_floor()
        steps.nearest_levels()
    better = package(problem, steps.best, steps.is_proven)
    gains = bool((better.satisfaction > now + SAME).any())
    # Nobody gains with the highest mean that there is: then nobody can.
    return Improvement(better if gains else None, steps.is_proven if gains else found.is_proven)


@dataclass(frozen=True)
class Better:
    """levels: by subject; None when nothing better was found."""

    levels: Mapping[str, str] | None
    is_proven: bool


def better_than(
    problem: Problem, levels: Mapping[str, str], least: Mapping[str, float], patience: Patience = ENDLESS
) -> Better:
    """The same by name. levels: of every subject; least: of the parties that said so."""
    floors = np.array([least.get(name, 0.0) for name in problem.parties])
    found = improvement(problem, problem.placed(levels), floors, patience)
    return Better(problem.named(found.package.levels) if found.package else None, found.is_proven)
