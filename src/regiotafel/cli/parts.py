"""An analysis of votes in parts: in this process, in several, or on a Dask cluster. The numbers are the same.

Each engine is a function from (function, parts, merge) to the merged result. A part is read where it is counted, so
no process holds more than one part, its state, and what is waiting to be merged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial, reduce
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from regiotafel.engine import opinions
from regiotafel.formats import parquet

files = parquet.parts
Result = TypeVar("Result")
Run = Callable[[Callable[[Path], Any], Sequence[Path], Callable[[Any, Any], Any]], Any]

FAN_IN = 8  # results that one task of a cluster merges


def analyse(paths: Sequence[Path], run: Run, *, seed: int = 0, n_resamples: int = 20) -> opinions.Analysis:
    """Twice over the parts: once to count and sample, once to give everybody a place. Raises ValueError when the same
    people are in two parts."""
    state: opinions.State = run(_count, paths, opinions.merge)
    model = opinions.finish(state, seed=seed, n_resamples=n_resamples)
    # Everybody's group is not needed to place the next part, and would be sent along each time.
    table: opinions.Tally = run(partial(_place, opinions.without_people(model)), paths, opinions.add)
    return opinions.analysis_of(state, model, table, seed=seed)


def _count(path: Path) -> opinions.State:
    votes, first = _votes(path)
    return opinions.partition(votes, first)


def _place(model: opinions.Model, path: Path) -> opinions.Tally:
    votes, _ = _votes(path)
    votes = opinions.in_order(votes)
    return opinions.tally(votes, opinions.place(votes, model), model.groups.n_groups)


def _votes(path: Path) -> tuple[opinions.Votes, int]:
    part = parquet.read(path)
    n_statements = part.n_statements
    return opinions.Votes(part.person, part.statement, part.value, part.n_people, n_statements), part.first


# --- engines


def here(
    function: Callable[[Path], Result], paths: Sequence[Path], merge: Callable[[Result, Result], Result]
) -> Result:
    return reduce(merge, map(function, paths))


def processes(
    function: Callable[[Path], Result], paths: Sequence[Path], merge: Callable[[Result, Result], Result]
) -> Result:
    """As many processes as this one may use cores."""
    n_cores = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(min(n_cores, len(paths)), mp_context=get_context("spawn")) as pool:
        return reduce(merge, pool.map(function, paths))


def dask(scheduler: str) -> Run:
    """An engine on the cluster at this address, where the parts can be read under the same names."""
    from dask.distributed import Client

    def run(
        function: Callable[[Path], Result], paths: Sequence[Path], merge: Callable[[Result, Result], Result]
    ) -> Result:
        with Client(scheduler, timeout="20s") as client:  # type: ignore[no-untyped-call]
            waiting = client.map(function, [path.resolve() for path in paths], pure=False)
            while len(waiting) > 1:
                waiting = [
                    client.submit(_merged, merge, waiting[i : i + FAN_IN], pure=False)
                    for i in range(0, len(waiting), FAN_IN)
                ]
            result: Result = waiting[0].result()
            return result

    return run


def _merged(merge: Callable[[Result, Result], Result], results: Sequence[Result]) -> Result:
    return reduce(merge, results)
