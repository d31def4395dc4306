"""One reader and one writer of tables. Workbooks are written here and read by other code, and the other way round."""

from __future__ import annotations

import csv
import io
import random
import re
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from string import ascii_uppercase
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from regiotafel.formats import polis, xlsx
from regiotafel.formats.faults import Faults, FileRefused
from regiotafel.formats.guard import guarded, unguarded
from regiotafel.formats.sentence import Sentence
from regiotafel.formats.tables import as_decimal, load, read_table, write_csv, write_xlsx

# Every text that either of the guards of before kept from being a formula, and what must stay as it is.
TEMPTING = ["=1+1", "+31 6", "-1+2", "@som", "\t=1", "\r=1", "\n=1", " =1", "  +1", "'=x", "-0.5", "－1+1", "=", "-"]
HARMLESS = ["", "een", "-5", "12", "a=b", "'s avonds", "é", " een", "3-1"]


@pytest.mark.parametrize("text", TEMPTING)
def test_what_a_spreadsheet_takes_for_a_formula_gets_a_quote(text: str) -> None:
    assert guarded(text).startswith("'" + text[0])
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_and_whole_numbers_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@given(st.text())
def test_what_was_guarded_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_every_cell_of_text_that_is_written_is_guarded_and_numbers_are_not() -> None:
    text = "".join(write_csv(("=kop", "b"), [("=1+1", -0.5), (None, 3)], mark="", line_end="\n"))
    assert text == "'=kop;b\n'=1+1;-0,5\n;3\n"


def test_a_table_is_written_for_excel_and_in_the_form_of_rfc_4180() -> None:
    assert list(write_csv(("a", "b"), [("x;y", 1)])) == ["\ufeffa;b\r\n", '"x;y";1\r\n']
    assert list(write_csv(("a", "b"), [("x,y", 1)], separator=",")) == ["\ufeffa,b\r\n", '"x,y",1\r\n']


def test_the_first_line_is_there_before_any_row_is_asked_for() -> None:
    def rows() -> list[Sequence[object]]:
        raise AssertionError("nobody asked")
        yield

    assert next(write_csv(("a",), rows())) == "\ufeffa\r\n"


def test_a_row_with_another_number_of_cells_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        list(write_csv(("a", "b"), [(1,)]))
    with pytest.raises(ValueError, match="2 cells"):
        write_xlsx(("a", "b"), [(1, 2, 3)])


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(str.strip)
tables = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(cells.filter(bool), min_size=n, max_size=n), min_size=1, max_size=8)
)


@settings(deadline=None)
@given(tables, st.sampled_from(",;"))
def test_a_csv_that_we_write_is_read_back_by_us_and_by_others(rows: list[list[str]], separator: str) -> None:
    header = [f"kolom {i}" for i in range(len(rows[0]))]
    text = "".join(write_csv(header, rows, separator=separator))
    by_others = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))
    assert by_others == [header, *([guarded(cell) for cell in row] for row in rows)]
    if len(header) > 1:  # of one column nobody can see the separator
        table = read_table(text.encode())
        assert table.header == header
        assert [row for _line, row in table.whole_rows(Faults())] == rows


# --- what we write comes back, and opens in a spreadsheet

