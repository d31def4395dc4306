"""Letting in or not, and taking down."""

import pytest
from django.test import Client

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.linking.queries import links_of
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.reading.queries import voices_of
from regiotafel.contributions.states.rules import NotInThisState
from regiotafel.regions.models import Role
from regiotafel.thread.following import actions as reading
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.models import Knot, LinkState, Subscription
from regiotafel.web.refusing import ReasonMissing
from tests.contributions.people import CHILD, TEXT, World, follow, kinds_told, opened, send, url
from tests.factories import (
    NOW,
    make_member,
)

pytestmark = pytest.mark.django_db


def test_refusing_asks_a_reason_and_tells_the_sender(world: World) -> None:
    contribution, _code = send(world.region)
    follow(contribution)
    with pytest.raises(ReasonMissing):
        moderating.refuse(by=world.editor, at=NOW, contribution=contribution, reason="other", explanation=" ")
    moderating.refuse(by=world.editor, at=NOW, contribution=contribution, reason="hurtful")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.refusal) == (State.REFUSED, "hurtful")
    assert kinds_told() == ["refused"]
    with pytest.raises(NotInThisState):
        moderating.accept(by=world.editor, at=NOW, contribution=contribution)


def test_what_the_sender_pointed_at_becomes_a_suggestion(world: World) -> None:
    contribution = opened(world, passage=world.passages[1])
    assert [(link.passage, link.state) for link in links_of(contribution)] == [(world.passages[1], LinkState.SUGGESTED)]


def test_what_was_let_in_by_mistake_is_taken_down_and_its_sender_reads_why(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    linking.confirm_link(by=world.editor, at=NOW, passage=world.passages[0], contribution=contribution)
    with pytest.raises(ReasonMissing):
        moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="other")
    moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="personal_data")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.refusal) == (State.REFUSED, "personal_data")
    assert voices_of(world.passages[0]) == []
    assert kinds_told()[-1] == "refused"
    with pytest.raises(NotInThisState):
        moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="personal_data")


def test_who_followed_without_a_code_is_not_sent_to_a_page_that_asks_for_it(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    knot = Knot.objects.get(pk=contribution.knot_id)
    reading.follow(at=NOW, knot=knot, email="lezer@example.org", mode="direct")
    token = token_of(Subscription.objects.get(email="lezer@example.org"))
    reading.confirm(at=NOW, token=token)
    moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="personal_data")
    assert [one.email for one in Subscription.objects.all()] == ["fatma@example.org"]
    assert kinds_told()[-1] == "refused"


def test_what_an_editor_made_of_others_is_not_taken_down(world: World) -> None:
    pair = [opened(world), opened(world, TEXT + " Echt.")]
    made = merging.merge(by=world.editor, at=NOW, contributions=pair, text=TEXT, kind="worry")
    with pytest.raises(NotInThisState):
        moderating.take_down(by=world.editor, at=NOW, contribution=made, reason="personal_data")


def test_a_moderator_takes_down_what_was_let_in_by_mistake(client: Client, world: World) -> None:
    mistake = opened(world)
    client.force_login(make_member(world.region, Role.MODERATOR))
    address = url("moderate", mistake.number)
    assert address in client.get(url("read", mistake.number)).content.decode()
    assert "Deze reactie is geplaatst" in client.get(address).content.decode()
    assert client.post(address, {"verdict": "take_down"}).status_code == 422
    late = client.post(address, {"verdict": "accept"})
    assert late.status_code == 409
    assert "al beslist" in late.content.decode()
    assert client.post(address, {"verdict": "take_down", "reason": "personal_data"}).status_code == 302
    assert client.get(url("read", mistake.number)).status_code == 404


def test_a_moderator_lets_in_or_says_why_not(client: Client, world: World) -> None:
    client.force_login(make_member(world.region, Role.MODERATOR))
    first, second = send(world.region)[0], send(world.region, CHILD)[0]
    html = client.get(url("queue")).content.decode()
    assert "te herkennen" in html
    assert client.post(url("moderate", first.number), {"verdict": "accept"}).status_code == 302
    no_reason = client.post(url("moderate", second.number), {"verdict": "refuse", "reason": ""})
    assert no_reason.status_code == 422
    values = {"verdict": "refuse", "reason": "personal_data", "explanation": "Noem geen leeftijd."}
    assert client.post(url("moderate", second.number), values).status_code == 302
    too_late = client.post(url("moderate", second.number), {"verdict": "accept"})
    assert too_late.status_code == 409
    assert [Contribution.objects.get(pk=one.pk).state for one in (first, second)] == [State.OPEN, State.REFUSED]
