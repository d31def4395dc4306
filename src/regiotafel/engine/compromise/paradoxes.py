"""What looks odd about a package and is not: said before somebody finds it.

*outvoted_yet_content* and *served_yet_last*: how often somebody gets their way says little about how content they are,
for subjects do not weigh alike. *most_outvoted*: most parties can be outvoted on most of their subjects (Anscombe,
1976). *majority_breaks_link*: what a majority wants of each subject by itself need not go together (the discursive
dilemma: Kornhauser and Sager, 1986; List and Pettit, 2002). *median_crosses*: the middle of each subject, which wins of
every other level there by majority (Black, 1948), knows no red lines and no links.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints

from .conflicts import Member
from .problem import SAME, Problem

# From here on somebody is content with a package, in percent.
CONTENT = 75.0


@dataclass(frozen=True)
class Paradox:
    """party: whom it is about, -1 for nobody in particular; n of `of`: subjects on which a party is outvoted (or gets
    its best, for served_yet_last), or parties (most_outvoted); satisfaction: of that party; members: the red lines and
    links that are crossed; levels: of a broken link what a majority wants, by subject."""

    kind: str
    party: int = -1
    n: int = 0
    of: int = 0
    satisfaction: float = 0.0
    members: tuple[Member, ...] = ()
    levels: tuple[tuple[int, int], ...] = ()


def paradoxes(problem: Problem, levels: Ints, median: Ints | None = None) -> list[Paradox]:
    """Of a package, levels [m]; and of the median, when it is given [m]. In the order of the kinds above."""
    asked, satisfied = problem.stated.sum(axis=1), problem.satisfaction(levels)
    n_outvoted = _outvoted(problem, levels).sum(axis=1)
    return [
        *_content(n_outvoted, asked, satisfied),
        *_last(_lost(problem, levels).sum(axis=1), asked, satisfied),
        *_anscombe(n_outvoted, asked),
        *_broken_by_majority(problem),
        *([] if median is None else _crossed(problem, median)),
    ]


def _outvoted(problem: Problem, levels: Ints) -> Bools:
    """Where a party does not have the level that it likes best, and would lose a vote between the two: more parties
    like the level of the package more than the one that it wants than the other way round [n, m]."""
    at = np.take_along_axis(problem.likes, levels[None, :, None], axis=2)[:, :, 0]  # [n, m]
    wanted = np.maximum(problem.wants, 0)
    likes_wanted = problem.likes[
        :, np.arange(problem.n_subjects)[None, :], wanted
    ]  # of each [n] what others want [n, m]
    votes = np.sign(at[:, None, :] - likes_wanted) * problem.stated[:, None, :]
    return np.asarray(_lost(problem, levels) & (votes.sum(axis=0) > 0))


def _lost(problem: Problem, levels: Ints) -> Bools:
    """Where a party has a level that it likes less than the best that the law allows [n, m]."""
    best = np.where(problem.allowed, problem.likes, 0.0).max(axis=2)
    at = np.take_along_axis(problem.likes, levels[None, :, None], axis=2)[:, :, 0]
    return np.asarray(problem.stated & (best > at + SAME))


def _content(n_lost: Ints, asked: Ints, satisfied: Floats) -> list[Paradox]:
    return [
        Paradox("outvoted_yet_content", int(i), int(n_lost[i]), int(asked[i]), float(satisfied[i]))
        for i in sorted(
            np.flatnonzero((2 * n_lost > asked) & (satisfied >= CONTENT)), key=lambda i: (-n_lost[i] / asked[i], i)
        )
    ]


def _last(n_lost: Ints, asked: Ints, satisfied: Floats) -> list[Paradox]:
    """Gets its best on most subjects, and still nobody has less, while others have more."""
    last = (satisfied <= satisfied.min() + SAME) & (satisfied.max() > satisfied.min() + SAME)
    return [
        Paradox("served_yet_last", int(i), int(asked[i] - n_lost[i]), int(asked[i]), float(satisfied[i]))
        for i in np.flatnonzero(last & (2 * n_lost < asked))
    ]


def _anscombe(n_lost: Ints, asked: Ints) -> list[Paradox]:
    n = int((2 * n_lost > asked).sum())
    return [Paradox("most_outvoted", n=n, of=len(asked))] if 2 * n > len(asked) else []


def wanted_by_majority(problem: Problem) -> Ints:
    """Of each subject the level that more than half of who have a position on it want, -1 where there is none [m]."""
    votes = (problem.wants[:, :, None] == np.arange(problem.n_levels)).sum(axis=0)
    return np.where(2 * votes.max(axis=1) > problem.stated.sum(axis=0), votes.argmax(axis=1), -1)


def _broken_by_majority(problem: Problem) -> list[Paradox]:
    wanted, found = wanted_by_majority(problem), []
    for at, link in enumerate(problem.links):
        subjects = [j for j, _ in (*link.when, *link.then)]
        if all(wanted[j] >= 0 for j in subjects) and not link.is_kept(wanted):
            levels = tuple((j, int(wanted[j])) for j in dict.fromkeys(subjects))
            found.append(Paradox("majority_breaks_link", members=(Member(link=at),), levels=levels))
    return found


def _crossed(problem: Problem, median: Ints) -> list[Paradox]:
    members = crossed(problem, median)
    return [Paradox("median_crosses", members=members)] if members else []


def crossed(problem: Problem, levels: Ints) -> tuple[Member, ...]:
    """The red lines and links that a package does not keep; levels [m]."""
    never = problem.never[:, np.arange(problem.n_subjects), levels]
    lines = (Member(party=int(i), subject=int(j)) for i, j in np.argwhere(never))
    return (*lines, *(Member(link=at) for at, link in enumerate(problem.links) if not link.is_kept(levels)))
