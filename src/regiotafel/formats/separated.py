"""Tables as text: letters, line ends, quotes and separators. Use `tables`, which reads workbooks in the same way.

Quotes are strict: a cell that begins with a quote ends with one, and inside it two stand for one; anywhere else a quote
is a fault. A program that guesses there swallows half a file in one cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from itertools import chain, islice, repeat

from .cells import plain
from .faults import FileRefused
from .kinds import check_is_no_markup
from .sentence import _, gettext_noop

SEPARATORS = ",;\t|"
LONGEST_CELL = 131_072
ROWS_LOOKED_AT = 5
FORM = gettext_noop("Dit bestand heeft niet de vorm van een CSV.")
WIDE = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# UTF-16 without the mark that says so: of the names of columns every second byte is empty, and no other text has that.
_BARE_WIDE = (
    (re.compile(rb"(?:[\t\x20-\x7e]\0){9}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\x20-\x7e]){9}"), "utf-16-be"),
)
# What ends a line in a file that has none of the usual ends; in any other these are signs like any other.
_OTHER_ENDS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\n")
END_OF_FILE = "\x1a"  # of DOS
_SIGN = re.compile("[^ \t\r\n\0\ufeff]")
PIECE = 500_000  # signs that are divided in lines at once
# The line by which Excel is told the separator, also after a program took it for a row.
_TOLD = re.compile(r'\s*"?sep ?= ?([^\r\n])"?[,;\t|\s]*', re.IGNORECASE)


def decoded(data: bytes) -> str:
    """As `text_of`; a file that is no table but another kind of text is refused by name."""
    text = text_of(data)
    check_is_no_markup(text)
    return text


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 where its first bytes say so. Letters are never guessed."""
    encoding = next((name for mark, name in WIDE if data.startswith(mark)), "")
    encoding = encoding or next((name for begin, name in _BARE_WIDE if begin.match(data)), "utf-8-sig")
    if encoding == "utf-8-sig" and b"\0" in data:
        line = _line_at(data, data.index(b"\0"))
        words = gettext_noop("hier staat een teken dat in geen tekst voorkomt.")
        raise FileRefused(_("Dit is geen tekstbestand. Kies een CSV-bestand."), [(line, _(words))])
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        if encoding != "utf-8-sig":
            words = gettext_noop("De letters in dit bestand (UTF-16) zijn stuk. Sla het op als CSV met UTF-8.")
            raise FileRefused(_(words)) from None
        words = gettext_noop("hier staat een teken dat geen UTF-8 is. In Excel kies je bij Opslaan als: CSV UTF-8.")
        raise FileRefused(
            _("We kunnen de letters in dit bestand niet lezen. Sla het op als CSV met UTF-8."),
            [(_line_at(data, problem.start), _(words))],
        ) from None
    text = text.removeprefix("\ufeff").rstrip(END_OF_FILE)
    if "\n" not in text and "\r" not in text:
        text = text.translate(_OTHER_ENDS)
    if not _SIGN.search(text):
        raise FileRefused(_("Dit bestand is leeg."))
    if "\0" in text:
        raise FileRefused(_("Dit is geen tekstbestand. Kies een CSV-bestand."))
    return text


class Rows(Iterator[tuple[int, list[str]]]):
    """Number and cells of each row that is not empty, one at a time, or many at once as columns."""

    def __init__(self, lines: Iterator[tuple[int, str]], separator: str) -> None:
        self._lines = lines
        self._separator = separator
        self._one_by_one = _rows(iter(self._next_line, None), separator)

    def _next_line(self) -> tuple[int, str] | None:
        return next(self._lines, None)

    def __next__(self) -> tuple[int, list[str]]:
        return next((number, row) for number, row in self._one_by_one if any(map(plain, row)))

    def columns(self, width: int, most: int) -> tuple[int, list[list[str]]] | None:
        """The number of the next row, and the columns of at most so many rows from there; None, and nothing is read,
        where some line is no row of so many plain cells: without quotes and other signs that mean something."""
        taken = list(islice(self._lines, most))
        lines = [line for _number, line in taken]
        text = "".join(lines)
        if (
            not lines
            or any(sign in text for sign in "\"'#")
            or [*map(str.count, lines, repeat(self._separator))].count(width - 1) < len(lines)
            or max(map(len, lines)) > LONGEST_CELL
        ):
            self._lines = chain(taken, self._lines)
            return None
        for end in ("\r\n", "\r", "\n"):
            text = text.replace(end, self._separator)
        cells = text.split(self._separator)
        return taken[0][0], [cells[at : len(lines) * width : width] for at in range(width)]


def read_rows(text: str, known: Collection[str]) -> Rows:
    """The rows of a table as text. known: names of columns, in small letters, by which the separator is found."""
    line, first = _first_line(text)
    told = _TOLD.fullmatch(first)
    separator = _separator(text, known, told[1] if told else "", line if told else 0)
    return Rows(islice(_lines(text), line if told else 0, None), separator)


