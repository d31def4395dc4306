"""The address of somebody's title never meets the address of a page."""

import re
from functools import partial

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from regiotafel.addresses import address_of, every_address, is_free, words_beside
from regiotafel.consultations.preparing.actions import draft
from regiotafel.mandates.register.actions import add_subject
from regiotafel.plan.making.actions import begin_plan
from regiotafel.vision.writing.actions import draft_document
from tests.factories import RegionFactory

# Where something stands that people give a title, and by which action.
BY_TITLE = {
    "<slug:region>/rondes/": draft,
    "<slug:region>/visie/": draft_document,
    "<slug:region>/wie-beslist-wat/": add_subject,
    "<slug:region>/plan/": partial(begin_plan, first_year=2027, last_year=2030),
}


def test_every_place_of_a_title_is_known_here() -> None:
    """A new kind of thing with a title of its own in the address joins the tests below."""
    given = {
        found[1]
        for address in every_address()
        if (found := re.match(r"(.*?)<slug:(?!region>)", address)) and found[1].count("/") == 2
    }
    # Those under `inbreng` and `besluitvorming` and what is published point at one of these.
    pointing = ("<slug:region>/inbreng/", "<slug:region>/besluitvorming/")
    assert {place for place in given if not place.startswith(pointing)} <= {*BY_TITLE}


def test_a_region_has_no_word_of_the_site() -> None:
    assert {"over", "account", "thema", "geschiedenis"} <= words_beside("")
    for word in words_beside(""):
        assert not is_free(word), word
    assert is_free("lindestroom")


@pytest.mark.django_db
@pytest.mark.parametrize("place", BY_TITLE)
def test_a_title_that_is_a_word_of_the_site_gets_another_address(place: str) -> None:
    region, now = RegionFactory(), timezone.now()
    base = "/" + place.replace("<slug:region>", region.slug)
    ordinary = resolve(f"{base}iets-anders/").view_name
    words = {word for word in words_beside(place) if "." not in word}  # no address of a title has a point
    assert "nieuw" in words
    for word in words:
        titles = (word.title(), f"{word.title()} +")
        made = [BY_TITLE[place](by=None, at=now, region=region, title=title) for title in titles]  # type: ignore[operator]
        assert [one.slug for one in made] == [f"{word}-2", f"{word}-3"]
        assert all(resolve(f"{base}{one.slug}/").view_name == ordinary for one in made)


@pytest.mark.django_db
def test_two_of_the_same_title_and_titles_of_odd_signs_are_all_reached() -> None:
    region, now = RegionFactory(), timezone.now()
    titles = [
        "Hulp",
        "hulp!",
        "日本",
        "مساعدة",
        "😀😀",
        "a" * 200,
        "a" * 119 + "b",
        "’s-Hertogenbosch & ﬁjn",
        "\u202eNieuw\u200b",
    ]
    slugs = [draft(by=None, at=now, region=region, title=title[:120]).slug for title in titles]
    assert slugs[:5] == ["hulp", "hulp-2", "ronde", "ronde-2", "ronde-3"]
    assert slugs[7:] == ["s-hertogenbosch-fijn", "nieuw-2"]
    assert len(set(slugs)) == len(slugs)
    for slug in slugs:
        assert resolve(f"/{region.slug}/rondes/{slug}/").view_name == "consultations:read"


def test_an_address_is_short_and_ends_with_a_letter_or_figure() -> None:
    assert address_of("ij " * 60, otherwise="x", beside="x/", taken=()) == ("ij-" * 17)[:50].strip("-")


@pytest.mark.django_db
def test_addresses_as_they_were_lead_on_and_who_was_answering_goes_on(client: Client) -> None:
    for was, now in (
        ("/noord/gesprekken/", "/noord/rondes/"),
        ("/noord/gesprekken/hulp/stem/?stelling=3", "/noord/rondes/hulp/stem/?stelling=3"),
        ("/noord/partijen/", "/noord/wie-doen-er-mee/"),
    ):
        client.cookies["rt_deelname"] = "seat"
        response = client.get(was)
        assert (response.status_code, response["Location"]) == (301, now)
        assert ("rt_deelname" in response.cookies) == ("hulp" in was)
    assert response.cookies.get("rt_deelname") is None
    assert client.get("/noord/gesprekken/hulp/").cookies["rt_deelname"]["path"] == "/noord/rondes/hulp/"
    assert client.post("/noord/gesprekken/hulp/stem/1/").status_code == 405
