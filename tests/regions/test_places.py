"""Municipalities of a region and its sub-regions, kept by its administrator."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.models import OrganisationKind, Reach, Region, RegionMunicipality, Role, SubRegion
from regiotafel.regions.parties.actions import add_municipality, add_organisation, change_organisation
from regiotafel.regions.parties.rules import TakesNoPart
from regiotafel.regions.places.actions import (
    change_municipality,
    let_municipality_leave,
    remove_sub_region,
    set_sub_region,
)
from regiotafel.regions.places.rules import SubRegionGone, seen_of_sub_region
from regiotafel.regions.reference.actions import load_reference
from tests.factories import MunicipalityFactory, RegionFactory, make_member
from tests.forms import hidden

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def region(client: Client) -> Region:
    load_reference()
    region = RegionFactory(slug="zuid", name="Zuid", youth_region_name="Zuid Limburg")
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    return region


def address(name: str, *more: object) -> str:
    return reverse(f"regions:{name}", args=["zuid", *more])


def add(client: Client, names: str) -> object:
    return client.post(address("places"), {"names": names})


def names_in(region: Region) -> list[str]:
    return [place.municipality.name for place in RegionMunicipality.objects.filter(region=region)]


def test_all_of_the_youth_region_join_with_one_press_and_each_stands_in_the_history(
    client: Client, region: Region
) -> None:
    page = client.get(address("places"))
    assert "horen nog 16 gemeenten bij Zuid-Limburg" in page.text
    assert client.post(address("places"), {"all": "1"}).status_code == 302
    assert len(names_in(region)) == 16
    assert Entry.objects.filter(act="region.municipality_added").count() == 16
    assert client.post(address("places"), {"all": "1"}).status_code == 302
    assert Entry.objects.filter(act="region.municipality_added").count() == 16


def test_municipalities_are_added_by_name_or_code_below_each_other(client: Client, region: Region) -> None:
    assert add(client, "Maastricht\n gm0917 , Kerkrade\nMaastricht").status_code == 302  # type: ignore[attr-defined]
    assert names_in(region) == ["Heerlen", "Kerkrade", "Maastricht"]


def test_a_name_that_nobody_knows_is_named_and_nothing_is_added(client: Client, region: Region) -> None:
    refused = add(client, "Maastricht\nMaaskerk")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Deze gemeenten kennen we niet: Maaskerk." in refused.text  # type: ignore[attr-defined]
    assert names_in(region) == []


def test_a_sub_region_is_made_renamed_and_taken_away_and_municipalities_move(client: Client, region: Region) -> None:
    add(client, "Maastricht\nHeerlen\nKerkrade")
    heerlen, kerkrade, maastricht = RegionMunicipality.objects.filter(region=region)
    assert client.post(address("new_sub_region"), {"name": "Parkstad", "places": [heerlen.pk, kerkrade.pk]}).url == (
        address("places")
    )
    parkstad = SubRegion.objects.get()
    assert client.post(address("new_sub_region"), {"name": "PARKSTAD", "places": [heerlen.pk]}).status_code == 422
    change = address("sub_region", parkstad.pk)
    sent = {**hidden(client.get(change)), "name": "Heuvelland", "places": [maastricht.pk, kerkrade.pk]}
    assert client.post(change, sent).status_code == 302
    parkstad.refresh_from_db()
    assert parkstad.name == "Heuvelland"
    assert {place.municipality.name for place in parkstad.municipalities.all()} == {"Maastricht", "Kerkrade"}
    # The page of before knows nothing of this.
    refused = client.post(change, {**sent, "name": "Anders"})
    assert refused.status_code == 409
    assert "Heuvelland" in refused.text
    assert client.post(change, {"remove": "1"}).status_code == 302
    assert not SubRegion.objects.exists()
    assert len(names_in(region)) == 3


def test_a_sub_region_of_nobody_is_not_made(client: Client, region: Region) -> None:
    add(client, "Maastricht")
    refused = client.post(address("new_sub_region"), {"name": "Leeg"})
    assert refused.status_code == 422
    assert "Kies minstens één gemeente." in refused.text


def test_what_stands_of_a_municipality_is_read_on_its_page(client: Client, region: Region) -> None:
    add(client, "Maastricht")
    place = RegionMunicipality.objects.get()
    change = address("place", place.pk)
    sent = {
        "access_point": "Team Jeugd, www.maastricht.nl",
        "access_url": "jeugd.maastricht.example",
        "access_phone": "14 043",
        "council_decides_on": "14-10-2027",
        "n_young_people": "28.100",
        "n_people": "120.837",
    }
    bare = client.post(change, {**hidden(client.get(change)), **sent})
    assert "Vul de bron en het jaar in van het aantal inwoners." in bare.text
    sent["people_from"] = "CBS, 1 januari 2026"
    wrong = client.post(change, {**hidden(client.get(change)), **sent, "access_phone": "volgt nog"})
    assert "Dit is geen telefoonnummer." in wrong.text
    assert client.post(change, {**hidden(client.get(change)), **sent}).status_code == 302
    page = Client().get(address("municipality", place.pk)).text
    assert "120.837 (CBS, 1 januari 2026)" in page
    assert 'href="https://jeugd.maastricht.example"' in page
    assert 'href="tel:14043"' in page
    for words in ("Maastricht hoort bij Zuid", "Team Jeugd", "14 oktober 2027", "28.100", "GM0935"):
        assert words in page
    assert address("municipality", place.pk) in Client().get(address("parties")).text
    assert Entry.objects.get(act="region.municipality_changed").data["after"]["council_decides_on"] == "2027-10-14"
    place.refresh_from_db()
    change_municipality(
        by=None,
        at=NOW,
        place=place,
        sub_region=None,
        n_young_people=28100,
        access_point="Team Jeugd, www.maastricht.nl",
        access_url="https://jeugd.maastricht.example",
        access_phone="14 043",
        council_decides_on=date(2027, 10, 14),
        n_people=120837,
        people_from="CBS, 1 januari 2026",
    )
    assert Entry.objects.filter(act="region.municipality_changed").count() == 1


def test_who_was_second_reads_what_stands_of_a_municipality(client: Client, region: Region) -> None:
    add(client, "Maastricht")
    place = RegionMunicipality.objects.get()
    begun = hidden(client.get(address("place", place.pk)))
    given = {"n_young_people": None, "access_point": "Het loket", "council_decides_on": None}
    given |= {"n_people": None, "people_from": ""}
    change_municipality(by=None, at=NOW, place=place, sub_region=None, **given)
    refused = client.post(address("place", place.pk), {**begun, "access_point": "Het team"})
    assert refused.status_code == 409
    assert "Het loket" in refused.text
    assert "Het team" in refused.text


def test_a_municipality_leaves_when_nobody_acts_for_it(client: Client, region: Region) -> None:
    add(client, "Maastricht\nHeerlen")
    heerlen, maastricht = RegionMunicipality.objects.filter(region=region)
    clerk = make_member(region, Role.CLERK, municipality=maastricht.municipality)
    refused = client.get(address("place_leaves", maastricht.pk))
    assert "Eén gebruiker heeft nog een rol voor deze gemeente." in refused.text
    assert client.post(address("place_leaves", maastricht.pk)).status_code == 409
    clerk.memberships.all().delete()
    add_organisation(
        by=None,
        at=NOW,
        region=region,
        name="Team",
        kind=OrganisationKind.LOCAL_TEAM,
        reach=Reach.LOCAL,
        municipality=maastricht.municipality,
    )
    assert "Eén organisatie hoort nog bij deze gemeente." in client.get(address("place_leaves", maastricht.pk)).text
    assert client.post(address("place_leaves", heerlen.pk)).status_code == 302
    assert names_in(region) == ["Maastricht"]
    assert Entry.objects.get(act="region.municipality_left").data == {"municipality": "Heerlen"}


def test_a_municipality_that_joins_twice_takes_part_once(region: Region) -> None:
    place = add_municipality(by=None, at=NOW, region=region, municipality=_maastricht())
    assert add_municipality(by=None, at=NOW, region=region, municipality=_maastricht()) == place
    made = set_sub_region(by=None, at=NOW, region=region, name="Hier", places=[place])
    set_sub_region(by=None, at=NOW, region=region, name="Hier", places=[place], sub_region=made)
    assert Entry.objects.filter(act="region.sub_region_set").count() == 1


def _maastricht() -> object:
    return load_reference().placements.get(municipality__name="Maastricht").municipality


def test_without_words_of_its_own_a_municipality_leads_to_its_local_team(client: Client, region: Region) -> None:
    add(client, "Maastricht")
    place = RegionMunicipality.objects.get()
    page = client.get(address("municipality", place.pk)).text
    assert "Vraag het de gemeente Maastricht." in " ".join(page.split())
    given = {"kind": OrganisationKind.LOCAL_TEAM, "reach": Reach.LOCAL, "municipality": place.municipality}
    team = add_organisation(by=None, at=NOW, region=region, name="Team Jeugd", **given)
    page = client.get(address("municipality", place.pk)).text
    assert page.count(f'href="{address("organisation", team.pk)}"') == 2
    assert "Vraag het de gemeente" not in page


def test_who_names_a_sub_region_second_reads_the_name_of_who_was_first(region: Region) -> None:
    place = add_municipality(by=None, at=NOW, region=region, municipality=MunicipalityFactory())
    made = set_sub_region(by=None, at=NOW, region=region, name="Hier", places=[place])
    seen, [mine, of_a_colleague] = seen_of_sub_region(made, [place]), [SubRegion.objects.get() for _ in range(2)]
    set_sub_region(by=None, at=NOW, region=region, name="Daar", places=[place], sub_region=of_a_colleague, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        set_sub_region(by=None, at=NOW, region=region, name="Ginds", places=[place], sub_region=mine, seen=seen)
    assert SubRegion.objects.get().name == "Daar"


def test_a_sub_region_that_a_colleague_took_away_does_not_come_back(region: Region) -> None:
    place = add_municipality(by=None, at=NOW, region=region, municipality=MunicipalityFactory())
    made = set_sub_region(by=None, at=NOW, region=region, name="Hier", places=[place])
    mine = SubRegion.objects.get()
    remove_sub_region(by=None, at=NOW, sub_region=made)
    with pytest.raises(SubRegionGone):
        set_sub_region(by=None, at=NOW, region=region, name="Ginds", places=[place], sub_region=mine)
    assert not SubRegion.objects.exists()


def test_no_organisation_is_placed_in_a_municipality_that_left(region: Region) -> None:
    about = {"by": None, "at": NOW, "name": "Zorg", "kind": OrganisationKind.PROVIDER, "reach": Reach.LOCAL}
    place = add_municipality(by=None, at=NOW, region=region, municipality=MunicipalityFactory())
    organisation = add_organisation(**about, region=region)
    let_municipality_leave(by=None, at=NOW, place=place)
    with pytest.raises(TakesNoPart):
        add_organisation(**about | {"name": "Hulp"}, region=region, municipality=place.municipality)
    with pytest.raises(TakesNoPart):
        change_organisation(**about, organisation=organisation, municipality=place.municipality, about="")
