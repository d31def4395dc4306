"""Every reader of tables with every oddness: the same values, or a fault with its line.

A reader that is made later has a place in READERS, or the last test says so; an oddness that somebody meets gets a line
in SAME or in REFUSED, and then every reader knows it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

import regiotafel
from regiotafel.consultations.paper.forms import read_ballots
from regiotafel.formats import people, polis
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import Sentence
from regiotafel.mandates.filling_in.queries import read_sheet
from regiotafel.mandates.models import LawFact, Subject
from regiotafel.plan.bringing.queries import read_measures
from regiotafel.plan.entering.queries import read_sheets
from regiotafel.plan.entering.rules import Known
from regiotafel.plan.indicators.queries import read_figures
from regiotafel.plan.models import ChoiceRound, Indicator, Measure, Plan
from regiotafel.plan.timetable.queries import read_arrangements

Rows = list[list[str]]
Reader = Callable[[bytes], object]

# The name of the module and the function that reads; what reads; and a table that is sound.
SUBJECTS = [Subject(pk=n, title=title) for n, title in enumerate(("Crisishulp", "Toegang", "Dyslexie"), start=1)]
for one in SUBJECTS:  # of which the law says nothing, without asking a database
    one._prefetched_objects_cache = {"law_facts": LawFact.objects.none()}  # type: ignore[attr-defined]
INDICATORS = [
    Indicator(pk=1, measure=Measure(number=1), name="Wachttijd", once="wachttijd", unit="weken", every="year"),
    Indicator(pk=2, measure=Measure(number=2), once="jongeren", unit="jongeren", every="quarter", counts_people=True),
]
READERS: dict[str, tuple[Reader, Rows]] = {
    "polis.read_votes": (
        polis.read_votes,
        [
            ["timestamp", "comment-id", "voter-id", "vote"],
            ["1658933760180", "1", "a", "1"],
            ["1658933760181", "2", "a", "-1"],
            ["1658933760182", "1", "b", "0"],
        ],
    ),
    "polis.read_votes, a matrix": (
        polis.read_votes,
        [["participant", "group-id", "7", "8"], ["a", "0", "1", "-1"], ["b", "1", "0", "1"], ["c", "0", "1", "1"]],
    ),
    "polis.read_comments": (
        polis.read_comments,
        [
            ["comment-id", "moderated", "agrees", "comment-body"],
            ["1", "1", "12", "Een, twee; drie | vier"],
            ["2", "-1", "0", 'Zeg "ja"\nof nee\u2028dus'],
            ["3", "0", "3", "=1+1"],
        ],
    ),
    "people.read_roles": (
        people.read_roles,
        [
            ["voter-id", "role", "municipality"],
            ["a", "ouder", "Overdam"],
            ["b", "jongere", "De Wolden"],
            ["c", "x", "y"],
        ],
    ),
    "people.read_benchmark": (
        people.read_benchmark,
        [
            ["by", "value", "number", "source", "year"],
            ["role", "ouder", "12", "CBS", "2025"],
            ["role", "jongere", "7", "CBS", "2025"],
            ["role", "school", "1", "CBS", "2025"],
        ],
    ),
    "forms.read_ballots": (
        lambda data: read_ballots(data, [1, 2], {}),
        [["formulier", "1", "2"], ["1", "e", "o"], ["2", "?", "e"], ["3", "o", "o"]],
    ),
    "queries.read_sheets": (
        lambda data: read_sheets(
            data, ChoiceRound(form="points", points=9), {}, {1: 1, 2: 2}, Known({1, 2}, {"residents": 1}, (), ())
        ),
        [
            ["formulier", "soort", "maatregel_1", "maatregel_2"],
            ["1", "inwoners", "3", "2"],
            ["2", "inwoners", "", "9"],
            ["3", "inwoners", "1", "1"],
        ],
    ),
    "queries.read_measures": (
        lambda data: read_measures(data, Plan(first_year=2027, last_year=2028), [], []),
        [
            ["maatregel", "niveau", "geld_2027", "uren_2028"],
            ["Een chat openen", "lokaal", "1000", "12"],
            ["Twee groepen", "", "", ""],
            ["Drie huizen", "", "0", "12"],
        ],
    ),
    "queries.read_figures": (
        lambda data: read_figures(data, INDICATORS),
        [
            ["maatregel", "indicator", "periode", "waarde", "reeksbreuk"],
            ["1", "Wachttijd", "2026", "12", ""],
            ["1", "Wachttijd", "2027", "14", "Een andere telling; ook spoed"],
            ["2", "Jongeren", "2027-K1", "<5", "=1+1"],
        ],
    ),
    "queries.read_arrangements": (
        lambda data: read_arrangements(data, {}, []),
        [
            ["afspraak", "soort", "gaat_in_op", "opzegtermijn_maanden"],
            ["Een contract", "contract", "1-5-2027", "12"],
            ["Twee groepen", "", "", ""],
            ["Drie huizen", "subsidie", "2-5-2027", "3"],
        ],
    ),
    "queries.read_sheet": (
        lambda data: read_sheet(data, SUBJECTS, date(2026, 1, 1)),
        [
            ["onderwerp", "niveau", "punten", "lokaal", "reden"],
            ["Crisishulp", "regionaal", "60", "breekpunt", "Een bed, bij de buren"],
            ["Toegang", "lokaal", "30", "", ""],
            ["Dyslexie", "regionaal", "10", "40", "=1+1"],
        ],
    ),
}
# Reads a file of our own, that nobody brings.
OWN = {"actions.load_reference"}


def text(rows: Rows, separator: str = ",", end: str = "\n", *, is_quoted: bool = False) -> str:
    out = io.StringIO(newline="")
    quoting: Literal[0, 1] = 1 if is_quoted else 0
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def sheet(*tables: Rows, numbers: bool = False, change: Callable[[openpyxl.Workbook], object] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for at, rows in enumerate(tables):
        page = book.worksheets[0] if at == 0 else book.create_sheet()
        for row in rows:
            cells = [int(cell) if numbers and re.fullmatch(r"-?\d+", cell) else cell for cell in row]
            page.append(cells)
            for cell in page[page.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wide(rows: Rows) -> Rows:
    return [[*row, "", ""] for row in rows]


def spaced(rows: Rows) -> Rows:
    return [[f" {name}\u00a0" for name in rows[0]], *rows[1:]]


def camels(rows: Rows) -> Rows:
    return [[re.sub("-([a-z])", lambda found: found[1].upper(), name) for name in rows[0]], *rows[1:]]


def chart(book: openpyxl.Workbook) -> None:
    drawn = BarChart()
    drawn.add_data(Reference(book.worksheets[0], min_col=1, min_row=1, max_row=3))
    book.create_chartsheet("grafiek", 0).add_chart(drawn)


def coloured(book: openpyxl.Workbook) -> None:
    for row in range(10, 60):
        book.worksheets[0].cell(row, 1).number_format = "0.00"


SAME: dict[str, Callable[[Rows], bytes]] = {
    "Windows": lambda rows: text(rows, end="\r\n").encode(),
    "an old Mac": lambda rows: text(rows, end="\r").encode(),
    "ends of lines mixed": lambda rows: text(rows[:2], end="\r\n").encode() + text(rows[2:]).encode(),
    "no end of the last line": lambda rows: text(rows).rstrip("\n").encode(),
    "a mark of UTF-8": lambda rows: text(rows).encode("utf-8-sig"),
    "Unicode text of Excel": lambda rows: text(rows, "\t", "\r\n").encode("utf-16"),
    "UTF-16, the other way round": lambda rows: b"\xfe\xff" + text(rows, ";").encode("utf-16-be"),
    "semicolons": lambda rows: text(rows, ";").encode(),
    "tabs": lambda rows: text(rows, "\t").encode(),
    "bars": lambda rows: text(rows, "|").encode(),
    "sep=;": lambda rows: b"sep=;\r\n" + text(rows, ";").encode(),
    "sep= quoted, after a mark": lambda rows: b'\xef\xbb\xbf"sep=,"\n' + text(rows).encode(),
    "everything between quotes": lambda rows: text(rows, is_quoted=True).encode(),
    "spaces around quotes": lambda rows: text(rows, is_quoted=True).replace('","', '" , "').encode(),
    "names in capitals": lambda rows: text([[name.upper() for name in rows[0]], *rows[1:]]).encode(),
    "names with underscores": lambda rows: text([[name.replace("-", "_") for name in rows[0]], *rows[1:]]).encode(),
    "names of one word": lambda rows: text(camels(rows)).encode(),
    "names with the dashes of Word": lambda rows: text(
        [[name.replace("-", "\u2011") for name in rows[0]], *rows[1:]]
    ).encode(),
    "UTF-16 without a mark": lambda rows: text(rows, ";").encode("utf-16-le"),
    "UTF-16 without a mark, the other way round": lambda rows: text(rows).encode("utf-16-be"),
    "two marks of UTF-8": lambda rows: b"\xef\xbb\xbf" + text(rows).encode("utf-8-sig"),
    "a sign of DOS at the end": lambda rows: text(rows, end="\r\n").encode() + b"\x1a",
    "sep = with spaces": lambda rows: b"Sep = ;\r\n" + text(rows, ";").encode(),
    "spaces around names": lambda rows: text(spaced(rows)).encode(),
    "empty rows": lambda rows: text([[], rows[0], [" "], *rows[1:], [""] * len(rows[0]), ["", ""]]).encode(),
    "rows of signs that nobody sees": lambda rows: text(
        [*rows, ["\u200b", "\ufeff", "\u00a0"], ["\x0c\u3000"]]
    ).encode(),
    "a workbook with rows of signs that nobody sees": lambda rows: sheet([*rows, ["\u200b", "\ufeff "], ["\u2007"]]),
    "empty columns at the end": lambda rows: text(wide(rows), ";").encode(),
    "empty columns at the end of some rows": lambda rows: text([*wide(rows[:2]), *rows[2:]]).encode(),
    "an empty column in the middle": lambda rows: text([[row[0], "", *row[1:]] for row in rows]).encode(),
    "a workbook": sheet,
    "a workbook with numbers": lambda rows: sheet(rows, numbers=True),
    "a workbook with empty rows and columns": lambda rows: sheet([*wide(rows), [""], ["", " "]]),
    "a workbook with a sheet that is something else": lambda rows: sheet([["uitleg"], ["bla"]], rows),
    "a workbook with a chart on a sheet of its own": lambda rows: sheet(rows, change=chart),
    "a workbook with rows that have only a form": lambda rows: sheet(rows, change=coloured),
    "a workbook with a hidden row": lambda rows: sheet(
        rows, change=lambda book: setattr(book.worksheets[0].row_dimensions[3], "hidden", True)
    ),
}


def last_line(rows: Rows, change: Callable[[list[str]], str]) -> bytes:
    """The third line otherwise than it was."""
    return "\n".join([text(rows[:2]).strip("\n"), change(rows[3])]).encode()


def swallowed(rows: Rows) -> bytes:
    """A quote forgotten in the last cell of one row, and the next quote that comes by stands in the next."""
    bare = [",".join(re.split(r'[,\n"]', cell)[0] for cell in row) for row in rows]
    before, _, last = bare[1].rpartition(",")
    return f'{bare[0]}\n{before},"{last}\n{bare[2]}"\n'.encode()


def strict(data: bytes) -> bytes:
    """As Excel saves it when somebody chooses another standard."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as other:
        for name in packed.namelist():
            other.writestr(
                name,
                packed.read(name).replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/", b"http://purl.oclc.org/ooxml/"
                ),
            )
    return out.getvalue()


