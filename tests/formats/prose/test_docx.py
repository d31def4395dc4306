"""Word documents: their structure, changes, comments and notes; nothing is dropped in silence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.formats.prose.document import MODES, Document, Mode
from regiotafel.formats.prose.normal import canonical
from regiotafel.formats.prose.reading import read, read_whole
from regiotafel.formats.prose.telling import counted
from tests.conftest import DATA_SETS
from tests.formats.prose.naive import lines, lines_of, told
from tests.formats.prose.word import BY, OFFICE, W, change, document, gone, item, moved, paragraph, run, table

DOCUMENTS = DATA_SETS / "documents"
TRACKED = sorted(path for path in DOCUMENTS.glob("tracked/*.docx") if "ed.docx" not in path.name[-10:])
MADE = DOCUMENTS / "made" / "concept-regiovisie-0.3-met-wijzigingen.docx"


def read_word(data: bytes, mode: Mode = "keep") -> Document:
    return read("tekst.docx", data, mode)


def test_headings_lists_and_tables_are_sections_and_passages() -> None:
    found = read_word(
        document(
            paragraph(run("Een visie"), style="Titel")
            + paragraph(run("Vooraf."))
            + paragraph(run("1 Inleiding\t3"), style="Inhopg1")
            + paragraph(run("Wat we willen"), style="Hoofdstuk")
            + item("dichtbij")
            + item("op school", 1)
            + item("eerst", number=6)
            + paragraph(run("Dit zei een ouder."), style="Citaat")
            + paragraph("<w:r><w:t>Een</w:t><w:br/><w:t>twee</w:t></w:r>", style="Kop2")
            + table(("", [paragraph(run("wie")), paragraph(run("wat"))]), ("", [paragraph(""), paragraph(run("x"))]))
        )
    )
    assert found.title == "Een visie"
    assert told(found) == [
        ("", 0, [("paragraph", "Vooraf."), ("contents", "1 Inleiding\t3")]),
        (
            "Wat we willen",
            1,
            [("list", "dichtbij\n  op school"), ("numbered", "eerst"), ("quote", "Dit zei een ouder.")],
        ),
        ("Een\ntwee", 2, [("table", "wie\twat\n\tx")]),
    ]
    assert found.sections[-1].passages[0].rows == [["wie", "wat"], ["", "x"]]


def test_a_strict_document_reads_the_same() -> None:
    """What Word calls the same things when somebody saves as Strict Open XML."""
    data = document(paragraph(run("De ") + change("ins", run("gemeente"))))
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out := io.BytesIO(), "w") as made:
        for name in packed.namelist():
            xml = packed.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            made.writestr(
                name, xml.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )
    assert read_word(out.getvalue()) == read_word(data)


def test_a_whole_row_or_cell_shows_in_its_words() -> None:
    row = (change("ins"), [paragraph(run("nieuw"))])
    cell = ("", [paragraph(run("oud")), f"<w:tcPr>{change('cellDel')}</w:tcPr>" + paragraph(run("weg"))])
    data = document(table(row, cell))
    assert told(read_word(data)) == [("", 0, [("table", "{++nieuw++}\noud\t{--weg--}")])]
    assert [(one.kind, one.was, one.becomes) for one in read_word(data).changes] == [
        ("row insertion", "", "nieuw"),
        ("cell deletion", "weg", ""),
    ]
    assert told(read_word(data, "accept")) == [("", 0, [("table", "nieuw\noud")])]
    assert told(read_word(data, "reject")) == [("", 0, [("table", "oud\tweg")])]


def test_changes_are_read_with_who_made_them_and_where() -> None:
    found = read_word(
        document(
            paragraph(run("Wie besluit"), style="Kop1")
            + paragraph(run("De ") + change("del", gone("regio")) + change("ins", run("gemeente")) + run(" besluit."))
            + paragraph(change("ins", run("Nieuw.")), end=change("ins"))
            + table(("", [paragraph(run("a"))]), (change("del"), [paragraph(change("del", gone("b")))]))
        )
    )
    assert [(one.kind, one.was, one.becomes, one.where) for one in found.changes] == [
        ("deletion", "regio", "", "Wie besluit, alinea 1"),
        ("insertion", "", "gemeente", "Wie besluit, alinea 1"),
        ("insertion", "", "Nieuw.", "Wie besluit, alinea 2"),
        ("paragraph insertion", "", "\n", "Wie besluit, alinea 2"),
        ("row deletion", "b", "", "Wie besluit, tabel 1, rij 2"),
        ("deletion", "b", "", "Wie besluit, tabel 1, rij 2"),
    ]
    assert {(one.author, one.date) for one in found.changes} == {("Griffie Rijndorp", "2026-10-05T10:00:00Z")}
    assert found.sections[0].passages[0].text == "De {--regio--}{++gemeente++} besluit."


def test_a_move_is_one_change_with_both_its_places() -> None:
    data = document(
        paragraph(moved("moveFrom", run("Elk jaar.")), end=change("moveFrom"))
        + paragraph(run("Blijft."))
        + paragraph(moved("moveTo", run("Elk jaar.")), end=change("moveTo"))
    )
    found = read_word(data)
    [one] = found.changes
    assert (one.kind, one.was, one.becomes) == ("move", "Elk jaar.\n", "Elk jaar.\n")
    assert one.where == "alinea 1 → alinea 3"
    assert lines_of(read_word(data, "accept")) == ["Blijft.", "Elk jaar."]
    assert lines_of(read_word(data, "reject")) == ["Elk jaar.", "Blijft."]


def comment(number: int, text: str, paragraph_id: str) -> str:
    return (
        f'<w:comment w:id="{number}" w:author="Adviesraad" w:date="2026-10-06T09:00:00Z">'
        f'<w:p w14:paraId="{paragraph_id}">{run(text)}</w:p></w:comment>'
    )


def test_a_move_by_libreoffice_begins_its_range_inside() -> None:
    sides = [
        f'<w:{tag} {BY}><w:{tag}RangeStart w:id="{tag}" w:name="{name}"/>{run("Elk jaar.")}</w:{tag}>'
        f'<w:{tag}RangeEnd w:id="{tag}"/>'
        for tag, name in (("moveFrom", "m1_Copy_1"), ("moveTo", "m1"))
    ]
    [one] = read_word(document("".join(map(paragraph, sides)))).changes
    assert (one.kind, one.was, one.becomes) == ("move", "Elk jaar.", "Elk jaar.")


def test_comments_keep_their_threads_their_words_and_whether_they_are_done() -> None:
    body = (
        '<w:commentRangeStart w:id="0"/>'
        + run("passende ")
        + change("ins", run("hulp"))
        + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:commentReference w:id="1"/></w:r>' + run(" thuis")
    )
    parts = {
        "comments": comment(0, "Wat is dat?", "A1") + comment(1, "Zie bijlage.", "A2") + comment(2, "Los.", "A3"),
        "commentsExtended": '<w15:commentEx w15:paraId="A1" w15:done="1"/>'
        '<w15:commentEx w15:paraId="A2" w15:paraIdParent="A1" w15:done="0"/>',
    }
    found = read_word(document(paragraph(body), parts), "reject")
    first, answer, loose = found.comments
    assert (first.text, first.on, first.is_resolved, first.is_on_point) == ("Wat is dat?", "passende", True, False)
    assert (answer.on, answer.is_on_point, answer.replies_to) == ("passende  thuis", True, 0)
    assert (loose.on, loose.where, loose.replies_to) == ("", "", None)
    assert found.counts.comments_in_file == found.counts.comments_read == 3


def test_notes_and_text_boxes_are_read_where_they_hang() -> None:
    note = f'<w:footnote w:id="2">{paragraph(run("Artikel ") + change("ins", run("2.1")))}</w:footnote>'
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('Let op'))}</w:txbxContent></w:pict></w:r>"
    other = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = paragraph(run("Zie") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + other) + paragraph(run("Verder"))
    data = document(body, {"footnotes": note})
    assert told(read_word(data, "accept")) == [
        ("", 0, [("paragraph", "Zie"), ("text box", "Let op"), ("paragraph", "Verder"), ("footnote", "Artikel 2.1")])
    ]
    [one] = read_word(data).changes
    assert one.where == "alinea 1, voetnoot"


def test_what_says_nothing_about_words_is_counted_by_kind() -> None:
    body = (
        paragraph(f"<w:r><w:rPr><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r>")
        + paragraph(run("b"), properties=f"<w:numPr><w:ins {BY}/></w:numPr>")
        + paragraph(f"<m:oMath><m:r><m:ctrlPr><w:del {BY}/></m:ctrlPr><m:t>x</m:t></m:r></m:oMath>")
        + f'<w:customXmlInsRangeStart {BY}/><w:customXmlInsRangeEnd w:id="1"/>'
        + paragraph(change("ins", run("c")), properties=f"<w:pPrChange {BY}><w:pPr/></w:pPrChange>")
    )
    header = paragraph(change("del", gone("Concept")))
    found = read_word(document(body, {"header": header}))
    assert found.counts.ignored == {"content control": 1, "formatting": 2, "formula": 1, "numbering": 1}
    assert (found.counts.changes_in_file, found.counts.changes_read) == (7, 2)
    assert found.changes[1].where == "bovenaan de pagina's"
    assert counted(found) == (
        "2 wijzigingen en 0 opmerkingen in het bestand: 2 tekstwijzigingen, 0 verplaatsingen, 0 opmerkingen, 0 "
        "verloren, 1 wijziging van een invulvak overgeslagen, 2 wijzigingen van opmaak overgeslagen, 1 wijziging "
        "in een formule overgeslagen, 1 wijziging van de nummering overgeslagen."
    )


# --- Any document, against another way to the same text

WORDS = st.sampled_from(["aa ", "bé", "cc. ", "d", ""])
WRAPS = st.sampled_from(["", "", "ins", "del", "both"])
ENDS = st.sampled_from(["", "", "", "ins", "del", "both"])


@dataclass(frozen=True)
class Made:
    """A part of a document, and how many changes and formats of runs are in it."""

    xml: str
    n: int = 0
    n_ignored: int = 0


@st.composite
def paragraphs(draw: st.DrawFn) -> Made:
    xml, n, n_ignored = "", 0, 0
    for wrap, words in draw(st.lists(st.tuples(WRAPS, WORDS), max_size=4)):
        inner = {"": run(words), "ins": run(words)}.get(wrap, gone(words))
        for tag in {"": [], "both": ["del", "ins"]}.get(wrap, [wrap]):
            inner, n = change(tag, inner), n + 1
        xml += inner
    if draw(st.booleans()):
        xml, n_ignored = xml + f"<w:r><w:rPr><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr></w:r>", 1
    ends = {"": [], "both": ["ins", "del"]}.get(end := draw(ENDS), [end])
    return Made(paragraph(xml, end="".join(map(change, ends))), n + len(ends), n_ignored)


@st.composite
def tables(draw: st.DrawFn) -> Made:
    rows, n, n_ignored = [], 0, 0
    for mark in draw(st.lists(st.sampled_from(["", "", "ins", "del"]), min_size=1, max_size=3)):
        cells = draw(st.lists(st.lists(paragraphs(), min_size=1, max_size=2), min_size=1, max_size=2))
        rows.append((change(mark) if mark else "", ["".join(one.xml for one in cell) for cell in cells]))
        n += bool(mark) + sum(one.n for cell in cells for one in cell)
        n_ignored += sum(one.n_ignored for cell in cells for one in cell)
    return Made(table(*rows), n, n_ignored)


@st.composite
def moves(draw: st.DrawFn) -> Made:
    name, words = draw(st.uuids()).hex, draw(WORDS)
    ways = [paragraph(moved(tag, run(words), name)) for tag in draw(st.permutations(["moveFrom", "moveTo"]))]
    between = draw(paragraphs())
    return Made(between.xml.join(ways), between.n + 1, between.n_ignored)


@given(st.lists(paragraphs() | tables() | moves(), max_size=5))
def test_accepting_and_rejecting_give_what_word_would_give(parts: list[Made]) -> None:
    data = document("".join(one.xml for one in parts))
    for mode in ("accept", "reject"):
        assert lines_of(read_word(data, mode)) == lines(data, mode)
    counts = read_word(data).counts
    assert counts.changes_read == sum(one.n for one in parts)
    assert sum(counts.ignored.values()) == sum(one.n_ignored for one in parts)
    assert counts.changes_in_file == counts.changes_read + sum(counts.ignored.values())


# --- Real documents


@pytest.mark.data
@pytest.mark.parametrize("path", TRACKED, ids=lambda path: path.stem)
def test_real_documents_equal_their_counterparts(path: Path) -> None:
    data = path.read_bytes()
    for mode, name in (("accept", "Accepted"), ("reject", "Rejected")):
        found = read_word(data, mode)
        if (counterpart := path.with_name(f"{path.stem}-{name}.docx")).exists():
            assert told(found) == told(read_word(counterpart.read_bytes()))
        assert "not readable" not in found.counts.ignored
    # As a new text it is kept in the one way that the same words are kept.
    for text in (text for one in read_whole(path.name, data).chapters for text in one.passages):
        assert canonical(text) == text


@pytest.mark.data
def test_a_comparison_made_by_a_program_gives_both_its_sides() -> None:
    redline = DOCUMENTS / "redline"
    if not redline.is_dir():
        pytest.skip("the comparison is not beside the repository (../shared/data/documents)")
    data = (redline / "expected_redline.docx").read_bytes()
    for mode, name in (("accept", "modified.docx"), ("reject", "original.docx")):
        assert lines_of(read_word(data, mode)) == lines_of(read_word((redline / name).read_bytes()))


@pytest.mark.data
def test_the_concept_of_three_authors_loses_nothing() -> None:
    if not MADE.exists():
        pytest.skip("the made document is not beside the repository (../shared/data/documents)")
    found = read_word(MADE.read_bytes())
    assert counted(found) == (
        "11 wijzigingen en 2 opmerkingen in het bestand: 10 tekstwijzigingen, 1 verplaatsing, 2 opmerkingen, "
        "0 verloren."
    )
    assert [one.is_on_point for one in found.comments] == [False, True]
    for mode in MODES[1:]:
        assert lines_of(read_word(MADE.read_bytes(), mode)) == lines(MADE.read_bytes(), mode)
