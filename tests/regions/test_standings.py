"""A role for one municipality or organisation: what it gives in the region, and what only for one's own."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.people.models import User
from regiotafel.regions.access import RegionRequest, door, enter
from regiotafel.regions.models import Membership, Municipality, Region, Role
from regiotafel.regions.permissions import PERMISSIONS, Party, Permission, Standing, may
from regiotafel.regions.queries import standings_of
from tests.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
# As the councils will have it; no page asks it yet.
COUNCIL = Permission(
    "council.decide", "vastleggen wat de raad besloot", frozenset({Role.REGION_ADMINISTRATOR}), frozenset({Role.CLERK})
)


@pytest.fixture(autouse=True)
def council(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PERMISSIONS, "council.decide", COUNCIL)


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord")


@pytest.fixture
def elsmeer() -> Municipality:
    return MunicipalityFactory(name="Elsmeer")


@pytest.fixture
def clerk(region: Region, elsmeer: Municipality) -> User:
    """The clerk of Elsmeer."""
    return make_member(region, Role.CLERK, municipality=elsmeer)


def test_the_clerk_of_elsmeer_records_what_the_council_of_elsmeer_decided(
    clerk: User, region: Region, elsmeer: Municipality
) -> None:
    standings = standings_of(clerk, region)
    assert may("council.decide", standings, of=elsmeer)
    assert not may("council.decide", standings, of=MunicipalityFactory())
    assert not may("council.decide", standings), "whose it is was not said"
    # What a clerk may in the region, this one may too.
    assert may("history.read", standings)


def test_a_clerk_of_no_municipality_and_another_role_in_elsmeer_may_not(region: Region, elsmeer: Municipality) -> None:
    for member in (make_member(region, Role.CLERK), make_member(region, Role.EDITOR, municipality=elsmeer)):
        assert not may("council.decide", standings_of(member, region), of=elsmeer)


def test_who_may_in_the_whole_region_may_for_everybody_in_it(region: Region, elsmeer: Municipality) -> None:
    administrator = standings_of(make_member(region, Role.REGION_ADMINISTRATOR), region)
    assert may("council.decide", administrator, of=elsmeer)
    assert may("council.decide", administrator, of=MunicipalityFactory())


def test_a_municipality_is_no_organisation_with_the_same_number() -> None:
    municipality, organisation = MunicipalityFactory(pk=7), OrganisationFactory(pk=7)
    assert Standing(Role.CLERK, municipality_id=7).is_for(municipality)
    assert not Standing(Role.CLERK, municipality_id=7).is_for(organisation)
    assert Standing(Role.CLERK, organisation_id=7).is_for(organisation)
    assert not Standing(Role.CLERK, organisation_id=7).is_for(municipality)


def test_a_role_elsewhere_gives_nothing_here(clerk: User) -> None:
    assert standings_of(clerk, RegionFactory()) == frozenset()


def test_a_role_is_for_one_party_and_given_once(region: Region, clerk: User, elsmeer: Municipality) -> None:
    row = {"user": clerk, "region": region, "role": Role.CLERK, "since": timezone.now()}
    organisation = OrganisationFactory(region=region)
    for twice in ({"municipality": elsmeer}, {"municipality": MunicipalityFactory(), "organisation": organisation}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(**row, **twice)
    Membership.objects.create(**row)
    Membership.objects.create(**row, municipality=MunicipalityFactory())
    Membership.objects.create(**row, organisation=organisation)
    assert Membership.objects.filter(user=clerk).count() == 4


# --- the door


def named(request: RegionRequest, name: str) -> Party:
    return Municipality.objects.get(name=name)


def decide(request: RegionRequest, name: str) -> HttpResponse:
    return HttpResponse(f"{name}: {request.party}")


def asked_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_door_that_asks_whose_it_is_lets_in_for_ones_own(clerk: User, region: Region) -> None:
    MunicipalityFactory(name="Oudervaart")
    view = door("council.decide", of=named)(decide)
    response = view(asked_by(clerk), region="noord", name="Elsmeer")
    assert isinstance(response, HttpResponse)
    assert response.content == b"Elsmeer: Elsmeer"
    with pytest.raises(PermissionDenied):
        view(asked_by(clerk), region="noord", name="Oudervaart")
    assert view(asked_by(AnonymousUser()), region="noord", name="Elsmeer").status_code == 302


def test_a_door_to_what_some_may_for_their_own_cannot_forget_whose() -> None:
    with pytest.raises(KeyError):
        door("council.decide")
    with pytest.raises(KeyError):
        door("region.read", of=named)
    with pytest.raises(KeyError):
        door("council.record")
    with pytest.raises(KeyError):
        door("history.read", finds_region=False)


def test_nobody_is_looked_up_for_what_everybody_may_until_somebody_asks(
    clerk: User, region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = asked_by(UserFactory())
    with django_assert_num_queries(0):
        inside = enter(request, region)
    with django_assert_num_queries(1):
        assert not may("vision.write", inside.standings)
        assert not may("history.read", inside.standings)
