"""From a package on: a better one with which nobody has less.

People accept a step from where they are sooner than a package that comes from nowhere (the Pareto improvements over a
single negotiating text: Raiffa, The Art and Science of Negotiation, 1982, ch. 17).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.common.solver import ENDLESS, Patience

from .problem import SAME, Problem
from .solver import Program
from .steps import Package, Steps, package, shares


@dataclass(frozen=True)
class Improvement:
    """package: None when none was found that gives anybody more. is_proven: that none is left to find; with a package,
    that none gives all together more."""

    package: Package | None
    is_proven: bool


# So long a first look takes, before the search that goes on until it is certain; in seconds.
FIRST_LOOK = 2.0


def improvement(
    problem: Problem,
    baseline: Ints,
    least: Floats | None = None,
    patience: Patience = ENDLESS,
    start: Ints | None = None,
) -> Improvement:
    """With which nobody has less than in the baseline and all together have most, ties as in every rule. least: of each
    party the percentage below which it does not sign [n]; who is below it in the baseline has at least that. start: a
    package to begin with, if it fits."""
    now = problem.satisfaction(baseline)
    wanted = now if least is None else np.maximum(now, least)
    program = Program.of(problem)
    for i in range(problem.n_parties):
        program.package_row(problem.gains[i], float(wanted[i] - problem.base[i]) - SAME / 2)
    part = shares(problem, by_people=False)
    worth = np.tensordot(part, problem.gains, axes=1)
    found = program.maximise(worth, patience=patience, start=start)
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
    """levels: by subject; None when nothing better was found. is_proven: see Improvement. reaches_least: everybody has
    at least what they said."""

    levels: Mapping[str, str] | None
    is_proven: bool
    reaches_least: bool


def better_than(
    problem: Problem, levels: Mapping[str, str], least: Mapping[str, float], patience: Patience = ENDLESS
) -> Iterator[tuple[int, int, Better]]:
    """By name: how many of how many pieces of work are done, and the best so far. levels: of every subject; least: of
    the parties that said so. First with everybody at least at that, and where that is not found, with nobody below
    where they are. Each is a short look, and then a search until it is certain."""
    baseline = problem.placed(levels)
    floors = np.array([least.get(name, 0.0) for name in problem.parties])
    turns = [floors, np.zeros_like(floors)] if least else [floors]
    n, best = 2 * len(turns), Better(None, False, False)
    for turn, wanted in enumerate(turns):
        is_last, whole = turn == len(turns) - 1, patience.part(len(turns) - turn)
        start: Ints | None = None
        for n_done, look in enumerate((whole.at_most(FIRST_LOOK), whole), start=2 * turn + 1):
            found = improvement(problem, baseline, wanted, look, start)
            if found.package is not None:
                start = found.package.levels
                best = Better(problem.named(start), found.is_proven, wanted is floors)
            elif is_last and best.levels is None:
                best = Better(None, found.is_proven, False)
            if found.is_proven:
                break
            yield n_done, n, best
        if best.levels is not None:
            break
    yield n, n, best
