"""CPU and peak memory of our analysis beside red-dwarf's, on real conversations, each in its own process."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
DEFAULT = HERE.parents[2] / "shared" / "data" / "polis"
WAYS = ("regiotafel", "regiotafel --no-bootstrap", "red-dwarf")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not folder.is_dir():
        sys.exit(f"{folder} is not there; see README.md for where the conversations can be had")
    print("| conversation | votes | way | analysis, CPU s | memory above import, MB | whole process, CPU s | groups |")
    print("|---|---|---|---|---|---|---|")
    for votes in sorted(folder.glob("*/votes.csv")):
        for way in WAYS:
            one = measured(way, votes)
            whole = f"{whole_process(votes):.2f}" if way == "regiotafel" else f"{one['whole']:.2f}"
            print(
                f"| {votes.parent.name} | {one['n_votes']} | {way} | {one['cpu']:.3f} | {one['memory']:.1f} "
                f"| {whole} | {one['groups']} |",
                flush=True,
            )


def measured(way: str, votes: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--one", way, str(votes)],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def whole_process(votes: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).parent / "regiotafel"), "analyse", str(votes), "--json", "-"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def one(way: str, path: Path) -> None:
    """Runs in a process of its own: import, read, then measure only the analysis."""
    from regiotafel.formats import polis  # noqa: PLC0415

    if way == "red-dwarf":
        from reddwarf.implementations.base import run_pipeline  # noqa: PLC0415
    else:
        from regiotafel.engine import opinions  # noqa: PLC0415
    found = polis.read_votes(path.read_bytes())
    if way == "red-dwarf":
        rows = [
            {"participant_id": int(person), "statement_id": int(statement), "vote": value, "modified": 0}
            for person, statement, value in zip(found.person, found.statement, found.value, strict=True)
        ]
    memory, start = peak(), time.process_time()
    if way == "red-dwarf":
        groups = int(run_pipeline(rows, random_state=0).participants_df["cluster_id"].nunique())
    else:
        votes = opinions.Votes.of(found.person, found.statement, found.value)
        report = opinions.analyse(votes, n_resamples=0 if "no-bootstrap" in way else 20)
        groups = len(opinions.as_json(report, people=votes.people, statements=votes.statements)["groups"])
    cpu = time.process_time() - start
    figures = {"cpu": cpu, "memory": peak() - memory, "whole": time.process_time(), "groups": groups}
    print(json.dumps({**figures, "n_votes": len(found.value)}))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
