"""Markdown, web pages and PDFs: what they can tell, with a warning for what they cannot."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.reading import read, read_whole
from tests.formats.prose.naive import told

MARKDOWN = """---
title: Een visie
---

Het kost $5 en $6.

# Wat we **willen** :smile:

Zie [de wet](https://voorbeeld.example)[^1] en
~~niet~~ "ja".

- een
  - diep
1. eerst

| wie | wat |
|-----|-----|
| x   | y<br>z |

> Een ouder.

<div>weg</div>

[^1]: Artikel *2.1*
"""


def test_markdown_is_read_with_its_structure() -> None:
    found = read("visie.md", MARKDOWN.encode(), "keep")
    assert found.title == "Een visie"
    assert told(found) == [
        ("", 0, [("paragraph", "Het kost $5 en $6.")]),
        (
            "Wat we willen :smile:",
            1,
            [
                ("paragraph", 'Zie de wet en niet "ja".'),
                ("list", "een\n  diep"),
                ("numbered", "eerst"),
                ("table", "wie\twat\nx\ty\nz"),
                ("quote", "Een ouder."),
                ("footnote", "Artikel 2.1"),
            ],
        ),
    ]
    assert [sentence.split(" (")[0] for sentence in found.warnings] == [
        "In dit bestand staat HTML die we niet lezen",
        "In dit document staat doorgestreepte tekst",
    ]


def test_a_web_page_is_read_without_fetching_anything() -> None:
    """The network is closed to tests, and pandoc would have said so."""
    page = (
        '<html><head><title>Een visie</title></head><h1>Wat</h1><script>alert(1)</script><p>Een<br>twee</p><iframe src="http://127.0.0.1:9/">'
        '</iframe><img src="file:///etc/passwd"><table><tr><th>a</th></tr><tr><td>b</td></tr></table>'
        "<dl><dt>raad</dt><dd>beslist</dd></dl><figure><img src=x><figcaption>Onder</figcaption></figure>"
    )
    found = read("visie.html", page.encode(), "keep")
    assert found.title == "Een visie"
    kinds = ["paragraph", "table", "paragraph", "paragraph", "caption"]
    words = ["Een\ntwee", "a\nb", "raad", "beslist", "Onder"]
    assert told(found) == [("Wat", 1, list(zip(kinds, words, strict=True)))]
    assert found.warnings == ["In dit document staan plaatjes (2). Die lezen we niet."]


def pdf(text: str, password: str = "") -> bytes:
    """As small as a PDF can be."""
    stream = f"BT /F 12 Tf 50 700 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    drawn, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(drawn))
        drawn += f"{n} 0 obj{one}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(drawn)}\n%%EOF\n"
    drawn += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()
    if not password:
        return drawn
    out, writer = io.BytesIO(), PdfWriter(clone_from=io.BytesIO(drawn))
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_words_and_says_what_it_cannot() -> None:
    found = read("besluit.pdf", pdf("De raad besluit."), "keep")
    assert told(found) == [("", 0, [("paragraph", "De raad besluit.")])]
    assert found.warnings[0].startswith("Dit is een PDF.")


REFUSED = {
    "a PDF with a password": ("x.pdf", pdf("geheim", "123"), "wachtwoord"),
    "a PDF without words": ("x.pdf", pdf(""), "alleen plaatjes"),
    "a PDF that is broken off": ("x.pdf", pdf("raad")[:60], "stuk"),
    "a page that is called a PDF": ("x.pdf", b"<html>", "dat is het niet"),
    "a PDF that is called a page": ("x.html", pdf("raad"), "het is een PDF"),
    "a document that is called Markdown": ("x.md", b"PK\x03\x04", "een ingepakt bestand"),
    "old letters": ("x.md", "café".encode("cp1252"), "Sla het op met UTF-8"),
    "a note in itself": ("x.md", b"Zie[^1]\n\n[^1]: een\nzin[^1]\n", "verwijst een voetnoot"),
    "no letters": ("x.md", b"a\0b", "geen tekst"),
    "too many letters": ("x.html", b"a" * 2_000_001, "hooguit 2 MB"),
    "brackets without an end": ("x.md", b"[" * 20_001, "te ingewikkeld"),
    "deeper than anybody writes": ("x.html", b"<div>" * 3_000, "te ingewikkeld"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_gets_a_sentence(case: str) -> None:
    name, data, said = REFUSED[case]
    with pytest.raises(FileRefused, match=said):
        read(name, data, "keep")


@pytest.mark.parametrize(("start", "first"), [("12", "12"), ("1000", "1"), ("-3", "1")])
def test_a_list_stays_one_wherever_it_begins_to_count(start: str, first: str) -> None:
    page = f'<h1>Kop</h1><ol start="{start}"><li>een</li></ol>'
    assert read_whole("x.html", page.encode()).chapters[0].passages == [f"{first}. een"]
