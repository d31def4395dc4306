"""Is the answer the same whatever the seed? Real conversations and simulated ones, each analysed from many seeds."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import gradients
import groups
import numpy as np
from results import write
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Analysis, Votes, analyse
from regiotafel.formats import polis

DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "polis"
SEED = 60_000
ALMOST_ALL = 29 / 30
# (people, statements, planted sizes, apart, answers each): clear, less clear and none, among few people and many.
PLANTED = [
    (26, 36, (0.5, 0.5), 2.5, 24),
    (60, 40, (1.0,), 0.0, 20),
    (60, 40, (0.5, 0.5), 1.75, 20),
    (60, 40, (0.5, 0.3, 0.2), 2.5, 20),
    (210, 60, (0.5, 0.5), 1.0, 25),
    (210, 60, (0.5, 0.3, 0.2), 1.75, 25),
    (600, 60, (0.25, 0.25, 0.25, 0.25), 1.75, 25),
    (1000, 100, (0.5, 0.3, 0.2), 1.0, 25),
]
GRADUAL = [("flat, one way", 210), ("flat, both ways", 600), ("skewed, both ways", 600), ("normal, both ways", 210)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--each", type=int, default=2, help="simulated conversations per cell")
    asked = parser.parse_args()
    lines = [
        f"The same votes, analysed with {asked.seeds} seeds. *Same*: with how many the most given answer is given",
        f"(the aim is {ALMOST_ALL:.0%}); *who*: the least and the median adjusted Rand index between the groups of the",
        "first seed and those of the others, where both show groups or sides.",
        "",
        "| conversation | people | same | answers | who, least | who, median |",
        "|---|---|---|---|---|---|",
    ]
    held = 0
    rows = 0
    for name, votes in (*real(asked.folder), *simulated(asked.each)):
        found = [analyse(votes, seed=seed) for seed in range(asked.seeds)]
        answers = Counter(map(answer, found))
        same = answers.most_common(1)[0][1]
        held, rows = held + (same / asked.seeds >= ALMOST_ALL), rows + 1
        told = ", ".join(f"{what} {many}" for what, many in answers.most_common())
        lines.append(f"| {name} | {votes.n_people} | {same} | {told} | {' | '.join(who(found))} |")
        print(lines[-1], flush=True)
    lines += ["", f"The same answer from at least {ALMOST_ALL:.0%} of the seeds in {held} of {rows} conversations."]
    write("Accuracy: the same answer whatever the seed", lines)


def answer(found: Analysis) -> str:
    """What is claimed: the word, the number of parts, and whether the border is sharp."""
    groups = found.groups
    if groups.n_groups == 1:
        return groups.reason
    if groups.reason == "gradual":
        return f"{groups.n_groups} sides"
    return f"{groups.n_groups} {'sharp ' if groups.sharp else ''}groups"


def who(found: list[Analysis]) -> tuple[str, str]:
    shown = [one.people.group for one in found if one.groups.n_groups > 1]
    alike = [adjusted_rand_score(shown[0], other) for other in shown[1:]]
    return (f"{min(alike):.2f}", f"{np.median(alike):.2f}") if alike else ("", "")


def real(folder: Path) -> Iterator[tuple[str, Votes]]:
    for one in sorted(folder.glob("*/votes.csv")):
        read = polis.read_votes(one.read_bytes())
        columns = ([int(value) for value in column] for column in (read.person, read.statement, read.value))
        yield one.parent.name, Votes.of(*columns)


def simulated(each: int) -> Iterator[tuple[str, Votes]]:
    for n_people, n_statements, sizes, apart, n_answers in PLANTED:
        case = groups.Case(n_people, n_statements, sizes, apart, n_answers)
        name = "alike" if len(sizes) == 1 else f"planted {len(sizes)}, apart {apart:g}"
        for run in range(each):
            person, statement, value, _ = groups.conversation(case, SEED + run)
            yield name, Votes.of(person, statement, value, people=range(n_people), statements=range(n_statements))
    for shape, n_people in GRADUAL:
        for run in range(each):
            yield f"gradual, {shape}", gradients.conversation(shape, n_people, SEED + run)


if __name__ == "__main__":
    main()