WORST = [
    "=1+1", "a;=1+1", "a,=1+1", "a\t=1", "a|@som", "+31 6", "-1+2", "@som", "\t=1", "een\r\n=HYPERLINK(1)", " =1",
    "\u200b=1", "\ufeff=1", "\uff1d1", "'=x", "''=x", "a;'=x", "-5", "-5;-6", "#N/B", "'#N/A", '"', '=""',
    'zeg "ja"; "nee"',
    "sep=;", "1,5", "1e3", "007", "é\u2028dus", "_x0041_", "_x000D_", "a\rb", "x" * 1000, "'s avonds", "ja, - nee",
    "\U0001f3f3\ufe0f\u200d\U0001f308", "#DEEL/0!", "'", "''", ";", "=", "<b>&amp;",
]  # fmt: skip


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
def test_the_worst_texts_come_back_from_a_csv_and_a_workbook(text: str) -> None:
    rows = [[text, "b"], ["a", text]]
    for data in ("".join(write_csv(("een", "twee"), rows)).encode(), write_xlsx(("een", "twee"), rows)):
        faults = Faults()
        assert [row for _line, row in read_table(data, {"een", "twee"}).whole_rows(faults)] == rows
        assert faults.found == []


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_wherever_a_program_divides_cells_none_is_a_formula(text: str, separator: str) -> None:
    """Also a program that knows no quotes, and one that throws away white space and signs that nobody sees."""
    written = "".join(write_csv(("een", "twee"), [(text, 1)])).removeprefix("\ufeff")
    for line in re.split(r"[\r\n]", written):
        for cell in line.split(separator):
            bare = re.sub(r"^[\s\"\u200b\ufeff]+", "", cell)
            assert not bare.startswith(("=", "+", "@", "\uff1d")), (text, cell)
            assert not bare.startswith("-") or re.fullmatch(r"-[0-9]+(?:;1)?", bare)


def test_another_program_reads_our_csv_as_a_spreadsheet_in_dutch_does() -> None:
    text = "".join(write_csv(("naam", "deel", "n"), [("Súdwest; =1", -0.25, -3), ("é\n'", 0.1, 4)]))
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", strict=True))
    assert found == [["naam", "deel", "n"], ["Súdwest;' =1", "-0,25", "-3"], ["é\n'", "0,1", "4"]]


def test_statements_votes_and_people_come_back_exactly_with_the_worst_texts() -> None:
    told = [
        polis.Comment(str(at), text.strip(), "7", 1_600_000_000_000, 3, None, at % 3 - 1, at % 2 == 0)
        for at, text in enumerate(WORST)
    ]
    assert polis.read_comments("".join(polis.write_comments(told)).encode()) == told
    unknown = polis.read_votes("".join(polis.write_votes([polis.VoteRow(None, "1", "a", -1)])).encode())
    assert (unknown.value, unknown.timestamp) == ([-1], [None])


def test_numbers_are_never_written_in_powers_of_ten() -> None:
    assert [as_decimal(number) for number in (0.5, -0.25, 1e-7, 1e20, 0.1 + 0.2)] == [
        "0,5", "-0,25", "0,0000001", "100000000000000000000", "0,30000000000000004",
    ]  # fmt: skip


# --- workbooks


