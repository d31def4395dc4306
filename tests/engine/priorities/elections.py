"""Elections for the tests: small ones full of ties, drawn by hypothesis or from a seed."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from regiotafel.engine.priorities import Ballot, Election, Measure

KINDS = ("gemeente", "aanbieder", "jongere")


def of_every_kind(seed: int) -> Election:
    """With statutory measures, sets of which one can be chosen, least support and shares."""
    chance = random.Random(seed)
    keys = [str(j + 8) for j in range(chance.randint(1, 7))]  # "10" comes before "9"
    measures = [
        Measure(
            key,
            chance.choice([0, 1, 2, 3, 4, 6, 10, 40]),
            is_statutory=chance.random() < 0.08,
            least_support=chance.choice([0, 0, 0, 2]),
        )
        for key in keys
    ]
    ballots = [
        Ballot(
            {key: chance.randint(0, 3) for key in chance.sample(keys, chance.randint(0, len(keys)))},
            chance.choice(KINDS),
            chance.randint(1, 3),
        )
        for _ in range(chance.randint(0, 8))
    ]
    shares = chance.choice([None, {"gemeente": 3, "aanbieder": 2, "jongere": 1}])
    only_one = [frozenset(chance.sample(keys, min(2, len(keys)))) for _ in range(chance.randint(0, 2))]
    return Election(measures, ballots, chance.randint(0, 60), shares, tuple(only_one))


elections = st.integers(0, 2**32).map(of_every_kind)


def drawn(seed: int) -> tuple[Election, bool]:
    """Whether its ballots are graded too."""
    chance = random.Random(seed)
    costs = [chance.choice([1, 2, 3, 4, 5, 6, 10]) * chance.choice([1, 1, 10]) for _ in range(chance.randint(1, 10))]
    measures = [Measure(str(j + 8), cost) for j, cost in enumerate(costs)]
    is_graded = chance.random() < 0.5
    ballots = [
        Ballot({one.key: chance.randint(1, 3) if is_graded else 1 for one in measures if chance.random() < 0.4})
        for _ in range(chance.randint(1, 14))
    ]
    return Election(measures, ballots, chance.randint(1, max(1, sum(costs)))), is_graded
