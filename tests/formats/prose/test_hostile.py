"""Documents that mean us harm, or are broken: each gets a sentence, and soon.

`pytest tests/formats/prose/test_hostile.py -s` prints each case with the sentence that a person reads.
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest

from regiotafel import cli, documents
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.kinds import MOST_BYTES
from regiotafel.formats.prose.reading import read
from tests.formats.prose.word import NAMES, OFFICE, document, paragraph, run

SOUND = document(paragraph(run("Sound")))
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def packed(files: dict[str, bytes], change: str = "") -> bytes:
    """As the sound document, with other files, and with one left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sound.namelist():
            if name not in files and name != change:
                made.writestr(name, sound.read(name))
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def main_part(before: str, inner: str = "<w:p/>") -> bytes:
    xml = f"{before}<w:document {NAMES}><w:body>{inner}</w:body></w:document>"
    return packed({"word/document.xml": xml.encode()})


def fetching(kind: str, target: str) -> bytes:
    return document(
        "<w:p/>", relations=f'<Relationship Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    )


def as_locked() -> bytes:
    """With the mark that a part cannot be read without a password."""
    data = bytearray(SOUND)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "a bomb of zeros": ("x.docx", packed({"word/media/image1.png": bytes(3_000_000)}), "uitgepakt veel te groot"),
    "a bomb in the text": ("x.docx", packed({"word/document.xml": b" " * 3_000_000}), "uitgepakt veel te groot"),
    "a bomb of entities": ("x.docx", main_part(BOMB, "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), "opdrachten"),
    "a file of this machine": ("x.docx", main_part(FILE, "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"), "opdrachten"),
    "a declaration in UTF-16": (
        "x.docx",
        packed({"word/document.xml": f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}<x/>'.encode("utf-16")}),
        "opdrachten",
    ),
    "more than anybody writes": (
        "x.docx",
        packed({"word/document.xml": b"<x>" + b"\n" * 3_000_001 + random.Random(1).randbytes(30_000) + b"</x>"}),
        "uitgepakt veel te groot",
    ),
    "deeper than anybody writes": ("x.docx", main_part("", "<w:sdt>" * 5000 + "</w:sdt>" * 5000), "te ingewikkeld"),
    "macros": ("x.docx", packed({"word/vbaProject.bin": b"x"}), "macro's"),
    "macros, by its kind": (
        "x.docx",
        document("", main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macro's",
    ),
    "macros, by its name": ("x.docm", SOUND, "macro's"),
    "a picture from a website": ("x.docx", fetching("image", "https://kwaad.example/a.png"), "van een andere plek"),
    "a template from a website": (
        "x.docx",
        fetching("attachedTemplate", "http://kwaad.example/a.dotm"),
        "een andere plek",
    ),
    "an object from a network": ("x.docx", fetching("oleObject", r"\\kwaad\deel\a.xls"), "van een andere plek"),
    "a field that starts a program": (
        "x.docx",
        document("<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r></w:p>"),
        "van een andere plek",
    ),
    "a picture that is called a document": ("x.docx", b"\x89PNG\r\n\x1a\n" + bytes(99), "het is een plaatje"),
    "a PDF that is called a document": ("x.docx", b"%PDF-1.7\n", "het is een PDF"),
    "a page that is called a document": ("x.docx", b"<html><p>Hallo</p></html>", "Sla het opnieuw op"),
    "a workbook that is called a document": (
        "x.docx",
        packed({"_rels/.rels": f'<a><b Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></a>'.encode()}),
        "een Excel-werkmap",
    ),
    "a packed folder": ("x.docx", packed({"lees-mij.txt": b"hallo"}, "[Content_Types].xml"), "stuk"),
    "an old document": ("x.docx", OLD, "een oud Word-bestand"),
    "an old document, by its name": ("x.doc", OLD, "oud Word-bestand"),
    "a password": ("x.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "wachtwoord. Haal dat weg"),
    "a password on a part": ("x.docx", as_locked(), "wachtwoord. Haal dat weg"),
    "broken off": ("x.docx", SOUND[: len(SOUND) // 2], "stuk"),
    "letters that are no XML": ("x.docx", main_part("", "<w:p>"), "stuk"),
    "no text in it": ("x.docx", packed({}, "word/document.xml"), "stuk"),
    "the same part twice": ("x.docx", SOUND, "stuk"),
    "empty": ("x.docx", b"", "leeg"),
    "no ending": ("verslag", SOUND, "moet eindigen op"),
    "another ending": ("verslag.exe", SOUND, "kunnen we niet lezen"),
}


def twice() -> bytes:
    out = io.BytesIO(SOUND)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as made:
        made.writestr("word/document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
def test_what_means_harm_or_is_broken_gets_a_sentence(case: str) -> None:
    name, data, said = HOSTILE[case]
    with pytest.raises(FileRefused, match=said) as refused:
        read(name, twice() if case == "the same part twice" else data, "keep")
    sys.stdout.write(f"{case}: {refused.value}\n")


def test_the_template_of_the_house_and_links_are_no_harm() -> None:
    for kind, target in (("attachedTemplate", "file:///H:/huisstijl.dotm"), ("hyperlink", "https://voorbeeld.example")):
        assert read("x.docx", fetching(kind, target), "keep").counts.changes_in_file == 0


def test_the_command_says_it_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bom.docx").write_bytes(HOSTILE["a bomb of zeros"][1])
    (tmp_path / "verslag").write_bytes(SOUND)
    with (tmp_path / "groot.docx").open("wb") as large:
        large.truncate(100_000_000)
    before = sorted(tmp_path.iterdir())
    for name, said in (("bom.docx", "veel te groot"), ("verslag", "moet eindigen op"), ("groot.docx", "te groot")):
        assert cli.main(["read-document", str(tmp_path / name), "--json", str(tmp_path / "uit.json")]) == 2
        read_back = capsys.readouterr()
        assert said in read_back.err
        assert read_back.out == ""
    assert sorted(tmp_path.iterdir()) == before


def test_what_takes_too_much_is_ended_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_MEMORY", 81 * 1024**2)
    many = "".join(paragraph(run(str(n))) for n in range(30_000))
    with pytest.raises(FileRefused, match="te veel tijd of geheugen"):
        documents.read_apart("x.docx", document(many), "keep")
    with pytest.raises(FileRefused, match="te groot"):
        documents.read_apart("x.docx", bytes(MOST_BYTES + 1), "keep")
    with pytest.raises(FileRefused, match="in een ander soort"):
        documents.read_apart("x.docx", SOUND, "nothing that we know")  # type: ignore[arg-type]
