"""Workbooks (XLSX) as rows of text, and rows as a workbook. Use `tables`, which reads and writes CSV in the same way.

A workbook is a zip file that somebody sent us: a few kilobytes of it can unpack to gigabytes, two cells can stand a
million rows apart, and its XML can multiply itself. So its parts are measured before they are read, and reading stops
at a number of rows and of cells.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .faults import FileRefused
from .sentence import _

MOST_PARTS = 500
MOST_UNPACKED = 50_000_000
# What people make is five to fifteen times as large unpacked; what is made to be slow hundreds of times.
MOST_TIMES = 50
ALWAYS_UNPACKED = 1_000_000
# Every style becomes an object before the first row is read.
MOST_STYLES = 1_000_000
MOST_ROWS = 200_000
MOST_CELLS = 2_000_000
AS_CSV = "Sla het op als CSV met UTF-8 en probeer het opnieuw."


def read_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of the rows of the first visible sheet that are not empty, without empty cells at their end.

    Of a formula the value that was kept with it. Raises FileRefused, also while rows are read.
    """
    _check_parts(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception:  # whatever a library thinks of a file that somebody made up
        raise _unreadable() from None
    with closing(book):
        if not sheets:
            raise _unreadable()
        n_cells = 0
        for line, values in enumerate(_values(sheets[0]), 1):
            n_cells += len(values)
            if line > MOST_ROWS or n_cells > MOST_CELLS:
                raise FileRefused(_(f"Dit Excel-bestand heeft te veel regels of vakken. {AS_CSV}"))
            row = [_text(value) for value in values]
            while row and not row[-1].strip():
                row.pop()
            if row:
                yield line, row


def _values(sheet: Any) -> Iterator[Sequence[object]]:
    """Each row up to its last cell, also rows that are not there; a sheet may say that it is wider than it is."""
    sheet.reset_dimensions()
    rows = iter(sheet.iter_rows(values_only=True))
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception:  # as above: a sheet is read while its rows are asked for
            raise _unreadable() from None
        yield row


def _check_parts(data: bytes) -> None:
    """Everything in it is unpacked once, and never more than MOST_UNPACKED: zipfile stops where a part says it ends."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            most = min(MOST_UNPACKED, max(ALWAYS_UNPACKED, MOST_TIMES * len(data)))
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
                raise FileRefused(_(f"Dit Excel-bestand is te groot als het is uitgepakt. {AS_CSV}"))
            for part in parts:
                words = packed.read(part)
                if _can_multiply(words, part.filename.lower().endswith((".xml", ".rels"))):
                    raise _unreadable()
                if len(words) > MOST_STYLES and b"styleSheet" in words:
                    raise FileRefused(_(f"Dit Excel-bestand heeft te veel opmaak. {AS_CSV}"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise _unreadable() from None


def _can_multiply(words: bytes, is_xml: bool) -> bool:
    """Whether a part, whatever it is called, declares words of its own, or is in letters that would hide that."""
    is_wide = words.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
    return b"<!DOCTYPE" in words or b"<!ENTITY" in words or is_wide or (is_xml and b"\0" in words)


def _unreadable() -> FileRefused:
    return FileRefused(_(f"Dit Excel-bestand kunnen we niet lezen. {AS_CSV}"))


def _text(value: object) -> str:
    """As a person would type it: whole numbers without a point, moments as 2026-11-29 or 2026-11-29 14:05."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case _:
            return str(value)


def write_rows(rows: Iterable[Sequence[object]], sheet: str, is_tempting: Callable[[str], bool]) -> bytes:
    """is_tempting: which texts a spreadsheet would take for a formula; those get the mark that says they are text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)

    def text(words: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", words))
        cell.data_type = "s"  # else a text that begins with = is a formula
        cell.quotePrefix = is_tempting(words)
        return cell

    for row in rows:
        page.append([text(cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
