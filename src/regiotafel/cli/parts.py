"""An analysis of votes in parts: in this process, in several, or on a Dask cluster. The numbers are the same.

Each engine is a function from (function, parts, merge) to the merged result. A part is read where it is counted, so
no process holds more than one part, its state, and what is waiting to be merged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial, reduce
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from regiotafel.engine import opinions
from regiotafel.formats import parquet, together

files = parquet.parts
Result = TypeVar("Result")
Run = Callable[[Callable[[Path], Any], Sequence[Path], Callable[[Any, Any], Any]], Any]

FAN_IN = 8  # results that one task of a cluster merges


@dataclass(frozen=True)
class Reading:
    """How parts are read. apart: numbers of statements that do not count, in order; those that do keep their order
    (`numbers_left`). is_turned: with agree and disagree in each other's place."""

    apart: tuple[int, ...] = ()
    is_turned: bool = False


def counted(paths: Sequence[Path], run: Run, reading: Reading) -> opinions.State:
    """What all parts leave behind. Raises ValueError when the same people are in two parts."""
    state: opinions.State = run(partial(_count, reading), paths, opinions.merge)
    return state


def analyse(
    state: opinions.State, paths: Sequence[Path], run: Run, reading: Reading, *, seed: int = 0, n_resamples: int = 20
) -> opinions.Analysis:
    """Once more over the parts, to give everybody a place."""
    model = opinions.finish(state, seed=seed, n_resamples=n_resamples)
    # Everybody's group is not needed to place the next part, and would be sent along each time.
    table: opinions.Tally = run(partial(_place, reading, opinions.without_people(model)), paths, opinions.add)
    return opinions.analysis_of(state, model, table, seed=seed)


def counts_of(state: opinions.State) -> together.Counts:
    """How often each statement was answered, by its number."""
    agree, disagree, _unsure = ({str(j): int(n) for j, n in enumerate(column)} for column in state.counts.T)
    answers = {str(j): int(n) for j, n in enumerate(state.counts.sum(axis=1))}
    return together.Counts(answers, agree, disagree)


def numbers_left(n: int, apart: Collection[int]) -> list[int]:
    """The numbers of the first n statements that count."""
    leave = {*apart}
    return list(islice((number for number in count() if number not in leave), n))


def _count(reading: Reading, path: Path) -> opinions.State:
    votes, first = _votes(reading, path)
    return opinions.partition(votes, first)


def _place(reading: Reading, model: opinions.Model, path: Path) -> opinions.Tally:
    votes, _ = _votes(reading, path)
    votes = opinions.in_order(votes)
    return opinions.tally(votes, opinions.place(votes, model, in_space=False), model.groups.n_groups)


def _votes(reading: Reading, path: Path) -> tuple[opinions.Votes, int]:
    """The votes that count, and the number of the first person."""
    part = parquet.read(path)
    leave = np.array([one for one in reading.apart if one < part.n_statements], dtype=part.statement.dtype)
    keep = ~np.isin(part.statement, leave)
    statement = part.statement[keep]
    statement -= np.searchsorted(leave, statement).astype(statement.dtype)
    value = -part.value[keep] if reading.is_turned else part.value[keep]
    n_statements = part.n_statements - len(leave)
    return opinions.Votes(part.person[keep], statement, value, part.n_people, n_statements), part.first


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
