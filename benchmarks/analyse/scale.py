"""Many votes on one core, how cost grows, and votes in parts on Dask."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
SIZES = ((25_000, 300, 45.0), (50_000, 300, 45.0), (100_000, 300, 45.0), (200_000, 300, 45.0), (1_000_000, 500, 29.0))
N_PARTS, PER_PART, PARTS_STATEMENTS, PER_PERSON = 16, 50_000, 300, 45
BILLION = 1_000_000_000


def main() -> None:
    from results import write  # noqa: PLC0415

    lines = ["Space, groups and agreement without resampling, from votes in memory to the report, on one core.", ""]
    lines += ["| people | statements | votes | CPU s | CPU s per million votes | peak memory of the process, MB |"]
    lines += ["|---|---|---|---|---|---|"]
    for size in SIZES:
        one = alone("--one", *map(str, size))
        per_million = one["cpu"] / one["n_votes"] * 1e6
        lines.append(
            f"| {size[0]:,} | {size[1]} | {one['n_votes']:,.0f} | {one['cpu']:.2f} | {per_million:.3f} "
            f"| {one['memory']:.0f} |"
        )
    write("Cost of many votes", lines)
    write("Votes in parts", in_parts(N_PARTS))


def billion() -> None:
    """Some twenty minutes, and two gigabytes of disk."""
    from results import write  # noqa: PLC0415

    # A little more than enough: how many votes a file has is left to chance.
    write("Votes in parts: a thousand million", in_parts(-(-BILLION // (PER_PART * PER_PERSON)) + 2))


def in_parts(n_parts: int) -> list[str]:
    folder = Path(tempfile.mkdtemp(prefix="regiotafel-bench-"))
    try:
        program = str(Path(sys.executable).parent / "regiotafel")
        size = ["--people", n_parts * PER_PART, "--statements", PARTS_STATEMENTS, "--votes", PER_PERSON]
        votes = folder / "votes"
        subprocess.run([program, "simulate", votes, *map(str, size), "--parts", str(n_parts)], check=True)
        disk = sum(path.stat().st_size for path in votes.iterdir()) / 1e6
        rows = {name: alone("--parts", str(votes), name) for name in ("here", "dask, 1 worker", "dask, 2 workers")}
    finally:
        shutil.rmtree(folder)
    n_votes = rows["here"]["n_votes"]
    lines = [f"{n_votes:,.0f} votes of {n_parts * PER_PART:,} people in {n_parts} files, {disk:,.0f} MB on disk.", ""]
    if n_votes < BILLION:
        lines[-1:] = ["`benchmarks/analyse/scale.py --billion` does the same with a thousand million.", ""]
    lines += ["| engine | seconds, clock | per million votes | peak memory, MB |"]
    lines += ["|---|---|---|---|"]
    lines += [
        f"| {name} | {one['seconds']:.1f} | {one['seconds'] / n_votes * 1e6:.3f} | {one['memory']:.0f} |"
        for name, one in rows.items()
    ]
    if len({json.dumps(one["counts"]) for one in rows.values()}) != 1:
        raise SystemExit("the engines gave different numbers")
    return [*lines, "", "All three reports are equal to the last digit. Memory is of the process that asks."]


def alone(*arguments: str) -> dict[str, float]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def one(n_people: int, n_statements: int, n_votes: float) -> dict[str, float]:
    from regiotafel.engine import opinions  # noqa: PLC0415

    votes, _ = opinions.simulate(opinions.Planted(n_statements, 3, 1.5, n_votes), n_people)
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    start = time.process_time()
    state = opinions.partition(votes)
    model = opinions.finish(state, n_resamples=0)
    placed = opinions.place(votes, model, in_space=False)  # as the command does with votes in parts
    opinions.analysis_of(state, model, opinions.tally(votes, placed, model.groups.n_groups))
    return {"cpu": time.process_time() - start, "memory": peak(), "n_votes": len(votes.value)}


def parts(folder: str, engine: str) -> dict[str, object]:
    from dask.distributed import LocalCluster  # noqa: PLC0415

    from regiotafel.cli import parts as engines  # noqa: PLC0415
    from regiotafel.engine import opinions  # noqa: PLC0415
    from regiotafel.formats import parquet  # noqa: PLC0415

    paths = parquet.parts(Path(folder))

    def counted(run: engines.Run) -> opinions.Analysis:
        every = engines.Reading()
        return engines.analyse(engines.counted(paths, run, every), paths, run, every, n_resamples=0)

    if engine == "here":
        start = time.perf_counter()
        report = counted(engines.here)
        seconds = time.perf_counter() - start
    else:
        n_workers = int(engine.split()[1])
        with LocalCluster(n_workers=n_workers, threads_per_worker=1, dashboard_address=None) as cluster:
            start = time.perf_counter()
            report = counted(engines.dask(cluster.scheduler_address))
            seconds = time.perf_counter() - start
    document = opinions.as_json(report)
    counts = [document[name] for name in ("groups", "statements", "conclusions")]
    return {"seconds": seconds, "memory": peak(), "n_votes": report.n_votes, "counts": counts}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))))
    elif sys.argv[1:2] == ["--billion"]:
        billion()
    elif sys.argv[1:2] == ["--parts"]:
        print(json.dumps(parts(sys.argv[2], sys.argv[3])))
    else:
        main()
