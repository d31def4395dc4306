"""A reaction note as one table (RFC 4180): a row per answer, then a row per change on our own initiative."""

from collections.abc import Iterable, Iterator, Sequence

from .report_table import lines, safe

COLUMNS = (
    "nr",
    "inspreker",
    "inbreng",
    "hoofdstuk",
    "thema",
    "passage",
    "wat_we_hoorden",
    "ons_antwoord",
    "leidt_tot_wijziging",
    "wie_dan_wel",
    "was",
    "wordt",
)


def write_note(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows with the cells of COLUMNS. A mark tells Excel that it is UTF-8."""
    yield "\ufeff" + lines([COLUMNS])
    for row in rows:
        if len(row) != len(COLUMNS):
            raise ValueError(f"a row has {len(COLUMNS)} cells, not {len(row)}")
        yield lines([[safe(cell) if isinstance(cell, str) else cell for cell in row]])
