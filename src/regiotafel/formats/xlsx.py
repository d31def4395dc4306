"""Workbooks (XLSX) as rows of text, and rows as a workbook. Use `tables`, which reads and writes CSV in the same way.

A workbook is a zip file that somebody sent us: a few kilobytes of it can unpack to gigabytes, two cells can stand a
million rows apart, and its XML can multiply itself. So its parts are measured before they are read, and reading stops
at a number of rows and of cells.
"""

from __future__ import annotations

import io
import re
import string
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from .cells import is_error, plain, short
from .faults import FileRefused
from .guard import guarded, is_tempting, unguarded
from .sentence import Sentence, _, gettext_noop

# The part of a workbook that says by whom and when it was made and changed, and the same of nobody at no time.
_ABOUT = "docProps/core.xml"
_OF_NOBODY = b"""<?xml version="1.0" encoding="UTF-8"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
# What the library thinks of a file is for who made the file.
warnings.filterwarnings("ignore", module="openpyxl")

MOST_PARTS = 500
MOST_UNPACKED = 50_000_000
# What people make is five to fifteen times as large unpacked; what is made to be slow hundreds of times.
MOST_TIMES = 50
ALWAYS_UNPACKED = 1_000_000
# Every style becomes an object before the first row is read.
MOST_STYLES = 1_000_000
MOST_ROWS = 250_000
LAST_ROW = 1_048_576
MOST_CELLS = 2_000_000
MOST_SHEETS = 50
LINES_LOOKED_AT = 1000
LONGEST_FORMULA = 20_000

# What is asked of the XML itself, because the library does not tell.
_MERGED = re.compile(rb"""<(?:\w{1,20}:)?mergeCell\b[^>]{0,200}?\bref=["']([^"'>]+)""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w{1,20}:)?row\b[^>]{0,250}\bhidden=["'](?:1|true)""")
_HIDDEN_COLUMN = re.compile(rb"""<(?:\w{1,20}:)?col\b[^>]{0,250}\bhidden=["'](?:1|true)""")
_UNCOUNTED = re.compile(
    rb"(?:</(?:\w{1,9}+:)?f>|<(?:\w{1,9}+:)?f\b[^>/]{0,200}+/>)\s{0,9}+"
    rb"(?:<(?:\w{1,9}+:)?v\s{0,9}+/>|<(?:\w{1,9}+:)?v>\s{0,9}+</(?:\w{1,9}+:)?v>)?+\s{0,9}+</(?:\w{1,9}+:)?c>"
)
_CELL = re.compile(rb"""[<:]c [^<:>]{0,200}?\br=["']([A-Z]{1,3}[0-9]{1,7})["'][^<:>]{0,400}>""")
# What a format of numbers shows as it stands there, and does not count with.
_QUOTED = re.compile(r'"[^"]{0,250}"|\\.')
_IS_TEXT = re.compile(rb"""\bt=["']str["']""")
# Signs that no XML can hold, and how a workbook writes those that it can hold in another way.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = re.compile(r"\r|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x(005[Ff]|00[01][0-9A-Fa-f])_")


