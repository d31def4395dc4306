"""From what parties say, by name, to the arrays of a problem."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np

from .problem import Condition, Link, Problem, in_order

NamedCondition = Mapping[str, Sequence[str]]


class Wish(Protocol):
    """What one party says of one subject; accepts: how content it would be with a level, from 0 to 1."""

    @property
    def wants(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def accepts(self) -> Mapping[str, float]: ...
    @property
    def never(self) -> Sequence[str]: ...


class Wishes(Protocol):
    """parties: how many people each has; late: those that said something too late; subjects: the levels that the law
    allows, or None for all."""

    @property
    def levels(self) -> Sequence[str]: ...
    @property
    def parties(self) -> Mapping[str, float | None]: ...
    @property
    def subjects(self) -> Mapping[str, Sequence[str] | None]: ...
    @property
    def positions(self) -> Mapping[str, Mapping[str, Wish]]: ...
    @property
    def links(self) -> Sequence[tuple[NamedCondition, NamedCondition]]: ...
    @property
    def late(self) -> Collection[str]: ...
    @property
    def no_agreement(self) -> Mapping[str, str] | None: ...


def problem_of(wishes: Wishes) -> Problem:
    """Every name must be known. A level that a party does not speak of is liked by how near it is to what it wants:
    1 - steps / (levels - 1)."""
    level = {name: at for at, name in enumerate(wishes.levels)}
    subject = {name: at for at, name in enumerate(wishes.subjects)}
    n, m, k = len(wishes.parties), len(subject), len(level)
    likes, never = np.zeros((n, m, k)), np.zeros((n, m, k), dtype=np.bool_)
    points, wants = np.zeros((n, m)), np.full((n, m), -1, dtype=np.int64)
    for i, party in enumerate(wishes.parties):
        for name, wish in wishes.positions.get(party, {}).items():
            j, wanted = subject[name], level[wish.wants]
            wants[i, j], points[i, j] = wanted, wish.points
            likes[i, j] = 1.0 - np.abs(np.arange(k) - wanted) / max(1, k - 1)
            for one, value in wish.accepts.items():
                likes[i, j, level[one]] = value
            never[i, j, [level[one] for one in wish.never]] = True
    allowed = np.ones((m, k), dtype=np.bool_)
    for j, some in enumerate(wishes.subjects.values()):
        if some is not None:
            allowed[j] = np.isin(np.arange(k), [level[one] for one in some])

    def condition(said: NamedCondition) -> Condition:
        return {subject[name]: frozenset(level[one] for one in some) for name, some in said.items()}

    without = wishes.no_agreement
    weights = [*wishes.parties.values()]
    return in_order(
        Problem(
            parties=tuple(wishes.parties),
            subjects=tuple(wishes.subjects),
            levels=tuple(wishes.levels),
            likes=likes,
            points=points,
            wants=wants,
            never=never,
            allowed=allowed,
            links=tuple(Link.of(at, condition(when), condition(then)) for at, (when, then) in enumerate(wishes.links)),
            no_agreement=None
            if without is None
            else np.array([level[without[name]] if name in without else -1 for name in subject], dtype=np.int64),
            weight=None if None in weights else np.array(weights, dtype=np.float64),
            late=tuple(wishes.late),
        )
    )
