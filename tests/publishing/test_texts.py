"""The text on paper: as it reads now, and as it was frozen."""

import io
import json
import re

import pytest
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pytest_django import DjangoAssertNumQueries

from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.publishing.texts import actions
from regiotafel.publishing.texts.actions import paper, text_key
from regiotafel.publishing.texts.queries import sizes_of, whole
from regiotafel.publishing.texts.rules import TYPES, WAITED_FOR
from regiotafel.publishing.texts.tasks import print_text, write_text, write_tracked
from regiotafel.reports.printer import print_apart
from regiotafel.text.marked import safe_link
from regiotafel.vision.models import WhoActs
from regiotafel.vision.writing.actions import add_passage, say_who_acts
from regiotafel.web.days import day
from regiotafel.web.files import PRINTS, printed
from tests.factories import RegionFactory
from tests.hostile import VECTORS, check_harmless, parts_of
from tests.publishing.loop import Loop, begin, on
from tests.text.test_marked import ALL

pytestmark = pytest.mark.django_db


def address(loop: Loop, number: int = 0, region: str = "") -> str:
    place = [region or loop.region.slug, loop.document.slug, *([number] if number else [])]
    return reverse(f"publishing:{'release' if number else 'text'}_pdf", args=place)


def changed() -> Loop:
    """Released, and then said who acts in the first passage and changed in another."""
    loop = begin()
    say_who_acts(by=loop.editor, at=on(1), passage=loop.waiting, who=WhoActs.EACH, seen="")
    loop.reword(loop.school, "Hulp is er op elke school.")
    return loop