def merged(book: openpyxl.Workbook) -> None:
    book.worksheets[0].merge_cells("A2:A3")


def uncounted(book: openpyxl.Workbook) -> None:
    """What this library writes of a formula has no outcome with it."""
    book.worksheets[0]["A3"] = "=A2"


REFUSED: dict[str, tuple[Callable[[Rows], bytes], int, str]] = {
    "a quote that is not closed": (lambda rows: last_line(rows, lambda row: '"' + ",".join(row)), 3, "geen goed einde"),
    "a quote in the middle": (lambda rows: last_line(rows, lambda row: ",".join(row) + '"x'), 3, "te veel"),
    "something after a quote": (lambda rows: last_line(rows, lambda row: '"a"b,' + ",".join(row[1:])), 3, "te veel"),
    "a quote that is closed by the next row": (swallowed, 2, ""),
    "a row of totals": (lambda rows: last_line(rows, lambda row: ",".join(["Totaal", *row[1:]])), 3, ""),
    "names that are missing": (lambda rows: text(rows[1:]).encode(), 1, ""),
    "names below a title": (lambda rows: b"Uit ons gesprek van mei\r\n" + text(rows, ";").encode(), 0, ""),
    "too few cells": (lambda rows: last_line(rows, lambda row: ",".join(row[:-1])), 3, "vakken, de eerste regel"),
    "too many cells": (lambda rows: last_line(rows, lambda row: ",".join([*row, "x"])), 3, "vakken, de eerste regel"),
    "a name twice": (lambda rows: text([[*row, row[0]] for row in rows]).encode(), 1, "meer dan eens"),
    "a name twice, in capitals": (
        lambda rows: text([[*rows[0], rows[0][0].upper()], *([*row, row[0]] for row in rows[1:])]).encode(),
        1,
        "meer dan eens",
    ),
    "a column without a name": (lambda rows: text([[*rows[0], ""], [*rows[1], "x"]]).encode(), 1, "geen naam"),
    "letters of Windows": (
        lambda rows: last_line(rows, "é,".join).decode().encode("cp1252"),
        3,
        "geen UTF-8",
    ),
    "letters of Windows, an old Mac": (
        lambda rows: last_line(rows, "é,".join).decode().replace("\n", "\r").encode("cp1252"),
        3,
        "geen UTF-8",
    ),
    "a sign that is in no text": (lambda rows: last_line(rows, "\0,".join), 3, "geen tekst"),
    "a calculation that failed": (lambda rows: last_line(rows, lambda row: ",".join([*row[:-1], "#N/B"])), 3, "#N/B"),
    "a column that was too narrow": (lambda rows: last_line(rows, lambda row: ",".join(["####", *row[1:]])), 3, "####"),
    "nothing": (lambda _rows: b"", 0, "leeg"),
    "a mark and nothing": (lambda _rows: b"\xef\xbb\xbf\r\n\r\n", 0, "leeg"),
    "an old workbook": (lambda _rows: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 0, ".xlsx"),
    "a PDF": (lambda _rows: b"%PDF-1.7 ...", 0, "PDF"),
    "a page named .csv": (lambda _rows: b"\n<!DOCTYPE html><table><tr><td>1</table>", 0, "webpagina"),
    "a picture": (lambda _rows: b"\x89PNG\r\n\x1a\n", 0, "plaatje"),
    "another PDF": (lambda _rows: b"\r\n%PDF-1.4", 0, "PDF"),
    "a page of Excel": (lambda _rows: b"\xef\xbb\xbf<!-- x --><html xmlns:x='y'>", 0, "webpagina"),
    "a packed table": (lambda _rows: b"BZh91AY&SY", 0, "ingepakt"),
    "a Strict workbook": (
        lambda rows: strict(sheet(rows)),
        0,
        "gewone Excel-werkmap",
    ),
    "JSON": (lambda _rows: b'{"votes": [1, 2]}', 0, "JSON"),
    "cells that were made one": (lambda rows: sheet(rows, change=merged), 0, "samengevoegd: A2:A3"),
    "a formula that nobody calculated": (lambda rows: sheet(rows, change=uncounted), 3, "formule zonder uitkomst"),
    "two sheets that could be meant": (lambda rows: sheet(rows, rows), 0, "Op meer bladen"),
}


