"""Does the 90 % interval hold the planted share in 90 of 100 conversations, in small groups as well? Of counts, and of
groups that were found by the same answers."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from results import write

from regiotafel.engine.common.shares import jeffreys
from regiotafel.engine.opinions import Analysis, Votes, analyse

RUNS = 200_000
SIZES = (5, 8, 12, 20, 50, 200, 2_000)
SEED = 90_000  # far from the seeds that the limits of the engine were chosen on
DECIDED = 0.9

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """People with planted chances: in groups of these sizes (or shares) that lie so far apart, or along one trait."""

    name: str
    sizes: tuple[float, ...] = ()
    apart: float = 1.0

    def odds(self, random: np.random.Generator, n_people: int, n_statements: int) -> Floats:
        if not self.sizes:
            lean = random.normal(size=n_statements)
            return np.asarray(random.normal(0.3, 1.0, n_statements) + random.normal(size=(n_people, 1)) * lean)
        group = random.choice(len(self.sizes), n_people, p=np.array(self.sizes) / sum(self.sizes))
        if sum(self.sizes) == n_people:
            group = random.permutation(np.repeat(np.arange(len(self.sizes)), np.array(self.sizes, dtype=np.int64)))
        middle = random.normal(0.5, 1.0, n_statements)
        return np.asarray((middle + self.apart * random.normal(size=(len(self.sizes), n_statements)))[group])


KINDS = [
    *((Kind("two groups, 1.0 apart", (0.5, 0.5)), n) for n in (60, 100, 200, 600, 2000)),
    *((Kind("one trait"), n) for n in (60, 100, 200, 600, 2000)),
    (Kind("three groups of 8, 15, 30, 0.8 apart", (8, 15, 30), 0.8), 53),
    (Kind("three groups of 8, 15, 30, 2.0 apart", (8, 15, 30), 2.0), 53),
    *((Kind("three groups, 1.5 apart", (0.5, 0.3, 0.2), 1.5), n) for n in (200, 600)),
]


@dataclass
class Held:
    """What was right, of everything that was said. groups, sides: conversations that showed them."""

    cells: list[bool] = field(default_factory=list)
    differences: list[bool] = field(default_factory=list)
    too_high: list[bool] = field(default_factory=list)
    divides: list[bool] = field(default_factory=list)
    common: list[bool] = field(default_factory=list)
    groups: int = 0
    sides: int = 0

    def add(self, found: Analysis, chance: Floats) -> None:
        """chance: planted, of each person to agree with each statement [people, statements]."""
        member = np.eye(found.groups.n_groups)[found.people.group]
        truth = (member.T @ chance).T / member.sum(axis=0)
        told = found.splits.by_group
        shown = ~told.hide & (told.sizes > 0)
        self.cells += ((told.agree[..., 1] <= truth) & (truth <= told.agree[..., 2]))[shown].tolist()
        for one in found.sorting.statements:
            if one.divide is not None:
                planted = truth[one.position, one.divide.high_group] - truth[one.position, one.divide.low_group]
                self.differences.append(bool(one.divide.low <= planted <= one.divide.high))
                self.too_high.append(bool(one.divide.low > planted))
        for j in found.sorting.divides:
            divide = found.sorting.statements[j].divide
            self.divides.append(
                divide is not None and bool(truth[j, divide.high_group] > 0.5 > truth[j, divide.low_group])
            )
        self.common += [bool(truth[j].min() > 0.5) for j in found.sorting.common_ground]
        self.sides += found.groups.reason == "gradual"
        self.groups += found.groups.reason != "gradual"

    def __str__(self) -> str:
        shares = [_share(one) for one in (self.cells, self.differences, self.too_high)]
        wrong = [f"{one.count(False)} of {len(one)}" for one in (self.divides, self.common)]
        return f"| {self.groups} | {self.sides} | {' | '.join((*shares, *wrong))} |"


def _share(held: list[bool]) -> str:
    return f"{np.mean(held):.1%}" if held else ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=40, help="conversations per row; fewer where there are many people")
    n_runs = parser.parse_args().runs
    lines = [
        f"Share of {RUNS:,} simulations whose interval holds the planted share: over planted shares drawn evenly",
        "from 0 to 1, and the least favourable of the fixed shares .1, .2, … .9 (intervals of counts wobble).",
        "",
        "| people | any share | worst fixed share |",
        "|---|---|---|",
    ]
    random = np.random.default_rng(20_000)
    for n in SIZES:
        share = random.random(RUNS)
        fixed = [covered(np.full(RUNS // 10, one / 10), n, random) for one in range(1, 10)]
        lines.append(f"| {n} | {covered(share, n, random):.1%} | {min(fixed):.1%} |")
    lines += [
        "",
        "Of groups and sides that were found by the same answers: share of cells, and of differences between the two",
        "groups that differ most, whose interval holds the mean planted chance of the people as they were put",
        "together; how often the low end of a difference lies above it; and how many named divides and statements of",
        "common ground are none.",
        "Conversations in which nothing was shown are left out.",
        "",
        "| planted | people | groups | sides | cells | differences | low end too high | wrong divides | wrong common |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kind, n_people in KINDS:
        held = Held()
        for run in range(max(n_runs // (1 + n_people // 300), 6)):
            votes, chance = conversation(kind, n_people, SEED + run)
            found = analyse(votes, n_resamples=0)
            if found.groups.n_groups > 1:
                held.add(found, chance)
        lines.append(f"| {kind.name} | {n_people} {held}")
        print(lines[-1], flush=True)
    write("Accuracy: intervals", lines)


def conversation(kind: Kind, n_people: int, seed: int) -> tuple[Votes, Floats]:
    """Heavy and light voters (log-normal), popular and unpopular statements (gamma), some unsure."""
    random = np.random.default_rng((seed, n_people))
    n_statements, n_answers = (40, 20.0) if n_people <= 100 else (60, 25.0)
    chance = 1.0 / (1.0 + np.exp(-kind.odds(random, n_people, n_statements)))
    wished = np.exp(random.normal(np.log(n_answers) - 0.18, 0.6, n_people)).round()
    popular = random.gamma(2.0, 1.0, n_statements)
    shown = [
        random.choice(n_statements, n, replace=False, p=popular / popular.sum())
        for n in np.clip(wished, 3, n_statements).astype(int)
    ]
    person = np.repeat(np.arange(n_people), [len(one) for one in shown])
    statement = np.concatenate(shown)
    agrees = random.random(len(person)) < chance[person, statement]
    value = np.where(random.random(len(person)) < DECIDED, np.where(agrees, 1, -1), 0)
    return Votes.of(person, statement, value, people=range(n_people), statements=range(n_statements)), DECIDED * chance


def covered(share: Floats, n: int, random: np.random.Generator) -> float:
    hits = random.binomial(n, share)
    interval = jeffreys(hits, np.full(len(hits), n))
    return float(((interval[:, 1] <= share) & (share <= interval[:, 2])).mean())


if __name__ == "__main__":
    main()
