"""A reaction note as one table: a row per answer, then a row per change on our own initiative.

Clerks open it with two clicks, so it has what Excel and LibreOffice in Dutch divide cells at: a semicolon, for their
comma stands in numbers. The tables of an outcome are for programs and keep the comma of RFC 4180.
"""

from collections.abc import Iterable, Iterator, Sequence

from regiotafel.formats.tables import write_csv, write_xlsx

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
    """Rows with the cells of COLUMNS."""
    return write_csv(COLUMNS, rows, separator=";")


def write_note_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """The same table as a workbook."""
    return write_xlsx(COLUMNS, rows, sheet="Reactienota")
