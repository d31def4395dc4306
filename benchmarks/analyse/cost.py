"""CPU and peak memory of our analysis beside red-dwarf's, each in a process of its own; the least of a few runs."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
DEFAULT = HERE.parents[2] / "shared" / "data" / "polis"
SIMULATED = "simulated 2,000 x 900"
RESAMPLES = {"without resampling": 0, "20 resamples": 20, "50 resamples": 50}
PEER = "red-dwarf"
RUNS = 3


def main() -> None:
    from results import write  # noqa: PLC0415

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    found = sorted(folder.glob("*/votes.csv"))
    lines = [] if found else [f"No conversations in {folder.name}: see benchmarks/README.md.", ""]
    lines += ["| conversation | votes | way | CPU s | of red-dwarf's | memory, MB | of red-dwarf's | groups |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for name in [*map(str, found), SIMULATED]:
        peer = least(PEER, name)
        for way in [*RESAMPLES, PEER]:
            one = peer if way == PEER else least(way, name)
            short = Path(name).parent.name if name != SIMULATED else name
            lines.append(
                f"| {short} | {one['n_votes']} | {way} | {one['cpu']:.3f} | {one['cpu'] / peer['cpu']:.2f} "
                f"| {one['memory']:.1f} | {one['memory'] / max(peer['memory'], 0.1):.2f} | {one['groups']} |"
            )
    write("Cost of one analysis, beside red-dwarf", lines)


def least(way: str, name: str) -> dict[str, float]:
    runs = [measured(way, name) for _ in range(RUNS)]
    return {key: min(run[key] for run in runs) for key in runs[0]}


def measured(way: str, name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--one", way, name],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(way: str, name: str) -> None:
    """Runs in a process of its own: import, read, then measure only from ids to the document."""
    from regiotafel.engine import opinions  # noqa: PLC0415

    person, statement, value = rows(name)
    if way == PEER:
        from reddwarf.implementations.base import run_pipeline  # noqa: PLC0415

        votes = [
            {"participant_id": p, "statement_id": s, "vote": v, "modified": 0}
            for p, s, v in zip(person, statement, value, strict=True)
        ]
    # What import left behind is nobody's work: neither is asked to look through it for garbage.
    gc.collect()
    gc.freeze()
    before, start = forget_peak(), time.process_time()
    if way == PEER:
        groups = int(run_pipeline(votes, random_state=0).participants_df["cluster_id"].nunique())
    else:
        ours = opinions.Votes.of(person, statement, value)
        report = opinions.analyse(ours, n_resamples=RESAMPLES[way])
        groups = len(opinions.as_json(report, people=ours.people, statements=ours.statements)["groups"])
    cpu = time.process_time() - start
    print(json.dumps({"cpu": cpu, "memory": memory("VmHWM") - before, "groups": groups, "n_votes": len(value)}))


def rows(name: str) -> tuple[list[int], list[int], list[int]]:
    from regiotafel.engine import opinions  # noqa: PLC0415
    from regiotafel.formats import polis  # noqa: PLC0415

    if name == SIMULATED:
        votes, _ = opinions.simulate(opinions.Planted(900, 3, 1.5, 112.5), 2_000)
        return votes.person.tolist(), votes.statement.tolist(), votes.value.tolist()
    found = polis.read_votes(Path(name).read_bytes())
    # Whole numbers, as both take them: texts would cost only us.
    order = np.lexsort((np.array(found.statement, dtype=int), np.array(found.person, dtype=int)))
    return (
        [int(found.person[i]) for i in order],
        [int(found.statement[i]) for i in order],
        [found.value[i] for i in order],
    )


def forget_peak() -> float:
    """What is used now, in MB; from here on the peak is counted anew (reading uses more than analysing)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    return memory("VmRSS")


def memory(kind: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
    else:
        main()
