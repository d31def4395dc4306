"""All that is told of a problem, and of one package that somebody made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.results import compromise as results

from .bargain import nash
from .conflicts import Member, conflicts, is_possible
from .document import document, member_document
from .problem import Problem
from .rules import leximin, max_min, median, utilitarian
from .solver import ENDLESS, Patience
from .steps import Package

RULES = ("utilitarian", "max_min", "leximin", "nash", "median")
# A floor is of a municipality, whatever its size.
BY_PEOPLE = ("utilitarian", "nash", "median")
# What takes longest comes last, and gets what the others left.
_IN_TURN = ("median", "utilitarian", "nash", "max_min", "leximin")


def package_of(problem: Problem, rule: str, patience: Patience = ENDLESS, *, by_people: bool = False) -> Package | None:
    """None when no package is possible; of nash also when none gives everybody what no agreement gives. by_people: for
    the rules in BY_PEOPLE."""
    if rule == "median":
        return median(problem, by_people=by_people)
    if rule in BY_PEOPLE:
        return {"utilitarian": utilitarian, "nash": nash}[rule](problem, patience, by_people=by_people)
    return {"max_min": max_min, "leximin": leximin}[rule](problem, patience)


def found(
    problem: Problem, patience: Patience = ENDLESS, rules: Sequence[str] = RULES, *, with_people: bool = True
) -> results.Compromise:
    """The packages by these rules; nash only with a point of no agreement. with_people: by inhabitants too, where
    all of these are known. When there is none: why."""
    if not is_possible(problem):
        return document(problem, {}, {}, conflicts(problem, patience))
    asked = [one for one in _IN_TURN if one in rules and (one != "nash" or problem.no_agreement is not None)]
    people = [one for one in BY_PEOPLE if one in asked] if with_people and problem.weight is not None else []
    turns = [*((one, True) for one in people), *((one, False) for one in asked)]
    packages = {
        (rule, by_people): package_of(problem, rule, patience.part(len(turns) - at), by_people=by_people)
        for at, (rule, by_people) in enumerate(turns)
    }
    return document(
        problem,
        {one: packages[one, False] for one in RULES if one in asked},
        {one: packages[one, True] for one in people},
    )


@dataclass(frozen=True)
class Told:
    """satisfaction: by party, in percent; broken: the red lines and links that it crosses."""

    satisfaction: Mapping[str, float]
    broken: Sequence[results.Member]
    is_allowed: bool


def told_of(problem: Problem, levels: Mapping[str, str]) -> Told:
    """levels: by subject, of every subject."""
    place = {name: at for at, name in enumerate(problem.levels)}
    chosen = np.array([place[levels[name]] for name in problem.subjects], dtype=np.int64)
    columns = np.arange(problem.n_subjects)
    crossed = problem.never[:, columns, chosen]
    broken = [
        *(Member(party=int(i), subject=int(j)) for i, j in np.argwhere(crossed)),
        *(Member(link=at) for at, link in enumerate(problem.links) if not link.is_kept(chosen)),
    ]
    return Told(
        dict(zip(problem.parties, problem.satisfaction(chosen).tolist(), strict=True)),
        [member_document(problem, one) for one in broken],
        bool(problem.allowed[columns, chosen].all()),
    )
