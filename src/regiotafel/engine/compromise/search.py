"""A package at once, and how far it can be from the best.

The linear relaxation of max-min lets levels be mixed. At a corner of it no more subjects are mixed than there are
parties and links, so the best package within what it uses is found soon (relaxation enforced neighbourhood: Berthold,
2007). From there one subject or two at a time are changed for the better, until no such change helps. What cannot be
proven by the relaxation alone is, as far as it goes, by the first nodes of branch and bound.
"""

from __future__ import annotations

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.solver import ENDLESS, Patience

from .problem import SAME, Problem
from .solver import Found, Program

# Of branch and bound in the quick answer: some seconds.
FIRST_NODES, FEW_NODES, MOST_CHANGES = 300, 200, 60
FEW_LEVELS = 60  # with fewer, looking for what can be left out takes longer than it saves
NEAR = 0.005  # what we promise of an answer at once
# A mean decides between floors that are the same.
OF_MEAN = 1e-7


def floors(problem: Problem, available: Bools | None = None) -> tuple[Program, int]:
    """A program whose last column is the floor: no party has less."""
    program = Program(problem, problem.open if available is None else available, problem.links)
    return program, program.floor()


def at_once(problem: Problem) -> Found:
    """A package whose floor is high, and a bound on any floor. No clock: the same whatever the machine."""
    program, floor = floors(problem)
    mixed = program.maximise({floor: 1.0}, relaxed=True)
    if mixed.weights is None:
        return mixed
    start = _within(problem, mixed.weights > SAME)
    if start is None:
        start = Program.of(problem).maximise(problem.gains.mean(axis=0), most_nodes=FEW_NODES).levels
    if start is None:
        return Found(None, mixed.rest, mixed.value, mixed.bound, is_proven=False)
    levels = improved(problem, start)
    worth = float(problem.satisfaction(levels).min())
    bound = mixed.bound
    if worth < (1 - NEAR) * bound:
        # Is there any package so much better? Far fewer levels are left in those, and mostly there is none.
        tried = tightened(problem, worth / (1 - NEAR)).maximise({floor: 1.0}, most_nodes=FIRST_NODES)
        levels = better(problem, levels, tried.levels)
        worth = float(problem.satisfaction(levels).min())
        bound = min(bound, max(worth, tried.bound, worth / (1 - NEAR) if tried.is_impossible else tried.bound))
    return Found(levels, mixed.rest, worth, max(bound, worth), is_proven=bound <= worth + SAME)


def better(problem: Problem, one: Ints, other: Ints | None) -> Ints:
    """The one with the highest floor; then with the highest mean."""
    if other is None:
        return one
    return max((one, other), key=lambda levels: _worth(problem.satisfaction(levels)))


def _worth(satisfaction: Floats) -> float:
    return float(satisfaction.min() + OF_MEAN * satisfaction.mean())


def tightened(problem: Problem, worth: float, patience: Patience = ENDLESS) -> Program:
    """The program of floors from `worth` on, with only the levels that some such package can have."""
    return tightened_within(problem, problem.open, worth, patience)[0]


def tightened_within(
    problem: Problem, available: Bools, worth: float, patience: Patience = ENDLESS
) -> tuple[Program, int]:
    """The same, of packages with these levels; and the column of the floor."""
    program, floor = floors(problem, narrowed_within(problem, available, worth, patience))
    program.low[floor] = min(max(worth - SAME, 0.0), 100.0)
    return program, floor


def narrowed(problem: Problem, worth: float, patience: Patience = ENDLESS) -> Bools:
    """The levels [m, k] without those of which the relaxation shows that with them no floor reaches `worth`."""
    return narrowed_within(problem, problem.open, worth, patience)


def narrowed_within(problem: Problem, available: Bools, worth: float, patience: Patience = ENDLESS) -> Bools:
    """The same of these levels [m, k]; none of them where nothing reaches it."""
    if available.sum() < FEW_LEVELS:
        return available
    program, floor = floors(problem, available)
    if not program.reaches({floor: 1.0}, worth - SAME):
        return np.zeros_like(available)
    return program.left_by({floor: 1.0}, worth - SAME, patience)


def _within(problem: Problem, used: Bools) -> Ints | None:
    program, floor = floors(problem, problem.open & used)
    return program.maximise({floor: 1.0}, most_nodes=FEW_NODES).levels


def improved(problem: Problem, levels: Ints) -> Ints:
    """Changed one subject or two at a time, each time the best change, until none helps."""
    now = levels.copy()
    for _ in range(MOST_CHANGES):
        change = _best_change(problem, now)
        if change is None:
            break
        for j, level in change:
            now[j] = level
    return now


def _best_change(problem: Problem, now: Ints) -> list[tuple[int, int]] | None:
    """The change of at most two subjects that is worth most, if any is worth something."""
    m = problem.n_subjects
    at, to = np.nonzero(problem.open)
    satisfied = problem.satisfaction(now)
    moved = problem.gains[:, at, to] - problem.gains[np.arange(problem.n_parties)[:, None], at, now[at]]
    best, change = _worth(satisfied) + SAME / 10, None
    for one in range(m):
        mine = np.flatnonzero(at == one)
        others = np.flatnonzero(at >= one)
        reached = satisfied[:, None, None] + moved[:, mine, None] + moved[:, None, others]
        # The same subject twice: its own change alone.
        same = at[others] == one
        reached[:, :, same] = (satisfied[:, None] + moved[:, mine])[:, :, None]
        worth = reached.min(axis=0) + OF_MEAN * reached.mean(axis=0)
        for flat in np.argsort(-worth, axis=None, kind="stable"):
            first, second = divmod(int(flat), len(others))
            if worth[first, second] <= best:
                break
            tried = [(one, int(to[mine[first]]))]
            if not same[second]:
                tried.append((int(at[others[second]]), int(to[others[second]])))
            if _keeps_links(problem, now, tried):
                best, change = float(worth[first, second]), tried
                break
    return change


def _keeps_links(problem: Problem, now: Ints, change: list[tuple[int, int]]) -> bool:
    then = now.copy()
    for j, level in change:
        then[j] = level
    return all(link.is_kept(then) for link in problem.links)
