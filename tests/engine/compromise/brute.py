"""Every package of a small region, one by one: what the engine must find, found the long way."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.compromise import Link, Problem, in_order
from regiotafel.engine.compromise.conflicts import Member

SAME = 1e-6


def region(random: np.random.Generator) -> Problem:
    """Small, and often impossible; likes and points so coarse that packages are often equal."""
    n, m, k = int(random.integers(1, 5)), int(random.integers(1, 6)), int(random.integers(2, 5))
    wants = np.where(random.random((n, m)) < 0.9, random.integers(0, k, (n, m)), -1)
    wants[:, 0] = random.integers(0, k, n)
    likes = 1.0 - np.abs(np.arange(k) - wants[:, :, None]) / (k - 1)
    likes = np.where(random.random((n, m, k)) < 0.2, random.integers(0, 11, (n, m, k)) / 10, likes)
    at = np.maximum(wants, 0)[:, :, None]
    np.put_along_axis(likes, at, 1.0, axis=2)
    likes[wants < 0] = 0.0
    never = (random.random((n, m, k)) < random.choice([0.0, 0.1, 0.3])) & (wants >= 0)[:, :, None]
    np.put_along_axis(never, at, False, axis=2)
    allowed = random.random((m, k)) < 0.85
    allowed[np.arange(m), random.integers(0, k, m)] = True
    names = random.permutation(20)
    return in_order(
        Problem(
            tuple(f"p{one}" for one in names[:n]),
            tuple(f"s{one}" for one in random.permutation(20)[:m]),
            tuple(f"l{one}" for one in range(k)),
            likes,
            np.where(wants >= 0, random.integers(0, 5, (n, m)) * random.choice([1, 10]), 0).astype(float),
            wants,
            never,
            allowed,
            tuple(_link(random, m, k, place) for place in range(int(random.integers(0, 4)))),
            random.integers(0, k, m),
            random.integers(1, 9, n).astype(float) * 1000,
        )
    )


def _link(random: np.random.Generator, m: int, k: int, place: int) -> Link:
    def condition() -> dict[int, frozenset[int]]:
        subjects = random.permutation(m)[: int(random.integers(1, 3))]
        return {int(j): frozenset(np.flatnonzero(random.random(k) < 0.5).tolist()) for j in subjects}

    return Link.of(place, condition(), condition())


class Brute:
    """packages: all there are [p, m]; satisfied: of each party [p, n]; possible [p]."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        m, k = problem.n_subjects, problem.n_levels
        self.packages = np.array(list(product(range(k), repeat=m)))
        self.satisfied = self._satisfied()
        self.possible = self.left(problem.never, range(len(problem.links)))

    def _satisfied(self) -> Floats:
        p = self.problem
        got = p.likes[:, np.arange(p.n_subjects), self.packages]  # [n, p, m]
        points = np.where((p.points.sum(axis=1) == 0)[:, None], 1.0, p.points) * (p.wants >= 0)
        best = (points * np.where(p.allowed[None], p.likes, 0.0).max(axis=2)).sum(axis=1)
        reached = (got * points[:, None, :]).sum(axis=2)
        return np.where(best[:, None] > 0, 100 * reached / np.where(best > 0, best, 1)[:, None], 100.0).T

    def left(self, never: Bools, links: object) -> Bools:
        p = self.problem
        open_levels = p.allowed & ~never.any(axis=0)
        fits = open_levels[np.arange(p.n_subjects), self.packages].all(axis=1)
        for at in links:  # type: ignore[attr-defined]
            when, then = (
                np.all([np.isin(self.packages[:, j], list(meant)) for j, meant in side], axis=0)
                for side in (p.links[at].when, p.links[at].then)
            )
            fits &= ~when | then
        return fits

    def best(self, rule: str, *, by_people: bool = False) -> Ints | None:
        """The package of a rule, with ties as the engine states them."""
        here = np.flatnonzero(self.possible)
        if not len(here):
            return None
        part = self.problem.weight if by_people and self.problem.weight is not None else np.ones(self.problem.n_parties)
        part = part / part.sum()
        mean, floors = self.satisfied @ part, np.sort(self.satisfied, axis=1)
        measures = {
            "utilitarian": [mean, floors[:, 0]],
            "max_min": [floors[:, 0], mean],
            "leximin": [*floors.T, mean],
        }
        for measure in measures[rule] if rule in measures else self._nash(part, here, mean, floors[:, 0]):
            if not len(here):
                return None
            here = here[measure[here] >= measure[here].max() - SAME]
        return self.packages[here[0]]  # product() counts up from the nearest level of the first subject

    def _nash(self, part: Floats, here: Ints, mean: Floats, floor: Floats) -> list[Floats]:
        assert self.problem.no_agreement is not None
        at = int((self.packages == self.problem.no_agreement).all(axis=1).argmax())
        gained = self.satisfied - self.satisfied[at]
        fits = (gained >= -SAME).all(axis=1)
        here_too = fits & self.possible
        if not here_too.any():
            return [np.zeros(len(fits)), *[np.full(len(fits), -np.inf)] * 0]
        n_gain = np.where(here_too, (gained > 5e-5).sum(axis=1), -1).astype(float)
        logs = np.where(gained > 5e-5, np.log(np.maximum(gained, 5e-5)), 0.0) @ part
        return [n_gain, logs, mean, floor]

    def is_no_bargain(self) -> bool:
        at = int((self.packages == self.problem.no_agreement).all(axis=1).argmax())
        fits = (self.satisfied >= self.satisfied[at] - SAME).all(axis=1)
        return not (fits & self.possible).any()

    def conflicts(self) -> tuple[set[tuple[Member, ...]], set[tuple[Member, ...]]]:
        p = self.problem
        lines = [Member(party=int(i), subject=int(j)) for i, j in np.argwhere(p.never.any(axis=2))]
        members = sorted([*lines, *(Member(link=at) for at in range(len(p.links)))])
        fails: list[frozenset[Member]] = []
        for size in range(len(members) + 1):
            for some in map(frozenset, combinations(members, size)):
                if not any(other <= some for other in fails) and not self._leaves(some):
                    fails.append(some)
        repairs: set[tuple[Member, ...]] = set()
        for size in range(1, len(members) + 1):
            for some in map(frozenset, combinations(members, size)):
                if all(some & one for one in fails):
                    repairs.add(tuple(sorted(some)))
            if repairs:
                break
        return {tuple(sorted(one)) for one in fails}, repairs if fails else set()

    def _leaves(self, members: frozenset[Member]) -> bool:
        never = np.zeros_like(self.problem.never)
        for one in members:
            if not one.is_link:
                never[one.party, one.subject] = self.problem.never[one.party, one.subject]
        return bool(self.left(never, [one.link for one in members if one.is_link]).any())
