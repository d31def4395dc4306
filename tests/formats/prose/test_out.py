"""A text of ours in every format: what programs that are not ours find in it, and that it reads back as it was."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.formats.prose import docx, docx_out, pandoc_out, plain_out
from regiotafel.formats.prose.normal import canonical
from regiotafel.formats.prose.out import OutPassage, OutSection, OutText
from regiotafel.formats.prose.reading import read, read_returned, read_whole
from regiotafel.formats.prose.whole import whole_with

SITE = "https://tafel.example"
WAS = [
    "Een **sterk** woord, *nadruk* en **één *diep* woord**: zie [de wet](https://wetten.example/2?a=1&b=2) en "
    "[onze pagina](/visie/).[^wet]\n\n### Tussenkop\n\n#### Kleiner\n\n[^wet]: Artikel [2.3](https://wetten.example/2).",
    "- een\n- twee **vet**\n\n  1. diep[^a]\n  2. dieper\n\n- drie\n\n3. derde\n4. vierde\n\n"
    "[^a]: Noot\nmet nog een regel.",
    "| Hulp | Wie |\n| --- | --- |\n| dyslexie | *lokaal*[^1] |\n| crisis \\| spoed | regio |\n\n"
    "Na de tabel.\n\n[^1]: Nu.",
    "| Alleen | tabel |\n| --- | --- |\n| a | b |",
    "Gewone tekst.\nTweede regel.\n\nMet 5 * 3, [haken] en # hekje.",
    "1. een\n2. twee\n\nDaarna.\n\n1. opnieuw",
]
BECOMES = [
    WAS[0].replace("*nadruk*", "*klem*").replace("Tussenkop", "Andere tussenkop").replace("Artikel", "Nu artikel"),
    WAS[1].replace("  2. dieper\n\n", "").replace("- drie", "- drie\n- vier"),
    WAS[2].replace("*lokaal*", "*regionaal*").replace("| crisis", "| nieuw | allen |\n| crisis"),
    "| Alleen | tabel | drie |\n| --- | --- | --- |\n| a | b | c |",
    WAS[4].replace("regel.", "regel!"),
    "1. een\n\nDaarna.\n\n1. opnieuw\n2. weer",
]


def out(texts: list[str], was: list[str] | None = None) -> OutText:
    passages = [OutPassage(n, 1, text, was=was[n - 1] if was else None) for n, text in enumerate(texts, 1)]
    sections = [OutSection("Wat we willen", passages[:3]), OutSection("Wie & wat", passages[3:])]
    facts = [("Gegeven", "Inhoud"), ("Regio", "Proef")]
    said: dict[str, Any] = {
        "author": "Proef",
        "date": "2027-01-01T10:00:00Z",
        "site": SITE,
        "address": f"{SITE}/visie/",
    }
    return OutText("Onze visie", "Waar het over gaat.\n\nEn meer.", facts, sections, **said)


def home(text: str) -> str:
    return text.replace(f"]({SITE}/", "](/")


def by_pandoc(kind: str) -> bytes:
    return pandoc_out.written(pandoc_out.tree(out(WAS), kind), kind)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {
        "docx": docx_out.write(out(WAS)),
        "odt": by_pandoc(pandoc_out.ODT),
        "epub": by_pandoc(pandoc_out.EPUB),
        "md": plain_out.as_markdown(out(WAS)),
        "json": plain_out.as_json(out(WAS)),
    }


@pytest.mark.parametrize("kind", ["docx", "odt", "md"])
def test_what_went_out_is_the_same_text_when_it_is_read_as_a_new_one(kind: str, files: dict[str, bytes]) -> None:
    whole = read_whole(f"visie.{kind}", files[kind])
    assert (whole.title, [(one.title, len(one.passages)) for one in whole.chapters]) == (
        "Onze visie",
        [("Wat we willen", 3), ("Wie & wat", 3)],
    )
    assert [home(text) for one in whole.chapters for text in one.passages] == [canonical(text) for text in WAS]


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_what_went_out_finds_its_passages_again_and_nothing_changed(kind: str, files: dict[str, bytes]) -> None:
    returned = read_returned(f"visie.{kind}", files[kind])
    assert [(one.number, one.version, home(one.text)) for one in returned.parts] == [
        (n, 1, canonical(text)) for n, text in enumerate(WAS, 1)
    ]
    assert not [one for part in returned.parts for one in (*part.versions, *part.added)]


def test_what_differs_between_two_versions_is_a_tracked_change_of_words_items_rows_and_notes() -> None:
    returned = read_returned("visie.docx", docx_out.write(out(BECOMES, WAS)))
    assert [home(one.text) for one in returned.parts] == [canonical(text) for text in WAS]
    assert [home(one.versions[0].text) for one in returned.parts] == [canonical(text) for text in BECOMES]
    assert (returned.beside, returned.document.counts.ignored) == ([], {})


def test_a_word_document_has_real_headings_lists_heads_of_tables_notes_and_a_language(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    for name, text in parts.items():
        assert ElementTree.fromstring(text) is not None, name
    body = parts["word/document.xml"]
    n_tables = body.count("<w:tbl>")
    assert (n_tables, body.count("<w:tblHeader/>")) == (3, 3)
    assert [body.count(f'"Heading{level}"') for level in (1, 2, 3)] == [2, 1, 1]
    assert 'w:lang w:val="nl-NL"' in parts["word/styles.xml"]
    assert parts["word/footnotes.xml"].count("<w:footnoteRef/>") == 3
    assert "<w:drawing" not in body
    # Each page has its number.
    assert body.count('<w:footerReference w:type="default" r:id="footer"/>') == 1
    assert ' PAGE "' in parts["word/footer.xml"]


def test_a_libreoffice_document_is_on_a4_with_heads_of_tables_and_notes(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["odt"])) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        parts = {name: packed.read(name).decode() for name in ("styles.xml", "content.xml", "meta.xml")}
    for told, name, n in (
        ('fo:page-width="21cm"', "styles.xml", 1),
        ('style:name="Passagenummer" style:family="paragraph"', "styles.xml", 1),
        ("<text:page-number", "styles.xml", 1),
        ("<table:table-header-rows>", "content.xml", 3),
        ('text:note-class="footnote"', "content.xml", 3),
        ("<dc:language>nl-NL</dc:language>", "meta.xml", 1),
        ("<draw:image", "content.xml", 0),
    ):
        assert parts[name].count(told) == n, told


def test_a_book_has_a_title_a_language_heads_of_tables_and_no_picture_without_words(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        assert packed.read("mimetype") == b"application/epub+zip"
        pages = {
            name: packed.read(name).decode() for name in packed.namelist() if name.endswith(("html", "opf", "ncx"))
        }
    for name, text in pages.items():
        assert ElementTree.fromstring(text.replace("<!DOCTYPE html>", "")) is not None, name
    whole = "".join(pages.values())
    assert "<dc:language>nl-NL</dc:language>" in whole
    assert ">Onze visie</dc:title>" in whole
    assert whole.count("<thead>") == 3
    assert "<img" not in whole
    assert 'epub:type="noteref"' in whole
    for told in ("Passage 6", "Wie &amp; wat", f'href="{SITE}/visie/"'):
        assert told in whole


def test_json_says_what_its_schema_says(files: dict[str, bytes]) -> None:
    found = msgspec.json.decode(files["json"], type=plain_out.WholeText)
    assert (found.title, found.region, found.release, found.address) == ("Onze visie", "Proef", None, f"{SITE}/visie/")
    assert [one.text for chapter in found.chapters for one in chapter.passages] == WAS
    assert "sterk woord" in found.chapters[0].passages[0].plain
    assert list(json.loads(files["json"])["chapters"][0]) == ["number", "title", "passages"]


WORDS = st.sampled_from(
    ["een ", "**twee** ", "*drie*", "[vier](https://a.example/)", "5*3 ", "[x]", "\n", "&<>", "é", "***vijf*** "]
)
LINE = st.lists(WORDS, min_size=1, max_size=5).map(lambda parts: "a" + "".join(parts))


def test_two_notes_of_the_same_words_come_back_as_what_they_were() -> None:
    text = "Elke school[^1] en elk team[^2].[^3]\n\n[^1]: Artikel 2.3.\n\n[^2]: Artikel 2.3.\n\n[^3]: Later."
    data = docx_out.write(OutText("T", "", [], [OutSection("H", [OutPassage(7, 1, text)])], author="A"))
    [part] = read_returned("a.docx", data).parts
    assert part.text == canonical(text) == canonical(part.text)


SHORT = LINE.map(lambda text: text.replace("\n", " "))
BLOCK = st.one_of(
    LINE,
    SHORT.map("### {}".format),
    st.lists(SHORT, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {one}" for one in items)),
    st.lists(SHORT, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {one}" for one in items)),
    st.lists(SHORT, min_size=2, max_size=2).map(lambda cells: f"| {cells[0]} | {cells[1]} |\n| --- | --- |\n| x | |"),
)
PASSAGE = st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join)


@given(PASSAGE, PASSAGE)
def test_any_two_texts_come_back_from_word_as_they_were(was: str, becomes: str) -> None:
    assert canonical(canonical(was)) == canonical(was)
    data = docx_out.write(OutText("T", "", [], [OutSection("H", [OutPassage(7, 1, becomes, was=was)])], author="A"))
    [part] = read_returned("a.docx", data).parts
    assert part.text == canonical(was)
    after = [one.passages for one in read_whole("a.docx", data).chapters if one.passages]
    assert after == [[canonical(was)]]
    after = [one.passages for one in whole_with(docx.read(data), "accept").chapters if one.passages]
    assert after == [[canonical(becomes)]]
    assert read("a.docx", data, "keep").counts.ignored == {}
