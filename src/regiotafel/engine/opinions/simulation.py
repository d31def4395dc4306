"""Invented people with planted groups, in parts of any number of people: for benchmarks and `regiotafel simulate`.

The same seed and part give the same votes, whoever makes the other parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints

from .votes import Votes

BLOCK = 5_000


@dataclass(frozen=True)
class Planted:
    """apart: spread between groups of the log-odds of agreeing (0: no groups); n_votes: mean per person, light and
    heavy voters (log-normal); unsure: share of answers that are unsure; a group is asked more often what it agrees
    with when routed is true."""

    n_statements: int
    n_groups: int = 3
    apart: float = 1.5
    n_votes: float = 30.0
    unsure: float = 0.15
    routed: bool = False
    seed: int = 0


def simulate(planted: Planted, n_people: int, part: int = 0) -> tuple[Votes, Ints]:
    """The votes of the people of one part, in order, and the planted group of each."""
    odds, popular = _statements(planted)
    random = np.random.default_rng((planted.seed, 1, part))
    group = random.integers(0, planted.n_groups, n_people)
    chance = 1.0 / (1.0 + np.exp(-odds))
    wanted = np.exp(random.normal(np.log(planted.n_votes) - 0.125, 0.5, n_people)) / planted.n_statements
    person, statement, value = [], [], []
    for first in range(0, n_people, BLOCK):
        people = slice(first, min(first + BLOCK, n_people))
        weight = popular * np.exp(0.4 * odds) if planted.routed else np.broadcast_to(popular, odds.shape)
        weight = weight / weight.mean(axis=1, keepdims=True)
        asked = np.minimum(wanted[people, None] * weight[group[people]], 1.0)
        rows, columns = np.nonzero(random.random(asked.shape, dtype=np.float32) < asked)
        agrees = random.random(len(rows)) < chance[group[people][rows], columns]
        answer = np.where(agrees, 1, -1).astype(np.int8)
        answer[random.random(len(rows)) < planted.unsure] = 0
        person.append(rows.astype(np.int32) + np.int32(first))
        statement.append(columns.astype(np.int32))
        value.append(answer)
    columns_ = [np.concatenate(one) if one else np.zeros(0, dtype=np.int32) for one in (person, statement, value)]
    return Votes(columns_[0], columns_[1], columns_[2].astype(np.int8), n_people, planted.n_statements), group


def _statements(planted: Planted) -> tuple[Floats, Floats]:
    """Log-odds of agreeing [groups, statements], and how often each statement is asked, mean one."""
    random = np.random.default_rng((planted.seed, 0))
    middle = random.normal(0.5, 1.0, planted.n_statements)
    odds = middle + planted.apart * random.normal(size=(planted.n_groups, planted.n_statements))
    popular = random.gamma(3.0, 1.0, planted.n_statements)
    return odds, popular / popular.mean()