def read_rows(data: bytes, is_wanted: Callable[[str], bool], notes: list[Sentence]) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of the rows of one sheet that are not empty, without empty cells at their end: the only visible
    sheet with names of columns that are wanted, or the first that is visible when nothing is wanted.

    Of a formula the value that was kept with it. notes: gets what was chosen. Raises FileRefused, also while rows are
    read, for what a reader would have to guess: cells that were made one, formulas that nobody calculated.
    """
    _check_parts(data)
    try:
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet for sheet in book.worksheets[:MOST_SHEETS] if sheet.sheet_state != "visible"]
    except Exception:  # whatever a library thinks of a file that somebody made up
        raise _unreadable() from None
    with closing(book):
        if not sheets:
            raise _unreadable()
        sheet = _chosen(sheets, is_wanted, notes)
        _check_hidden(sheet, hidden, is_wanted, notes)
        has_errors = _check_sheet(_xml_of(data, sheet), notes)
        for line, row in _rows(sheet):
            yield line, row if has_errors else [guarded(cell) if is_error(cell) else cell for cell in row]


def _rows(sheet: Any, most_rows: int = 0) -> Iterator[tuple[int, list[str]]]:
    n_cells = 0
    for line, values in enumerate(_values(sheet), 1):
        n_cells += len(values)
        row = list(values)
        while row and not plain(row[-1]):
            row.pop()
        if most_rows and (line > most_rows or n_cells > MOST_CELLS):
            return
        # Rows that have nothing but a colour may go on to the end of the sheet.
        if n_cells > MOST_CELLS or line > LAST_ROW or (row and line > MOST_ROWS):
            raise FileRefused(_as_csv(_("Dit Excel-bestand heeft te veel regels of vakken.")))
        if row:
            yield line, row


def _chosen(sheets: Sequence[Any], is_wanted: Callable[[str], bool], notes: list[Sentence]) -> Any:
    """The sheet to read. Two that would do are refused: nobody knows which one is meant."""
    if len(sheets) == 1:
        return sheets[0]
    firsts = [next(_rows(sheet, LINES_LOOKED_AT), (0, []))[1] for sheet in sheets[:MOST_SHEETS]]
    filled = [sheet for sheet, first in zip(sheets, firsts, strict=False) if first]
    hits = {sheet.title: sum(map(is_wanted, first)) for sheet, first in zip(sheets, firsts, strict=False) if first}
    if len(filled) < 2:
        return filled[0] if filled else sheets[0]
    most = max(hits.values())
    best = [sheet for sheet in filled if hits[sheet.title] == most]
    if most and len(best) > 1:
        names = ", ".join(short(sheet.title) for sheet in best)
        words = gettext_noop(
            "Op meer bladen van dit Excel-bestand staat zo'n tabel: %(names)s. Sla het goede blad apart op."
        )
        raise FileRefused(_(words, names=short(names)))
    others = short(", ".join(sheet.title for sheet in filled if sheet is not best[0]))
    words = gettext_noop("We lazen uit het Excel-bestand het blad %(name)s. Dit lazen we niet: %(others)s.")
    notes.append(_(words, name=short(best[0].title), others=others))
    return best[0]


def _check_hidden(sheet: Any, hidden: Sequence[Any], is_wanted: Callable[[str], bool], notes: list[Sentence]) -> None:
    """A table that nobody sees is not read. Raises FileRefused when it is the only one."""
    if not (others := [one for one in hidden if _n_wanted(one, is_wanted) > 1]):
        return
    names = short(", ".join(one.title for one in others))
    if not _n_wanted(sheet, is_wanted):
        words = gettext_noop(
            "De tabel staat op een verborgen blad van dit Excel-bestand: %(names)s. Maak dat blad zichtbaar."
        )
        raise FileRefused(_(words, names=names))
    notes.append(_("Dit blad van het Excel-bestand is verborgen, en lazen we niet: %(names)s.", names=names))


def _n_wanted(sheet: Any, is_wanted: Callable[[str], bool]) -> int:
    return sum(map(is_wanted, next(_rows(sheet, LINES_LOOKED_AT), (0, []))[1]))


def _xml_of(data: bytes, sheet: Any) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return packed.read(sheet._worksheet_path)
    except (KeyError, zipfile.BadZipFile):
        raise _unreadable() from None


def _check_sheet(xml: bytes, notes: list[Sentence]) -> bool:
    """Raises FileRefused for what has no one meaning; notes what somebody may not know. Says whether a calculation
    failed somewhere."""
    if merged := [ref.decode("ascii", "replace") for ref in _MERGED.findall(xml)]:
        words = gettext_noop(
            "In dit Excel-bestand zijn vakken samengevoegd: %(cells)s. Maak dat ongedaan en vul elk vak in."
        )
        raise FileRefused(_(words, cells=short(", ".join(merged[:5]))))
    _check_formulas(xml)
    if n_hidden := len(_HIDDEN_ROW.findall(xml)):
        one = _("In het Excel-bestand is een regel verborgen. We lazen die wel.")
        more = _("In het Excel-bestand zijn %(n)d regels verborgen. We lazen ze wel.", n=n_hidden)
        notes.append(one if n_hidden == 1 else more)
    if _HIDDEN_COLUMN.search(xml):
        notes.append(_("In het Excel-bestand zijn kolommen verborgen. We lazen ze wel."))
    return b't="e"' in xml or b"t='e'" in xml


def _check_formulas(xml: bytes) -> None:
    """Raises FileRefused for the first one without an outcome. An outcome that is empty text is one."""
    for formula in _UNCOUNTED.finditer(xml):
        until = formula.start()
        begin = max(xml.rfind(sign, max(0, until - LONGEST_FORMULA), until) for sign in (b"<c ", b":c "))
        cell = _CELL.match(xml, begin) if begin >= 0 else None
        if cell is None or _IS_TEXT.search(cell[0]):
            continue
        words = gettext_noop(
            "in vak %(cell)s staat een formule zonder uitkomst. Open het in Excel, sla het op en kies het opnieuw."
        )
        name = cell[1].decode()
        fault = int(name.lstrip(string.ascii_uppercase)), _(words, cell=name)
        raise FileRefused(_("In dit Excel-bestand zijn formules niet uitgerekend."), [fault])


def _values(sheet: Any) -> Iterator[Sequence[str]]:
    """Each row up to its last cell, also rows that are not there; a sheet may say that it is wider than it is."""
    sheet.reset_dimensions()
    rows = iter(sheet.iter_rows())
    while True:
        try:
            row = [_shown(cell) for cell in next(rows)]
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
                raise FileRefused(_as_csv(_("Dit Excel-bestand is te groot als het is uitgepakt.")))
            for part in parts:
                words = packed.read(part)
                if _can_multiply(words, part.filename.lower().endswith((".xml", ".rels"))):
                    raise _unreadable()
                if len(words) > MOST_STYLES and b"styleSheet" in words:
                    raise FileRefused(_as_csv(_("Dit Excel-bestand heeft te veel opmaak.")))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise _unreadable() from None


def _can_multiply(words: bytes, is_xml: bool) -> bool:
    """Whether a part, whatever it is called, declares words of its own, or is in letters that would hide that."""
    is_wide = words.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
    return b"<!DOCTYPE" in words or b"<!ENTITY" in words or is_wide or (is_xml and b"\0" in words)


def _as_csv(what: Sentence) -> Sentence:
    return _("%(what)s Sla het op als CSV met UTF-8 en probeer het opnieuw.", what=what)


def _unreadable() -> FileRefused:
    return FileRefused(_as_csv(_("Dit Excel-bestand kunnen we niet lezen.")))


def _shown(cell: Any) -> str:
    """A share that a sheet shows as 50% is kept in it as 0.5, and a whole one as 1: it is read as it is shown."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in _QUOTED.sub("", cell.number_format):
        return f"{_text(round(100.0 * value, 9))}%"
    return _text(value)


def _text(value: object) -> str:
    """As a person would type it: whole numbers without a point, moments as 2026-11-29 or 2026-11-29 14:05."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
        case datetime():
            at = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # a workbook keeps parts of a day
            if at.time() == time():
                return at.date().isoformat()
            return at.isoformat(" ", "seconds" if at.second else "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case _:
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def write_rows(rows: Iterable[Sequence[object]], sheet: str) -> bytes:
    """Text that a spreadsheet would take for a formula gets the mark that says it is text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)

    def text(words: str) -> WriteOnlyCell:
        # What would be read as guarded is guarded once more, so that it comes back as it was.
        bare = words if unguarded(words) == words else guarded(words)
        cell = WriteOnlyCell(page, _TO_ESCAPE.sub(_escape, _IMPOSSIBLE.sub("", bare)))
        cell.data_type = "s"  # else a text that begins with = is a formula
        cell.quotePrefix = is_tempting(words)
        return cell

    for row in rows:
        page.append([text(cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _without_moments(out.getvalue())


def _without_moments(book: bytes) -> bytes:
    """Without when it was written: the same rows are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as was, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as now:
        for name in was.namelist():
            part = _OF_NOBODY if name == _ABOUT else was.read(name)
            now.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
