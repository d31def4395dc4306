"""Do we find groups where they are, and none where they are not? Planted groups, ours beside red-dwarf's."""

from __future__ import annotations

import argparse
import os
import warnings
from dataclasses import dataclass

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from reddwarf.implementations.base import run_pipeline
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Votes, analyse

SEED = 20_000  # far from the seeds that the limits of the engine were chosen on


@dataclass(frozen=True)
class Case:
    """apart: spread of the log-odds of agreeing between groups; routed: who agrees is asked more often."""

    n_people: int
    n_statements: int
    sizes: tuple[float, ...]
    apart: float
    n_answers: float
    routed: bool = False


ALIKE = [
    Case(20, 20, (1,), 0, 12),
    Case(60, 40, (1,), 0, 15, True),
    Case(200, 60, (1,), 0, 20),
    Case(500, 80, (1,), 0, 25),
]
PLANTED = [
    Case(20, 20, (0.5, 0.5), 2.5, 12),
    Case(26, 36, (0.5, 0.5), 2.0, 24),
    Case(60, 40, (0.5, 0.5), 1.5, 25, True),
    Case(60, 40, (0.34, 0.33, 0.33), 2.5, 20),
    Case(100, 40, (0.6, 0.3, 0.1), 2.0, 25, True),
    Case(200, 60, (0.5, 0.5), 1.0, 20),
    Case(200, 60, (0.34, 0.33, 0.33), 1.5, 30, True),
    Case(200, 60, (0.25, 0.25, 0.25, 0.25), 2.0, 25),
    Case(1000, 100, (0.25, 0.25, 0.25, 0.25), 1.5, 20, True),
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=20)
    n_runs = parser.parse_args().runs
    warnings.simplefilter("ignore")
    print("| people | statements | answers each | groups | apart | routed | red-dwarf | ours | ours: shown |")
    print("|---|---|---|---|---|---|---|---|---|")
    for case in ALIKE + PLANTED:
        planted = len(case.sizes) > 1
        results = np.array([one(case, SEED + run, planted) for run in range(n_runs)])
        theirs, ours, shown = np.nanmean(results, axis=0)
        index = (f"{theirs:.2f}", f"{ours:.2f}") if planted else ("always claims", "")
        sizes = " / ".join(f"{size:.0%}" for size in case.sizes)
        print(
            f"| {case.n_people} | {case.n_statements} | {case.n_answers:g} | {sizes} | {case.apart:g} "
            f"| {'yes' if case.routed else 'no'} | {index[0]} | {index[1]} | {shown:.0%} |",
            flush=True,
        )


def one(case: Case, seed: int, with_peer: bool) -> tuple[float, float, float]:
    """Index of red-dwarf, index of ours (0 when we show none), and whether we show groups."""
    person, statement, value, planted = conversation(case, seed)
    votes = Votes.of(person, statement, value, people=range(case.n_people), statements=range(case.n_statements))
    groups = analyse(votes).groups
    able = np.bincount(person, minlength=case.n_people) >= 7
    shown = groups.reason == "groups"
    ours = adjusted_rand_score(planted[able], groups.index[able]) if shown else 0.0
    return peer(person, statement, value, planted) if with_peer else 0.0, float(ours), float(shown)


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
