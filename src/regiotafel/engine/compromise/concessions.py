"""What a red line costs, what a package can be improved by, and what stands when something moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints

from .conflicts import Member
from .problem import SAME, Problem
from .search import at_once, floors, tightened_within
from .solver import ENDLESS, Patience, Program
from .steps import Package, Steps, package, shares

N_DRAWS, MOVED = 20, 0.1


@dataclass(frozen=True)
class Concession:
    """One red line given up: the floor then, and a package that has it. price: by how much the floor rises, in percent;
    of a region without any package the whole floor. is_proven: no more."""

    line: Member
    price: float
    levels: Ints | None
    is_proven: bool


def red_lines(problem: Problem) -> list[Member]:
    """All there are, by party and subject."""
    return [Member(party=int(i), subject=int(j)) for i, j in np.argwhere(problem.never.any(axis=2))]


def prices(problem: Problem, floor: float | None, patience: Patience = ENDLESS) -> list[Concession]:
    """Of every red line, the dearest first. floor: the highest there is now, None when no package is possible."""
    found = [_price(problem, line, floor, floor, patience) for line in red_lines(problem)]
    return sorted(found, key=lambda one: (-one.price, one.line))


def best_concession(problem: Problem, floor: float | None, patience: Patience = ENDLESS) -> Concession | None:
    """The red line that raises the floor most, if any does; by name at a tie. Others are only looked at as far as they
    could do more."""
    best: Concession | None = None
    is_proven = True
    for _bound, line in sorted(_bounds(problem, floor), key=lambda one: (-one[0], one[1])):
        known = best.price + (floor or 0.0) if best else floor
        found = _price(problem, line, floor, known, patience)
        is_proven &= found.is_proven
        if found.price > (best.price if best else 0.0) + SAME:
            best = found
    return replace(best, is_proven=is_proven) if best else None


def _bounds(problem: Problem, floor: float | None) -> Iterator[tuple[float, Member]]:
    """Of each red line that could raise the floor, how far at most by the relaxation."""
    for line in red_lines(problem):
        opened = _opened(problem, line)
        if opened.any():
            program, column = floors(_without(problem, line), _only(problem, line, opened))
            mixed = program.maximise({column: 1.0}, relaxed=True)
            if mixed.weights is not None and (floor is None or mixed.bound > floor + SAME):
                yield mixed.bound, line


def _opened(problem: Problem, line: Member) -> Bools:
    """The levels of its subject that only this red line rules out [k]."""
    without = _without(problem, line)
    return np.asarray(without.open[line.subject] & ~problem.open[line.subject])


def _without(problem: Problem, line: Member) -> Problem:
    return problem.without_red_lines([(line.party, line.subject)])


def _only(problem: Problem, line: Member, opened: Bools) -> Bools:
    """What is new has one of the levels that were opened."""
    available = problem.open.copy()
    available[line.subject] = opened
    return available


def _price(problem: Problem, line: Member, floor: float | None, known: float | None, patience: Patience) -> Concession:
    """known: a floor that must be surpassed to count."""
    opened = _opened(problem, line)
    nothing = Concession(line, 0.0, None, is_proven=True)
    if not opened.any():
        return nothing
    without, available = _without(problem, line), _only(problem, line, opened)
    least = 0.0 if known is None else known + 2 * SAME
    program, column = tightened_within(without, available, least, patience)
    found = program.maximise({column: 1.0}, patience=patience)
    if found.levels is None:
        return replace(nothing, is_proven=found.is_proven)
    after = float(without.satisfaction(found.levels).min())
    return Concession(line, max(0.0, after - (floor or 0.0)), found.levels, found.is_proven)


def improvement(
    problem: Problem, baseline: Ints, least: Floats | None = None, patience: Patience = ENDLESS
) -> Package | None:
    """With which nobody has less than in the baseline and all together have most, ties as in every rule; None when no
    package gives anybody more. least: of each party the percentage below which it does not sign [n]."""
    now = problem.satisfaction(baseline)
    wanted = now if least is None else np.maximum(now, least)
    program = Program.of(problem)
    for i in range(problem.n_parties):
        program.package_row(problem.gains[i], float(wanted[i] - problem.base[i]) - SAME / 2)
    part = shares(problem, by_people=False)
    worth = np.tensordot(part, problem.gains, axes=1)
    found = program.maximise(worth, patience=patience)
    if found.levels is None:
        return None
    steps = Steps(problem, program, found.levels, patience, found.is_proven)
    if found.is_proven:
        steps.highest_mean(part)
        steps.highest_floor()
        steps.nearest_levels()
    better = package(problem, steps.best, steps.is_proven)
    gains = bool((better.satisfaction > now + SAME).any())
    return better if gains else None


@dataclass(frozen=True)
class Stability:
    """moved: when all points move by at most a tenth, each by chance, the lowest that the floor of this package became,
    and the most that any other package could then have been above it. without: the party that lies furthest from the
    others, and by how much the floor of these could be higher if it were not there."""

    floor: float
    regret: float
    without: int
    others_floor: float
    others_regret: float


def stability(problem: Problem, levels: Ints, seed: int = 0) -> Stability:
    """Bounds from the relaxation, so regrets are never too small."""
    random = np.random.default_rng(seed)
    lowest, regret = float(problem.satisfaction(levels).min()), 0.0
    for _ in range(N_DRAWS):
        moved = replace(problem, points=problem.heaviness * random.uniform(1 - MOVED, 1 + MOVED, problem.points.shape))
        floor = float(moved.satisfaction(levels).min())
        lowest, regret = min(lowest, floor), max(regret, _bound(moved) - floor)
    extreme = most_extreme(problem)
    others = problem.only([i for i in range(problem.n_parties) if i != extreme])
    if not others.n_parties:
        return Stability(lowest, regret, extreme, 100.0, 0.0)
    floor = float(others.satisfaction(levels).min())
    return Stability(lowest, regret, extreme, floor, max(0.0, at_once(others).bound - floor))


def _bound(problem: Problem) -> float:
    program, column = floors(problem)
    return program.maximise({column: 1.0}, relaxed=True).bound


def most_extreme(problem: Problem) -> int:
    """The party whose wishes lie, weighted by its points, furthest from the middle of all wishes."""
    wants = np.where(problem.stated, problem.wants, 0).astype(np.float64)
    middle = wants.sum(axis=0) / np.maximum(problem.stated.sum(axis=0), 1)
    far = np.where(problem.stated, np.abs(wants - middle), 0.0) * problem.heaviness
    return int((far.sum(axis=1) / np.maximum(problem.heaviness.sum(axis=1), 1e-300)).argmax())
