"""`regiotafel read-document`: what a person reads, and what a program gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regiotafel import cli
from tests.formats.prose.word import change, document, gone, paragraph, run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "concept.docx"
    words = run("De ") + change("del", gone("regio")) + change("ins", run("gemeente")) + run(" besluit\u009b.")
    note = f'<w:comment w:id="0" w:author="Raad" w:date="2026-10-06T09:00:00Z"><w:p>{run("Waarom?")}</w:p></w:comment>'
    body = paragraph(run("Wie besluit"), style="Kop1") + paragraph(words + '<w:r><w:commentReference w:id="0"/></w:r>')
    path.write_bytes(document(body, {"comments": note}))
    return path


def test_a_program_gets_all_of_it_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = file.with_suffix(".json")
    assert cli.main(["read-document", str(file), "--changes", "accept", "--json", str(out)]) == 0
    assert f"0 verloren. Geschreven: {out}" in capsys.readouterr().err
    found = json.loads(out.read_text(encoding="utf-8"))
    assert list(found) == ["title", "sections", "changes", "comments", "counts", "warnings"]
    [section] = found["sections"]
    assert (section["title"], section["level"]) == ("Wie besluit", 1)
    assert section["passages"] == [{"text": "De gemeente besluit\u009b.", "kind": "paragraph"}]
    assert found["changes"][0] == {
        "author": "Griffie Rijndorp",
        "date": "2026-10-05T10:00:00Z",
        "kind": "deletion",
        "was": "regio",
        "becomes": "",
        "where": "Wie besluit, alinea 1",
    }
    [comment] = found["comments"]
    assert (comment["author"], comment["text"], comment["on"]) == ("Raad", "Waarom?", "De gemeente besluit\u009b.")
    assert found["counts"] == {
        "changes_in_file": 2,
        "changes_read": 2,
        "comments_in_file": 1,
        "comments_read": 1,
        "ignored": {},
    }


def test_a_person_reads_it_on_the_screen_without_signs_that_steer_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["read-document", str(file)]) == 0
    assert capsys.readouterr().out == (
        "# Wie besluit\n\n"
        "De {--regio--}{++gemeente++} besluit.\n\n"
        "Wijzigingen\n\n"
        "- Griffie Rijndorp, Wie besluit, alinea 1: weggehaald “regio”\n"
        "- Griffie Rijndorp, Wie besluit, alinea 1: toegevoegd “gemeente”\n\n"
        "Opmerkingen\n\n"
        "- Raad bij “De gemeente besluit.”: Waarom?\n\n"
        "2 wijzigingen en 1 opmerking in het bestand: 2 tekstwijzigingen, 0 verplaatsingen, 1 opmerking, 0 verloren.\n"
    )


@pytest.mark.parametrize(("name", "said"), [("weg.docx", "bestaat niet"), ("map.docx", "het is een map")])
def test_what_cannot_be_opened_is_a_sentence(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.docx").mkdir()
    assert cli.main(["read-document", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
