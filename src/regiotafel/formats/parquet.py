"""Votes in Parquet, in parts: a folder with part-00000.parquet, part-00001.parquet, …

Columns: person (int64), statement (int32), value (int8: 1 agree, 0 unsure, -1 disagree). A part holds all votes of
the people `first` up to `first + n_people`; these two and `n_statements` stand in the metadata of the file, and are
read from the columns when they do not. Needs the extra `scale`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from .faults import FileRefused
from .sentence import _

COLUMNS = {"person": pa.int64(), "statement": pa.int32(), "value": pa.int8()}
ABOUT = ("first", "n_people", "n_statements")
MOST_STATEMENTS = 100_000  # a group has a number per statement: more is a mistake


@dataclass(frozen=True)
class Part:
    """person, statement: positions; person counts from zero within the part, whose first person is number `first`."""

    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    first: int
    n_people: int
    n_statements: int


def parts(folder: Path) -> list[Path]:
    """The files of a partitioned data set, in order. Raises FileRefused when there are none."""
    found = sorted(folder.glob("*.parquet")) if folder.is_dir() else [folder]
    if not found or not found[0].is_file():
        raise FileRefused(_("In %(folder)s staan geen Parquet-bestanden.", folder=folder))
    return found


def write(path: Path, part: Part) -> None:
    columns: Sequence[NDArray[np.generic]] = (
        part.person.astype(np.int64) + part.first,
        part.statement.astype(np.int32, copy=False),
        part.value.astype(np.int8, copy=False),
    )
    about = {name: str(getattr(part, name)) for name in ABOUT}
    schema = pa.schema(list(COLUMNS.items()), metadata=about)
    table = pa.table([pa.array(column) for column in columns], schema=schema)
    waiting = path.with_name(f".{path.name}")
    try:
        parquet.write_table(table, waiting, compression="zstd")
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


def read(path: Path) -> Part:
    """One part. Raises FileRefused when it is not ours, or holds an impossible vote."""
    try:
        table = parquet.read_table(path, columns=list(COLUMNS))
        person, statement, value = (table.column(name).combine_chunks() for name in COLUMNS)
        if any(column.null_count for column in (person, statement, value)):
            raise FileRefused(_("In %(file)s zijn vakken leeg.", file=path.name))
        persons, statements, values = (column.to_numpy(zero_copy_only=False) for column in (person, statement, value))
    except (pa.ArrowException, OSError, KeyError):
        raise FileRefused(
            _("%(file)s is geen Parquet-bestand met person, statement en value.", file=path.name)
        ) from None
    for column in (persons, statements, values):
        if not np.issubdtype(column.dtype, np.integer):
            raise FileRefused(_("In %(file)s staan getallen die niet heel zijn.", file=path.name))
    if len(values) and (values.min() < -1 or values.max() > 1):
        raise FileRefused(_("In %(file)s staat een stem die niet 1, 0 of -1 is.", file=path.name))
    first, n_people, n_statements = _about(table.schema.metadata or {}, persons, statements, path)
    return Part(
        (persons - first).astype(np.int32), statements.astype(np.int32), values.astype(np.int8),
        first, n_people, n_statements,
    )  # fmt: skip


def _about(
    metadata: dict[bytes, bytes], person: NDArray[np.int64], statement: NDArray[np.int32], path: Path
) -> tuple[int, int, int]:
    try:
        first, n_people, n_statements = (int(metadata[name.encode()]) for name in ABOUT)
    except (KeyError, ValueError):
        first = int(person.min()) if len(person) else 0
        n_people = int(person.max()) - first + 1 if len(person) else 0
        n_statements = int(statement.max()) + 1 if len(statement) else 0
    inside = not len(person) or (
        first <= person.min() and person.max() < first + n_people and statement.min() >= 0
        and statement.max() < n_statements
    )  # fmt: skip
    if not inside or n_statements > MOST_STATEMENTS or n_people >= 2**31:
        raise FileRefused(_("De mensen of stellingen in %(file)s hebben onmogelijke nummers.", file=path.name))
    return first, n_people, n_statements
