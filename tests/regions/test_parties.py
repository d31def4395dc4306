import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.history.models import Entry
from regiotafel.regions.models import Organisation, Region, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.factories import OrganisationFactory, RegionFactory, make_member
from tests.forms import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    region = RegionFactory(slug="noord")
    for name, part, n in (("Elsmeer", "Venneland", 9400), ("Oudestroom", "", None)):
        add_municipality(
            by=None,
            at=timezone.now(),
            region=region,
            municipality=invent_municipality(name=name),
            sub_region_name=part,
            n_young_people=n,
        )
    return region


def page(client: Client, **query: str) -> str:
    return client.get(reverse("regions:parties", args=["noord"]), query).content.decode()


@pytest.mark.usefixtures("region")
def test_municipalities_stand_under_their_part_of_the_region(client: Client) -> None:
    text = page(client)
    assert "Venneland</h3>" in text
    assert "9.400 inwoners tot 23 jaar" in text
    assert "Oudestroom" in text


def test_organisations_are_filtered_by_kind_reach_and_word(client: Client, region: Region) -> None:
    OrganisationFactory(region=region, name="Jongerenraad", kind="youth_council", reach="regional")
    OrganisationFactory(region=region, name="Huisartsen Elsmeer", kind="gp_group", reach="local")
    OrganisationFactory(name="Van een andere regio")
    assert "Van een andere regio" not in page(client)
    for query in ({"soort": "gp_group"}, {"bereik": "local"}, {"zoek": "elsmeer"}):
        text = page(client, **query)
        assert "Huisartsen Elsmeer" in text
        assert "Jongerenraad" not in text
    assert "Geen organisatie past hierbij." in page(client, zoek="bestaat niet")
    # On a phone each cell stands below the last, with the name of its column.
    assert text.count("<td") == text.count("<td data-name=") == 3
    # A word in the address that we do not know filters nothing.
    assert "Jongerenraad" in page(client, soort="ruimtevaart")


def test_the_page_takes_as_many_queries_for_one_organisation_as_for_thirty(
    client: Client, region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in (1, 29):
        OrganisationFactory.create_batch(n, region=region)
        with django_assert_num_queries(4):
            page(client)


DATA = {"name": "Pleegzorg Noord", "kind": "provider", "reach": "regional", "municipality": "", "about": "Zoekt."}


def test_an_editor_adds_and_changes_an_organisation(client: Client, region: Region) -> None:
    client.force_login(make_member(region, Role.EDITOR))
    response = client.post(reverse("regions:new_organisation", args=["noord"]), DATA)
    assert response.status_code == 302
    organisation = Organisation.objects.get(name="Pleegzorg Noord")
    address = reverse("regions:organisation", args=["noord", organisation.pk])
    sent = {**hidden(client.get(address)), **DATA, "name": "Pleegzorg Zuid"}
    assert client.post(address, sent).status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == "Pleegzorg Zuid"
    changed = Entry.objects.get(act="organisation.changed")
    assert changed.data["before"]["name"] == "Pleegzorg Noord"
    history = client.get(reverse("pages:history", args=["noord"])).content.decode()
    assert "veranderde de gegevens van Pleegzorg Zuid." in history


def test_a_resident_reads_an_organisation_but_cannot_change_it(client: Client, region: Region) -> None:
    organisation = OrganisationFactory(region=region)
    client.force_login(make_member(region, Role.RESIDENT))
    address = reverse("regions:organisation", args=["noord", organisation.pk])
    assert "<form" not in client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    assert client.post(address, DATA).status_code == 403
    organisation.refresh_from_db()
    assert organisation.name != DATA["name"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "BESTAAT al"}, "Er is al een organisatie met deze naam."),
        ({"name": ""}, "Dit veld is verplicht."),
        ({"kind": "ruimtevaart"}, "Selecteer een geldige keuze"),
        ({"reach": "local"}, "Kies in welke gemeente"),
        ({"municipality": "999999"}, "Selecteer een geldige keuze"),
    ],
)
def test_wrong_input_is_refused_with_words(client: Client, region: Region, change: dict[str, str], words: str) -> None:
    OrganisationFactory(region=region, name="Bestaat al")
    client.force_login(make_member(region, Role.EDITOR))
    response = client.post(reverse("regions:new_organisation", args=["noord"]), {**DATA, **change})
    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.usefixtures("region")
def test_an_organisation_of_another_region_is_not_here(client: Client) -> None:
    address = reverse("regions:organisation", args=["noord", OrganisationFactory().pk])
    assert client.get(address).status_code == 404
