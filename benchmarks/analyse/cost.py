"""CPU and peak memory of our analysis beside red-dwarf's, each in a process of its own; medians of alternating runs."""

from __future__ import annotations

import csv
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
DEFAULT = HERE.parents[2] / "shared" / "data" / "polis"
SIMULATED = "simulated 2,000 x 900"
RESAMPLES = {"without resampling": 0, "20 resamples": 20}
PEER = "red-dwarf"
RUNS = 5
# In a small process: the peak of a child is at least what its parent used.
OF_CHILD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f'{{"cpu": {used.ru_utime + used.ru_stime}, "memory": {used.ru_maxrss / 1024}}}')
"""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    from results import write  # noqa: PLC0415

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    found = sorted(folder.glob("*/votes.csv"))
    lines = [] if found else [f"No conversations in {folder.name}: see benchmarks/README.md.", ""]
    lines += ["*Whole process*: from the command to the written report, reading and starting too.", ""]
    lines += ["| conversation | votes | way | CPU s | of red-dwarf's | memory, MB | of red-dwarf's |"]
    lines[-1] += " whole process, CPU s | of red-dwarf's | memory, MB | of red-dwarf's | groups |"
    lines += ["|---|---|---|" + "---|" * 9]
    with tempfile.TemporaryDirectory() as place:
        files = {path.parent.name: path for path in found} | {SIMULATED: simulated(Path(place) / "votes.csv")}
        for name, path in files.items():
            inside, whole = alternating(measured, path), alternating(from_file, path)
            for way in (*RESAMPLES, PEER):
                cells = [f"{name} | {inside[way]['n_votes']:.0f} | {way}"]
                for of in (inside, whole):
                    for kind, digits in (("cpu", 3), ("memory", 1)):
                        cells.append(f"{of[way][kind]:.{digits}f} | {of[way][kind] / max(of[PEER][kind], 0.001):.2f}")
                lines.append(f"| {' | '.join(cells)} | {inside[way]['groups']:.0f} |")
                print(lines[-1], flush=True)
    write("Cost of one analysis, beside red-dwarf", lines)


def alternating(measure: Callable[[str, Path], Mapping[str, float]], path: Path) -> dict[str, dict[str, float]]:
    """The median of some runs of each way, in turn."""
    runs = [{way: measure(way, path) for way in (*RESAMPLES, PEER)} for _ in range(RUNS)]
    return {way: {key: median(run[way][key] for run in runs) for key in runs[0][way]} for way in runs[0]}


def measured(way: str, path: Path) -> dict[str, float]:
    """From ids in memory to the document."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--one", way, str(path)],
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def from_file(way: str, path: Path) -> dict[str, float]:
    """A whole process, with everything compiled."""
    command = [sys.executable, "-W", "ignore", __file__, "--peer", str(path)]
    if way != PEER:
        command = [str(Path(sys.executable).parent / "regiotafel"), "analyse", str(path), "--json", os.devnull]
        command += [] if RESAMPLES[way] else ["--no-bootstrap"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", OF_CHILD, *command],
        env={**environment, **ONE_THREAD},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def peer(path: str) -> None:
    """What somebody writes who has this file and red-dwarf."""
    from reddwarf.implementations.base import run_pipeline  # noqa: PLC0415

    last: dict[tuple[int, int], tuple[int, int]] = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key, at = (int(row["voter-id"]), int(row["comment-id"])), int(row["timestamp"])
            if key not in last or at >= last[key][0]:
                last[key] = at, int(row["vote"])
    votes = [
        {"participant_id": person, "statement_id": statement, "vote": value, "modified": at}
        for (person, statement), (at, value) in last.items()
    ]
    run_pipeline(votes, random_state=0).statements_df.to_json()


def simulated(path: Path) -> Path:
    from regiotafel.engine import opinions  # noqa: PLC0415

    votes, _ = opinions.simulate(opinions.Planted(900, 3, 1.5, 112.5), 2_000)
    order = np.random.default_rng(0).permutation(len(votes.value)).tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", "comment-id", "voter-id", "vote"])
        for at, i in enumerate(order):
            rows.writerow([1_700_000_000_000 + 1000 * at, votes.statement[i], votes.person[i], votes.value[i]])
    return path


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
    np.random.default_rng(0)  # numpy loads this part of itself when it is first asked for
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
    from regiotafel.formats import polis  # noqa: PLC0415

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
    elif sys.argv[1:2] == ["--peer"]:
        peer(sys.argv[2])
    else:
        main()
