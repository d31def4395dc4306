"""Documents of LibreOffice; and one text in both formats, which must read the same."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.document import MODES, Document, Mode
from regiotafel.formats.prose.reading import read
from tests.conftest import DATA_SETS
from tests.formats.prose import word, writer
from tests.formats.prose.naive import lines_of, told
from tests.formats.prose.writer import document, inserted, region

MADE = DATA_SETS / "documents" / "made" / "concept-regiovisie-0.3-met-wijzigingen.odt"


def read_odt(data: bytes, mode: Mode = "keep") -> Document:
    return read("tekst.odt", data, mode)


def test_headings_lists_tables_and_notes_are_read() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Artikel 2.1</text:p>"
        "</text:note-body></text:note>"
    )
    found = read_odt(
        document(
            '<text:p text:style-name="P1">Een visie</text:p>'
            f'<text:h text:outline-level="2">Wat  we\n willen</text:h><text:p>Zie{note}<text:s text:c="2"/>ook</text:p>'
            '<text:list text:style-name="L1"><text:list-item><text:p>dichtbij</text:p><text:list><text:list-item>'
            "<text:p>op school</text:p></text:list-item></text:list></text:list-item></text:list>"
            '<text:list text:style-name="L2"><text:list-item><text:p>eerst</text:p></text:list-item></text:list>'
            '<text:p text:style-name="P2">Dit zei een ouder.</text:p>'
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>wie</text:p>"
            "</table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows></table:table>"
            "<text:p><draw:frame><draw:text-box><text:p>Let op</text:p></draw:text-box></draw:frame></text:p>"
            "<text:table-of-content><text:index-body><text:p>1 Inleiding</text:p></text:index-body>"
            "</text:table-of-content>"
        )
    )
    assert found.title == "Een visie"
    assert told(found) == [
        (
            "Wat we willen",
            2,
            [
                ("paragraph", "Zie  ook"),
                ("list", "dichtbij\n  op school"),
                ("numbered", "eerst"),
                ("quote", "Dit zei een ouder."),
                ("table", "wie"),
                ("text box", "Let op"),
                ("contents", "1 Inleiding"),
                ("footnote", "Artikel 2.1"),
            ],
        )
    ]


def test_changes_moves_rows_and_comments_are_read() -> None:
    moved = (
        '<text:bookmark-start text:name="__RefMove{}__m1"/>Elk jaar.<text:bookmark-end text:name="__RefMove{}__m1"/>'
    )
    data = document(
        "<text:h>Wie besluit</text:h>"
        '<text:p>De <text:change text:change-id="d"/>besluit.'
        '<office:annotation office:name="a"><dc:creator>Raad</dc:creator><dc:date>2026-10-06</dc:date>'
        '<text:p>Waarom?</text:p></office:annotation>Altijd.<office:annotation-end office:name="a"/>'
        '<office:annotation loext:resolved="true" loext:parent-name="a"><dc:creator>Griffie</dc:creator>'
        "<text:p>Zie bijlage.</text:p></office:annotation></text:p>"
        '<text:p><text:change text:change-id="f"/>Blijft.</text:p>'
        f"<text:p>{inserted('t', moved.format('To', 'To'))}</text:p>"
        '<table:table><table:table-row table:style-name="R1"><table:table-cell>'
        f"<text:p>{inserted('r', 'rij')}</text:p></table:table-cell></table:table-row></table:table>",
        region("d", "deletion", "<text:p>regio </text:p>")
        + region("f", "deletion", f"<text:p>{moved.format('From', 'From')}</text:p><text:p/>")
        + region("t", "insertion")
        + region("r", "insertion")
        + region("o", "format-change")
        + region("x", "deletion", "<text:p>nergens</text:p>"),
    )
    found = read_odt(data)
    assert [(one.kind, one.was, one.becomes, one.where) for one in found.changes] == [
        ("deletion", "regio ", "", "Wie besluit, alinea 1"),
        ("move", "Elk jaar.\n", "Elk jaar.", "Wie besluit, alinea 2 → Wie besluit, alinea 4"),
        ("insertion", "", "rij", "Wie besluit, tabel 1, rij 1"),
    ]
    assert found.changes[0].date == "2026-10-05T10:00:00"
    assert found.counts.ignored == {"formatting": 1, "not readable": 1}
    assert found.counts.changes_in_file == 5
    assert [(one.text, one.on, one.is_on_point, one.is_resolved, one.replies_to) for one in found.comments] == [
        ("Waarom?", "Altijd.", False, False, None),
        ("Zie bijlage.", "De besluit.Altijd.", True, True, 0),
    ]
    assert "1 wijzigingen kunnen we niet lezen" in found.warnings[0]
    assert lines_of(read_odt(data, "reject")) == ["Wie besluit", "De regio besluit.Altijd.", "Elk jaar.", "Blijft."]


HOSTILE = {
    "another program": (document("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "geen tekst van Lib"),
    "macros": (document("", extra={"Basic/Standard/Module1.xml": "<x/>"}), "macro's"),
    "a script": (document("<script:event-listener/>"), "macro's"),
    "a password": (document("", extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "wachtwoord"),
    "a picture from a website": (document('<draw:image xlink:href="https://kwaad.example/a.png"/>'), "een andere plek"),
    "a text from elsewhere": (document('<text:section-source xlink:href="//kwaad/a.odt"/>'), "een andere plek"),
    "a Word document": (word.document(""), "stuk"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_means_harm_gets_a_sentence(case: str) -> None:
    data, said = HOSTILE[case]
    with pytest.raises(FileRefused, match=said):
        read_odt(data)


# --- One text in both formats

Run = tuple[str, str]
STATES = st.sampled_from(["", "", "ins", "del"])
PARAGRAPHS = st.lists(
    st.tuples(st.lists(st.tuples(st.sampled_from(["aa ", "bé", "cc. ", "d"]), STATES), max_size=4), STATES), max_size=6
)


def answer(text: list[tuple[list[Run], str]], gone: str) -> list[str]:
    lines = [""]
    for runs, end in text:
        lines[-1] += "".join(words for words, state in runs if state != gone)
        lines += [] if end == gone else [""]
    return [line for line in map(str.strip, lines) if line]


def as_word(text: list[tuple[list[Run], str]]) -> bytes:
    body = ""
    for runs, end in text:
        inner = "".join(
            word.change(state, word.gone(words) if state == "del" else word.run(words)) if state else word.run(words)
            for words, state in runs
        )
        body += word.paragraph(inner, end=word.change(end) if end else "")
    return word.document(body)


def as_odt(text: list[tuple[list[Run], str]]) -> bytes:
    """What follows each other in the same state is one change there, also over the end of paragraphs."""
    body, regions = "", ""
    signs = [one for runs, end in text for one in (*runs, ("\n", end))]
    for n, (state, group) in enumerate(groupby(signs, key=lambda one: one[1])):
        xml = "".join("</text:p><text:p>" if words == "\n" else words for words, _state in group)
        if state == "del":
            regions += region(f"c{n}", "deletion", f"<text:p>{xml}</text:p>")
            body += f'<text:change text:change-id="c{n}"/>'
        elif state == "ins":
            regions += region(f"c{n}", "insertion")
            body += inserted(f"c{n}", xml)
        else:
            body += xml
    return writer.document(f"<text:p>{body}</text:p>", regions)


@given(PARAGRAPHS)
def test_one_text_reads_the_same_in_both_formats(text: list[tuple[list[Run], str]]) -> None:
    for name, data in (("t.docx", as_word(text)), ("t.odt", as_odt(text))):
        assert lines_of(read(name, data, "accept")) == answer(text, "del")
        assert lines_of(read(name, data, "reject")) == answer(text, "ins")
        counts = read(name, data, "keep").counts
        assert counts.changes_in_file == counts.changes_read
    signs = [state for runs, end in text for state in (*(state for _words, state in runs), end)]
    assert counts.changes_read == sum(bool(state) for state, _group in groupby(signs))


@pytest.mark.data
def test_the_concept_of_three_authors_reads_as_its_word_document() -> None:
    if not MADE.exists():
        pytest.skip("the made document is not beside the repository (../shared/data/documents)")
    for mode in MODES:
        found = read_odt(MADE.read_bytes(), mode)
        assert found.sections == read("x.docx", MADE.with_suffix(".docx").read_bytes(), mode).sections
    assert [one.kind for one in found.changes].count("move") == 1
    assert [one.is_on_point for one in found.comments] == [False, True]