def test_the_text_of_now_says_where_it_stands_who_acts_and_its_chapters(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    loop = changed()
    with django_assert_num_queries(3):
        told = paper(whole(loop.document, None), "https://tafel.example/tekst/")
    assert f"In bewerking, zoals de tekst is sinds {day(on(2))}" in told
    assert "Versie 1 (Eerste versie)" in told
    assert "1. Wachten" in told
    assert "2. Dichtbij" in told
    assert "elke gemeente zelf" in told
    assert '<a href="#passage-1">1</a>' in told
    assert "Hulp is er op elke school." in told
    assert "https://tafel.example/tekst/" in told


def test_a_version_is_printed_as_it_was_frozen() -> None:
    loop = changed()
    told = paper(whole(loop.document, loop.first), "https://tafel.example/tekst/")
    assert f"Versie 1 (Eerste versie) van {day(on(0.5))}" in told
    assert "Nog door geen enkele gemeenteraad" in told
    assert "Hulp is er op school." in told
    # Said after it was frozen.
    assert "elke gemeente zelf" not in told


def test_other_words_make_another_print_and_a_version_keeps_its_own() -> None:
    loop = changed()
    before = text_key(whole(loop.document, None)), text_key(whole(loop.document, loop.first))
    loop.reword(loop.own, "De regio telt elke maand mee.", day=4)
    after = text_key(whole(loop.document, None)), text_key(whole(loop.document, loop.first))
    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.pdf
def test_the_print_is_made_in_a_task_once_and_is_a_tagged_pdf(client: Client) -> None:
    cache.clear()
    loop = changed()
    waiting = client.get(address(loop))
    assert waiting.status_code == 202
    assert "Je bestand wordt gemaakt: PDF" in waiting.content.decode()
    asked = DBTaskResult.objects.get().args_kwargs["args"]
    key, made = text_key(whole(loop.document, None)), []
    for _time in range(2):
        print_text.call(*asked)
        made.append(printed(key))
    assert made[0] is not None
    assert made[0] == made[1]
    response = client.get(address(loop))
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="proef-onze-visie.pdf"' in response["Content-Disposition"]
    pdf = PdfReader(io.BytesIO(response.content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode() or b"pdfuaid" in response.content
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Hulp is er op elke school." in text
    assert "pagina 1" in text
    assert (pdf.metadata or {}).get("/Title") == "Onze visie"


def test_a_text_and_a_version_go_out_in_every_format_made_once_and_the_page_says_how_large(client: Client) -> None:
    cache.clear()
    caches[PRINTS].clear()
    loop = changed()
    place = [loop.region.slug, loop.document.slug]
    for of, more in (("text", []), ("release", [1])):
        page = reverse("vision:release" if more else "vision:read", args=[*place, *more])
        for kind, what in TYPES.items():
            at = reverse(f"publishing:{of}_{kind}", args=[*place, *more])
            assert at in client.get(page).content.decode()
            made = waited_for(client, at) if kind in WAITED_FOR else client.get(at)
            assert (made.status_code, made["Content-Type"]) == (200, what)
            name = "proef-onze-visie" + "-versie-1" * bool(more)
            assert made["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'
            assert client.get(at).content == made.content
        sizes = sizes_of(loop.document, loop.first if more else None)
        assert sizes.keys() == TYPES.keys()
        assert filesizeformat(sizes["odt"]) in client.get(page).content.decode()
    found = json.loads(client.get(reverse("publishing:release_json", args=[*place, 1])).content)
    assert (found["release"], found["release_name"]) == (1, "Eerste versie")
    assert found["chapters"][1]["passages"][0]["text"] == "Hulp is er op school."
    alone = client.get(reverse("publishing:text_html", args=place)).content.decode()
    assert "<script" not in alone
    assert not re.findall(r'(?:src|href)="(?!#|http://)', alone)
    assert "<img" not in alone


def waited_for(client: Client, address: str) -> HttpResponse:
    """What comes after the page on which somebody waits: its worker makes it once, asked twice."""
    for _time in range(2):
        waiting = client.get(address)
        assert waiting.status_code == 202
        told = waiting.content.decode()
        assert "Je bestand wordt gemaakt" in told
        assert "PDF" not in told.split("</nav>")[-1]
    assert Worker("one").run_waiting() == 1
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Het bestand is klaar." in part
    return client.get(address)


def test_what_could_not_be_made_is_said_and_is_not_tried_again_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches[PRINTS].clear()
    loop = begin()
    at = reverse("publishing:text_odt", args=[loop.region.slug, loop.document.slug])
    assert client.get(at).status_code == 202
    monkeypatch.setattr(actions, "MOST_BYTES", 10_000_000)
    assert Worker("one").run_waiting() == 1
    part = client.get(at, headers={"HX-Request": "true"})
    assert (part.status_code, "hx-get" in part.content.decode()) == (200, False)
    refused = client.get(at)
    assert (refused.status_code, refused["Retry-After"]) == (503, "600")
    assert "Het maken is niet gelukt." in refused.content.decode()
    assert Worker("one").run_waiting() == 0


def test_the_task_of_a_text_or_version_that_is_gone_does_nothing() -> None:
    print_text.call(0, 0, "https://tafel.example/")
    document = begin().document.pk
    print_text.call(document, 9, "https://tafel.example/")
    write_text.call(document, 9, "odt", "https://tafel.example/")
    write_tracked.call(document, 9, 1, "https://tafel.example/")


def test_a_text_of_another_region_is_not_found_and_pages_lead_to_the_print(client: Client) -> None:
    loop, other = begin(), RegionFactory()
    for number in (0, 1):
        assert client.get(address(loop, number, other.slug)).status_code == 404
        assert client.post(address(loop, number)).status_code == 405
    assert client.get(address(loop, 7)).status_code == 404
    place = [loop.region.slug, loop.document.slug]
    assert address(loop) in client.get(reverse("vision:read", args=place)).content.decode()
    for page in (reverse("vision:release", args=[*place, 1]), reverse("vision:releases", args=place)):
        told = client.get(page).content.decode()
        for kind in ("pdf", *TYPES):
            assert f'href="{reverse(f"publishing:release_{kind}", args=[*place, 1])}"' in told


@pytest.mark.pdf
def test_marks_reach_every_file_and_nothing_hostile_does() -> None:
    loop = begin()
    loop.reword(loop.school, ALL)
    chunks = [VECTORS[at : at + 25] for at in range(0, len(VECTORS), 25)]
    for chunk in chunks:
        text = "\n\n".join(chunk)
        add_passage(by=None, at=on(2), section=loop.school.section, text=text, reason="x")
    found, address = whole(loop.document, None), "https://tafel.example/tekst/"
    for kind in ("html", "docx", "odt", "epub"):
        made = actions.write_text(found, kind, address)
        parts = {"x.html": made} if kind == "html" else parts_of(made)
        assert any(b"Berkhoven | oost" in part for part in parts.values()), kind
        for name, part in parts.items():
            check_harmless(name, part)
    pdf = PdfReader(io.BytesIO(print_apart(paper(found, address))))
    kinds = {str(one.get("/S")) for one in _objects(pdf) if one.get("/Type") == "/StructElem"}
    assert {"/H4", "/H5", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/P"} <= kinds
    acts = [one["/A"] for one in _objects(pdf) if "/A" in one and one.get("/Type") != "/StructElem"]
    assert {one["/S"] for one in acts} == {"/URI"}
    assert [one["/URI"] for one in acts if not safe_link(str(one["/URI"]))] == []
    assert not any("/JS" in one or "/AA" in one for one in _objects(pdf))


def _objects(pdf: PdfReader) -> list[DictionaryObject]:
    found = (pdf.get_object(number) for number in range(1, int(pdf.trailer["/Size"])))
    return [one for one in found if isinstance(one, DictionaryObject)]
