"""Tables of others, both ways: the one reader of CSV and XLSX, and the one writer.

A table is read whole or refused whole: `FileRefused` says on which lines something is wrong, in sentences for the
person who brought the file. Whatever is written is guarded against formulas in one way, and read back without it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from regiotafel.text.tidy import tidy_line

from .faults import Faults, FileRefused
from .sentence import _

MOST_BYTES = 100_000_000
LINES_AT_A_TIME = 500
# Tells Excel that a CSV is UTF-8.
MARK = "\ufeff"


@dataclass(frozen=True)
class Table:
    """header: the names of the columns, on line `line`. rows: (line, cells) of all others that are not empty; they can
    be read once."""

    header: list[str]
    line: int
    rows: Iterator[tuple[int, list[str]]]

    def whole_rows(self, faults: Faults) -> Iterator[tuple[int, list[str]]]:
        """The rows with a cell for every column; any other is a fault."""
        n = len(self.header)
        for line, row in self.rows:
            if len(row) == n:
                yield line, row
            else:
                words = "deze regel heeft %(n)d vakken, de eerste regel heeft er %(wanted)d."
                faults.add(line, _(words, n=len(row), wanted=n))


# --- reading


def load(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a file. Raises FileRefused when it is not there, cannot be read or is too large."""
    try:
        if path.stat().st_size > most_bytes:
            raise too_large(most_bytes)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(_("Het bestand %(path)s bestaat niet.", path=path)) from None
    except OSError as problem:
        words = "Het bestand %(path)s kan niet worden gelezen (%(problem)s)."
        raise FileRefused(_(words, path=path, problem=problem.strerror)) from None


def too_large(most_bytes: int) -> FileRefused:
    return FileRefused(_("Dit bestand is te groot. Het mag hoogstens %(n)d MB zijn.", n=most_bytes // 1_000_000))


def read_table(data: bytes, lower: Collection[str] = ()) -> Table:
    """A CSV (comma or semicolon, UTF-8) or the first sheet of an XLSX. Raises FileRefused, also while rows are read.

    lower: names of columns that may be written in capitals too; any other name stays as it is.
    """
    rows = _sheet(data) if data.startswith(b"PK\x03\x04") else _rows(_decoded(data))
    line, first = next(rows, (0, []))
    if not first:
        raise FileRefused(_("Dit bestand is leeg."))
    names = [name.lower() if name.lower() in lower else name for name in (cell.strip() for cell in first)]
    if len({*names}) < len(names):
        double = sorted({name for name in names if name and names.count(name) > 1})
        if double:
            words = "deze naam staat er meer dan eens: %(names)s."
            raise FileRefused(
                _("Er zijn kolommen met dezelfde naam."), [(line, _(words, names=short(", ".join(double))))]
            )
    return Table(names, line, rows)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(_("Dit bestand is opgeslagen als UTF-16. Sla het op als CSV met UTF-8."))
    if b"\0" in data:
        raise FileRefused(_("Dit is geen tekstbestand. Kies een CSV-bestand."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise FileRefused(
            _("We kunnen de letters in dit bestand niet lezen. Sla het op als CSV met UTF-8."),
            [(line, _("hier staat een teken dat geen UTF-8 is."))],
        ) from None
    if not text.strip():
        raise FileRefused(_("Dit bestand is leeg."))
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            words = "deze regel is te lang of heeft een aanhalingsteken te veel."
            raise FileRefused(_("Dit bestand heeft niet de vorm van een CSV."), [(reader.line_num, _(words))]) from None
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _separator(text: str) -> str:
    # A semicolon is what Excel writes in the Netherlands.
    first = text.lstrip().split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet, each with as many cells as the first row, or more when more are filled in."""
    from .xlsx import read_rows  # noqa: PLC0415  # takes a fifth of a second: only for who brings such a file

    width = 0
    for line, row in read_rows(data):
        width = width or len(row)
        yield line, row + [""] * (width - len(row))


# --- one cell


def number(text: str) -> int | None:
    """The whole number that this is, else None."""
    text = text.strip()
    digits = text[1:] if text[:1] == "-" else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def short(text: str) -> str:
    """For in a sentence: of one line, and not longer than a line."""
    text = tidy_line(text)
    return text if len(text) <= 80 else text[:79] + "…"


def guarded(text: str) -> str:
    """A spreadsheet takes a cell that begins with a sign of calculation for a formula, also after white space. A quote
    before it says that it is text. A whole number is a number."""
    return "'" + text if is_tempting(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text[:1] == "'" and is_tempting(text) else text


def is_tempting(text: str) -> bool:
    bare = text.lstrip("'")
    begins = bare.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") or bare[:1] in ("\t", "\r", "\n")
    return bare != "" and begins and number(bare) is None


# --- writing


def write_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    separator: str = ",",
    line_end: str = "\r\n",
    mark: str = MARK,
) -> Iterator[str]:
    """The table as text, some hundred lines at a time, and the first line before any row is asked for (RFC 4180).

    Cells that are text are guarded; None is empty. Every row has a cell for every column. mark: none for programs that
    take it for a part of the first name.
    """
    yield mark + _lines([header], len(header), separator, line_end)
    rest = iter(rows)
    while part := list(islice(rest, LINES_AT_A_TIME)):
        yield _lines(part, len(header), separator, line_end)


def _lines(rows: Iterable[Sequence[object]], n: int, separator: str, line_end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end)
    for row in rows:
        _check_width(row, n)
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Blad1") -> bytes:
    """A workbook with one sheet: text is text, also when it looks like a formula, and numbers are numbers."""
    from .xlsx import write_rows  # noqa: PLC0415  # takes a fifth of a second: only for who wants such a file

    table = [header, *rows]
    for row in table:
        _check_width(row, len(header))
    return write_rows(table, sheet, is_tempting)


def _check_width(row: Sequence[object], n: int) -> None:
    if len(row) != n:
        raise ValueError(f"a row has {n} cells, not {len(row)}")
