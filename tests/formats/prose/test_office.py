"""LibreOffice writes our documents again, with the changes in them: they read the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from regiotafel.formats.prose.document import MODES
from regiotafel.formats.prose.reading import read
from tests.conftest import find_office
from tests.formats.prose.naive import lines_of, told
from tests.formats.prose.word import change, document, gone, item, moved, paragraph, run, table

NOTE = f'<w:footnote w:id="2">{paragraph(run("Artikel ") + change("ins", run("2.1")))}</w:footnote>'
SAID = (
    '<w:comment w:id="0" w:author="Raad" w:date="2026-10-06T09:00:00Z">'
    f"{paragraph(run('Waarom?'))}</w:comment>"
    '<w:comment w:id="1" w:author="Griffie" w:date="2026-10-06T09:00:00Z">'
    f"{paragraph(run('Zie bijlage.'))}</w:comment>"
)
TEXT = (
    paragraph(run("Een visie"), style="Titel")
    + paragraph(run("Wie besluit"), style="Kop1")
    + paragraph(
        run("De ")
        + change("del", gone("regio"))
        + change("ins", run("gemeente"))
        + '<w:commentRangeStart w:id="0"/>'
        + run(" besluit")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        + run(".")
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    )
    + paragraph(change("del", gone("Hele alinea.")), end=change("del"))
    + paragraph(run("Een "), end=change("del"))
    + paragraph(run("zin."))
    + paragraph(change("ins", run("Nieuw.")), end=change("ins"))
    + item("dichtbij")
    + item("op school", 1)
    + table(
        ("", [paragraph(run("wie")), paragraph(run("wat"))]),
        (change("ins"), [paragraph(change("ins", run("raad"))), paragraph(change("ins", run("besluit")))]),
        (change("del"), [paragraph(change("del", gone("regio"))), paragraph(change("del", gone("advies")))]),
    )
    + paragraph(moved("moveFrom", run("Elk jaar.")))
    + paragraph(run("Hoe verder"), style="Kop2")
    + paragraph(moved("moveTo", run("Elk jaar.")))
)
OURS = document(TEXT, {"footnotes": NOTE, "comments": SAID})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Our Word document as LibreOffice writes it in its own format, and that again as a Word document."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "ours.docx").write_bytes(OURS)
    for name, kind in (("ours.docx", "odt"), ("ours.odt", "docx")):
        (folder / kind).mkdir()
        _convert(folder / name, folder / kind, kind)
        (folder / kind / f"ours.{kind}").rename(folder / f"ours.{kind}")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def _convert(path: Path, folder: Path, kind: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(find_office()), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.mark.office
@pytest.mark.parametrize("name", ["ours.odt", "ours.docx"])
def test_what_libreoffice_writes_reads_as_what_it_read(name: str, written: dict[str, bytes]) -> None:
    for mode in MODES:
        found = read(name, written[name], mode)
        expected = read("ours.docx", OURS, mode)
        assert (found.title, told(found)) == (expected.title, told(expected))
        assert lines_of(found) == lines_of(expected)
    assert "not readable" not in found.counts.ignored
    assert [(one.author, one.text, one.on) for one in found.comments] == [
        (one.author, one.text, one.on) for one in expected.comments
    ]
    assert [one.kind for one in found.changes].count("move") == 1
