"""What may happen in which state, and who may ask."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Kind, State, Via
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.states.rules import MOVES
from regiotafel.history.models import Entry
from regiotafel.people.models import User
from regiotafel.regions.models import Role
from tests.contributions.people import TEXT, World, answered, make_world, opened, receipt, url
from tests.factories import (
    NOW,
    OrganisationFactory,
    UserFactory,
    make_member,
)

pytestmark = pytest.mark.django_db


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(MOVES) == set(State)
    assert {to for tos in MOVES.values() for to in tos} == set(State) - {State.WAITING}


def test_words_of_people_never_enter_the_chain(world: World) -> None:
    contribution = opened(world, "Mijn geheime zorg over de hulp in het dorp.")
    answered(world, contribution)
    assert "geheime" not in str(list(Entry.objects.values()))


def test_another_regions_rows_are_not_found(editor: Client, world: World) -> None:
    elsewhere = make_world("zuid")
    for _ in range(3):
        foreign = opened(elsewhere)
    link = linking.confirm_link(by=None, at=NOW, contribution=foreign, passage=elsewhere.passages[0])
    of_voices = [url(name, foreign.number) for name in ("read", "answer", "words")]
    for address in (*of_voices, reverse("thread:judge", args=["noord", link.pk])):
        assert editor.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", [*(f"contributions:{one}" for one in ("enter_for", "queue", "workbench", "findings")), "thread:reviews"]
)
def test_pages_for_members_ask_to_log_in(client: Client, world: World, name: str) -> None:
    address = reverse(name, args=["noord"])
    assert client.get(address).status_code == 302
    stranger: User = UserFactory()
    client.force_login(stranger)
    assert client.get(address).status_code == 403


def test_nobody_is_named(client: Client, world: World) -> None:
    clerk = make_member(world.region, Role.CLERK, UserFactory(name="Griet de Griffier"))
    moderator = make_member(world.region, Role.MODERATOR, UserFactory(name="Mo de Moderator"))
    party = OrganisationFactory(region=world.region, name="Pleegzorg Noord")
    values = {"by": clerk, "at": NOW, "region": world.region, "kind": Kind.BARRIER, "text": TEXT}
    by_party, _code = sending.enter_for(**values, key=uuid.uuid4(), via=Via.PAPER, organisation=party)
    by_person, code = sending.enter_for(**values, key=uuid.uuid4(), via=Via.PHONE)
    for one in (by_party, by_person):
        moderating.accept(by=moderator, at=NOW, contribution=one)
        answered(world, one)
    addresses = [
        url("index"),
        url("read", 1),
        url("read", 2),
        url("open_loops"),
        receipt(code),
        receipt(code, "my_data"),
    ]
    pages = [client.get(address).content.decode() for address in addresses]
    for page in pages:
        assert "Griet" not in page
        assert "Mo de" not in page
        assert world.editor.name not in page
        assert world.editor.email not in page
    assert "Pleegzorg Noord" in pages[1]
    assert "een inwoner" in pages[2]