@pytest.mark.parametrize("oddness", SAME)
@pytest.mark.parametrize("reader", READERS)
def test_what_only_looks_otherwise_gives_the_same_values(reader: str, oddness: str) -> None:
    read, rows = READERS[reader]
    assert read(SAME[oddness](rows)) == read(text(rows).encode())


@pytest.mark.parametrize("oddness", REFUSED)
@pytest.mark.parametrize("reader", READERS)
def test_what_cannot_be_read_is_refused_whole_with_its_line(reader: str, oddness: str) -> None:
    read, rows = READERS[reader]
    make, line, part = REFUSED[oddness]
    with pytest.raises(FileRefused) as refused:
        read(make(rows))
    assert part in str(refused.value)
    if line:
        assert refused.value.faults[0][0] == line


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_any_end_of_a_line_is_one_when_there_is_no_other(end: str) -> None:
    read, rows = READERS["polis.read_votes"]
    assert read(text(rows, end=end).encode()) == read(text(rows).encode())


def test_a_table_that_nobody_sees_is_not_read_in_silence() -> None:
    rows = READERS["polis.read_votes"][1]

    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[1].sheet_state = "hidden"

    said: list[Sentence] = []
    assert polis.read_votes(sheet(rows, rows, change=hide), notes=said) == polis.read_votes(text(rows).encode())
    assert said == ["Dit blad van het Excel-bestand is verborgen, en lazen we niet: Sheet1."]
    with pytest.raises(FileRefused, match="verborgen blad van dit Excel-bestand: Sheet1"):
        polis.read_votes(sheet([["uitleg"]], rows, change=hide))


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("1600000000000", "1500000000000", 1),
        ("1600000000000", "0", -1),
        ("9999999999999", "1600000000000", -1),
        ("4102444800000", "", -1),
        ("1800000000000", "1600000000000", -1),
        ("1600000000001", "1600000000000", 1),
    ],
)
def test_a_moment_that_cannot_be_true_does_not_say_which_answer_is_the_last(
    first: str, second: str, value: int
) -> None:
    rows = f"timestamp,comment-id,voter-id,vote\n{first},1,a,1\n{second},1,a,-1\n"
    found = polis.read_votes(rows.encode(), now=1_700_000_000_000)
    assert (found.value, found.n_opposed) == ([value], int(value == -1))


