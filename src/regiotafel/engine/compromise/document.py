"""What was found, by name, as a document that everybody may read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from regiotafel.engine.results import compromise as results

from .agreed import agreed
from .conflicts import Conflicts, Member
from .explanation import Account, accounts
from .problem import Problem
from .steps import Package

NO_CONFLICTS = Conflicts((), (), are_whole=True, repairs_are_whole=True)


def document(
    problem: Problem,
    packages: Mapping[str, Package | None],
    by_people: Mapping[str, Package | None],
    conflicts: Conflicts = NO_CONFLICTS,
) -> results.Compromise:
    """packages, by_people: by rule, None where it finds none. The first of results.PROPOSED is counted out."""

    def named(package: Package | None) -> results.Package | None:
        return package_document(problem, package) if package else None

    proposal = next((rule for rule in results.PROPOSED if packages.get(rule)), None)
    chosen = packages[proposal] if proposal else None
    agreed_levels = agreed(problem)
    return results.Compromise(
        feasible=not conflicts.conflicts,
        agreed={problem.subjects[j]: problem.levels[agreed_levels[j]] for j in np.flatnonzero(agreed_levels >= 0)},
        packages={rule: named(one) for rule, one in packages.items()},
        by_people={rule: named(one) for rule, one in by_people.items()},
        conflicts=[[member_document(problem, one) for one in some] for some in conflicts.conflicts],
        repairs=[[member_document(problem, one) for one in some] for some in conflicts.repairs],
        conflicts_complete=conflicts.are_whole,
        repairs_complete=conflicts.repairs_are_whole,
        unheard=list(problem.unheard),
        proposal=proposal,
        accounts=[_account(problem, one) for one in accounts(problem, chosen.levels)] if chosen else [],
        concessions=[],
        stability=None,
    )


def package_document(problem: Problem, package: Package) -> results.Package:
    """One package, by name."""
    return results.Package(
        levels={name: problem.levels[at] for name, at in zip(problem.subjects, package.levels, strict=True)},
        satisfaction={name: float(one) for name, one in zip(problem.parties, package.satisfaction, strict=True)},
        lowest=package.lowest,
        mean=package.mean,
        proven=package.is_proven,
        gap=package.gap,
    )


def member_document(problem: Problem, one: Member) -> results.Member:
    """A red line or a link, by name or by its place."""
    if one.is_link:
        return results.Member(link=problem.links[one.link].place)
    return results.Member(party=problem.parties[one.party], subject=problem.subjects[one.subject])


def _account(problem: Problem, one: Account) -> results.Account:
    return results.Account(
        party=problem.parties[one.party],
        lines=[
            results.Line(
                subject=problem.subjects[line.subject],
                level=problem.levels[line.level],
                wants=problem.levels[line.wants],
                points=line.points,
                satisfaction=line.satisfaction,
                best=line.best,
            )
            for line in one.lines
        ],
        gives=[problem.subjects[j] for j in one.gives],
        gets=[problem.subjects[j] for j in one.gets],
        others=[problem.parties[i] for i in one.others],
    )
