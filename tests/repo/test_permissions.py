"""Every address × every role, held against the one table of permissions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from regiotafel.consultations.models import Statement, StatementState, VoteImport
from regiotafel.regions.models import Membership, Region, Role
from regiotafel.regions.permissions import PERMISSIONS, Standing, may
from regiotafel.vision.actions import add_passage, add_section, draft_document
from regiotafel.vision.actions import release as make_release
from tests.factories import (
    ConsultationFactory,
    OrganisationFactory,
    PaperTableFactory,
    RegionFactory,
    StatementFactory,
    make_member,
)

ANONYMOUS = "not logged in"
WHO: tuple[Role | str, ...] = (ANONYMOUS, *Role)
# Answers of a page that let somebody in, whatever it then has to say about the rest of the request.
LET_IN = {200, 202, 302, 404, 405, 409, 422}


@dataclass(frozen=True)
class Address:
    name: str
    keys: tuple[str, ...]
    act: str


def every_address(
    resolver: URLResolver | None = None, prefix: str = "", keys: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        wanted = (*keys, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, wanted)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield Address(prefix + pattern.name, wanted, getattr(pattern.callback, "act", ""))


ADDRESSES = sorted(every_address(), key=lambda address: address.name)


def test_every_view_says_which_permission_it_asks() -> None:
    unmarked = [address.name for address in ADDRESSES if address.act not in {*PERMISSIONS, "open", "own"}]
    assert unmarked == []
    assert len(ADDRESSES) > 60


def test_every_page_below_a_region_asks_the_table() -> None:
    below = [address for address in ADDRESSES if "region" in address.keys]
    # A theme is loaded by every page, also by those for everybody.
    without = {address.name for address in below if address.act not in PERMISSIONS}
    assert without == {"regions:theme_css", "regions:theme_logo"}


def test_every_permission_is_asked_by_some_page() -> None:
    # Whether somebody may read a draft is asked where a consultation is loaded: see the test of drafts below.
    assert {address.act for address in ADDRESSES} >= set(PERMISSIONS) - {"consultation.read_draft"}


@pytest.fixture
def things(settings: Settings, tmp_path: Any) -> dict[str, Any]:
    """Something real for every key that an address may ask for."""
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    region = RegionFactory(theme='[theme]\nname = "N"', theme_version=1)
    consultation = ConsultationFactory(region=region)
    StatementFactory(consultation=consultation, number=1, state=StatementState.WAITING)
    StatementFactory.create_batch(3, consultation=consultation, state=StatementState.ACCEPTED)
    table = PaperTableFactory(consultation=consultation)
    reading = VoteImport.objects.create(consultation=consultation, votes_file="imports/geen.csv", at=timezone.now())
    document = draft_document(by=None, at=timezone.now(), region=region, title="Regiovisie")
    section = add_section(by=None, at=timezone.now(), document=document, title="Wachten")
    passage = add_passage(by=None, at=timezone.now(), section=section, text="Niemand wacht lang.", reason="Begin")
    make_release(by=None, at=timezone.now(), document=document, name="Concept")
    return {
        "a_region": region,
        "document": document.slug,
        "section": section.pk,
        "knot": passage.knot_id,
        "link": 1,
        "finding": 1,
        "token": "onbekend",
        "a_statement": Statement.objects.get(consultation=consultation, number=1).number,
        "an_import": reading.pk,
        "region": region.slug,
        "slug": consultation.slug,
        "table": table.pk,
        "organisation": OrganisationFactory(region=region).pk,
        "membership": Membership.objects.get(user=make_member(region, Role.RESIDENT)).pk,
        "version": 1,
        "who": "inwoner",
        "code": "ABCD-EFGH",
        "pk": 1,
    }


def filled_in(address: Address, things: dict[str, Any]) -> str:
    values = {key: things[key] for key in address.keys if key != "number"}
    if "number" in address.keys:
        values["number"] = things["an_import" if "import" in address.name else "a_statement"]
    return reverse(address.name, kwargs=values)


def client_of(who: Role | str, region: Region) -> Client:
    client = Client()
    if who != ANONYMOUS:
        client.force_login(make_member(region, Role(who)))
    return client


def standings_of(who: Role | str) -> set[Standing]:
    return set() if who == ANONYMOUS else {Standing(Role(who))}


def is_sent_to_log_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL) + "?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO, ids=str)
def test_each_page_lets_in_whom_the_table_allows_and_nobody_else(who: Role | str, things: dict[str, Any]) -> None:
    client = client_of(who, things["a_region"])
    standings = standings_of(who)
    wrong = []
    for address in ADDRESSES:
        if address.name == "account_logout" or (address.act == "own" and address.name.startswith("mfa_")):
            continue  # allauth's own tests are about those; logging out would end this one
        response = client.get(filled_in(address, things))
        if address.act in PERMISSIONS:
            allowed = may(address.act, standings)
        else:
            allowed = address.act == "open" or who != ANONYMOUS
        if allowed:
            right = response.status_code in LET_IN and not is_sent_to_log_in(response)
        elif who == ANONYMOUS:
            right = is_sent_to_log_in(response)
        else:
            right = response.status_code == 403
        if not right:
            wrong.append((address.name, address.act, "may" if allowed else "may not", response.status_code))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO, ids=str)
def test_sending_something_is_guarded_like_reading_it(who: Role | str, things: dict[str, Any]) -> None:
    client = client_of(who, things["a_region"])
    standings = standings_of(who)
    wrong = []
    for address in ADDRESSES:
        if address.act not in PERMISSIONS or may(address.act, standings):
            continue
        response = client.post(filled_in(address, things), {})
        if not (is_sent_to_log_in(response) if who == ANONYMOUS else response.status_code == 403):
            wrong.append((address.name, response.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_a_role_in_one_region_opens_nothing_in_another(things: dict[str, Any]) -> None:
    client = client_of(Role.REGION_ADMINISTRATOR, RegionFactory())
    let_in = [
        address.name
        for address in ADDRESSES
        if address.act in PERMISSIONS
        and not may(address.act, ())
        and client.get(filled_in(address, things)).status_code != 403
    ]
    assert let_in == []


@pytest.mark.django_db
def test_things_of_one_region_are_not_found_under_another(things: dict[str, Any]) -> None:
    """Another region's identifiers in the address lead nowhere, also for who may do everything in both."""
    elsewhere = RegionFactory()
    client = client_of(Role.REGION_ADMINISTRATOR, elsewhere)
    found = []
    for address in ADDRESSES:
        if "region" not in address.keys or len(address.keys) == 1 or address.act not in PERMISSIONS:
            continue
        response = client.get(filled_in(address, {**things, "region": elsewhere.slug}))
        # 405: the address takes only what is sent, so it is asked with that.
        if response.status_code == 405:
            response = client.post(filled_in(address, {**things, "region": elsewhere.slug}), {})
        if response.status_code != 404:
            found.append((address.name, response.status_code))
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO, ids=str)
def test_a_draft_is_there_for_whom_the_table_allows(who: Role | str, things: dict[str, Any]) -> None:
    region = things["a_region"]
    draft = ConsultationFactory(region=region, opened_at=None)
    standings = standings_of(who)
    response = client_of(who, region).get(reverse("consultations:read", args=[region.slug, draft.slug]))
    assert response.status_code == (200 if may("consultation.read_draft", standings) else 404)
