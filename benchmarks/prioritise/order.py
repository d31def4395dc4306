"""How long it takes to tell how much an order of measures hangs on weights, beside a loop over pymcdm's weighted sum;
and to lay measures over the years, proven."""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from regiotafel.engine.common.arrays import Floats
    from regiotafel.engine.priorities import Work

HERE = Path(__file__).parent
NO_PEER = "pymcdm is not here. Install it first: .venv/bin/uv sync --frozen --inexact --group peers"
sys.path[:0] = [str(HERE.parent)]

N_MEASURES, N_CRITERIA, N_DRAWS = 60, 6, 100_000
LESS_THAN = 1 / 40  # of the loop
N_IN_LOOP = 4_000  # of which the rest follows: each draw costs the same
YEARS, RESOURCES, AIM = (2027, 2028, 2029, 2030), ("money", "hours", "people"), 15.0
SEEDS = (0, 1, 2, 3, 4)


def main() -> None:
    from results import write  # noqa: PLC0415

    if find_spec("pymcdm") is None:
        raise SystemExit(NO_PEER)
    write("Order of measures, and years", [*weights(), "", *schedules()])


def weights() -> list[str]:
    from regiotafel.engine.priorities import Doubt, acceptability  # noqa: PLC0415

    lines = [
        f"{N_MEASURES} measures, {N_CRITERIA} criteria, {N_DRAWS:,} draws of weights. Seconds of processor time,",
        f"medians of five; pymcdm's weighted sum and ranks in a loop of {N_IN_LOOP:,}, times {N_DRAWS // N_IN_LOOP}.",
        "",
        "| scores | ours | pymcdm | of it (aim 1/40) | reached |",
        "|---|---|---|---|---|",
    ]
    random = np.random.default_rng(0)
    scores = random.integers(1, 6, (N_MEASURES, N_CRITERIA)).astype(float)
    names = [f"c{at}" for at in range(N_CRITERIA)]
    for name, spread, known in (
        ("sure", 0.0, []),
        ("each half a point to both sides", 0.5, []),
        ("sure, and the criteria in one order of weight", 0.0, list(pairwise(names))),
    ):
        given = {
            f"m{i:02}": {c: (max(0.0, scores[i, j] - spread), scores[i, j] + spread) for j, c in enumerate(names)}
            for i in range(N_MEASURES)
        }
        doubt = Doubt(given, names, heavier=known)
        ours, theirs = [], []
        for seed in SEEDS:  # in turns, so that both meet the same machine
            start = time.process_time()
            acceptability(doubt, N_DRAWS, seed)
            ours.append(time.process_time() - start)
            theirs.append(loop(scores, seed) * N_DRAWS / N_IN_LOOP)
        mine, other = float(np.median(ours)), float(np.median(theirs))
        reached = "yes" if mine < other * LESS_THAN else "no"
        lines.append(f"| {name} | {mine:.2f} | {other:.1f} | 1/{other / mine:.0f} | {reached} |")
    return lines


def loop(scores: Floats, seed: int) -> float:
    from pymcdm.methods import WSM  # noqa: PLC0415

    random = np.random.default_rng(seed)
    drawn = random.standard_exponential((N_IN_LOOP, N_CRITERIA))
    drawn /= drawn.sum(axis=1, keepdims=True)
    method, kinds = WSM(), np.ones(N_CRITERIA)
    start = time.process_time()
    for row in drawn:
        method.rank(method(scores, row, kinds))
    return time.process_time() - start


def schedules() -> list[str]:
    from regiotafel.engine.priorities import broken, scheduled  # noqa: PLC0415

    lines = [
        f"{N_MEASURES} measures over {len(YEARS)} years and {len(RESOURCES)} resources; an eighth of what all of them",
        "take fits in each year. As in a plan: resources grow with the size of a measure. Uneven: all amounts are",
        "drawn apart from each other, and differ by year. Seconds of processor time until proven.",
        "",
        f"| how | aim | {' | '.join(f'seed {seed}' for seed in SEEDS)} | reached |",
        "|---|---|" + "---|" * (len(SEEDS) + 1),
    ]
    for name, is_even in (("as in a plan", True), ("uneven", False)):
        taken = []
        for seed in SEEDS:
            work = drawn_work(seed, is_even=is_even)
            start = time.process_time()
            found = scheduled(work)
            taken.append(time.process_time() - start)
            if not found.is_proven or broken(work, found.begins):
                raise SystemExit("a schedule that is not proven, or that breaks what was asked")
        cells = " | ".join(f"{one:.1f}" for one in taken)
        lines.append(f"| {name} | {AIM:.0f} s | {cells} | {'yes' if max(taken) < AIM else 'no'} |")
    return lines


def drawn_work(seed: int, *, is_even: bool) -> Work:
    from regiotafel.engine.priorities import Task, Work  # noqa: PLC0415

    random = np.random.default_rng(seed)
    tasks = []
    for at in range(N_MEASURES):
        length, size = int(random.integers(1, 5 if is_even else 4)), float(random.lognormal(3.5, 0.8))
        if is_even:
            effort = {one: [5 * int(size / 5 * random.uniform(0.5, 1.5))] * length for one in RESOURCES}
        else:
            effort = {one: [int(n) for n in random.integers(0, 50, length)] for one in RESOURCES}
        waits = at and random.random() < 0.3
        after = frozenset({f"m{int(random.integers(at)):02}"}) if waits else frozenset()
        value, is_fixed = float(random.integers(10, 51)) / 10, bool(random.random() < 0.05)
        tasks.append(Task(f"m{at:02}", effort, value, after=after, is_fixed=is_fixed))
    fits = {one: [sum(sum(task.effort[one]) for task in tasks) // 8] * len(YEARS) for one in RESOURCES}
    return Work(tasks, YEARS, fits, [frozenset({"m03", "m10", "m20"})])


if __name__ == "__main__":
    main()