def seen_by_others(data: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_other_code_reads_our_workbook_with_text_as_text_and_numbers_as_numbers() -> None:
    data = write_xlsx(
        ("naam", "n", "deel"), [("=SOM(A1)", 3, 0.25), ("Ån, met ‘tekens’ & <b>", -1, None), ("12", 0, 1)]
    )
    assert seen_by_others(data) == [
        ["naam", "n", "deel"],
        ["=SOM(A1)", 3.0, 0.25],
        ["Ån, met ‘tekens’ & <b>", -1.0, ""],
        ["12", 0.0, 1.0],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n"]
    # The mark by which Excel and LibreOffice know text that looks like a formula, also when it is edited.
    assert [row[0].quotePrefix for row in sheet.iter_rows(min_row=2)] == [True, False, False]


@settings(deadline=None, max_examples=30)
@given(tables)
def test_a_workbook_that_we_write_is_read_back(rows: list[list[str]]) -> None:
    header = [f"kolom {i}" for i in range(len(rows[0]))]
    table = read_table(write_xlsx(header, rows))
    assert table.header == header
    assert list(table.whole_rows(Faults())) == [(line, row) for line, row in enumerate(rows, 2)]


def test_signs_that_no_workbook_can_hold_are_left_out() -> None:
    assert seen_by_others(write_xlsx(("a",), [("een\x00\x0btwee",)])) == [["a"], ["eentwee"]]


def made_by_others(rows: Sequence[Sequence[object]], *, hidden_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if hidden_first:
        book.active.sheet_state = "hidden"
        book.active.append(["verborgen"])
        book.create_sheet("zichtbaar")
    for row in rows:
        book.worksheets[-1].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_share_is_read_as_a_sheet_shows_it() -> None:
    book = openpyxl.Workbook()
    book.active.append(["half", "heel", "gewoon", "geschreven"])
    book.active.append([0.5, 1, 0.5, 50])
    for column, form in enumerate(("0%", "0.0%", "General", '0"%"'), start=1):
        book.active.cell(2, column).number_format = form
    out = io.BytesIO()
    book.save(out)
    assert next(read_table(out.getvalue()).rows)[1] == ["50%", "100%", "0.5", "50"]


def test_cells_are_read_as_a_person_would_type_them() -> None:
    moment = datetime(2026, 11, 29, 14, 5)  # noqa: DTZ001  # a workbook knows no time zones
    row = [3, 2.5, 4.0, True, date(2026, 11, 29), moment, " tekst ", None]
    table = read_table(made_by_others([["a", "b", "c", "d", "e", "f", "g", "h"], row]))
    assert list(table.rows) == [(2, ["3", "2.5", "4", "true", "2026-11-29", "2026-11-29 14:05", " tekst ", ""])]


def test_empty_rows_and_cells_are_no_fault_and_lines_are_those_of_the_sheet() -> None:
    table = read_table(made_by_others([[], ["a", "b", None], [], ["1"], ["", " "], ["2", "3", "4"]], hidden_first=True))
    faults = Faults()
    assert (table.header, table.line) == (["a", "b"], 2)
    assert list(table.whole_rows(faults)) == [(4, ["1", ""])]
    assert faults.found == [(6, "deze regel heeft 3 vakken, de eerste regel heeft er 2.")]


def test_votes_come_from_a_workbook_as_from_a_csv() -> None:
    rows = [["comment-id", "voter-id", "vote"], [1, "a", 1], [2, "a", -1], [1, "b", 0]]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    assert polis.read_votes(made_by_others(rows)) == polis.read_votes(text.encode())
    with pytest.raises(FileRefused, match="Regel 3: de stem is 7"):
        polis.read_votes(made_by_others([*rows[:2], [2, "a", 7]]))


# --- workbooks that somebody made up


def workbook(sheet: str, *, more: dict[str, bytes] | None = None) -> bytes:
    """The least that is a workbook, with this XML as its sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet.replace("<worksheet>", f'<worksheet xmlns="{main}">'),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return out.getvalue()


def sheet_of(*cells: tuple[str, str]) -> str:
    rows = ""
    for place, text in cells:
        cell = f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        rows += f'<row r="{place.lstrip(ascii_uppercase)}">{cell}</row>'
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        list(read_table(data).rows)
    return str(refused.value)


def test_the_least_that_is_a_workbook_is_read() -> None:
    assert list(read_table(workbook(sheet_of(("A1", "a"), ("A3", "x")))).rows) == [(3, ["x"])]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    data = workbook(sheet_of(("A1", "a")), more={"xl/media/beeld.png": b"0" * (xlsx.MOST_UNPACKED + 1)})
    assert len(data) < 100_000
    tracemalloc.start()
    assert "te groot als het is uitgepakt" in refusal(data)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_workbook_that_lies_about_the_size_of_a_part_is_refused() -> None:
    data = bytearray(workbook(sheet_of(("A1", "a" * 30_000))))
    size = len(sheet_of(("A1", "a" * 30_000))) + len(
        ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    )
    said = size.to_bytes(4, "little")
    assert data.count(said) == 2  # before the part itself, and in the list at the end
    lying = bytes(data).replace(said, (100).to_bytes(4, "little"))
    assert "kunnen we niet lezen" in refusal(lying)


def test_a_workbook_with_very_many_parts_is_refused() -> None:
    more = {f"xl/media/{i}": b"" for i in range(xlsx.MOST_PARTS)}
    assert "te groot als het is uitgepakt" in refusal(workbook(sheet_of(("A1", "a")), more=more))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_whose_words_multiply_is_refused(encoding: str) -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    start = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "lach">{entities}]>'
    bomb = start + sheet_of(("A1", "a")).replace("<t>a</t>", "<t>&l9;</t>")
    data = workbook("<worksheet/>", more={"xl/bommen.xml": bomb.encode(encoding)})
    assert "kunnen we niet lezen" in refusal(data)


def test_words_that_multiply_are_seen_under_any_name() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY l "lach">]><worksheet/>'
    for name in ("xl/bommen.XML", "xl/bommen.dat", "xl/media/beeld.png"):
        assert "kunnen we niet lezen" in refusal(workbook("<worksheet/>", more={name: bomb}))


def test_styles_without_end_are_refused_before_they_become_objects() -> None:
    noise = random.Random(1).randbytes(100_000)  # else it would be refused for how well it packs
    styles = b"<styleSheet><cellXfs>" + b"<xf/>" * 300_000 + b"</cellXfs></styleSheet>"
    assert "te veel opmaak" in refusal(workbook("<worksheet/>", more={"xl/styles.xml": styles, "xl/noise": noise}))


def test_a_small_file_that_unpacks_hundreds_of_times_is_refused() -> None:
    empty = f"<worksheet><sheetData><row>{'<c/>' * 600_000}</row></sheetData></worksheet>"
    assert "te groot als het is uitgepakt" in refusal(workbook(empty))


def test_a_table_with_the_same_answer_everywhere_is_read() -> None:
    same = write_xlsx([f"v{number}" for number in range(40)], [[1] * 40] * 3000)
    assert len(list(read_table(same).rows)) == 3000


def test_two_cells_a_million_rows_apart_cost_no_more_than_the_rows_we_read() -> None:
    assert "te veel regels of vakken" in refusal(workbook(sheet_of(("A1", "a"), ("XFD1048576", "x"))))


def test_rows_that_each_reach_to_the_last_column_are_refused_after_a_few() -> None:
    wide = workbook(sheet_of(*((f"XFD{row}", "x") for row in range(1, 1000))))
    assert "te veel regels of vakken" in refusal(wide)


def test_a_sheet_that_says_it_is_as_wide_as_can_be_costs_no_more() -> None:
    sheet = sheet_of(*((f"A{row}", "x") for row in range(1, 1000)))
    said = sheet.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert len(list(read_table(workbook(said)).rows)) == 998


def test_more_cells_than_we_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_CELLS", 5)
    assert "te veel regels of vakken" in refusal(write_xlsx(("a", "b"), [(1, 2), (3, 4)]))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04...",
        workbook("<worksheet><sheetData><row"),
        workbook("geen xml"),
        workbook(sheet_of(("A1", "a")))[:-60],
        workbook('<worksheet><sheetData><row r="x"><c r="??"/></row></sheetData></worksheet>'),
    ],
)
def test_a_broken_workbook_is_refused_in_a_sentence(data: bytes) -> None:
    assert "Excel-bestand" in refusal(data)


def test_another_zip_file_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("brief.txt", "Beste")
    assert "ingepakt (zip)" in refusal(out.getvalue())


def test_an_empty_workbook_is_an_empty_file() -> None:
    assert refusal(made_by_others([])) == "Dit bestand is leeg."


# --- sentences


def test_a_sentence_keeps_what_it_was_made_of_so_that_a_page_can_translate_it() -> None:
    with pytest.raises(FileRefused) as refused:
        polis.read_votes(b"comment-id,voter-id,vote\n1,a\n")
    sentence = refused.value.faults[0][1]
    assert isinstance(sentence, Sentence)
    assert sentence.text == "deze regel heeft %(n)d vakken, de eerste regel heeft er %(wanted)d."
    assert sentence.filled_in == {"n": 2, "wanted": 3}
    assert sentence == sentence.text % sentence.filled_in


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="bestaat niet"):
        load(tmp_path / "nergens.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="niet worden gelezen"):
        load(tmp_path)
