"""Whose a region is, how it is reached, and who answers for what it keeps."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.regions.members.actions import invite_member
from regiotafel.regions.models import Region, Role
from regiotafel.regions.rules import NoPhoneNumber
from regiotafel.regions.settings.actions import set_contact
from regiotafel.regions.settings.rules import ContactMissing
from tests.factories import OrganisationFactory, RegionFactory, make_member
from tests.forms import hidden

pytestmark = pytest.mark.django_db
CONTACT = {
    "sender": "de zes gemeenten van Noord",
    "contact_email": "visie@noord.example",
    "contact_phone": "043 - 350 40 40",
}
RESPONSIBLE = {
    "controller": "het college van Noorderdam, namens de zes gemeenten",
    "privacy_officer": "de FG van Noorderdam",
    "privacy_email": "fg@noord.example",
}


@pytest.fixture
def region(client: Client) -> Region:
    region = RegionFactory(slug="noord", name="Regio Noord", sender="", contact_email="")
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    return region


def send(client: Client, name: str, values: dict[str, str]) -> int:
    address = reverse(f"regions:{name}", args=["noord"])
    return client.post(address, {**hidden(client.get(address)), **values}).status_code


def test_the_contact_stands_on_every_page_of_the_region_and_of_its_refusals(client: Client, region: Region) -> None:
    assert "Een site van" not in client.get("/noord/").text
    assert send(client, "contact", CONTACT) == 302
    visitor = Client()
    addresses = ["/noord/", "/noord/rondes/", "/noord/inbreng/", "/noord/wie-doen-er-mee/", "/noord/rondes/weg/"]
    for address in addresses:
        page = visitor.get(address).text
        assert "Een site van de zes gemeenten van Noord." in page, address
        assert 'href="mailto:visie@noord.example"' in page, address
        assert 'href="tel:0433504040"' in page, address
    visitor.force_login(make_member(region, Role.RESIDENT))
    refused = visitor.get("/noord/leden/")
    assert refused.status_code == 403
    assert "visie@noord.example" in refused.text


def test_a_form_that_was_refused_for_its_cookie_says_whom_to_ask(region: Region, client: Client) -> None:
    send(client, "contact", CONTACT)
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/noord/inbreng/insturen/", {"text": "Iets"})
    assert refused.status_code == 403
    assert "visie@noord.example" in refused.text


def test_a_region_says_its_own_ground_and_who_else_gets_data(client: Client, region: Region) -> None:
    usual = "algemeen belang"
    send(client, "responsible", RESPONSIBLE)
    told = Client().get("/noord/privacy/").text
    assert usual in told
    assert "nog meer?" not in told
    own = {"legal_ground": "Artikel 2.2 van de Jeugdwet.", "recipients": "Het bedrijf van de server."}
    send(client, "responsible", RESPONSIBLE | own)
    told = Client().get("/noord/privacy/").text
    assert usual not in told
    for words in own.values():
        assert words in told


def test_a_region_says_when_schools_and_councils_are_away(client: Client, region: Region) -> None:
    away = {"school_part": "zuid", "recess": "13-2-2027 t/m 21-2-2027: carnaval"}
    assert send(client, "work", away | {"recess": "met carnaval"}) == 422
    assert send(client, "work", away) == 302
    region.refresh_from_db()
    assert {name: getattr(region, name) for name in away} == away


def test_the_history_tells_that_the_contact_changed(client: Client, region: Region) -> None:
    send(client, "contact", CONTACT)
    entry = Entry.objects.get(act="region.contact_set")
    assert entry.data == {"before": dict.fromkeys(CONTACT, ""), "after": CONTACT}
    send(client, "contact", CONTACT)
    assert Entry.objects.filter(act="region.contact_set").count() == 1


@pytest.mark.parametrize(
    "left_out",
    [
        {"sender": ""},
        {"sender": "…"},
        {"contact_email": "", "contact_phone": ""},
        {"contact_email": "", "contact_phone": "nog niet"},
        {"contact_phone": "volgt in week 1"},
    ],
)
def test_a_contact_that_reaches_nobody_is_not_saved(client: Client, region: Region, left_out: dict[str, str]) -> None:
    assert send(client, "contact", CONTACT | left_out) == 422
    with pytest.raises((ContactMissing, NoPhoneNumber)):
        set_contact(by=None, at=timezone.now(), region=region, **CONTACT | left_out)
    region.refresh_from_db()
    assert region.sender == ""


def test_a_link_of_the_contact_reaches_whom_it_says_and_nobody_else(client: Client, region: Region) -> None:
    """Behind a question mark a mail program reads more addresses, or the words of the mail."""
    odd = "visie?bcc=ander%40elders.example&body=x@noord.example"
    send(client, "contact", CONTACT | {"contact_email": odd, "contact_phone": "+31 (0)43 – 123.45.67"})
    send(client, "responsible", RESPONSIBLE | {"privacy_email": odd})
    organisation = OrganisationFactory(region=region, contact_email=odd)
    pages = [
        reverse("pages:region_privacy", args=["noord"]),
        reverse("regions:organisation", args=["noord", organisation.pk]),
    ]
    encoded = "mailto:visie%3Fbcc%3Dander%2540elders.example%26body%3Dx@noord.example"
    for path in pages:
        links = re.findall('href="((?:mailto|tel):[^"]*)"', Client().get(path).text)
        assert len(links) > 2, path
        for link in links:
            assert link in ("tel:+31431234567", encoded)


def test_who_was_second_reads_what_stands_now(client: Client, region: Region) -> None:
    address = reverse("regions:contact", args=["noord"])
    begun = hidden(client.get(address))
    set_contact(by=None, at=timezone.now(), region=Region.objects.get(), **CONTACT)
    refused = client.post(address, {**begun, **CONTACT, "sender": "wij"})
    assert refused.status_code == 409
    assert "de zes gemeenten van Noord" in refused.text


def test_mail_of_a_region_says_whose_it_is(region: Region, django_capture_on_commit_callbacks: object) -> None:
    set_contact(by=None, at=timezone.now(), region=region, **CONTACT)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        invite_member(
            by=None,
            at=timezone.now(),
            region=region,
            email="nieuw@example.org",
            role=Role.EDITOR,
            login_url="https://tafel.example/account/inloggen/",
        )
    [letter] = mail.outbox
    assert "Dit bericht is van de zes gemeenten van Noord." in letter.body
    assert "Mail naar visie@noord.example\nBel 043 - 350 40 40" in letter.body


def test_the_privacy_page_of_a_region_says_who_answers_for_the_data(client: Client, region: Region) -> None:
    address = reverse("pages:region_privacy", args=["noord"])
    assert address in Client().get("/noord/").text
    assert "nog niet ingevuld" in Client().get(address).text
    assert send(client, "responsible", RESPONSIBLE) == 302
    page = Client().get(address).text
    for words in (*RESPONSIBLE.values(), "autoriteitpersoonsgegevens.nl", "inzage", "bezwaar"):
        assert words in page
    assert Entry.objects.get(act="region.responsible_named").data["after"] == {
        **RESPONSIBLE,
        "legal_ground": "",
        "recipients": "",
    }
    assert address in Client().get("/privacy/").text


def test_all_three_say_who_answers_or_nothing_is_saved(client: Client, region: Region) -> None:
    for name in RESPONSIBLE:
        assert send(client, "responsible", RESPONSIBLE | {name: ""}) == 422
