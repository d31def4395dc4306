"""The end of the history leaves the house: on a note, in the feed, and by mail to who asked for it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.models import PublishedHead, short_code
from regiotafel.history.queries import head_of
from regiotafel.keeping.messages import MESSAGES
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.publishing.heads.queries import knot_of_history
from regiotafel.publishing.note.actions import paper
from regiotafel.publishing.note.queries import BY_CHAPTER
from regiotafel.regions.members.actions import give_role, take_role
from regiotafel.regions.models import Membership, Role
from regiotafel.regions.settings.actions import describe_region
from regiotafel.thread.following.actions import confirm, follow
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.models import Notice, Subscription
from tests.factories import RegionFactory, UserFactory, make_member
from tests.publishing.loop import Loop, closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop() -> Loop:
    loop = closed()
    tell_heads(at=timezone.now())
    return loop


def something_is_done(loop: Loop) -> None:
    describe_region(by=loop.editor, at=timezone.now(), region=loop.region, name=loop.region.name, about="Anders.")


def test_who_asked_for_it_gets_number_and_code_by_mail_once(loop: Loop) -> None:
    follow(at=timezone.now(), knot=knot_of_history(loop.region), email="griffier@example.org", mode="direct")
    confirm(at=timezone.now(), token=token_of(Subscription.objects.get()))
    send_notices(messages=MESSAGES)
    mail.outbox.clear()
    something_is_done(loop)
    assert tell_heads(at=timezone.now()) == 1
    assert tell_heads(at=timezone.now()) == 0  # nothing was done since
    send_notices(messages=MESSAGES)
    (letter,) = mail.outbox
    end = head_of(loop.region.slug)
    assert letter.to == ["griffier@example.org"]
    for words in (f"regel {end.number}", short_code(end.hash), "bewaar dit bericht"):
        assert words in letter.body.lower()
    assert reverse("pages:history_end", args=[loop.region.slug]) in letter.body


def test_nobody_gets_mail_who_did_not_ask(loop: Loop) -> None:
    something_is_done(loop)
    assert tell_heads(at=timezone.now()) == 0
    assert not mail.outbox


def test_the_feed_has_the_end_with_its_signature(client: Client, loop: Loop) -> None:
    feed = client.get(reverse("publishing:done_feed", args=[loop.region.slug])).content.decode()
    told = PublishedHead.objects.get(region=loop.region.slug)
    assert told.hash in feed
    assert told.signature in feed


def test_a_note_tells_the_end_on_its_page_and_on_paper(client: Client, loop: Loop) -> None:
    address = reverse("publishing:note", args=[loop.region.slug, loop.document.slug, loop.first.number])
    told = PublishedHead.objects.get(region=loop.region.slug)
    assert told.short in client.get(address).content.decode()
    something_is_done(loop)
    printed = paper(loop.first, BY_CHAPTER, address)
    assert short_code(head_of(loop.region.slug).hash) in printed  # paper has the end of when it was printed
    assert PublishedHead.objects.filter(region=loop.region.slug, hash=head_of(loop.region.slug).hash).exists()


def test_a_clerk_gets_it_every_week_with_the_role_and_can_stop_it(client: Client, loop: Loop) -> None:
    clerk = UserFactory(email="griffier@example.org")
    give_role(by=None, at=timezone.now(), region=loop.region, user=clerk, role=Role.CLERK)
    for about in ("Anders.", "En weer anders."):
        describe_region(by=loop.editor, at=timezone.now(), region=loop.region, name=loop.region.name, about=about)
        assert tell_heads(at=timezone.now()) == 1
    send_notices(messages=MESSAGES)
    assert not mail.outbox  # the week is not over
    Notice.objects.update(made_at=timezone.now() - timedelta(days=14))
    send_notices(messages=MESSAGES)
    (letter,) = mail.outbox
    end = head_of(loop.region.slug)
    assert letter.to == ["griffier@example.org"]
    assert "Je krijgt deze e-mail omdat je griffier bent." in letter.body
    html = str(letter.alternatives[0].content)
    for words in (f"regel {end.number}", short_code(end.hash)):
        assert letter.body.count(words) == html.count(words) == 1
    client.post(urlsplit(letter.extra_headers["List-Unsubscribe"].strip("<>")).path)
    assert not Subscription.objects.exists()
    something_is_done(loop)
    assert tell_heads(at=timezone.now()) == 0  # whoever left is not asked again


def test_what_came_with_a_role_goes_with_it(loop: Loop) -> None:
    held = give_role(by=None, at=timezone.now(), region=loop.region, user=UserFactory(), role=Role.CLERK)
    tell_heads(at=timezone.now())
    assert Subscription.objects.get().with_role == held
    take_role(by=None, at=timezone.now(), membership=held)
    assert not Subscription.objects.exists()


def test_a_clerk_who_followed_already_goes_on_as_they_did(loop: Loop) -> None:
    follow(at=timezone.now(), knot=knot_of_history(loop.region), email="griffier@example.org", mode="direct")
    confirm(at=timezone.now(), token=token_of(Subscription.objects.get()))
    clerk = UserFactory(email="griffier@example.org")
    give_role(by=None, at=timezone.now(), region=loop.region, user=clerk, role=Role.CLERK)
    tell_heads(at=timezone.now())
    assert (Subscription.objects.get().mode, Subscription.objects.get().with_role) == ("direct", None)


def test_a_clerk_is_told_so_in_the_letter_about_the_role() -> None:
    region = RegionFactory()
    for role in (Role.CLERK, Role.EDITOR):
        letter = {"membership": Membership(region=region, role=role, user=UserFactory()), "region": region}
        told = render_to_string("regions/mail/role_given.txt", letter)
        assert ("controlegetal" in told) == (role == Role.CLERK)


def test_a_clerk_is_offered_it_on_the_first_page_with_one_press(client: Client, loop: Loop) -> None:
    """Who left it, or became one in a region that told nothing yet."""
    clerk, home = make_member(loop.region, Role.CLERK), reverse("pages:region_home", args=[loop.region.slug])
    offer = "Nieuwe controlegetallen per e-mail ontvangen"
    knot = knot_of_history(loop.region)
    address = reverse("thread:follow", args=[loop.region.slug, knot.pk])
    client.force_login(loop.editor)
    assert offer not in client.get(home).content.decode()
    client.force_login(clerk)
    html = client.get(home).content.decode()
    assert offer in html
    assert f'action="{address}"' in html
    assert f'name="email" value="{clerk.email}"' in html
    assert "Kijk in je mail" in client.post(address, {"email": clerk.email, "mode": "direct"}).content.decode()
    assert offer in client.get(home).content.decode()  # nothing is confirmed yet
    confirm(at=timezone.now(), token=token_of(Subscription.objects.get(email=clerk.email)))
    assert offer not in client.get(home).content.decode()
