"""Who decides what, on one sheet of paper."""

import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from regiotafel.mandates.register.actions import add_subject, set_mandate, take_over_list
from regiotafel.mandates.register.queries import register_of
from regiotafel.publishing.register.actions import paper, register_key
from regiotafel.publishing.register.queries import sheet_of
from regiotafel.publishing.register.tasks import print_register
from regiotafel.regions.models import Region
from regiotafel.web.files import printed
from tests.factories import NOW, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Region:
    made = RegionFactory(slug="proef")
    for subject in take_over_list(by=None, at=NOW, region=made):
        level = "lokaal" if "Regels" in subject.title else "regionaal"
        told = {"level": level, "holder": "het college van elke gemeente", "ground": "de verordening van de gemeente"}
        set_mandate(by=None, at=NOW, subject=subject, number=0, from_on=timezone.localdate(NOW), **told)
    return made


def test_another_decision_is_another_print(region: Region) -> None:
    today = timezone.localdate(NOW)
    before = register_key(sheet_of(region, today))
    assert register_key(sheet_of(region, today)) == before
    subject = register_of(region, today)[0].subject
    told = {"level": "landelijk", "holder": "het Rijk", "ground": "een nieuwe wet", "from_on": today}
    set_mandate(by=None, at=NOW, subject=subject, number=1, **told)
    found = sheet_of(region, today)
    assert register_key(found) != before
    assert "een nieuwe wet" in paper(found, "https://tafel.example/")
    assert "artikel 10.3, lid 1, onder b °" in paper(found, "https://tafel.example/"), "not seen in the law itself"
    assert "artikel 4" not in paper(found, "https://tafel.example/"), "nobody checked it, so it is on no paper"


@pytest.mark.pdf
def test_sixty_subjects_fit_on_one_sheet_of_a3(region: Region) -> None:
    cache.clear()
    today = timezone.localdate()
    for n in range(60 - len(register_of(region, today))):
        subject = add_subject(by=None, at=NOW, region=region, title=f"Hulp van de soort {n}")
        told = {"level": "regionaal", "holder": "de colleges samen", "ground": "de regeling van de gemeenten"}
        set_mandate(by=None, at=NOW, subject=subject, number=0, from_on=timezone.localdate(NOW), **told)
    address = reverse("publishing:register_pdf", args=["proef"])
    assert Client().get(address).status_code in (200, 202)
    print_register.func(region.pk, today.isoformat(), "https://tafel.example/")
    found = printed(register_key(sheet_of(region, today)))
    assert found is not None
    pages = PdfReader(io.BytesIO(found)).pages
    millimetres = [round(float(side) / 72 * 25.4) for side in (pages[0].mediabox.width, pages[0].mediabox.height)]
    assert (len(pages), millimetres) == (1, [420, 297])
    assert Client().get(address)["Content-Type"] == "application/pdf"
