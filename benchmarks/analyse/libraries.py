"""What we wrote ourselves beside what scipy has for it, in one run: cost of a whole analysis, and what it finds."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy import sparse
from scipy.cluster.vq import kmeans2
from scipy.sparse.csgraph import maximum_flow
from scipy.sparse.linalg import LinearOperator, eigsh

from regiotafel.engine import opinions
from regiotafel.engine.opinions import gains, groups, mixture, space, stability
from regiotafel.engine.opinions.checks import crossings

sys.path.insert(0, str(Path(__file__).parents[1]))

from results import write

ROUNDS = 5
CASES = ((300, 40, 20.0), (1_200, 60, 30.0), (2_000, 900, 112.5))
OWN = space._lanczos, mixture.k_means, crossings._flows
WAYS = ("own", "eigsh", "kmeans2", "maximum_flow")


def leading(times: Callable[[Any], Any], start: Any, steps: int) -> tuple[Any, Any]:
    size = len(start)
    if size <= steps:
        return np.linalg.eigh(np.stack([times(row) for row in np.eye(size)], axis=1))
    wanted = max(1, (steps - 6) // 4)
    operator = LinearOperator((size, size), matvec=times, dtype=float)
    found: tuple[Any, Any] = eigsh(operator, k=wanted, v0=start, which="LA", tol=1e-4)
    return found


def labels(points: Any, k: int, random: np.random.Generator, tries: int = 2) -> Any:
    runs = [kmeans2(points, k, minit="++", rng=random) for _ in range(tries)]
    return min(runs, key=lambda run: float(((points - run[0][run[1]]) ** 2).sum()))[1].astype(np.int64)


def flows(table: Any, hide: Any, i: int, j: int, smallest: int) -> bool:
    rows, columns = table.shape
    room = np.zeros((rows + columns, rows + columns), dtype=np.int32)
    room[:rows, rows:] = np.where(hide, table, 0)
    room[rows:, :rows] = np.where(hide & (table > 0), table.sum() + 1, 0).T
    return bool(maximum_flow(sparse.csr_matrix(room), i, rows + j).flow_value >= smallest)


def ways() -> Iterator[str]:
    """Each in turn, from the same modules."""
    for way in WAYS:
        space._lanczos = leading if way == "eigsh" else OWN[0]
        for user in (gains, groups, stability):
            user.k_means = labels if way == "kmeans2" else OWN[1]
        crossings._flows = flows if way == "maximum_flow" else OWN[2]
        yield way


def main() -> None:
    warnings.simplefilter("ignore")
    lines = ["CPU of a whole analysis against our own; `=` where the documents are equal to the last digit.", ""]
    lines += [f"| people x statements | {' | '.join(WAYS[1:])} |", f"|---|{'---|' * len(WAYS[1:])}"]
    for n_people, n_statements, n_votes in CASES:
        votes, _ = opinions.simulate(opinions.Planted(n_statements, 3, 1.5, n_votes), n_people)
        declared = {
            "role": [(*"PQRSTUV", None)[7 * i % 8] for i in range(n_people)],
            "municipality": [(*"ABCDEFGHIJKLMN", None)[3 * i * i % 15] for i in range(n_people)],
        }
        cost: dict[str, list[float]] = {}
        found: dict[str, Any] = {}
        for _ in range(ROUNDS):
            for way in ways():
                start = time.process_time()
                found[way] = opinions.analyse(votes, declared=declared)
                cost.setdefault(way, []).append(time.process_time() - start)
        own = float(np.median(cost["own"]))
        cells = [
            f"{np.median(cost[way]) / own:.2f}"
            + (" =" if opinions.as_json(found[way]) == opinions.as_json(found["own"]) else "")
            for way in WAYS[1:]
        ]
        lines.append(f"| {n_people:,} x {n_statements} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    write("Our own beside scipy", lines)


if __name__ == "__main__":
    main()
