"""Tables of others, both ways: the one reader of CSV and XLSX, and the one writer.

A table is read whole or refused whole: `FileRefused` says on which lines something is wrong, in sentences for the
person who brought the file. Whatever is written is guarded against formulas in one way, and read back without it.
"""

from __future__ import annotations

import csv
import errno
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from regiotafel.text.tidy import tidy_line

from .cells import is_error, plain, short
from .faults import Faults, FileRefused
from .guard import guarded, unguarded
from .kinds import check_is_table, check_is_workbook
from .sentence import Sentence, _, gettext_noop
from .separated import Rows, decoded, read_rows

MOST_BYTES = 100_000_000
LINES_AT_A_TIME = 500
# Tells Excel that a CSV is UTF-8.
MARK = "\ufeff"
# What divides cells in a spreadsheet in Dutch, for its comma stands in numbers.
SEPARATOR = ";"
PACKED = b"PK\x03\x04"
NOTHING = gettext_noop("Dit bestand is leeg.")
# comment_id, comment id and comment–id are comment-id, and so is commentId.
_BETWEEN_WORDS = re.compile("[_ \u2010-\u2015\u2212]")
_CAPITAL_AFTER = re.compile("(?<=[a-z])(?=[A-Z])")
# Why a file cannot be read or written, in words that the system does not have.
WHY = {
    errno.EACCES: _("je hebt er geen toestemming voor"),
    errno.EPERM: _("je hebt er geen toestemming voor"),
    errno.EISDIR: _("het is een map"),
    errno.ENOTDIR: _("een deel van het pad is geen map"),
    errno.ENOENT: _("de map bestaat niet"),
    errno.ENOSPC: _("de schijf is vol"),
    errno.EDQUOT: _("de schijf is vol"),
    errno.EROFS: _("de schijf is alleen te lezen"),
    errno.ENAMETOOLONG: _("de naam is te lang"),
    errno.ELOOP: _("het pad verwijst naar zichzelf"),
    errno.EIO: _("de schijf is stuk"),
}


@dataclass(frozen=True)
class Block:
    """Rows that follow each other: lines, of each its number; columns, of each its cells."""

    lines: Sequence[int]
    columns: list[list[str]]

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """One by one, those in which something stands."""
        for line, row in zip(self.lines, zip(*self.columns, strict=True), strict=True):
            if any(map(plain, row)):
                yield line, row


@dataclass(frozen=True)
class Table:
    """header: the names of the columns, on line `line`. rows: (line, cells) of all others that are not empty, as they
    stand in the file; they can be read once. notes: what we chose while reading, for who brought the file."""

    header: list[str]
    line: int
    rows: Iterator[tuple[int, list[str]]]
    # Where each column stands, and how many there are with those that have no name.
    places: list[int]
    width: int
    notes: list[Sentence] = field(default_factory=list)

    def whole_rows(self, faults: Faults) -> Iterator[tuple[int, list[str]]]:
        """The rows with a cell for every column, without marks against formulas; any other is a fault."""
        is_plain = self.places == list(range(self.width))
        least = self.places[-1] + 1 if self.places else 0
        for line, row in self.rows:
            if not (is_plain and len(row) == self.width):
                row = self._fitted(line, row, least, faults)  # noqa: PLW2901  # the same row, as wide as the others
            if row and (error := next((cell for cell in row if "#" in cell and is_error(cell)), None)):
                words = gettext_noop("hier staat %(error)s: daar ging een berekening mis. Vul de waarde zelf in.")
                faults.add(line, _(words, error=short(error)))
            elif row:
                yield line, [unguarded(cell) if "'" in cell else cell for cell in row]

    def next_block(self, faults: Faults, most: int) -> Block | None:
        """The next whole rows, at most so many; None at the end."""
        # Most lines of most files hold nothing but cells: these need not be looked at one by one.
        rows = self.rows if self.places == list(range(self.width)) else None
        if isinstance(rows, Rows) and (found := rows.columns(self.width, most)):
            first, columns = found
            return Block(range(first, first + len(columns[0])), columns)
        some = [*islice(self.whole_rows(faults), most)]
        if not some:
            return None
        return Block([line for line, _row in some], [*map(list, zip(*(row for _line, row in some), strict=True))])

    def _fitted(self, line: int, row: list[str], least: int, faults: Faults) -> list[str]:
        """The cells of the columns that have a name. Nothing stands in any other."""
        if len(row) < least or any(map(plain, row[self.width :])):
            words = gettext_noop("deze regel heeft %(n)d vakken, de eerste regel heeft er %(wanted)d.")
            one = gettext_noop("deze regel heeft 1 vak, de eerste regel heeft er %(wanted)d.")
            faults.add(line, _(one if len(row) == 1 else words, n=len(row), wanted=self.width))
            return []
        if unnamed := [at for at in range(min(self.width, len(row))) if at not in self.places and plain(row[at])]:
            words = gettext_noop(
                "een kolom heeft geen naam: kolom %(column)s. Op regel %(line)d staat daar wel iets in."
            )
            fault = _(words, column=_letters(unnamed[0]), line=line)
            raise FileRefused(_("De tabel klopt niet. Er is niets van gebruikt."), [(self.line, fault)])
        return [row[at] for at in self.places]