def test_a_sheet_that_is_coloured_to_its_end_is_read() -> None:
    read, rows = READERS["polis.read_votes"]
    last = sheet(rows, change=lambda book: setattr(book.worksheets[0].cell(1_048_576, 1), "number_format", "0.00"))
    assert read(last) == read(text(rows).encode())


@pytest.mark.parametrize("reader", ["polis.read_comments", "people.read_roles", "people.read_benchmark"])
def test_a_second_file_without_rows_is_no_file(reader: str) -> None:
    read, rows = READERS[reader]
    with pytest.raises(FileRefused, match="Er staat "):
        read(text(rows[:1]).encode())


def test_two_rows_in_one_cell_are_not_one_statement() -> None:
    for rows in (
        'comment-id,comment-body\n1,"Een\n2,Twee"\n',
        'comment-id;a;b;comment-body\n1;1;1;"Een\n2;1;1;Twee"\n',
    ):
        with pytest.raises(FileRefused, match="Regel 2: dit vak loopt door"):
            polis.read_comments(rows.encode())


@pytest.mark.parametrize("words", ["Een\n1,5 miljoen", "Voor:\ngoed, mooi, snel", "a\nb", "Een\n2"])
def test_a_statement_of_more_lines_is_one_statement(words: str) -> None:
    (found,) = polis.read_comments(f'comment-id,comment-body\n1,"{words}"\n'.encode())
    assert found.text == words


