"""What everybody can live with already, subject by subject."""

from __future__ import annotations

import numpy as np

from regiotafel.engine.common.arrays import Bools, Ints

from .problem import SAME, Problem
from .solver import Program

# How content a party is with a level with which it can live.
CAN_LIVE = 0.5


def agreed(problem: Problem) -> Ints:
    """Of each subject the level with which everybody who has a position on it can live, and that some package can have;
    -1 where there is none [m].

    Where there are more, whoever likes it least decides, then all of them, then what is nearest to people. A link that
    these levels break together takes its subjects out.
    """
    stated: Bools = problem.stated
    can_live = (problem.likes >= CAN_LIVE) | ~stated[:, :, None]
    fine = np.all(can_live, axis=0) & problem.open & np.any(stated, axis=0)[:, None]
    linked = {j for link in problem.links for j, _ in (*link.when, *link.then)}
    for j in linked & {*np.flatnonzero(fine.any(axis=1)).tolist()}:
        fine[j] &= [is_fine and _can_be(problem, j, level) for level, is_fine in enumerate(fine[j])]
    likes = np.where(stated[:, :, None], problem.likes, 1.0)
    worth = np.where(fine, likes.min(axis=0) + SAME * likes.mean(axis=0), -1.0)
    found = np.where(fine.any(axis=1), worth.argmax(axis=1), -1)
    broken = {
        j
        for link in problem.links
        for j, _ in (*link.when, *link.then)
        if all(found[one] >= 0 for one, _ in (*link.when, *link.then)) and not link.is_kept(found)
    }
    found[sorted(broken)] = -1
    return np.asarray(found)


def _can_be(problem: Problem, j: int, level: int) -> bool:
    available = problem.open.copy()
    available[j] = False
    available[j, level] = True
    return not Program(problem, available, problem.links).maximise({}).is_impossible
