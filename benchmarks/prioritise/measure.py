"""The Method of Equal Shares beside pabutools, which counts exactly too: who wins, how long, how much memory.

    .venv/bin/python benchmarks/prioritise/measure.py [FOLDER] [--elections N] [--quick]

FOLDER has `.pb` files (default `../shared/data/pabulib`). Both get the same election in memory, in turn, each in a
process of its own; a time is the median of five, or of as many as fit in `--seconds` (at least one; the column says how
many). `--elections`: how many small ones full of ties are compared too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent), str(ROOT)]
TIMES = 5
COMPARED = ("none", "add1u-exhaustive")


def main() -> None:
    from results import write  # noqa: PLC0415

    from regiotafel.engine.priorities import UTILITIES  # noqa: PLC0415

    asked = argparse.ArgumentParser()
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "pabulib")
    asked.add_argument("--elections", type=int, default=2000)
    asked.add_argument("--seconds", type=float, default=600.0, help="after so many no row is measured again")
    options = asked.parse_args()
    lines = [
        "Seconds of processor time of the choice alone, in turn, and their median; memory above what reading took.",
        "",
    ]
    lines += ["| election | utility | completion | times | ours | pabutools | part | aim | MB | MB | same winners |"]
    lines += ["|---|---|---|" + "---|" * 8]
    sources = [*sorted(options.folder.glob("*.pb")), "12000x80", "ties"]
    for source in sources:
        for completion in COMPARED:
            if source == "12000x80" and completion != "none":
                continue
            for utility in UTILITIES:
                lines.append(row(str(source), utility, completion, options.seconds))
                print(lines[-1], flush=True)
    lines += ["", *large(), "", *same(options.elections)]
    write("Priorities", lines)


def row(source: str, utility: str, completion: str, seconds: float) -> str:
    ours, theirs = [], []
    begun = time.monotonic()
    while not ours or (len(ours) < TIMES and time.monotonic() - begun < seconds):
        ours.append(alone("ours", source, utility, completion))
        theirs.append(alone("pabutools", source, utility, completion))
    here, there = (statistics.median(one["seconds"] for one in some) for some in (ours, theirs))
    memory = [statistics.median(one["memory"] for one in some) for some in (ours, theirs)]
    is_same = all(one["winners"] == other["winners"] for one, other in zip(ours, theirs, strict=True))
    people = ours[0]["people"]
    aim = 50 if source == "12000x80" else 4 if source == "ties" else 25 if "add1u" in completion else 20
    reached = "yes" if there / here >= aim else "no"
    told = f"1/{aim}: {reached}" if people >= 2000 or source == "ties" or "add1u" in completion else ""
    name = Path(source).stem.replace("_", " ")
    cells = f"{len(ours)} | {here:.4f} | {there:.3f} | 1/{there / here:.1f} | {told}"
    memories = " | ".join(f"{one:.1f}" for one in memory)
    return f"| {name} | {utility} | {completion} | {cells} | {memories} | {'yes' if is_same else 'NO'} |"


def large() -> list[str]:
    one = alone("ours", "100000x200", "cost", "none")
    told = f"{one['seconds']:.2f} s (aim 2), {one['whole']:.0f} MB in all (aim 300)"
    return [f"100,000 people and 200 measures, simulated: {told}."]


def same(n: int) -> list[str]:
    from tests.engine.priorities import oracle  # noqa: PLC0415
    from tests.engine.priorities.elections import drawn  # noqa: PLC0415

    from regiotafel.engine import priorities  # noqa: PLC0415

    wrong = 0
    for seed in range(n):
        election, is_graded = drawn(seed)
        for utility in priorities.UTILITIES:
            for completion in COMPARED:
                found = priorities.equal_shares(election, utility=utility, completion=completion)
                here = [one.key for one in found.winners if one.how == priorities.CHOSEN]
                wrong += here != oracle.chosen(election, utility, completion, is_graded=is_graded)
    return [f"{n} small elections full of ties, half of them graded, each in four ways: {wrong} with other winners."]


def alone(what: str, *of: str) -> dict[str, Any]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", __file__, "--one", what, *of]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def forget_peak() -> float:
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    return peak()


def elections(source: str) -> list[Any]:
    from regiotafel.engine.priorities import Ballot, Election, Measure, in_order  # noqa: PLC0415
    from regiotafel.formats import pabulib  # noqa: PLC0415

    chance = random.Random(1)
    if source == "ties":  # ten to forty people, and costs that are often the same
        found = []
        for _ in range(20):
            measures = [Measure(str(j), 1000 * chance.choice([1, 2, 3, 5])) for j in range(chance.randint(8, 20))]
            keys = [one.key for one in measures]
            ballots = [
                Ballot(dict.fromkeys(chance.sample(keys, chance.randint(2, 6)), 1))
                for _ in range(chance.randint(10, 40))
            ]
            found.append(in_order(Election(measures, ballots, sum(one.cost for one in measures) // 2)))
        return found
    if "x" in source and not source.endswith(".pb"):
        n, m = map(int, source.split("x"))
        keys = [str(j) for j in range(m)]
        heavy = [1 / (1 + j) ** 0.5 for j in range(m)]
        measures = [Measure(key, chance.randint(2_000, 100_000)) for key in keys]
        ballots = [Ballot(dict.fromkeys(chance.choices(keys, heavy, k=chance.randint(3, 10)), 1)) for _ in range(n)]
        return [in_order(Election(measures, ballots, sum(one.cost for one in measures) // 3))]
    poll = pabulib.read(Path(source).read_bytes())
    measures = [Measure(one.key, one.cost) for one in poll.projects]
    return [in_order(Election(measures, [Ballot(one.scores) for one in poll.voters], poll.budget))]


def one(what: str, source: str, utility: str, completion: str) -> dict[str, Any]:
    from regiotafel.engine import priorities  # noqa: PLC0415

    asked = elections(source)
    if what == "ours":
        before, start = forget_peak(), time.process_time()
        found = [priorities.equal_shares(each, utility=utility, completion=completion) for each in asked]
        seconds, most = time.process_time() - start, peak()
        winners = [[won.key for won in each.winners if won.how == priorities.CHOSEN] for each in found]
    else:
        from pabutools.rules import method_of_equal_shares  # noqa: PLC0415
        from tests.engine.priorities import oracle  # noqa: PLC0415

        theirs = [oracle.asked(each, utility, is_graded=False) for each in asked]
        more = {"voter_budget_increment": 1} if completion != "none" else {}
        before, start = forget_peak(), time.process_time()
        outcomes = [method_of_equal_shares(instance, profile, **how, **more) for instance, profile, how in theirs]
        seconds, most = time.process_time() - start, peak()
        winners = [[project.name for project in each] for each in outcomes]
    return {
        "seconds": seconds,
        "memory": most - before,
        "whole": most,
        "winners": winners,
        "people": asked[0].n_people,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(*sys.argv[2:6])))
    else:
        main()
