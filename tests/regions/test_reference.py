import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regiotafel.regions.models import (
    Membership,
    Municipality,
    Placement,
    ReferenceRelease,
    Region,
    RegionMunicipality,
    Role,
    YouthRegion,
)
from regiotafel.regions.reference.actions import load_reference
from tests.factories import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_the_country_has_41_youth_regions_and_342_municipalities() -> None:
    release = load_reference()
    assert YouthRegion.objects.filter(release=release).count() == 41
    assert Municipality.objects.count() == 342
    assert Placement.objects.filter(release=release).count() == 342
    # As domain knowledge has it: the two regions that were split, and three municipalities that may move.
    assert Placement.objects.filter(release=release, evidence="unsure").count() == 24
    assert not Municipality.objects.filter(gm_code=None).exists()


def test_loading_twice_changes_nothing() -> None:
    assert load_reference() == load_reference()
    assert ReferenceRelease.objects.count() == 1
    assert Municipality.objects.count() == 342


def test_the_list_shows_everything_with_source_and_doubt(client: Client) -> None:
    load_reference()
    page = client.get(reverse("regions:reference")).content.decode()
    assert "41 jeugdregio’s en 342 gemeenten" in page
    assert "GM0518" in page
    assert "Den Haag" in page
    assert "&#x27;s-Gravenhage" in page
    assert "Besluit Jeugdwet artikel 2.2.2" in page
    assert "1 januari 2026" in page
    assert page.count("niet zeker</span>") == 24


def test_the_list_says_what_was_not_checked(client: Client) -> None:
    load_reference()
    page = client.get(reverse("regions:reference")).content.decode()
    assert "Die bijlage konden we niet inzien" in page
    assert "is niet gecontroleerd" in page


@pytest.mark.parametrize(
    ("text", "seen", "unseen"),
    [
        ("sudwest", "Súdwest-Fryslân", "GM0518"),
        ("den haag", "GM0518", "GM0363"),
        ("GM0363", "Amsterdam", "Den Haag"),
        ("achterhoek", "Doetinchem", "Amsterdam"),
        ("voorschoten", "niet zeker", "Amsterdam"),
    ],
)
def test_search_finds_regions_municipalities_and_codes(client: Client, text: str, seen: str, unseen: str) -> None:
    load_reference()
    page = client.get(reverse("regions:reference"), {"zoek": text}).content.decode()
    assert seen in page
    assert unseen not in page


def test_search_for_nothing_known_says_what_to_do(client: Client) -> None:
    load_reference()
    page = client.get(reverse("regions:reference"), {"zoek": "<b>nergens</b>"}).content.decode()
    assert "Er is niets gevonden." in page
    assert "<b>nergens" not in page


def test_an_invented_municipality_is_found_and_marked(client: Client) -> None:
    place = RegionMunicipality.objects.create(
        region=RegionFactory(is_invented=True), municipality=MunicipalityFactory(name="Oudervaart")
    )
    page = client.get(reverse("regions:reference"), {"zoek": "oudervaart"}).text
    assert "Oudervaart is een verzonnen gemeente" in page
    assert reverse("regions:municipality", args=[place.region.slug, place.pk]) in page
    assert "Eén gemeente gevonden" in page


def test_the_list_takes_as_many_queries_whatever_is_asked(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_reference()
    for text, n in (("", 3), ("utrecht", 4)):  # one for what is invented
        with django_assert_num_queries(n):
            client.get(reverse("regions:reference"), {"zoek": text})


def test_before_the_list_is_there_the_page_says_how_to_get_it(client: Client) -> None:
    assert "manage.py prepare" in client.get(reverse("regions:reference")).content.decode()


def test_prepare_may_be_run_again(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prepare")
    call_command("prepare")
    assert "versie 2026" in capsys.readouterr().out
    assert Municipality.objects.count() == 342


def test_new_region_begins_with_an_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("new_region", "noord", "Jeugdregio Noord", administrator="frits@example.org")
    region = Region.objects.get(slug="noord")
    assert Membership.objects.get(region=region).role == Role.REGION_ADMINISTRATOR
    assert "/noord/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slug", "email", "words"),
    [
        ("profiel", "frits@example.org", "Dit webadres kun je niet gebruiken"),
        ("Noord!", "frits@example.org", "Dit webadres kun je niet gebruiken"),
        ("noord", "geen-adres", "e-mailadres klopt niet"),
    ],
)
def test_new_region_says_what_is_wrong(slug: str, email: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("new_region", slug, "Naam", administrator=email)
    assert not Region.objects.exists()


def test_new_region_refuses_an_address_that_is_taken() -> None:
    call_command("new_region", "noord", "Noord", administrator="frits@example.org")
    with pytest.raises(CommandError, match="al een regio"):
        call_command("new_region", "noord", "Noord", administrator="frits@example.org")


def test_a_youth_region_comes_with_its_municipalities_and_a_link_to_log_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("new_region", "zuid-limburg", administrator="ik@example.org")
    region = Region.objects.get(slug="zuid-limburg")
    assert (region.name, region.youth_region_name) == ("Zuid-Limburg", "Zuid Limburg")
    assert region.memberships_of_municipalities.count() == 16
    told = capsys.readouterr().out
    assert "met 16 gemeenten" in told
    link = next(line.strip() for line in told.splitlines() if "/link/" in line).removeprefix(settings.ADDRESS)
    client = Client()
    assert client.post(link).url == "/zuid-limburg/inrichten/"
    assert client.get("/zuid-limburg/inrichten/").status_code == 200


def test_an_own_list_of_municipalities_makes_a_region_too() -> None:
    names = "Maastricht, Venlo"
    call_command("new_region", "zuidoost", "Regio Zuidoost", administrator="ik@example.org", municipalities=names)
    assert Region.objects.get().memberships_of_municipalities.count() == 2
    with pytest.raises(CommandError, match="kennen we niet: Maaskerk"):
        call_command("new_region", "x", "X", administrator="ik@example.org", municipalities="Maaskerk")


def test_a_youth_region_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(CommandError, match="zuid-limburg"):
        call_command("new_region", "zuid-limburgg", administrator="ik@example.org")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Maastricht", "Maastricht hoort bij Zuid-Limburg</h1>"),
        ("GM0935", "Maastricht hoort bij Zuid-Limburg</h1>"),
        ("voorschoten", "Voorschoten hoort waarschijnlijk bij"),
        ("utrecht", "Utrecht hoort bij Utrecht Stad</h1>"),
        ("berg", "gemeenten gevonden"),
    ],
)
def test_who_looks_for_a_municipality_reads_where_it_belongs(client: Client, text: str, words: str) -> None:
    load_reference()
    page = client.get(reverse("regions:reference"), {"zoek": text}).text
    assert words in " ".join(page.split()).replace(" </h1>", "</h1>")
    assert "doet nog niet mee op deze site" in page or "gevonden" in words


def test_who_looks_for_a_municipality_of_a_region_here_is_led_there(client: Client) -> None:
    call_command("new_region", "zuid-limburg", administrator="ik@example.org")
    page = client.get(reverse("regions:reference"), {"zoek": "Maastricht"}).text
    place = Region.objects.get().memberships_of_municipalities.get(municipality__name="Maastricht")
    address = reverse("regions:municipality", args=["zuid-limburg", place.pk])
    assert f'href="{address}"' in page
    assert "Ga naar Zuid-Limburg" in page
    assert "Maastricht hoort bij Zuid-Limburg" in client.get(address).text
