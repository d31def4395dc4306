"""Votes needed to find the true common ground: our routing, random order, and Polis's published rule.

Polis (math/src/polismath/math/conversation.clj): priority = ((1 - p) (E + 1) a (1 + 8 x 2^(-S/5)))^2, where S people
saw a statement, a and p are the shares that agreed and passed with one added to each count and two to S, and E is the
length of the statement's own place in the space.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from results import write

from regiotafel.engine.opinions.routing import turn, weights

N_STATEMENTS, N_PEOPLE, PER_PERSON, TOP = 100, 600, 12, 10
WAYS = ("random", "seldom first", "Polis", "ours")
Array = NDArray  # type: ignore[type-arg]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    n_runs = parser.parse_args().runs
    lines = [
        f"{N_STATEMENTS} statements, {PER_PERSON} answers per person, mean of {n_runs} conversations: share of the",
        f"true {TOP} statements with most agreement among the {TOP} with the highest estimate, after so many votes;",
        "and the fewest answers that any statement got.",
        "",
        "| way | 1,200 | 2,400 | 3,600 | 4,800 | 7,200 | fewest answers |",
        "|---|---|---|---|---|---|---|",
    ]
    for way in WAYS:
        found = np.array([conversation(way, 20_000 + run) for run in range(n_runs)]).mean(axis=0)
        lines.append(f"| {way} | " + " | ".join(f"{one:.2f}" for one in found[:-1]) + f" | {found[-1]:.0f} |")
    write("Accuracy: which statement to ask next", lines)


def conversation(way: str, seed: int) -> list[float]:
    random = np.random.default_rng(seed)
    group = random.integers(0, 2, N_PEOPLE)
    odds = random.normal(0.3, 1.0, N_STATEMENTS) + random.normal(0, 0.8, (2, N_STATEMENTS))
    chance = 1.0 / (1.0 + np.exp(-odds))
    true = set(np.argsort(-chance.mean(axis=0))[:TOP].tolist())
    extremity = np.abs(chance[0] - chance[1]) * np.sqrt(N_STATEMENTS) / np.linalg.norm(chance[0] - chance[1])
    agree, passed, answered = (np.zeros(N_STATEMENTS, dtype=np.int64) for _ in range(3))
    found = []
    for person in range(N_PEOPLE):
        weight = weigh(way, agree, passed, answered, extremity)
        draw, seen = random.random(N_STATEMENTS), np.zeros(N_STATEMENTS, dtype=np.bool_)
        for _ in range(PER_PERSON):
            asked = turn(weight, seen, draw)
            assert asked is not None
            seen[asked] = True
            answered[asked] += 1
            if random.random() < 0.15:
                passed[asked] += 1
            else:
                agree[asked] += random.random() < chance[group[person], asked]
        if person + 1 in (100, 200, 300, 400, 600):
            best = np.argsort(-(agree + 0.5) / (answered + 1.0), kind="stable")[:TOP]
            found.append(len(true & set(best.tolist())) / TOP)
    return [*found, float(answered.min())]


def weigh(way: str, agree: Array, passed: Array, answered: Array, extremity: Array) -> Array:
    if way == "random":
        return np.ones(N_STATEMENTS)
    if way == "seldom first":
        return 1.0 / (10.0 + answered)
    if way == "ours":
        return weights(agree, answered)
    a, p = (agree + 1.0) / (answered + 2.0), (passed + 1.0) / (answered + 2.0)
    return ((1.0 - p) * (extremity + 1.0) * a * (1.0 + 8.0 * 2.0 ** (-answered / 5.0))) ** 2


if __name__ == "__main__":
    main()
