"""Invented people who answer statements: with groups, or all alike."""

from __future__ import annotations

import numpy as np

from regiotafel.engine.opinions import Votes


def conversation(
    n_people: int = 60,
    n_statements: int = 30,
    n_groups: int = 2,
    *,
    apart: float = 2.0,
    n_answers: int = 15,
    seed: int = 0,
) -> tuple[Votes, np.ndarray]:
    """Votes and the planted group per person. apart: spread of the log-odds between groups; 0 is no groups."""
    random = np.random.default_rng(seed)
    planted = random.integers(0, n_groups, n_people)
    odds = random.normal(0.4, 1.0, n_statements) + apart * random.normal(size=(n_groups, n_statements))
    chance = 1.0 / (1.0 + np.exp(-odds[planted]))
    person, statement, value = [], [], []
    for i in range(n_people):
        n = int(np.clip(random.poisson(n_answers), 1, n_statements))
        for j in random.choice(n_statements, n, replace=False):
            person.append(i)
            statement.append(int(j))
            unsure = random.random() < 0.15
            value.append(0 if unsure else 1 if random.random() < chance[i, j] else -1)
    votes = Votes.of(person, statement, value, people=range(n_people), statements=range(n_statements))
    return votes, planted