def _line_at(data: bytes, place: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", data[:place])) + 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their ends: CR, LF or both. Other signs that end a line elsewhere are signs like any other."""
    return enumerate(chain.from_iterable(io.StringIO(piece, newline="") for piece in _pieces(text)), 1)


def _pieces(text: str) -> Iterator[str]:
    """The text in parts that end where a line does."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + PIECE) + 1 or len(text)
        yield text[begin:end]
        begin = end


def _first_line(text: str) -> tuple[int, str]:
    return next(((number, line.rstrip("\r\n")) for number, line in _lines(text) if line.strip()), (1, ""))


def _separator(text: str, known: Collection[str], told: str, after: int) -> str:
    """The one by which the first row has the most names that we know, or a row below a title; then the one that the
    file tells, or Excel."""
    found: dict[str, tuple[int, int, bool, int]] = {}
    fault: FileRefused | None = None
    for separator in SEPARATORS:
        try:
            top = _top(text, separator, after)
        except FileRefused as refused:
            fault = fault or refused
            continue
        if not top:
            raise FileRefused(_("Dit bestand is leeg."))
        hits = [sum(cell.strip(" \xa0\ufeff").lower() in known for cell in row) for row in top]
        found[separator] = hits[0], max(hits), separator == told, len(top[0])
    if fault is not None and not any(hits[0] for hits in found.values()):
        raise fault
    return max(found, key=lambda one: found[one])


def _top(text: str, separator: str, after: int) -> list[list[str]]:
    """The first rows that are not empty, up to one that is wrong. Raises FileRefused when the first is."""
    top: list[list[str]] = []
    try:
        for number, row in _rows(_lines(text), separator):
            if number > after and any(map(plain, row)):
                top.append(row)
            if len(top) == ROWS_LOOKED_AT:
                break
    except FileRefused:
        if not top:
            raise
    return top


# One cell at a time: between quotes, with white space around them, or bare. Every sign has one way to match.
_CELL_UNTIL = {
    separator: re.compile(rf'{white}"((?:[^"]++|"")*+)"{white}|([^"\r\n{re.escape(separator)}]*+)')
    for separator in SEPARATORS
    for white in [r"[ \t\xa0]*+" if separator != "\t" else r"[ \xa0]*+"]
}


def _rows(lines: Iterator[tuple[int, str]], separator: str) -> Iterator[tuple[int, list[str]]]:
    n_cells = 0
    for number, line in lines:
        if '"' not in line:
            size, row = len(line), line.rstrip("\r\n").split(separator)
        else:
            whole = [line, *_until_closed(line, lines)]
            text_of_row = "".join(whole)
            size, row = len(text_of_row), _quoted(number, text_of_row, separator)
            _check_is_one_row(number, whole, n_cells, separator)
        n_cells = n_cells or len(row)
        if size > LONGEST_CELL and any(len(cell) > LONGEST_CELL for cell in row):
            raise FileRefused(_(FORM), [(number, _("in deze regel is een vak te lang. Ontbreekt er een regeleinde?"))])
        yield number, row


def _until_closed(line: str, lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    """The lines that belong to the same row, for a quote is still open."""
    is_open = line.count('"') % 2 == 1
    while is_open and (more := next(lines, None)):
        is_open = more[1].count('"') % 2 == 0
        yield more[1]


def _quoted(number: int, row: str, separator: str) -> list[str]:
    """The cells of a row with quotes in it."""
    at, cells = 0, []
    row = row.rstrip("\r\n")
    while True:
        found = _CELL_UNTIL[separator].match(row, at)
        assert found is not None  # noqa: S101  # an empty cell matches everywhere
        end = found.end()
        if end < len(row) and row[end] != separator:
            line = number + len(re.findall(r"\r\n|\r|\n", row[:at]))
            raise FileRefused(_(FORM), [(line, _stray(row, at, end))])
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if end == len(row):
            return cells
        at = end + 1


def _stray(row: str, at: int, end: int) -> str:
    if not row[at:end].strip() and row[end] == '"':
        return _("hier begint een vak met een aanhalingsteken, maar er staat geen goed einde achter.")
    words = gettext_noop(
        "hier staat een aanhalingsteken te veel. Zet het hele vak tussen aanhalingstekens, en schrijf er dan twee."
    )
    return _(words)


# How a row with a number begins, whichever separator it has. In a small table that is no number with decimals.
_NUMBERED_ROW = re.compile(r"[0-9]{1,19}[,;\t|]")
_NUMBERED_SMALL_ROW = re.compile(r"[0-9]{1,19}[,;\t|] ?[^0-9\s]")


def _check_is_one_row(number: int, lines: list[str], n_cells: int, separator: str) -> None:
    """A quote that was forgotten makes one cell of its row and the next: up to the first quote that comes by."""
    if len(lines) < 2 or n_cells < 2:
        return
    most = len(lines) - 1
    if any(_is_row(line, n_cells, separator, is_last=at == most) for at, line in enumerate(lines[1:], 1)):
        words = gettext_noop(
            "dit vak loopt door over regels die zelf een hele rij zijn. Ontbreekt er een aanhalingsteken?"
        )
        raise FileRefused(_(FORM), [(number, _(words))])


def _is_row(line: str, n_cells: int, separator: str, *, is_last: bool) -> bool:
    """Whether a line inside a cell is a row by itself. Words with commas have as many cells as a small table: there it
    also begins with a number."""
    bare = line.rstrip("\r\n").removesuffix('"')
    if bare.count(separator) != n_cells - 1 or '"' in bare:
        return False
    if n_cells <= 3:
        return _NUMBERED_SMALL_ROW.match(bare) is not None
    return n_cells > 6 or not is_last or _NUMBERED_ROW.match(bare) is not None