def test_the_tables_are_sound() -> None:
    for read, rows in READERS.values():
        assert read(text(rows).encode())


READING = re.compile(r"(?<!parquet\.)\b(?:read_table|layouts\.read)\(")


def readers_in(path: Path) -> Sequence[str]:
    """The functions in this module that read a table."""
    found = re.split(r"^(?=def |class )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [
        f"{path.stem}.{part.split('(')[0].removeprefix('def ')}"
        for part in found
        if part.startswith("def ")
        and re.search(r"(?<!parquet\.)\b(?:read_table|layouts\.read)\(", part.split("\n", 1)[1])
    ]


def test_every_reader_is_here() -> None:
    folder = Path(regiotafel.__file__).parent
    found = {name for path in folder.rglob("*.py") for name in readers_in(path)} - {"layouts.read"}
    assert found == {name.split(",")[0] for name in READERS} | OWN


# --- numbers, votes, yes and no, as spreadsheets write them

VOTES = "comment-id,voter-id,vote\n1,a,{}\n"


@pytest.mark.parametrize(
    ("written", "value"),
    [("1", 1), ("1.0", 1), ("1,0", 1), (" 1", 1), ("+1", 1), ("\u22121", -1), ("-1.0", -1), ("-1,00", -1), ("0,0", 0)],
)
def test_a_vote_is_read_as_spreadsheets_write_it(written: str, value: int) -> None:
    data = VOTES.replace(",", ";").format(written).encode()
    assert polis.read_votes(data).value == [value]


@pytest.mark.parametrize("written", ["", "2", "0,5", "true", "WAAR", "eens", "nan", "1.000", "1e-1", "x", "--1"])
def test_a_vote_that_cannot_be_read_is_no_vote(written: str) -> None:
    with pytest.raises(FileRefused, match="Regel 2: de stem is"):
        polis.read_votes(VOTES.replace(",", ";").format(written).encode())


