"""What was found, by name, as a document that everybody may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from regiotafel.engine.common.arrays import Ints
from regiotafel.engine.results import compromise as results

from .concessions import Concession, Return, Stability
from .conflicts import Conflicts, Member
from .explanation import Account, accounts
from .paradoxes import Paradox
from .problem import Problem
from .steps import Package

NO_CONFLICTS = Conflicts((), (), are_whole=True, repairs_are_whole=True)


def document(
    problem: Problem,
    packages: Mapping[str, Package | None],
    by_people: Mapping[str, Package | None],
    agreed_levels: Ints,
    conflicts: Conflicts = NO_CONFLICTS,
) -> results.Compromise:
    """packages, by_people: by rule, None where it finds none. The first of results.PROPOSED is counted out.
    agreed_levels: as `agreed` gives them [m]."""

    def named(package: Package | None) -> results.Package | None:
        return package_document(problem, package) if package else None

    proposal = next((rule for rule in results.PROPOSED if packages.get(rule)), None)
    chosen = packages[proposal] if proposal else None
    return results.Compromise(
        feasible=not conflicts.conflicts,
        agreed={problem.subjects[j]: problem.levels[agreed_levels[j]] for j in np.flatnonzero(agreed_levels >= 0)},
        packages={rule: named(one) for rule, one in packages.items()},
        by_people={rule: named(one) for rule, one in by_people.items()},
        conflicts=[[member_document(problem, one) for one in some] for some in conflicts.conflicts],
        repairs=[[member_document(problem, one) for one in some] for some in conflicts.repairs],
        conflicts_complete=conflicts.are_whole,
        repairs_complete=conflicts.repairs_are_whole,
        unheard=[one for one in problem.unheard if one not in problem.late],
        late=[one for one in problem.unheard if one in problem.late],
        proposal=proposal,
        accounts=[_account(problem, one) for one in accounts(problem, chosen.levels)] if chosen else [],
        concessions=[],
        stability=None,
    )


def package_document(problem: Problem, package: Package) -> results.Package:
    """One package, by name."""
    return results.Package(
        levels=problem.named(package.levels),
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


def concession_document(problem: Problem, one: Concession, offered: Sequence[Return]) -> results.Concession:
    """offered: what could be given in return."""
    return results.Concession(
        party=problem.parties[one.line.party],
        subject=problem.subjects[one.line.subject],
        price=one.price,
        proven=one.is_proven,
        returns=[
            results.Return(
                subject=problem.subjects[each.subject],
                before=problem.levels[each.before],
                level=problem.levels[each.level],
                gain=each.gain,
                cost=each.cost,
                dearest=problem.parties[each.dearest] if each.dearest >= 0 else None,
                most=each.most,
            )
            for each in offered
        ],
    )


def pair_document(problem: Problem, one: Concession) -> results.Pair:
    """Two red lines given up together, by name."""
    lines = [member_document(problem, line) for line in one.lines]
    return results.Pair(lines=lines, price=one.price, proven=one.is_proven)


def paradox_document(problem: Problem, one: Paradox) -> results.Paradox:
    """What looks odd, by name."""
    return results.Paradox(
        kind=one.kind,
        party=problem.parties[one.party] if one.party >= 0 else None,
        n=one.n,
        of=one.of,
        satisfaction=one.satisfaction,
        members=[member_document(problem, member) for member in one.members],
        levels={problem.subjects[j]: problem.levels[level] for j, level in one.levels},
    )


def stability_document(problem: Problem, one: Stability) -> results.Stability:
    """Whether a package stands, by name."""
    return results.Stability(
        floor=one.floor,
        regret=max(0.0, one.regret),
        without=problem.parties[one.without],
        others_floor=one.others_floor,
        others_regret=one.others_regret,
    )


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
