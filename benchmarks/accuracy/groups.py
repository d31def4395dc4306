"""Do we find groups where they are, and none where they are not? Planted groups, ours beside red-dwarf's."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from reddwarf.implementations.base import run_pipeline
from results import write
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Votes, analyse

OFTEN = 5
SEED = 20_000  # far from the seeds that the limits of the engine were chosen on


@dataclass(frozen=True)
class Case:
    """apart: spread of the log-odds of agreeing between groups; routed: who agrees is asked more often; gradual:
    people stand anywhere on so many lines, normally spread, instead of in groups."""

    n_people: int
    n_statements: int
    sizes: tuple[float, ...]
    apart: float
    n_answers: float
    routed: bool = False
    gradual: int = 0


ALIKE = [
    Case(20, 20, (1,), 0, 12),
    Case(26, 36, (1,), 0, 24),
    Case(60, 40, (1,), 0, 15, True),
    Case(200, 60, (1,), 0, 20),
    Case(500, 80, (1,), 0, 25),
    Case(2000, 100, (1,), 0, 25, True),
]
GRADUAL = [
    Case(26, 36, (1,), 1.5, 24, gradual=1),
    Case(60, 60, (1,), 1.0, 25, gradual=1),
    Case(200, 60, (1,), 1.0, 25, gradual=1),
    Case(200, 60, (1,), 1.5, 25, gradual=2),
    Case(600, 60, (1,), 1.0, 25, gradual=1),
    Case(600, 60, (1,), 1.5, 25, gradual=2),
    Case(2000, 60, (1,), 1.0, 25, gradual=1),
]
# Every combination of how many people, groups, how far apart, and who is asked what.
PEOPLE = [(20, 20, 12), (60, 40, 20), (200, 60, 25), (1000, 100, 25), (5000, 100, 25), (20_000, 100, 25)]
SIZES: list[tuple[float, ...]] = [(0.5, 0.5), (0.5, 0.3, 0.2), (0.25, 0.25, 0.25, 0.25)]
PLANTED = [
    Case(n_people, n_statements, sizes, apart, n_answers, routed)
    for n_people, n_statements, n_answers in PEOPLE
    for sizes in SIZES
    for apart in (1.0, 1.75, 2.5)
    for routed in (False, True)
    if n_people < 20_000 or routed  # the peer takes long
]
HEAD = [
    "| people | statements | answers each | groups | apart | routed | runs | red-dwarf | ours | groups or sides "
    "| groups | with a sharp border | else |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
]
REACHED, OFTEN_SHOWN = 0.5, 0.95


@dataclass(frozen=True)
class Row:
    """theirs, ours: mean index over the runs; shown, groups, sharp: shares of the runs."""

    case: Case
    n_runs: int
    theirs: float
    ours: float
    shown: float
    groups: float
    sharp: float
    others: Counter[str]

    @staticmethod
    def of(case: Case, n_runs: int) -> Row:
        planted = len(case.sizes) > 1
        results = [one(case, SEED + run, planted) for run in range(n_runs)]
        theirs, ours, sharp = np.array([result[:3] for result in results]).mean(axis=0)
        reasons = Counter(result[3] for result in results)
        groups, sides = reasons.pop("groups", 0) / n_runs, reasons.pop("sides", 0) / n_runs
        return Row(case, n_runs, float(theirs), float(ours), groups + sides, groups, float(sharp), reasons)

    def __str__(self) -> str:
        case = self.case
        planted = len(case.sizes) > 1
        index = (f"{self.theirs:.2f}", f"{self.ours:.2f}") if planted else ("always claims", "")
        sizes = " / ".join(f"{size:.0%}" for size in case.sizes)
        if case.gradual:
            sizes = f"gradual, {case.gradual} lines"
        others = ", ".join(f"{name} {n}" for name, n in self.others.most_common())
        return (
            f"| {case.n_people} | {case.n_statements} | {case.n_answers:g} | {sizes} | {case.apart:g} "
            f"| {'yes' if case.routed else 'no'} | {self.n_runs} | {index[0]} | {index[1]} | {self.shown:.0%} "
            f"| {self.groups:.0%} | {self.sharp:.0%} | {others} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=20, help="per row; fewer where there are many people")
    n_runs = parser.parse_args().runs
    warnings.simplefilter("ignore")
    alike = [_counted(case, OFTEN * n_runs // (1 + case.n_people // 1000)) for case in ALIKE]
    gradual = [_counted(case, n_runs) for case in GRADUAL]
    planted = [_counted(case, max(n_runs // (1 + case.n_people // 500), 2)) for case in PLANTED]
    reached = [row for row in planted if row.theirs >= REACHED]
    lines = [
        "Index: adjusted Rand, 0 where we show one group.",
        "Sides: people are called gradually different, and the two sides of that are shown, not as groups.",
        "",
        f"Planted groups: in {len(reached)} of {len(planted)} rows red-dwarf reaches an index of {REACHED} on average. "
        f"In {sum(row.shown >= OFTEN_SHOWN for row in reached)} of those we show groups or sides in at least "
        f"{OFTEN_SHOWN:.0%} of the runs (groups by that name in {sum(row.groups >= OFTEN_SHOWN for row in reached)}), "
        f"and in {sum(row.ours >= row.theirs for row in reached)} our index is at least theirs. "
        f"Over all rows: ours {np.mean([row.ours for row in planted]):.2f}, "
        f"theirs {np.mean([row.theirs for row in planted]):.2f}.",
        "",
        *HEAD,
        *map(str, alike + gradual + planted),
    ]
    write("Accuracy: planted groups, nobody different, gradual differences", lines)


def _counted(case: Case, n_runs: int) -> Row:
    row = Row.of(case, n_runs)
    print(row, flush=True)
    return row


def one(case: Case, seed: int, with_peer: bool) -> tuple[float, float, float, str]:
    """Index of red-dwarf, index of ours (0 when we show none), whether the border is called sharp, and our answer."""
    person, statement, value, planted = conversation(case, seed)
    votes = Votes.of(person, statement, value, people=range(case.n_people), statements=range(case.n_statements))
    found = analyse(votes)
    groups = found.groups
    able = np.bincount(person, minlength=case.n_people) >= 7
    ours = adjusted_rand_score(planted[able], found.people.group[able]) if groups.n_groups > 1 else 0.0
    theirs = peer(person, statement, value, planted) if with_peer else 0.0
    answer = "sides" if groups.reason == "gradual" and groups.n_groups > 1 else groups.reason
    return theirs, float(ours), float(answer == "groups" and bool(groups.sharp)), answer


def peer(person: NDArray, statement: NDArray, value: NDArray, planted: NDArray) -> float:  # type: ignore[type-arg]
    rows = [
        {"participant_id": int(p), "statement_id": int(s), "vote": int(v), "modified": 0}
        for p, s, v in zip(person, statement, value, strict=True)
    ]
    found = run_pipeline(rows, random_state=0).participants_df["cluster_id"].dropna()
    return float(adjusted_rand_score(planted[found.index.astype(int)], found.astype(int)))


def conversation(case: Case, seed: int) -> tuple[NDArray, NDArray, NDArray, NDArray]:  # type: ignore[type-arg]
    """Heavy and light voters (log-normal), popular and unpopular statements (gamma), 15 % unsure."""
    random = np.random.default_rng(seed)
    planted = random.choice(len(case.sizes), case.n_people, p=np.array(case.sizes) / sum(case.sizes))
    odds = random.normal(0.5, 1.0, case.n_statements)
    odds = odds + case.apart * random.normal(size=(len(case.sizes), case.n_statements))
    if case.gradual:
        places = random.normal(size=(case.n_people, case.gradual))
        odds = odds + case.apart * places @ random.normal(size=(case.gradual, case.n_statements))
        planted = np.arange(case.n_people)
    wished = np.exp(random.normal(np.log(case.n_answers) - 0.32, 0.8, case.n_people)).round()
    popular = random.gamma(1.5, 1.0, case.n_statements)
    rows = []
    for i, n in enumerate(np.clip(wished, 1, case.n_statements).astype(int)):
        mine = odds[planted[i]]
        weight = popular * np.exp(0.4 * mine) if case.routed else popular
        for j in random.choice(case.n_statements, n, replace=False, p=weight / weight.sum()):
            agrees = 1 if random.random() < 1.0 / (1.0 + np.exp(-mine[j])) else -1
            rows.append((i, int(j), 0 if random.random() < 0.15 else agrees))
    person, statement, value = np.array(rows).T
    return person, statement, value, planted


if __name__ == "__main__":
    main()