@pytest.mark.parametrize(
    ("column", "written", "said"),
    [
        ("moderated", "rejected", "moderated is rejected"),
        ("moderated", "", "moderated is leeg"),
        ("moderated", "2", "moderated is 2"),
        ("moderated", "-0,5", "moderated is -0,5"),
        ("moderated", "true", "moderated is true"),
        ("agrees", "12,5", "agrees is 12,5"),
        ("agrees", "1.000", "agrees is 1.000"),
        ("agrees", "-3", "agrees is -3"),
        ("disagrees", "veel", "disagrees is veel"),
        ("is-meta", "0,5", "is-meta is 0,5"),
        ("is-meta", "misschien", "is-meta is misschien"),
        ("timestamp", "gisteren", "de tijd gisteren"),
        ("timestamp", "1,65893E+12", "de tijd 1,65893E+12 is afgerond"),
        ("datetime", "1/5/2024", "de tijd 1/5/2024"),
        ("datetime", "31-2-2024", "de tijd 31-2-2024"),
        ("datetime", "31 februari 2024", "de tijd 31 februari 2024"),
        ("datetime", "27 julia 2022", "de tijd 27 julia 2022"),
        ("datetime", "27/07/2022 16:56", "de tijd 27/07/2022"),
        ("datetime", "27-07-22 16:56", "de tijd 27-07-22"),
        ("datetime", "2022-07-27 4:56 PM", "de tijdzone PM"),
        ("datetime", "16:56", "de tijd 16:56"),
        ("timestamp", "-1658933760180", "de tijd -1658933760180"),
        ("timestamp", "1.658.933.760.180", "de tijd 1.658.933.760.180"),
        ("datetime", "Wed Jul 27 21:56:00 XYZ 2022", "de tijdzone XYZ"),
    ],
)
def test_what_cannot_be_read_is_never_taken_for_what_suits_best(column: str, written: str, said: str) -> None:
    with pytest.raises(FileRefused, match=f"Regel 2: {re.escape(said)}"):
        polis.read_comments(f"comment-id;{column};comment-body\n1;{written};Een\n".encode())


@pytest.mark.parametrize(
    ("column", "written", "name", "value"),
    [
        ("moderated", "-1.0", "moderated", -1),
        ("moderated", "\u22121", "moderated", -1),
        ("moderated", "-1,0", "moderated", -1),
        ("agrees", "12.0", "n_agree", 12),
        ("agrees", "12,0", "n_agree", 12),
        ("agrees", "1e3", "n_agree", 1000),
        ("agrees", "", "n_agree", None),
        ("is-meta", "WAAR", "is_meta", True),
        ("is-meta", "nee", "is_meta", False),
        ("is_meta", "TRUE", "is_meta", True),
        ("is-meta", "1.0", "is_meta", True),
        ("is-meta", "0,0", "is_meta", False),
        ("is-meta", "NaN", "is_meta", False),
        ("agrees", "NaN", "n_agree", None),
        ("agrees", "NULL", "n_agree", None),
        ("timestamp", "NULL", "timestamp", None),
        ("timestamp", "NaT", "timestamp", None),
        ("datetime", "onbekend", "timestamp", None),
        ("datetime", "2022-07-27 14:56:00.123456+00", "timestamp", 1_658_933_760_000),
        ("datetime", "2022-07-27T16:56:00+02", "timestamp", 1_658_933_760_000),
        ("datetime", "2022/07/27 16:56", "timestamp", 1_658_933_760_000),
        ("datetime", "27.07.2022 16:56", "timestamp", 1_658_933_760_000),
        ("datetime", "27 juli 2022 16:56", "timestamp", 1_658_933_760_000),
        ("datetime", "woensdag 27 juli 2022 16:56:00", "timestamp", 1_658_933_760_000),
        ("datetime", "Wed, 27 Jul 2022 14:56:00 GMT", "timestamp", 1_658_933_760_000),
        ("datetime", "Wed Jul 27 2022 16:56:00 GMT+0200 (CEST)", "timestamp", 1_658_933_760_000),
        ("datetime", "July 27, 2022 16:56", "timestamp", 1_658_933_760_000),
        ("datetime", "1 maart 2022 12:00", "timestamp", 1_646_132_400_000),
        ("timestamp", "1658933760180", "timestamp", 1_658_933_760_180),
        ("timestamp", "1658933760", "timestamp", 1_658_933_760_000),
        ("timestamp", "", "timestamp", None),
        ("datetime", "Wed Jul 27 14:56:00 UTC 2022", "timestamp", 1_658_933_760_000),
        ("datetime", "Wed Jul 27 21:56:00 WIB 2022", "timestamp", 1_658_933_760_000),
        ("datetime", "2022-07-27T14:56:00Z", "timestamp", 1_658_933_760_000),
        ("datetime", "27-7-2022 16:56", "timestamp", 1_658_933_760_000),
        ("datetime", "2022-07-27 16:56:00", "timestamp", 1_658_933_760_000),
        ("datetime", "44769,7055555556", "timestamp", 1_658_933_760_000),
    ],
)
def test_numbers_and_moments_are_read_as_programs_write_them(
    column: str, written: str, name: str, value: object
) -> None:
    (found,) = polis.read_comments(f"comment-id;{column};comment-body\n1;{written};Een\n".encode())
    assert getattr(found, name) == value


