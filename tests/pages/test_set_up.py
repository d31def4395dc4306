"""A new region says to its administrator what it still needs, until it stands."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.preparing.actions import draft
from regiotafel.regions.beginning.actions import begin_region
from regiotafel.regions.members.actions import give_role
from regiotafel.regions.models import Region, Role
from regiotafel.regions.places.queries import named_in
from regiotafel.regions.reference.actions import load_reference
from regiotafel.regions.settings.actions import (
    StepText,
    describe_region,
    name_responsible,
    plan_steps,
    set_contact,
)
from regiotafel.vision.writing.actions import draft_document
from tests.factories import ConsultationFactory, UserFactory
from tests.forms import hidden

pytestmark = pytest.mark.django_db
DONE = {"by": None, "at": timezone.now()}


@pytest.fixture
def region(client: Client) -> Region:
    load_reference()
    held = begin_region(
        **DONE,
        slug="zuid",
        name="Zuid",
        administrator="ik@example.org",
        login_url="/",
        municipalities=named_in("Maastricht"),
    )
    client.force_login(held.user)
    return held.region


def test_each_thing_leads_to_its_page_and_the_list_goes_when_all_is_done(client: Client, region: Region) -> None:
    assert "nog 7 dingen te doen" in client.get("/zuid/").text
    desk = client.get(reverse("pages:desk", args=["zuid"]))
    assert "Er wacht werk op jou: richt de regio in</h1>" in desk.text
    assert "niets op jou" not in desk.text
    page = client.get("/zuid/inrichten/")
    assert "1 van de 8 klaar" in page.text
    for task in (*page.context["needed"], *page.context["may_wait"]):
        assert client.get(task.url).status_code == 200, task.name
    set_contact(**DONE, region=region, sender="de gemeenten", contact_email="regio@example.org")
    office = {"privacy_officer": "de FG", "privacy_email": "fg@example.org"}
    name_responsible(**DONE, region=region, controller="het college", **office)
    describe_region(**DONE, region=region, name="Zuid", about="Zestien gemeenten.")
    plan_steps(**DONE, region=region, steps=[StepText("Ophalen", "", date(2027, 1, 1), date(2027, 2, 1))])
    give_role(**DONE, region=region, user=UserFactory(), role=Role.EDITOR)
    draft_document(**DONE, region=region, title="Regiovisie")
    assert "nog één ding te doen" in client.get("/zuid/").text
    draft(**DONE, region=region, title="De eerste vraag")
    assert "nog één ding te doen" in client.get("/zuid/").text
    assert "7 van de 8 klaar" in client.get("/zuid/inrichten/").text
    ConsultationFactory(region=region)
    assert "Richt de regio in" not in client.get("/zuid/").text
    assert "De regio is ingericht" in client.get("/zuid/inrichten/").text


def test_others_read_nothing_of_it(region: Region) -> None:
    assert "Richt de regio in" not in Client().get("/zuid/").text
    editor = Client()
    editor.force_login(UserFactory())
    give_role(**DONE, region=region, user=UserFactory(), role=Role.EDITOR)
    assert "Richt de regio in" not in editor.get("/zuid/").text
    assert editor.get("/zuid/inrichten/").status_code == 403


@pytest.mark.usefixtures("region")
def test_what_is_saved_leads_back_to_the_list(client: Client) -> None:
    for address, given in (
        ("/zuid/instellingen/", {"name": "Zuid", "about": "Zestien gemeenten."}),
        ("/zuid/instellingen/contact/", {"sender": "de gemeenten", "contact_phone": "14 043"}),
        (
            "/zuid/instellingen/gegevens/",
            {"controller": "het college", "privacy_officer": "de FG", "privacy_email": "fg@example.org"},
        ),
    ):
        saved = client.post(address, {**hidden(client.get(address)), **given})
        assert saved.headers["Location"] == "/zuid/inrichten/", address


@pytest.mark.usefixtures("region")
def test_one_of_two_ways_to_be_reached_is_not_called_optional_twice(client: Client) -> None:
    assert "(mag leeg blijven)" not in client.get("/zuid/instellingen/contact/").text


@pytest.mark.usefixtures("region")
def test_empty_pages_lead_on(client: Client) -> None:
    for address, leads_to in (
        ("/zuid/", "/zuid/instellingen/stappen/"),
        ("/zuid/rondes/", "/zuid/rondes/nieuw/"),
        ("/zuid/visie/", "/zuid/visie/nieuw/"),
        ("/zuid/wie-doen-er-mee/", "/zuid/wie-doen-er-mee/nieuw/"),
    ):
        assert client.get(address).text.count(f'href="{leads_to}"') == 1, address
        assert f'href="{leads_to}"' not in Client().get(address).text, address
