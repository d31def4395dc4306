"""All that a council needs for its proposal, in one zip that says what is in it."""

import hashlib
import html
import io
import json
import zipfile
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from regiotafel.councils.letterheads.queries import content_of, letterhead_of
from regiotafel.councils.models import Aim, Outcome
from regiotafel.councils.planning.actions import note_outcome
from regiotafel.councils.planning.queries import steps_of
from regiotafel.documents import write_proposal_apart
from regiotafel.formats.bundle import write_bundle
from regiotafel.formats.proposal import write_proposal
from regiotafel.publishing.bundle.actions import council_key
from regiotafel.publishing.bundle.queries import MISSED_MOST, bundle_of
from regiotafel.publishing.bundle.tasks import pack_bundle
from regiotafel.regions.models import Role
from regiotafel.web.files import tell_how_far
from tests.councils.conftest import TODAY, Ways, ways
from tests.councils.test_planning import client_of, done

__all__ = ["ways"]
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("councils")]
PARTS = [
    {"name": "titel", "title": "Titel", "lines": ["Voorstel: Onze visie"]},
    {"name": "geld", "title": "Wat kost het?", "lines": ["Nog leeg.", "Vul aan."]},
]


def template(*lines: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Onderwerp: {{ titel }}"
    document.save(out)
    return out.getvalue()


def lines_of(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def address(ways: Ways, name: str = "bundle") -> str:
    place = [ways.loop.region.slug, ways.loop.document.slug, ways.loop.first.number, ways.places[0].pk]
    return reverse(f"publishing:{name}", args=place)


def brought(content: bytes, name: str = "sjabloon.docx", seen: int = 0) -> dict[str, Any]:
    return {"template": SimpleUploadedFile(name, content), "seen": seen}


def test_a_clerk_gets_all_of_it_with_one_press_and_what_is_not_known_is_still_empty(ways: Ways) -> None:
    step = next(one for one in steps_of(ways.route()) if one.aim == Aim.ADVISE)
    given = {"step": step, "number": 0, "outcome": Outcome.MIXED, "on": TODAY, "text": "Let op geld."}
    note_outcome(**done(ways), **given)
    clerk = client_of(ways, Role.CLERK)
    first = clerk.get(address(ways, "bundle_zip"))
    assert first.status_code == 202
    assert "0 van 3 klaar" in first.content.decode()
    assert "0 van 3 klaar" in clerk.get(address(ways)).content.decode(), "who left comes back to it"
    tell_how_far(council_key(ways.loop.first, ways.places[0]), 2, 3)
    part = clerk.get(address(ways, "bundle_zip"), headers={"HX-Request": "true"})
    assert "2 van 3 klaar" in part.content.decode()
    pack_bundle.func(ways.loop.first.pk, ways.places[0].pk)
    response = clerk.get(address(ways, "bundle_zip"))
    assert response["Content-Type"] == "application/zip"
    assert "Het raadspakket is klaar." in clerk.get(address(ways)).content.decode()
    pack_bundle.func(ways.loop.first.pk, ways.places[0].pk)
    assert clerk.get(address(ways, "bundle_zip")).content == response.content
    found = zipfile.ZipFile(io.BytesIO(response.content))
    told = json.loads(found.read("manifest.json"))
    assert told["municipality"] == "Aaldorp"
    assert "Wat kost het, en wie betaalt het?" in told["still_empty"]
    assert {*found.namelist()} >= {"visie.pdf", "visie.docx", "samenvatting.pdf", "raadsvoorstel.docx"}
    for line in found.read("SHA256SUMS").decode().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256(found.read(name)).hexdigest() == sha256
    assert len(PdfReader(io.BytesIO(found.read("samenvatting.pdf"))).pages) == 1
    lines = " ".join(lines_of(found.read("raadsvoorstel.docx")))
    assert "positief, met opmerkingen" in lines
    assert "Let op geld." in lines
    assert "Nog leeg: wat het kost" in lines
    assert client_of(ways, Role.CLERK, 1).get(address(ways, "bundle_zip")).status_code == 403


def test_the_template_of_a_municipality_is_kept_filled_in_and_taken_away_again(ways: Ways) -> None:
    clerk = client_of(ways, Role.CLERK)
    own = template("Aan de raad", *(f"{{{{ {name} }}}}" for name in MISSED_MOST))
    assert clerk.post(address(ways), brought(own)).status_code == 302
    kept = letterhead_of(ways.loop.region, ways.places[0])
    assert content_of(kept) == own
    bundle = bundle_of(ways.loop.first, ways.places[0], TODAY)
    lines = lines_of(write_proposal(content_of(kept), [one.as_told for one in bundle.parts]))
    assert lines[0] == "Aan de raad"
    assert any(line.startswith("Nog leeg") for line in lines)
    # Who did not see it does not write over it.
    response = clerk.post(address(ways), brought(template(*(f"{{{{{name}}}}}" for name in MISSED_MOST))))
    assert response.status_code == 409
    clerk.post(address(ways, "remove_letterhead"), {"seen": 1, "remove": "1"})
    assert content_of(letterhead_of(ways.loop.region, ways.places[0])) == b""


FOUR = [f"{{{{ {name} }}}}" for name in MISSED_MOST]


def hostile() -> dict[str, tuple[str, bytes, str]]:
    """Templates that are not taken, and what is said of each."""
    with_macros = rezipped(template(*FOUR), {"word/vbaProject.bin": b"x"})
    bomb = rezipped(template(*FOUR), {"word/media/a.xml": b" " * 40_000_000})
    declared = rezipped(template(*FOUR), {"word/settings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    return {
        "a PDF": ("sjabloon.docx", b"%PDF-1.7", "het is een PDF"),
        "an old Word file": ("sjabloon.doc", b"x", "oud Word-bestand"),
        "a template of Word": ("sjabloon.dotx", b"PK", "Sla het op als Word-document"),
        "macros by name": ("sjabloon.docm", b"PK", "macro"),
        "macros within": ("sjabloon.docx", with_macros, "macro"),
        "half of it": ("sjabloon.docx", template(*FOUR)[:900], "stuk of niet helemaal"),
        "a bomb": ("sjabloon.docx", bomb, "veel te groot"),
        "a declaration": ("sjabloon.docx", declared, "opdrachten die in een document niet horen"),
        "11 MB": ("sjabloon.docx", b"PK\x03\x04" + b"x" * 11_000_000, "hooguit 10 MB"),
        "no place": ("sjabloon.docx", template("Niets"), "geen plek voor wat een raad het vaakst mist"),
        "one missing": ("sjabloon.docx", template(*FOUR[1:]), "{{ uitvoering }}"),
        "not closed": ("sjabloon.docx", template(*FOUR, "Kosten: {{ geld"), "zonder dat het een plek is"),
        "a command": ("sjabloon.docx", template(*FOUR, "{% for a in b %}"), "zonder dat het een plek is"),
        "an unknown place": ("sjabloon.docx", template(*FOUR, "{{ wethouder }}"), "{{ wethouder }} kennen we niet"),
    }


def test_a_template_that_cannot_be_used_is_refused_with_a_sentence(ways: Ways) -> None:
    clerk = client_of(ways, Role.CLERK)
    clerk.raise_request_exception = False
    assert clerk.post(address(ways), brought(b"x" * 100_000_000)).status_code == 413
    for case, (name, content, told) in hostile().items():
        response = clerk.post(address(ways), brought(content, name))
        assert response.status_code == 422, case
        assert told in html.unescape(response.content.decode()), case
    assert letterhead_of(ways.loop.region, ways.places[0]) is None


def rezipped(content: bytes, more: dict[str, bytes]) -> bytes:
    """With these parts in it, or in the place of those with their name."""
    before, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in before.namelist():
            if name not in more:
                packed.writestr(name, before.read(name))
        for name, data in more.items():
            packed.writestr(name, data)
    return out.getvalue()


def test_a_place_is_found_across_looks_in_a_field_and_above_the_page() -> None:
    document, out = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph("Kosten: {{ ge")
    paragraph.add_run("ld").bold = True
    paragraph.add_run(" }} tot hier")
    document.sections[0].header.paragraphs[0].text = "{{titel}}"
    document.save(out)
    made = docx.Document(io.BytesIO(write_proposal(out.getvalue(), PARTS)))
    assert made.paragraphs[0].text == "Kosten: Nog leeg. Vul aan. tot hier"
    assert made.sections[0].header.paragraphs[0].text == "Voorstel: Onze visie"


def test_a_place_alone_becomes_as_many_paragraphs_as_there_are_lines() -> None:
    made = write_proposal(template("{{ geld }}", "Einde"), PARTS)
    assert lines_of(made) == ["Nog leeg.", "Vul aan.", "Einde"]
    assert docx.Document(io.BytesIO(made)).tables[0].cell(0, 0).text == "Onderwerp: Voorstel: Onze visie"


def test_a_council_can_get_any_amount_of_advice() -> None:
    """More than goes along with the name of a program."""
    parts = [*PARTS[:-1], {**PARTS[-1], "lines": ["Nog een punt van de adviesraad. " * 20] * 400}]
    made = write_proposal_apart(template("{{ geld }}"), json.dumps(parts))
    assert len(lines_of(made)) == 400


def test_without_a_template_the_parts_are_headings_in_dutch() -> None:
    document = docx.Document(io.BytesIO(write_proposal(b"", PARTS)))
    assert [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"] == ["Wat kost het?"]
    assert 'w:val="nl-NL"' in document.styles.element.xml


def test_the_same_files_give_the_same_zip() -> None:
    files = {"a.txt": b"een", "b.txt": b"twee"}
    assert write_bundle(files, {"title": "Visie"}) == write_bundle(files, {"title": "Visie"})
