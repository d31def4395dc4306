"""What a red line costs, and what stands when something moves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from regiotafel.engine.common.arrays import Bools, Ints
from regiotafel.engine.common.solver import ENDLESS, Patience

from .conflicts import Member
from .problem import SAME, Problem
from .search import at_once, floors, tightened_within
from .solver import Program

N_DRAWS, MOVED = 20, 0.1
MOST_RETURNS = 3


@dataclass(frozen=True)
class Concession:
    """Red lines given up together: the floor then, and a package that has it. price: by how much the floor rises, in
    percent; of a region without any package the whole floor. is_proven: no more."""

    lines: tuple[Member, ...]
    price: float
    levels: Ints | None
    is_proven: bool

    @property
    def line(self) -> Member:
        """The one, where it is one alone."""
        return self.lines[0]


def red_lines(problem: Problem) -> list[Member]:
    """All there are, by party and subject."""
    return [Member(party=int(i), subject=int(j)) for i, j in np.argwhere(problem.never.any(axis=2))]


def price(problem: Problem, line: Member, floor: float | None, patience: Patience = ENDLESS) -> Concession:
    """Of one red line. floor: the highest there is now, None when no package is possible."""
    return _price(problem, (line,), floor, floor, patience)


def prices(problem: Problem, floor: float | None, patience: Patience = ENDLESS) -> list[Concession]:
    """Of every red line, the dearest first."""
    return dearest_first(price(problem, line, floor, patience) for line in red_lines(problem))


def dearest_first(some: Iterable[Concession]) -> list[Concession]:
    """By name at a tie."""
    return sorted(some, key=lambda one: (-one.price, one.lines))


def best_concession(problem: Problem, floor: float | None, patience: Patience = ENDLESS) -> Concession | None:
    """The red line that raises the floor most, if any does; by name at a tie. Others are only looked at as far as they
    could do more."""
    return _best(problem, floor, [(line,) for line in red_lines(problem)], patience)


def best_pair(problem: Problem, floor: float | None, patience: Patience = ENDLESS) -> Concession | None:
    """The two red lines that raise the floor most when they are given up together, where one alone does not raise it;
    such a package has what both of them open."""
    return _best(problem, floor, [*combinations(red_lines(problem), 2)], patience)


def _best(
    problem: Problem, floor: float | None, among: Sequence[tuple[Member, ...]], patience: Patience
) -> Concession | None:
    best: Concession | None = None
    bounds = list(_bounds(problem, floor, among, patience))
    is_proven = patience.left > 0
    for bound, lines in sorted(bounds, key=lambda one: (-one[0], one[1])):
        known = best.price + (floor or 0.0) if best else floor
        if known is not None and bound <= known + SAME:
            break
        found = _price(problem, lines, floor, known, patience)
        is_proven &= found.is_proven
        if found.price > (best.price if best else 0.0) + SAME:
            best = found
    return replace(best, is_proven=is_proven) if best else None


def _bounds(
    problem: Problem, floor: float | None, among: Sequence[tuple[Member, ...]], patience: Patience
) -> Iterator[tuple[float, tuple[Member, ...]]]:
    """Of each of these that could raise the floor, how far at most by the relaxation; as long as there is time."""
    for lines in among:
        if patience.left <= 0:
            return
        available = _opened(problem, lines)
        if available is not None:
            program, column = floors(_without(problem, lines), available)
            mixed = program.maximise({column: 1.0}, relaxed=True)
            if mixed.weights is not None and (floor is None or mixed.bound > floor + SAME):
                yield mixed.bound, lines


def _opened(problem: Problem, lines: Sequence[Member]) -> Bools | None:
    """What is new has on each of these subjects a level that only these red lines rule out [m, k]; None where some
    subject has no such level."""
    without = _without(problem, lines).open
    available = problem.open.copy()
    for j in {line.subject for line in lines}:
        available[j] = without[j] & ~problem.open[j]
        if not available[j].any():
            return None
    return available


def _without(problem: Problem, lines: Iterable[Member]) -> Problem:
    return problem.without_red_lines([(line.party, line.subject) for line in lines])


def _price(
    problem: Problem, lines: tuple[Member, ...], floor: float | None, known: float | None, patience: Patience
) -> Concession:
    """known: a floor that must be surpassed to count."""
    nothing = Concession(lines, 0.0, None, is_proven=True)
    available = _opened(problem, lines)
    if available is None:
        return nothing
    without = _without(problem, lines)
    least = 0.0 if known is None else known + 2 * SAME
    program, column = tightened_within(without, available, least, patience)
    found = program.maximise({column: 1.0}, patience=patience)
    if found.levels is None:
        return replace(nothing, is_proven=found.is_proven)
    after = float(without.satisfaction(found.levels).min())
    return Concession(lines, max(0.0, after - (floor or 0.0)), found.levels, found.is_proven)


@dataclass(frozen=True)
class Return:
    """One subject moved in return for a concession, in percent of an ideal: gain: what it brings the party that
    conceded; cost: what it takes of all who lose by it together; dearest: who of them loses most, -1 where nobody does,
    and most: how much that is."""

    subject: int
    before: int
    level: int
    gain: float
    cost: float
    dearest: int
    most: float


def returns(problem: Problem, one: Concession, floor: float | None, patience: Patience = ENDLESS) -> list[Return]:
    """What could be offered for one concession: the few subjects that, moved together in its package, bring who
    conceded most beyond what they take of another on average; nobody then has less than the floor was.

    Each gives way where that costs little and brings the other much: so a bargain gains (logrolling: Riker and Brams,
    1973).
    """
    if one.levels is None:
        return []
    without, i = _without(problem, one.lines), one.line.party
    subjects = np.arange(problem.n_subjects)
    moved = without.gains - without.gains[:, subjects, one.levels][:, :, None]  # what each level changes [n, m, k]
    lost = np.maximum(-moved, 0.0)
    lost[i] = 0.0
    worth = moved[i] - lost.sum(axis=0) / max(1, problem.n_parties - 1)
    program = Program.of(without)
    for party in range(problem.n_parties):
        program.package_row(without.gains[party], (floor or 0.0) - float(without.base[party]) - SAME / 2)
    same = {int(j * problem.n_levels + level): 1.0 for j, level in enumerate(one.levels)}
    program.row(same, float(problem.n_subjects - MOST_RETURNS))
    found = program.maximise(worth, patience=patience)
    if found.levels is None:
        return []
    offered = [
        Return(
            subject=int(j),
            before=int(one.levels[j]),
            level=int(found.levels[j]),
            gain=float(moved[i, j, found.levels[j]]),
            cost=math.fsum(lost[:, j, found.levels[j]]),
            dearest=int(lost[:, j, found.levels[j]].argmax()) if lost[:, j, found.levels[j]].max() > SAME else -1,
            most=float(lost[:, j, found.levels[j]].max()),
        )
        for j in np.flatnonzero(found.levels != one.levels)
    ]
    return sorted(offered, key=lambda each: (-each.gain, each.subject)) if found.value > SAME else []


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
