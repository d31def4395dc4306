"""Who wants what of every subject, in arrays, and what a package is worth to each of them.

A package gives every subject one level. The satisfaction of a party with a package is the mean over the subjects on
which it has a position, weighted by its points, as a percentage of its ideal: the same mean when it gets on each of its
subjects the level that it likes best of those that the law allows. What the law rules out is nobody's ideal; a red line
of whomever, or a link, does not change what somebody would like best. A party that gave no points at all weighs its
subjects alike; one that can get nothing it likes is content with whatever comes; one without positions is not counted.

Everything stands in one order, by name, whatever the order in which it was handed over.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints

# Two percentages that are closer than this are the same.
SAME = 1e-6

# By subject, the levels that are meant.
Condition = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Link:
    """Where every subject of `when` has one of its levels, every subject of `then` has one of its own.

    place: where it stands in the file, from 0.
    """

    place: int
    when: tuple[tuple[int, frozenset[int]], ...]
    then: tuple[tuple[int, frozenset[int]], ...]

    @staticmethod
    def of(place: int, when: Condition, then: Condition) -> Link:
        return Link(place, tuple(sorted(when.items())), tuple(sorted(then.items())))

    def is_kept(self, levels: Sequence[int] | Ints) -> bool:
        holds = all(levels[j] in meant for j, meant in self.when)
        return not holds or all(levels[j] in meant for j, meant in self.then)


@dataclass(frozen=True)
class Problem:
    """n parties that have positions, m subjects, k levels from near to far.

    likes: how content a party is with a level, 0 to 1 [n, m, k]; points: 0 and up [n, m]; wants: the level that a party
    prefers, -1 where it has no position [n, m]; never: its red lines [n, m, k]; allowed: by law [m, k]; no_agreement:
    the level of each subject when nothing is agreed, -1 where nobody then gets anything [m], or None; weight: of each
    party [n], or None when one is not known; unheard: parties without any position, of
    which `late` had one too late.
    """

    parties: tuple[str, ...]
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    likes: Floats
    points: Floats
    wants: Ints
    never: Bools
    allowed: Bools
    links: tuple[Link, ...] = ()
    no_agreement: Ints | None = None
    weight: Floats | None = None
    unheard: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def n_parties(self) -> int:
        return len(self.parties)

    @property
    def n_subjects(self) -> int:
        return len(self.subjects)

    @property
    def n_levels(self) -> int:
        return len(self.levels)

    @property
    def stated(self) -> Bools:
        """Has a position [n, m]."""
        return np.asarray(self.wants >= 0)

    @cached_property
    def open(self) -> Bools:
        """What neither law nor anybody's red line rules out [m, k]."""
        return np.asarray(self.allowed & ~self.never.any(axis=0))

    @cached_property
    def heaviness(self) -> Floats:
        """Points, or the same on all its subjects for who gave none [n, m]."""
        none = self.points.sum(axis=1, keepdims=True) == 0
        return np.where(self.stated, np.where(none, 1.0, self.points), 0.0)

    @cached_property
    def ideal(self) -> Floats:
        """Points times satisfaction, at best [n]."""
        best = np.where(self.allowed, self.likes, 0.0).max(axis=2)
        return np.array([math.fsum(row) for row in self.heaviness * best])

    @cached_property
    def gains(self) -> Floats:
        """How much of its ideal each level of each subject brings a party, in percent [n, m, k]."""
        worth = self.heaviness[:, :, None] * self.likes
        return np.where(
            self.ideal[:, None, None] > 0, 100.0 * worth / np.maximum(self.ideal, 1e-300)[:, None, None], 0.0
        )

    @cached_property
    def base(self) -> Floats:
        """What a party has whatever is chosen, in percent [n]."""
        return np.where(self.ideal > 0, 0.0, 100.0)

    def satisfaction(self, levels: Ints) -> Floats:
        """Of each party with a package, in percent of its ideal [n]; -1 as a level brings nobody anything.

        Summed exactly, so that no order of subjects changes the last digit.
        """
        at = np.take_along_axis(self.likes, np.maximum(levels, 0)[None, :, None], axis=2)[:, :, 0]
        worth = np.where(levels >= 0, self.heaviness * at, 0.0)
        sums = np.array([math.fsum(row) for row in worth])
        return np.where(self.ideal > 0, 100.0 * sums / np.where(self.ideal > 0, self.ideal, 1.0), 100.0)

    def placed(self, levels: Mapping[str, str]) -> Ints:
        """A package that is written by name, of every subject [m]."""
        place = {name: at for at, name in enumerate(self.levels)}
        return np.array([place[levels[name]] for name in self.subjects], dtype=np.int64)

    def named(self, levels: Ints) -> dict[str, str]:
        """The same the other way round."""
        return {name: self.levels[at] for name, at in zip(self.subjects, levels, strict=True)}

    def is_possible(self, levels: Ints) -> bool:
        """Whether law, red lines and links leave this package."""
        is_open = self.open[np.arange(self.n_subjects), levels].all()
        return bool(is_open) and all(link.is_kept(levels) for link in self.links)

    def without_red_lines(self, some: Iterable[tuple[int, int]]) -> Problem:
        """some: (party, subject)."""
        never = self.never.copy()
        for i, j in some:
            never[i, j] = False
        return replace(self, never=never)

    def only(self, parties: Sequence[int]) -> Problem:
        """These parties alone; nobody else's red lines count."""
        of = list(parties)
        arrays = {name: getattr(self, name)[of] for name in ("likes", "points", "wants", "never")}
        names = tuple(self.parties[i] for i in of)
        return replace(self, parties=names, weight=None if self.weight is None else self.weight[of], **arrays)


def in_order(problem: Problem) -> Problem:
    """The same with parties and subjects by name, links by what they say, and parties without positions apart."""
    heard = [i for i in range(problem.n_parties) if problem.stated[i].any()]
    rows = sorted(heard, key=lambda i: problem.parties[i])
    columns = sorted(range(problem.n_subjects), key=lambda j: problem.subjects[j])
    place = {before: after for after, before in enumerate(columns)}
    moved = (
        Link.of(link.place, *({place[j]: meant for j, meant in side} for side in (link.when, link.then)))
        for link in problem.links
    )
    unheard = (name for i, name in enumerate(problem.parties) if i not in set(heard))
    both = np.ix_(rows, columns)
    return Problem(
        parties=tuple(problem.parties[i] for i in rows),
        subjects=tuple(problem.subjects[j] for j in columns),
        levels=problem.levels,
        likes=problem.likes[both],
        points=problem.points[both],
        wants=problem.wants[both],
        never=problem.never[both],
        allowed=problem.allowed[columns],
        links=tuple(sorted(moved, key=_content)),
        no_agreement=None if problem.no_agreement is None else problem.no_agreement[columns],
        weight=None if problem.weight is None else problem.weight[rows],
        unheard=tuple(sorted({*problem.unheard, *unheard})),
        late=tuple(sorted(problem.late)),
    )


def _content(link: Link) -> tuple[object, ...]:
    return tuple(tuple((j, *sorted(meant)) for j, meant in side) for side in (link.when, link.then))
