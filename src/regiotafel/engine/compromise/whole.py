"""All that is told of a problem, and of one package that somebody made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.solver import ENDLESS, Patience
from regiotafel.engine.results import compromise as results

from .document import member_document
from .paradoxes import crossed
from .problem import Problem
from .searching import RULES, searched


def found(
    problem: Problem,
    patience: Patience = ENDLESS,
    rules: Sequence[str] = RULES,
    *,
    with_people: bool = True,
    explained: bool = False,
) -> results.Compromise:
    """The whole search at once; what is asked stands at `searched`."""
    *_, last = searched(problem, patience, rules, with_people=with_people, explained=explained)
    return last.told


def quick(problem: Problem) -> results.Compromise:
    """What can be said at once: a package with a high floor and how far that is from the best at most, or a first
    reason why there is none."""
    return found(problem, Patience(0.0), ("max_min", "median"), with_people=False)


@dataclass(frozen=True)
class Told:
    """satisfaction: by party, in percent; broken: the red lines and links that it crosses."""

    satisfaction: Mapping[str, float]
    broken: Sequence[results.Member]
    is_allowed: bool


def told_of(problem: Problem, levels: Mapping[str, str]) -> Told:
    """levels: by subject, of every subject."""
    chosen = problem.placed(levels)
    columns = np.arange(problem.n_subjects)
    return Told(
        dict(zip(problem.parties, problem.satisfaction(chosen).tolist(), strict=True)),
        [member_document(problem, one) for one in crossed(problem, chosen)],
        bool(problem.allowed[columns, chosen].all()),
    )
