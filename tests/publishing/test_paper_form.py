"""The empty sheet of a municipality, to fill in by pen."""

import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from regiotafel.mandates.models import RoundParty
from regiotafel.mandates.register.actions import add_law_fact
from regiotafel.publishing.paper_form.actions import form_key, paper
from regiotafel.publishing.paper_form.queries import EmptySheet, empty_sheet
from regiotafel.publishing.paper_form.tasks import print_form
from regiotafel.web.files import printed
from tests.mandates.rounds import Played, play

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(db: None) -> Played:
    return play(slug="papier", n_subjects=22)


def sheet(played: Played) -> EmptySheet:
    rows = RoundParty.objects.select_related("round__region", "municipality")
    return empty_sheet(rows.get(round=played.round, municipality=played.places[0]), timezone.localdate())


def test_sheet_says_whose_it_is_and_what_the_law_leaves_and_nothing_of_what_was_filled_in(played: Played) -> None:
    law = {"text": "Alleen samen.", "article": "Artikel 1", "levels": ["regionaal"], "mark": "verified"}
    add_law_fact(by=None, at=timezone.now(), subject=played.subjects[0], in_force_from=timezone.localdate(), **law)
    before = sheet(played)
    played.wants(played.places[0], ["regionaal"] * 3)
    after = sheet(played)
    assert form_key(before) == form_key(after)
    told = paper(after)
    assert f"formulier R{played.round.pk}-G{played.places[0].pk}" in told
    assert "Gemeente: Dorp 01." in told
    assert told.count("<td>–</td>") == 4, "of the first subject the law leaves one level"


@pytest.mark.pdf
def test_sheet_is_printed_on_a4_with_its_code_on_every_page(played: Played) -> None:
    cache.clear()
    place = played.places[0]
    address = reverse("publishing:paper_form_pdf", args=["papier", played.round.slug, place.pk])
    assert played.official(place).get(address).status_code in (200, 202)
    found = sheet(played)
    print_form.func(found.party.pk)
    made = printed(form_key(found))
    assert made is not None
    pages = PdfReader(io.BytesIO(made)).pages
    sides = (pages[0].mediabox.width, pages[0].mediabox.height)
    assert [round(float(side) / 72 * 25.4) for side in sides] == [210, 297]
    assert all(found.code in page.extract_text() for page in pages)
    assert len(pages) <= 4
    assert played.official(place).get(address)["Content-Type"] == "application/pdf"
