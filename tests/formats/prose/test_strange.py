"""Documents that are made to be slow, to grow or to break their reader: each is refused or read, with its sentence.

`pytest tests/formats/prose/test_strange.py -s` prints each case with what a person reads. Beside these stand
`test_hostile.py` (Word), `test_odt.py` and `test_others.py`.
"""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Callable

import pytest

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.document import as_json
from regiotafel.formats.prose.reading import read, read_returned, read_whole
from tests.formats.prose import writer
from tests.formats.prose.test_hostile import SOUND, packed
from tests.formats.prose.word import BY, document, paragraph, run


def within(*names: str) -> bytes:
    """A sound document with more in its folder."""
    return packed(dict.fromkeys(names, SOUND))


def deep(begin: str, end: str, n: int) -> str:
    return begin * n + "<w:p/>" * begin.startswith("<w:") + end * n


def pdf_of(stream: bytes, *, count: str = "1", kids: str = "[3 0 R]", pages: str = "") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids {kids} /Count {count} {pages}>>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    made, places = b"%PDF-1.7\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def folder(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, data)
    return out.getvalue()


ROWS = ["<w:tr>" + "<w:tc><w:p/></w:tc>" * n + "</w:tr>" for n in (1, 64)]
WIDE = f"<w:tbl>{ROWS[0]}{ROWS[1].replace('<w:p/>', paragraph(run('x')))}</w:tbl>"
CHANGE = f"<w:p><w:ins {BY}><w:r><w:t>x</w:t></w:r></w:ins></w:p>"
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "http://kwaad.example/a">]>'
CONTENT = f"{ENTITY}<office:document-content {writer.NAMES}/>"


def noted() -> bytes:
    """A footnote that refers to itself."""
    refers = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    return document(
        paragraph(run("Zie") + refers),
        {"footnotes": f'<w:footnote w:id="2">{paragraph(run("x") + refers)}</w:footnote>'},
    )


def odt_with(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        if content:
            made.writestr("content.xml", content)
    return out.getvalue()


def latin() -> bytes:
    with zipfile.ZipFile(io.BytesIO(document(paragraph(run("café"))))) as sound:
        xml = sound.read("word/document.xml").decode()
    return packed({"word/document.xml": f'<?xml version="1.0" encoding="windows-1252"?>{xml}'.encode("cp1252")})


# The name of the file, what is in it, and what a person reads.
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a document in a packed folder": ("x.docx", lambda: folder("visie.docx", SOUND), "stuk"),
    "10,000 tables in each other": (
        "x.docx",
        lambda: document(deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 10_000)),
        "te ingewikkeld",
    ),
    "10,000 lists in each other, ODT": (
        "x.odt",
        lambda: writer.document(deep("<text:list><text:list-item>", "</text:list-item></text:list>", 10_000)),
        "te ingewikkeld",
    ),
    "10,000 lists in each other, web page": ("x.html", lambda: b"<ul><li>" * 10_000, "te ingewikkeld"),
    "300,000 changes": ("x.docx", lambda: document(CHANGE * 300_000), "uitgepakt veel te groot"),
    "a table with a row of 64 cells": ("x.docx", lambda: document(WIDE), "te ingewikkeld"),
    "a note in itself": ("x.docx", noted, "te ingewikkeld"),
    "letters that nobody knows": (
        "x.docx",
        lambda: packed({"word/document.xml": b'<?xml version="1.0" encoding="x-eigen"?><x/>'}),
        "stuk",
    ),
    "a file from elsewhere, ODT": (
        "x.odt",
        lambda: odt_with(CONTENT),
        "opdrachten",
    ),
    "broken off, ODT": ("x.odt", lambda: writer.document("")[:300], "stuk"),
    "without its text, ODT": ("x.odt", lambda: odt_with(""), "stuk"),
    "a PDF whose pages are in themselves": (
        "x.pdf",
        lambda: pdf_of(zlib.compress(b""), kids="[2 0 R]"),
        "stuk|alleen plaatjes",
    ),
    "a PDF with too many pages": (
        "x.pdf",
        lambda: pdf_of(zlib.compress(b""), kids=f"[{'3 0 R ' * 1001}]", count="1001"),
        "hooguit 1000",
    ),
    "a PDF with a page that unpacks to 60 MB": (
        "x.pdf",
        lambda: pdf_of(zlib.compress(b" " * 60_000_000)),
        "te veel om",
    ),
    "a PDF with a large page a thousand times": (
        "x.pdf",
        lambda: pdf_of(zlib.compress(b"q Q " * 5000), kids=f"[{'3 0 R ' * 1000}]", count="1000"),
        "te veel om",
    ),
    "a PDF without a table": (
        "x.pdf",
        lambda: pdf_of(zlib.compress(b"")).replace(b"xref", b"yref"),
        "stuk|alleen plaatjes",
    ),
}
READ: dict[str, tuple[str, Callable[[], bytes], list[str]]] = {
    "names that lead out of the folder": (
        "x.docx",
        lambda: within("../../etc/passwd", "/etc/passwd", "..\\..\\x"),
        ["Sound"],
    ),
    "a packed folder inside": ("x.docx", lambda: within("word/embeddings/a.zip"), ["Sound"]),
    "numbers that are none": (
        "x.docx",
        lambda: document(
            paragraph(run("een"), properties=f'<w:outlineLvl w:val="{"9" * 5000}"/>')
            + paragraph(run("twee"), properties='<w:numPr><w:ilvl w:val="²"/><w:numId w:val="5"/></w:numPr>')
            + paragraph(run("drie"), properties='<w:numPr><w:ilvl w:val="-1"/><w:numId w:val="5"/></w:numPr>')
        ),
        ["een", "twee drie"],
    ),
    "numbers that are none, ODT": (
        "x.odt",
        lambda: writer.document(f'<text:p>een<text:s text:c="{"9" * 5000}"/>twee<text:s text:c="-4"/>drie</text:p>'),
        ["een twee drie"],
    ),
    "a billion columns, ODT": (
        "x.odt",
        lambda: writer.document(
            '<table:table><table:table-row><table:table-cell table:number-columns-repeated="1000000000">'
            "<text:p>een</text:p></table:table-cell></table:table-row></table:table>"
        ),
        ["een"],
    ),
    "half a sign": ("x.docx", lambda: document('<w:p><w:r><w:sym w:char="D800"/><w:t>een</w:t></w:r></w:p>'), ["een"]),
    "no text at all": ("x.docx", lambda: document(""), []),
    "a script on a page": (
        "x.html",
        lambda: b"<p>een</p><script>alert(1)</script><iframe src=file:///etc/passwd>",
        ["een"],
    ),
    "letters of Windows": (
        "x.docx",
        latin,
        ["café"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_made_to_break_its_reader_is_refused_with_a_sentence(case: str) -> None:
    name, make, said = REFUSED[case]
    data = make()
    for reader in (read_whole, *([read_returned] if name.endswith((".docx", ".odt")) else [])):
        with pytest.raises(FileRefused, match=said) as refused:
            reader(name, data)
    sys.stdout.write(f"{case}: {refused.value}\n")


@pytest.mark.parametrize("case", READ)
def test_what_only_looks_strange_is_read(case: str) -> None:
    name, make, texts = READ[case]
    found = read(name, make(), "keep")
    assert as_json(found)
    assert [" ".join(one.text.split()) for part in found.sections for one in part.passages] == texts
    whole = read_whole(name, make())
    assert as_json(whole)
    sys.stdout.write(f"{case}: read, {' '.join(found.warnings) or 'without a warning'}\n")
