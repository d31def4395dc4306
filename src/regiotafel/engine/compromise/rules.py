"""The rules by which one package is chosen of all that are possible; `bargain` has the fourth.

*utilitarian*: the highest mean satisfaction. *max_min*: the highest floor, which is the satisfaction of whoever has
least. *leximin*: the highest floor, then the highest second lowest, and so on (Sen, 1970; by how many parties reach
each threshold, as in Ogryczak and Śliwiński, 2006). *median*: of each subject the level with the fewest steps to what
parties want; it looks at the law alone, and may cross red lines and links.

Of packages that a rule finds equal the highest mean is chosen, then the highest floor, and then, by subject in the
order of their names, the level that is nearest to people. So the order of a file never decides.

Weighted by people the mean and the median count every inhabitant. A floor belongs to a municipality, however large, so
max_min and leximin have no such weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats
from regiotafel.engine.common.solver import ENDLESS, Patience

from .listing import alternatives, same_to_all
from .problem import SAME, Problem
from .search import at_once, better, narrowed, tightened
from .solver import Found, Program
from .steps import SLACK, Package, Steps, package, shares, summed

# So many packages with the same floors are listed, each some seconds of searching at worst.
MOST_LISTED = 12


def utilitarian(problem: Problem, patience: Patience = ENDLESS, *, by_people: bool = False) -> Package | None:
    """The highest mean; None when no package is possible."""
    part = shares(problem, by_people=by_people)
    worth = np.tensordot(part, problem.gains, axes=1)
    program = Program.of(problem)
    found = program.maximise(worth, patience=patience.for_a_first())
    if found.levels is None:
        return None
    steps = Steps(problem, program, found.levels, patience, found.is_proven)
    value, base = summed(worth, found.levels), float(part @ problem.base)
    if found.is_proven:
        steps.keep(worth, value)
        steps.highest_floor()
        steps.nearest_levels()
    return package(problem, steps.best, steps.is_proven, _gap(value + base, found.bound + base, found))


@dataclass(frozen=True)
class Floor:
    """The highest floor that was found, and the levels [m, k] that a package with it can have; max_min and leximin both
    go on from there."""

    found: Found
    available: Bools


def highest_floor(problem: Problem, patience: Patience = ENDLESS, before: Floor | None = None) -> Floor:
    """As high as it can be, when there is time to prove that. before: how far an earlier search came."""
    found = best_floor(problem, patience, before.found if before else None)
    if found.levels is None or not found.is_proven:
        return Floor(found, problem.open)
    return Floor(found, narrowed(problem, float(problem.satisfaction(found.levels).min()), patience))


def max_min(problem: Problem, patience: Patience = ENDLESS, floor: Floor | None = None) -> Package | None:
    """The highest floor; None when no package is possible. floor: when it was found before."""
    steps, gap = _from_the_floor(problem, patience, floor)
    if steps is None:
        return None
    if steps.is_proven:
        steps.highest_mean(shares(problem, by_people=False))
        steps.nearest_levels()
    return package(problem, steps.best, steps.is_proven, gap)


def leximin(problem: Problem, patience: Patience = ENDLESS, floor: Floor | None = None) -> Package | None:
    """The highest floors in order; None when no package is possible. floor: when it was found before.

    Mostly few packages have the highest floor, and these are listed; only where they are many, floor by floor.
    """
    steps, gap = _from_the_floor(problem, patience, floor)
    if steps is None:
        return None
    for turn in range(1, problem.n_parties + 1):
        if not steps.is_proven or _chosen_from_list(steps):
            break
        if turn < problem.n_parties:
            _raise(steps, turn)
        else:
            steps.nearest_levels()
    return package(problem, steps.best, steps.is_proven, gap)


def _gap(value: float, bound: float, found: Found) -> float:
    return 0.0 if found.is_proven or bound <= 0 else max(0.0, (bound - value) / bound)


def _from_the_floor(problem: Problem, patience: Patience, floor: Floor | None) -> tuple[Steps | None, float]:
    """Among all packages with the highest floor, if there are any; and by what share that could be higher."""
    floor = floor or highest_floor(problem, patience)
    found = floor.found
    if found.levels is None:
        return None, 0.0
    least = float(problem.satisfaction(found.levels).min())
    steps = Steps(problem, Program(problem, floor.available, problem.links), found.levels, patience, found.is_proven)
    for i in range(problem.n_parties):
        steps.keep(problem.gains[i], least - float(problem.base[i]))
    return steps, _gap(least, found.bound, found)


def best_floor(problem: Problem, patience: Patience = ENDLESS, before: Found | None = None) -> Found:
    """What can be said at once, and then branch and bound among the levels that can still be better. before: begins
    there."""
    quick = at_once(problem) if before is None else before
    if quick.levels is None and not quick.is_impossible:
        quick = _any(problem, patience)
    if quick.levels is None or quick.is_proven or patience.left <= 0:
        return quick
    program = tightened(problem, quick.value, patience)
    found = program.maximise({program.n_columns - 1: 1.0}, patience=patience, start=quick.levels)
    levels = better(problem, quick.levels, found.levels)
    value = float(problem.satisfaction(levels).min())
    bound = value if found.is_proven else max(value, min(found.bound, quick.bound))
    return Found(levels, found.rest, value, bound, found.is_proven)


def _any(problem: Problem, patience: Patience) -> Found:
    """Some package, when the quick answer found none."""
    found = Program.of(problem).maximise(problem.gains.mean(axis=0), patience=patience.for_a_first())
    if found.levels is None:
        return found
    return Found(found.levels, found.rest, float(problem.satisfaction(found.levels).min()), 100.0, is_proven=False)


def _chosen_from_list(steps: Steps) -> bool:
    """The best of all packages that are left, when these are few enough to list."""
    problem = steps.problem
    few = alternatives(steps.program, steps.best, MOST_LISTED, steps.patience)
    steps.is_proven &= few.is_proven
    best = max((np.sort(problem.satisfaction(one)) for one in few.packages), key=_in_steps)
    as_good = [one for one in few.packages if _is_same(np.sort(problem.satisfaction(one)), best)]
    if not few.is_whole:
        steps.best = as_good[0]
        return False
    nearest = []
    for one in as_good:
        alike = Steps(problem, Program(problem, same_to_all(problem, one), problem.links), one, steps.patience)
        alike.nearest_levels()
        steps.is_proven &= alike.is_proven
        nearest.append(alike.best)
    steps.best = min(nearest, key=tuple)
    return True


def _in_steps(floors: Floats) -> tuple[int, ...]:
    return tuple(round(float(one) / SAME) for one in floors)


def _is_same(some: Floats, others: Floats) -> bool:
    return bool((np.abs(some - others) <= SAME).all())


def _raise(steps: Steps, turn: int) -> None:
    """Of the floors in order the one whose turn it is as high as it can be.

    A column for each party is 1 only when it has at least that; all but `turn` of them must.
    """
    problem, program = steps.problem, steps.program
    n = problem.n_parties
    floor = float(problem.satisfaction(steps.best).min())
    now = float(np.sort(problem.satisfaction(steps.best))[turn])
    most = max(float(np.sort([_cap(steps, i) for i in range(n)])[turn]), now)
    there = [program.column(0.0, 1.0, whole=True) for _ in range(n)]
    target = program.column(now - SLACK, most)
    program.row(dict.fromkeys(there, 1.0), float(n - turn))
    span = most - floor + SLACK
    for i, column in enumerate(there):
        program.package_row(problem.gains[i], -span - float(problem.base[i]), also={target: -1.0, column: -span})
    if most > now + SLACK:
        steps.highest({target: 1.0}, lambda levels: float(np.sort(problem.satisfaction(levels))[turn]))
    reached = float(np.sort(problem.satisfaction(steps.best))[turn]) - SLACK
    program.low[target] = program.high[target] = reached


def _cap(steps: Steps, i: int) -> float:
    """No package that is left gives this party more."""
    mixed = steps.program.maximise(steps.problem.gains[i], relaxed=True)
    return min(100.0, mixed.bound + float(steps.problem.base[i]) + SLACK)


def median(problem: Problem, *, by_people: bool = False) -> Package:
    """Of each subject by itself; it may cross red lines and links."""
    part = np.where(problem.stated.T, shares(problem, by_people=by_people), 0.0)
    steps = np.abs(np.arange(problem.n_levels)[:, None, None] - problem.wants.T[None])
    far = np.where(problem.allowed.T, (part[None] * steps).sum(axis=2), np.inf)
    levels = np.array([int(np.flatnonzero(column <= column.min() + 1e-9)[0]) for column in far.T])
    return package(problem, levels)