# --- reading


def load(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a file or of what comes in through a pipe. Raises FileRefused when it is not there, cannot be read
    or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError:
        raise FileRefused(_("Het bestand %(path)s bestaat niet.", path=path)) from None
    except (OSError, ValueError) as problem:
        words = gettext_noop("Het bestand %(path)s kan niet worden gelezen (%(problem)s).")
        raise FileRefused(_(words, path=str(path).replace("\0", "?"), problem=why(problem))) from None
    if len(data) > most_bytes:
        raise too_large(most_bytes)
    return data


def why(problem: OSError | ValueError) -> Sentence:
    """Why a file cannot be read or written."""
    if isinstance(problem, OSError):
        return WHY.get(problem.errno or 0) or _("fout %(number)s van het systeem", number=problem.errno)
    return _("de naam kan niet")


def too_large(most_bytes: int) -> FileRefused:
    return FileRefused(_("Dit bestand is te groot. Het mag hooguit %(n)d MB zijn.", n=most_bytes // 1_000_000))


def read_table(data: bytes, known: Collection[str] = (), wanted: Collection[str] = ()) -> Table:
    """A CSV (any of the usual separators, UTF-8 or UTF-16) or one sheet of an XLSX. Raises FileRefused, also while rows
    are read.

    known: names of columns, by which separator and sheet are found, and that may be written in capitals too, or with
    _ or a space for -; any other name stays as it is. wanted: of these, those of the table that is asked for.
    """
    check_is_table(data)
    notes: list[Sentence] = []
    rows = _sheet(data, wanted or known, notes) if data.startswith(PACKED) else read_rows(decoded(data), known)
    line, first = next(rows, (0, []))
    names = [column_name(cell, known) for cell in first]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileRefused(_(NOTHING))
    header = [name for name in names if name]
    if double := sorted(name for name, n in Counter(header).items() if n > 1):
        if known and not set(header) & set(known):
            words = gettext_noop(
                "hier staan geen namen van kolommen die we kennen. De eerste regel moet de namen hebben."
            )
            raise FileRefused(_("De regel met namen van kolommen ontbreekt."), [(line, _(words))])
        words = gettext_noop("deze naam staat er meer dan eens: %(names)s.")
        raise FileRefused(_("Er zijn kolommen met dezelfde naam."), [(line, _(words, names=short(", ".join(double))))])
    return Table(header, line, rows, [at for at, name in enumerate(names) if name], len(first), notes)


def column_name(text: str, known: Collection[str]) -> str:
    """As it is known, whichever capitals and dashes it has; else as it stands, without white space around it."""
    name = unguarded(plain(text))
    bare = tidy_line(name)
    wanted = bare.casefold()
    dashed = _BETWEEN_WORDS.sub("-", _CAPITAL_AFTER.sub("-", bare)).casefold()
    return next((one for one in (wanted, _BETWEEN_WORDS.sub("-", wanted), dashed) if one in known), name)


def _letters(at: int) -> str:
    """The name that a spreadsheet gives a column: A to Z, AA, …"""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _sheet(data: bytes, wanted: Collection[str], notes: list[Sentence]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a workbook, each with as many cells as the first row, or more when more are filled in."""
    check_is_workbook(data)
    from .xlsx import read_rows as rows_of_sheet  # noqa: PLC0415  # takes a fifth of a second: only for such a file

    width = 0
    for line, row in rows_of_sheet(data, lambda cell: column_name(cell, wanted) in wanted, notes):
        width = width or len(row)
        yield line, row + [""] * (width - len(row))


# --- writing


def write_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    separator: str = SEPARATOR,
    line_end: str = "\r\n",
    mark: str = MARK,
) -> Iterator[str]:
    """The table as text, some hundred lines at a time, and the first line before any row is asked for: what Excel and
    LibreOffice in Dutch open with two clicks, with semicolons and a comma in numbers.

    Cells that are text are guarded; None is empty. Every row has a cell for every column.
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
        writer.writerow([_written(cell) for cell in row])
    return out.getvalue()


def _written(cell: object) -> object:
    if isinstance(cell, str):
        return guarded(cell.replace("\0", ""))
    if isinstance(cell, float):
        return as_decimal(cell)
    return cell


def as_decimal(number: float) -> str:
    """With the comma of a spreadsheet in Dutch, which takes 0.833 for 833. Never in powers of ten."""
    text = repr(number)
    return (text if "e" not in text else f"{number:.17f}".rstrip("0").rstrip(".")).replace(".", ",")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Blad1") -> bytes:
    """A workbook with one sheet: text is text, also when it looks like a formula, and numbers are numbers."""
    from .xlsx import write_rows  # noqa: PLC0415  # takes a fifth of a second: only for who wants such a file

    table = [header, *rows]
    for row in table:
        _check_width(row, len(header))
    return write_rows(table, sheet)


def _check_width(row: Sequence[object], n: int) -> None:
    if len(row) != n:
        raise ValueError(f"a row has {n} cells, not {len(row)}")
