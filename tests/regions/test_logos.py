"""Logos of who takes part: drawn again, at an address that never shows another, and gone when asked."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from regiotafel.history.models import Entry
from regiotafel.regions.models import Region, RegionMunicipality, Role
from regiotafel.regions.parties.actions import invent_municipality
from regiotafel.regions.queries import picture_path
from tests.factories import OrganisationFactory, RegionFactory, make_member
from tests.forms import hidden
from tests.regions.test_settings import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(client: Client) -> Region:
    region = RegionFactory(slug="noord")
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    return region


def sent(width: int = 60) -> SimpleUploadedFile:
    return SimpleUploadedFile("logo.png", png(width=width) + b"verstopt")


def test_a_municipality_has_a_logo_until_it_is_taken_away(
    client: Client, region: Region, django_capture_on_commit_callbacks: Any
) -> None:
    place = RegionMunicipality.objects.create(region=region, municipality=invent_municipality(name="Vliet"))
    address = reverse("regions:municipality_logo", args=["noord", place.pk])
    carried = hidden(client.get(address))
    assert client.post(address, {**carried, "logo": SimpleUploadedFile("l.svg", b"<svg/>")}).status_code == 422
    assert client.post(address, carried).status_code == 422
    assert client.post(address, {**carried, "logo": sent()}).status_code == 302
    # Who began before that has read another logo.
    assert client.post(address, {**carried, "logo": sent(80)}).status_code == 409
    place.refresh_from_db()
    first = reverse("regions:municipality_picture", args=["noord", place.pk, place.logo])
    own_page = reverse("regions:municipality", args=["noord", place.pk])
    for page in (reverse("pages:region_home", args=["noord"]), own_page):
        assert first in Client().get(page).text
    picture = Client().get(first)
    assert picture.content.startswith(b"\x89PNG")
    assert b"verstopt" not in picture.content
    assert "immutable" in picture["Cache-Control"]
    was = picture_path(place)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {**hidden(client.get(address)), "logo": sent(80)}).status_code == 302
    assert Client().get(first).status_code == 404
    assert not default_storage.exists(was)
    assert client.post(address, {**hidden(client.get(address)), "remove": "1"}).status_code == 302
    place.refresh_from_db()
    assert place.logo == ""
    assert ".png" not in Client().get(own_page).text.partition("<main")[2]
    assert Entry.objects.filter(act="organisation.logo_changed", data__name="Vliet").count() == 3


def test_an_organisation_shows_its_logo_on_its_page(client: Client, region: Region) -> None:
    organisation = OrganisationFactory(region=region)
    address = reverse("regions:organisation_logo", args=["noord", organisation.pk])
    assert client.post(address, {**hidden(client.get(address)), "logo": sent()}).status_code == 302
    organisation.refresh_from_db()
    shown = Client().get(reverse("regions:organisation", args=["noord", organisation.pk])).text
    picture = reverse("regions:organisation_picture", args=["noord", organisation.pk, organisation.logo])
    assert picture in shown
    assert Client().get(picture).status_code == 200
    assert Client().get(address).status_code in (302, 403)
