"""All that is told of a problem, and of one package that somebody made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs

from regiotafel.engine.results import compromise as results

from .bargain import nash
from .concessions import Concession, prices, stability
from .conflicts import Member, conflicts, is_possible
from .document import document, member_document
from .problem import SAME, Problem
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
    problem: Problem,
    patience: Patience = ENDLESS,
    rules: Sequence[str] = RULES,
    *,
    with_people: bool = True,
    explained: bool = False,
) -> results.Compromise:
    """The packages by these rules; nash only with a point of no agreement. When there is none: why.

    with_people: by inhabitants too, where all of these are known. explained: what red lines cost, and whether the
    proposal stands when something moves.
    """
    if not is_possible(problem):
        why = document(problem, {}, {}, conflicts(problem, patience))
        return structs.replace(why, concessions=_concessions(problem, None, patience)) if explained else why
    asked = [one for one in _IN_TURN if one in rules and (one != "nash" or problem.no_agreement is not None)]
    people = [one for one in BY_PEOPLE if one in asked] if with_people and problem.weight is not None else []
    turns = [*((one, True) for one in people), *((one, False) for one in asked)]
    packages = {
        (rule, by_people): package_of(problem, rule, patience.part(len(turns) - at), by_people=by_people)
        for at, (rule, by_people) in enumerate(turns)
    }
    told = document(
        problem,
        {one: packages[one, False] for one in RULES if one in asked},
        {one: packages[one, True] for one in people},
    )
    chosen = packages.get((told.proposal or "", False))
    return _explained(problem, told, chosen, patience) if explained and chosen else told


def _explained(problem: Problem, told: results.Compromise, chosen: Package, patience: Patience) -> results.Compromise:
    floors = (told.packages.get(rule) for rule in ("leximin", "max_min"))
    floor = next((one.lowest for one in floors if one and one.proven), None)
    stands = stability(problem, chosen.levels)
    return structs.replace(
        told,
        # What a red line costs can only be told beside a floor that is certain.
        concessions=_concessions(problem, floor, patience) if floor is not None else [],
        stability=results.Stability(
            floor=stands.floor,
            regret=max(0.0, stands.regret),
            without=problem.parties[stands.without],
            others_floor=stands.others_floor,
            others_regret=stands.others_regret,
        ),
    )


def _concessions(problem: Problem, floor: float | None, patience: Patience) -> list[results.Concession]:
    return [_concession(problem, one) for one in prices(problem, floor, patience) if one.price > SAME]


def _concession(problem: Problem, one: Concession) -> results.Concession:
    party, subject = problem.parties[one.line.party], problem.subjects[one.line.subject]
    return results.Concession(party=party, subject=subject, price=one.price, proven=one.is_proven)


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
