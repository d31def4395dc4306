"""How often do we claim groups among people who differ gradually? Gradual differences of several shapes and sizes."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from results import write

from regiotafel.engine.opinions import Votes, analyse

SEED = 50_000  # far from the seeds that the limits of the engine were chosen on
SIZES = (26, 60, 210, 600, 2000)
MOST_SHARP = 0.05

Floats = NDArray[np.float64]
Random = np.random.Generator


def _traits(trait: Callable[[Random, int], Floats], signs: bool = False) -> Callable[[Random, int, int], Floats]:
    """Log-odds of agreeing [people, statements] where everything hangs on one trait; signs: statements lean to both
    sides, and some more than others; else each leans as much to the same side."""

    def odds(random: Random, n_people: int, n_statements: int) -> Floats:
        lean = random.normal(size=n_statements) if signs else np.ones(n_statements)
        middle = random.normal(0.3, 1.0, n_statements)
        return np.asarray(middle + trait(random, n_people)[:, None] * lean)

    return odds


def _flat(random: Random, n: int) -> Floats:
    return random.uniform(-1.7, 1.7, n)


def _skewed(random: Random, n: int) -> Floats:
    return random.gamma(2.0, 1.0, n) / np.sqrt(2.0) - np.sqrt(2.0)


def _shallow(random: Random, n: int) -> Floats:
    """Two peaks, as far apart as four fifths of the height of each lies between them."""
    return random.choice((-0.85, 0.85), n) + random.normal(0.0, 0.65, n)


SHAPES: dict[str, Callable[[Random, int, int], Floats]] = {
    "normal, one way": _traits(lambda random, n: random.normal(size=n)),
    "normal, both ways": _traits(lambda random, n: random.normal(size=n), signs=True),
    "flat, one way": _traits(_flat),
    "flat, both ways": _traits(_flat, signs=True),
    "skewed, one way": _traits(_skewed),
    "skewed, both ways": _traits(_skewed, signs=True),
    "two peaks and much between, both ways": _traits(_shallow, signs=True),
    "some say yes to anything": _traits(lambda random, n: random.gamma(0.7, 1.0, n)),
    "alike, exposed by class": _traits(lambda random, n: np.zeros(n)),
    "flat, both ways, exposed by class": _traits(_flat, signs=True),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=20, help="per cell")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--only", default="", help="shapes with this in their name")
    asked = parser.parse_args()
    lines = [
        f"{asked.runs} conversations in each cell. *groups*: groups by that name; *sharp*: with a sharp border,",
        f"which is wrong; the aim is at most {MOST_SHARP:.0%} of the conversations. Sides are the right word here.",
        "",
        "| people differ | people | groups | sharp | sides | else |",
        "|---|---|---|---|---|---|",
    ]
    total: Counter[str] = Counter()
    for shape in SHAPES:
        if asked.only not in shape:
            continue
        for n_people in asked.sizes:
            found = Counter(answer(shape, n_people, SEED + run) for run in range(asked.runs))
            total += found
            lines.append(_row(shape, n_people, found))
            print(lines[-1], flush=True)
    lines.append(_row("all together", sum(asked.sizes), total).replace(f"| {sum(asked.sizes)} |", "| |"))
    write("Accuracy: gradual differences of several shapes", lines)


def _row(shape: str, n_people: int, found: Counter[str]) -> str:
    n = found.total()
    others = ", ".join(f"{name} {many}" for name, many in found.items() if name not in ("sharp", "groups", "sides"))
    groups = found["groups"] + found["sharp"]
    shares = " | ".join(f"{one / n:.0%}" for one in (groups, found["sharp"], found["sides"]))
    return f"| {shape} | {n_people} | {shares} | {others} |"


def answer(shape: str, n_people: int, seed: int) -> str:
    groups = analyse(conversation(shape, n_people, seed)).groups
    if groups.reason == "groups" and groups.sharp:
        return "sharp"
    return "sides" if groups.reason == "gradual" and groups.n_groups > 1 else groups.reason


def conversation(shape: str, n_people: int, seed: int) -> Votes:
    """Heavy and light voters (log-normal), popular and unpopular statements (gamma), 10 % unsure."""
    random = np.random.default_rng((seed, n_people))
    n_statements = 36 if n_people < 60 else 60
    odds = SHAPES[shape](random, n_people, n_statements)
    wished = np.exp(random.normal(np.log(25.0) - 0.18, 0.6, n_people)).round()
    popular = np.tile(random.gamma(2.0, 1.0, n_statements), (n_people, 1))
    if "exposed" in shape:  # two kinds of people are shown other statements, whatever they think
        late = random.random(n_people) < 0.5
        popular[late, : n_statements // 2] *= 0.15
        popular[~late, n_statements // 2 :] *= 0.15
    person, statement = [], []
    for i, n in enumerate(np.clip(wished, 3, n_statements).astype(int)):
        shown = random.choice(n_statements, n, replace=False, p=popular[i] / popular[i].sum())
        person += [i] * n
        statement += shown.tolist()
    rows, columns = np.array(person), np.array(statement)
    agrees = random.random(len(rows)) < 1.0 / (1.0 + np.exp(-odds[rows, columns]))
    value = np.where(random.random(len(rows)) < 0.1, 0, np.where(agrees, 1, -1))
    return Votes.of(rows, columns, value, people=range(n_people), statements=range(n_statements))


if __name__ == "__main__":
    main()