def test_a_clock_without_a_zone_is_said() -> None:
    notes: list[object] = []
    polis.read_comments(b"comment-id,datetime,comment-body\n1,2024-05-01 10:00,x\n", notes=notes)  # type: ignore[arg-type]
    assert notes == ["Bij tijden staat geen tijdzone. We lezen ze als Nederlandse tijd."]


ROUNDED = "De kolom timestamp is afgerond door een rekenprogramma. We lezen de tijden uit datetime."
DIFFERENT = "De kolommen timestamp en datetime zeggen niet hetzelfde. We lezen de tijden uit timestamp."


@pytest.mark.parametrize(
    ("timestamp", "datetime", "moment", "notes"),
    [
        ("1,65893E+12", "Wed Jul 27 14:56:00 UTC 2022", 1_658_933_760_000, [ROUNDED]),
        ("1658933760180", "Wed Jul 27 14:56:00 UTC 2022", 1_658_933_760_180, []),
        ("1658933760180", "Wed Jul 27 21:56:00 WIB 2022", 1_658_933_760_180, []),
        ("1658933760180", "Wed Jul 27 14:56:00 UTC 2011", 1_658_933_760_180, [DIFFERENT]),
        ("1658933760180", "onzin", 1_658_933_760_180, []),
        ("NULL", "2022-07-27T14:56:00Z", 1_658_933_760_000, []),
        ("NULL", "-", None, []),
    ],
)
def test_two_columns_with_moments_are_held_against_each_other(
    timestamp: str, datetime: str, moment: int | None, notes: list[str]
) -> None:
    said: list[Sentence] = []
    rows = f"timestamp;datetime;comment-id;comment-body\n{timestamp};{datetime};1;Een\n"
    (found,) = polis.read_comments(rows.encode(), notes=said)
    assert (found.timestamp, said) == (moment, notes)


def test_the_newest_vote_counts_when_only_dates_are_there() -> None:
    rows = b"datetime,comment-id,voter-id,vote\n2024-05-02 10:00,1,a,1\n2024-05-01 10:00,1,a,-1\n"
    assert polis.read_votes(rows).value == [1]


@pytest.mark.parametrize("written", ["12.0", "12,0", " 12 ", "12"])
def test_a_name_that_became_a_number_is_the_same_name(written: str) -> None:
    assert polis.read_votes(f"comment-id;voter-id;vote\n{written};{written};1\n".encode()).people == ("12",)


def test_names_that_were_rounded_are_refused() -> None:
    with pytest.raises(FileRefused, match="Regel 2: voter-id is 1,23457E\\+11"):
        polis.read_votes(b"comment-id;voter-id;vote\n1;1,23457E+11;1\n")


def test_a_forgotten_quote_does_not_swallow_rows_up_to_the_next() -> None:
    rows = 'comment-id,agrees,disagrees,comment-body\n1,1,1,"Een\n2,1,1,Twee\n3,1,1,Drie"\n'
    with pytest.raises(FileRefused, match="Regel 2: dit vak loopt door"):
        polis.read_comments(rows.encode())
