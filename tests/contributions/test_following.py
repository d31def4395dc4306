"""Leaving an address, confirming it and leaving again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.contributions.following import actions as following
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.thread.following import actions as read
from regiotafel.thread.following.actions import confirm as confirm_address
from regiotafel.thread.following.actions import leave
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.following.rules import AddressRefused, TokenUnknown
from regiotafel.thread.models import Knot, Notice, Subscription
from tests.contributions.people import World, answered, follow, kinds_told, opened, receipt, send, tell, url
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_an_address_counts_only_after_it_was_confirmed(world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email=" Fatma@Example.org ", mode="direct")
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    assert list(Notice.objects.values_list("message", "subscription__email")) == [("asked", "fatma@example.org")]
    confirm_address(at=NOW, token=token)
    confirm_address(at=NOW, token=token)
    answered(world, contribution)
    assert kinds_told() == ["answered"]


def test_a_key_works_for_a_week_and_a_guessed_one_never(world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="direct")
    for wrong, at in (("geraden", NOW), (token, NOW + timedelta(days=8))):
        with pytest.raises(TokenUnknown):
            confirm_address(at=at, token=wrong)


def test_leaving_twice_is_fine(world: World) -> None:
    contribution, _code = send(world.region)
    token = follow(contribution)
    assert [leave(token=token) for _ in range(2)] == [True, False]
    answered(world, moderating.accept(by=world.editor, at=NOW, contribution=contribution))
    assert Notice.objects.count() == 0


def test_nobody_is_flooded_with_mail(world: World) -> None:
    contribution, _code = send(world.region)
    for _ in range(5):
        following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="digest")
    assert Notice.objects.count() == 1
    following.subscribe(at=NOW, contribution=contribution, email="b@example.org", mode="digest")
    following.subscribe(at=NOW, contribution=contribution, email="c@example.org", mode="digest")
    with pytest.raises(AddressRefused):
        following.subscribe(at=NOW, contribution=contribution, email="d@example.org", mode="digest")


def test_telling_the_same_twice_is_one_notice(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    for _ in range(2):
        tell(contribution, once=1)
    assert kinds_told() == ["answered"]
    tell(contribution, once=2)
    assert kinds_told() == ["answered", "answered"]


def test_an_address_is_asked_confirmed_and_left_without_an_account(client: Client, world: World) -> None:
    _contribution, code = send(world.region)
    wrong = client.post(receipt(code, "subscribe"), {"email": "geen adres", "mode": "direct"})
    assert wrong.status_code == 422
    client.post(receipt(code, "subscribe"), {"email": "fatma@example.org", "mode": "digest"})
    subscription = Subscription.objects.get()
    token = token_of(subscription)
    confirm = reverse("following:confirm", args=[token])
    client.get(confirm)
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None
    assert "Je adres is bevestigd" in client.post(confirm).content.decode()
    assert client.get(reverse("following:confirm", args=["geraden"])).status_code == 404
    assert client.post(reverse("following:confirm", args=["geraden"])).status_code == 409
    assert mail.outbox == []


def test_who_confirmed_an_address_before_is_not_sent_to_a_mail_that_never_comes(client: Client, world: World) -> None:
    _contribution, code = send(world.region)
    address = {"email": "fatma@example.org", "mode": "direct"}
    page = client.post(receipt(code, "subscribe"), address, follow=True).content.decode()
    assert "Kijk in je mail en klik" in page
    confirm_address(at=timezone.now(), token=token_of(Subscription.objects.get()))
    changed = {"email": "Fatma@example.org", "mode": "digest"}
    page = client.post(receipt(code, "subscribe"), changed, follow=True).content.decode()
    assert "Je keuze is opgeslagen: één keer per week alles bij elkaar." in page
    assert "Kijk in je mail" not in page


@pytest.mark.parametrize("follows", [True, False])
def test_who_has_the_code_does_not_learn_who_follows_it_as_a_reader(
    client: Client, world: World, follows: bool
) -> None:
    contribution, code = send(world.region)
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    knot = Knot.objects.get(pk=contribution.knot_id)
    if follows:
        read.follow(at=NOW, knot=knot, email="fatma@example.org", mode="direct")
        confirm_address(at=NOW, token=token_of(Subscription.objects.get()))
    typed = {"email": "fatma@example.org", "mode": "digest"}
    page = client.post(receipt(code, "subscribe"), typed, follow=True).content.decode()
    assert "Kijk in je mail en klik op de link" in page
    assert "nog niet bevestigd, kijk in je mail" in page
    assert "Je keuze is opgeslagen" not in page
    assert {one.mode for one in Subscription.objects.filter(has_code=False)} <= {"direct"}


def test_the_page_after_confirming_leads_on_to_the_contribution(client: Client, world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=timezone.now(), contribution=contribution, email="fatma@example.org", mode="direct")
    confirm = reverse("following:confirm", args=[token])
    assert reverse("receipts:enter") in client.post(confirm).content.decode()
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    assert url("read", contribution.number) in client.post(confirm).content.decode()


def test_one_press_in_a_mail_program_leaves_and_a_second_says_the_same(world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="direct")
    strict = Client(enforce_csrf_checks=True)
    address = reverse("following:leave", args=[token])
    strict.get(address)
    assert Subscription.objects.count() == 1
    for _ in range(2):
        page = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert (page.status_code, "Je bent afgemeld" in page.content.decode()) == (200, True)
    assert Subscription.objects.count() == 0


def test_who_leaves_reads_about_which_contribution_it_is(client: Client, world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="direct")
    address = reverse("following:leave", args=[token])
    assert f"Wil je geen bericht meer over reactie {contribution.number}?" in client.get(address).content.decode()
