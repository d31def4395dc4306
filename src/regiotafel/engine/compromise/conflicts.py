"""Why no package is possible: the minimal sets of red lines and links that leave none, and the smallest repairs.

A member is a link, or a red line: all that one party never accepts of one subject. The law is never given up. Sets
are listed by a walk over the power set (MARCO: Liffiton et al., 2016), each time from the largest set of members that
was not judged yet. When it leaves a package, what stands outside is a way to repair, and the first ones so found are
the smallest there are. When it does not, members are taken away until each of them is needed: a conflict. Subjects that
no link holds together cannot be in one conflict, so each part is walked by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

import numpy as np

from regiotafel.engine.common.solver import ENDLESS, Patience

from .problem import Link, Problem
from .solver import Program, largest_set

# More are not listed, of either; it is then told that there are others.
MOST_LISTED = 100


@dataclass(frozen=True, order=True)
class Member:
    """Of a link where it stands in the problem; of a red line the party and the subject."""

    link: int = -1
    party: int = -1
    subject: int = -1

    @property
    def is_link(self) -> bool:
        return self.link >= 0


@dataclass(frozen=True)
class Conflicts:
    """conflicts: sets of which every member is needed; repairs: the smallest sets without which a package is possible.
    are_whole, repairs_are_whole: none is left out."""

    conflicts: tuple[tuple[Member, ...], ...]
    repairs: tuple[tuple[Member, ...], ...]
    are_whole: bool
    repairs_are_whole: bool


def conflicts(problem: Problem, patience: Patience = ENDLESS, *, most: int = MOST_LISTED) -> Conflicts:
    """None of both where a package is possible."""
    walks = [_Walk(problem, part) for part in parts(problem)]
    for walk in walks:
        walk.walk(patience, most)
    broken = [walk for walk in walks if walk.conflicts]
    found = sorted((one for walk in broken for one in walk.conflicts), key=lambda one: (len(one), one))
    # One repair of every part, in all ways.
    ways = product(*(sorted(walk.repairs) for walk in broken)) if broken else iter(())
    repairs = [tuple(sorted(member for one in way for member in one)) for way in islice(ways, most + 1)]
    is_whole = all(walk.is_whole for walk in walks)
    return Conflicts(
        tuple(found[:most]), tuple(repairs[:most]), is_whole and len(found) <= most, is_whole and len(repairs) <= most
    )


def is_possible(problem: Problem) -> bool:
    """Whether law, red lines and links leave any package."""
    return not Program.of(problem).maximise({}).is_impossible


def parts(problem: Problem) -> list[list[int]]:
    """The subjects, those that links hold together in one part."""
    part = list(range(problem.n_subjects))
    for link in problem.links:
        together = {part[j] for j, _ in (*link.when, *link.then)}
        part = [min(together) if one in together else one for one in part]
    return [[j for j in range(problem.n_subjects) if part[j] == first] for first in sorted(set(part))]


@dataclass
class _Walk:
    problem: Problem
    subjects: Sequence[int]
    conflicts: list[tuple[Member, ...]] = field(default_factory=list)
    repairs: list[tuple[Member, ...]] = field(default_factory=list)
    is_whole: bool = True

    def walk(self, patience: Patience, most: int) -> None:
        members = list(self._members())
        everything = frozenset(range(len(members)))
        within: list[frozenset[int]] = []  # conflicts
        outside: list[frozenset[int]] = []  # what repairs
        while (these := largest_set(len(members), within, outside)) is not None:
            if self._leaves_some([members[at] for at in these]):
                if these == everything:
                    return
                outside.append(everything - these)
                if len(outside[-1]) == len(outside[0]):
                    self.repairs.append(tuple(members[at] for at in sorted(outside[-1])))
            else:
                within.append(self._shrunk(these, members))
                self.conflicts.append(tuple(members[at] for at in sorted(within[-1])))
            if len(within) > most or len(outside) > 10 * most or (patience.left <= 0 and within and outside):
                self.is_whole = False
                return

    def _members(self) -> Iterator[Member]:
        mine = set(self.subjects)
        for i, j in np.argwhere(self.problem.never.any(axis=2)):
            if j in mine:
                yield Member(party=int(i), subject=int(j))
        for at, link in enumerate(self.problem.links):
            if {j for j, _ in (*link.when, *link.then)} & mine:
                yield Member(link=at)

    def _shrunk(self, these: frozenset[int], members: Sequence[Member]) -> frozenset[int]:
        kept = set(these)
        for at in sorted(these):
            if not self._leaves_some([members[other] for other in kept - {at}]):
                kept.discard(at)
        return frozenset(kept)

    def _leaves_some(self, members: Sequence[Member]) -> bool:
        available = self.problem.allowed.copy()
        links: list[Link] = []
        for one in members:
            if one.is_link:
                links.append(self.problem.links[one.link])
            else:
                available[one.subject] &= ~self.problem.never[one.party, one.subject]
        if not available[list(self.subjects)].any(axis=1).all():
            return False
        return not links or not Program(self.problem, available, links).maximise({}).is_impossible
