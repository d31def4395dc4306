"""No header of a mail is broken by what people call things, whatever signs they find."""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.keeping.messages import MESSAGES
from regiotafel.regions.members.actions import invite_member
from regiotafel.regions.models import Role
from regiotafel.thread.following.actions import confirm, follow_with_code, tell
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.models import Mode, Notice
from regiotafel.web.mail import subject
from tests.factories import KnotFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

EVIL = "X-Evil: ja"
# Whatever some program somewhere takes for the end of a line, and what mail itself reads in a header.
SIGNS = [
    "\r\n",
    "\n",
    "\r",
    "\v",
    "\f",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x00",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\n ",
    "=\r\n",
]
NAMES = [f"Regio{sign}{EVIL}{sign}{sign}<b>woorden" for sign in SIGNS]
NAMES += ["=?utf-8?q?=0AX-Evil:_ja?=", "é" * 90 + "\n" + EVIL, "👩‍👧 Regio\t\tNoord", '"Regio" <x@evil.nl>, ;:']
EXPECTED = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted",
    "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Transfer-Encoding",
}  # fmt: skip


def check(letters: list[Any]) -> None:
    for letter in letters:
        read = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
        assert set(read.keys()) <= EXPECTED
        assert len(set(read.keys())) == len(read.keys())
        assert read.defects == []
        assert "\n" not in read["Subject"]
        assert len(read["To"].addresses) == 1


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_of_regions_and_things_break_no_header(name: str, settings: Any) -> None:
    region = RegionFactory(name=name[:100].replace("\x00", "\x01"))
    knot = KnotFactory(region=region, title=name[:100].replace("\x00", "\x01"))
    other = KnotFactory(region=region, title=knot.title)
    for mode in Mode:
        confirm(
            at=timezone.now(),
            token=follow_with_code(at=timezone.now(), knot=knot, email=f"{mode}@example.org", mode=mode),
        )
    for message in MESSAGES.values():
        tell(knot=knot, message=message, at=timezone.now(), about=other)
    Notice.objects.filter(subscription__mode=Mode.DIGEST).update(made_at=timezone.now() - timedelta(days=8))
    n = send_notices(messages=MESSAGES)
    assert n == len(mail.outbox) > len(MESSAGES)
    check(mail.outbox)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_role_is_told_whatever_the_region_and_the_person_are_called(
    name: str, django_capture_on_commit_callbacks: Any
) -> None:
    region, user = (
        RegionFactory(name=name[:100].replace("\x00", "\x01")),
        UserFactory(name=name[:100].replace("\x00", "")),
    )
    with django_capture_on_commit_callbacks(execute=True):
        invite_member(
            by=None, at=timezone.now(), region=region, email=user.email, role=Role.CLERK, login_url="https://x/"
        )
    cache.clear()
    Client().post(reverse("account_login"), {"email": user.email})
    Client().post(reverse("account_signup"), {"email": user.email})
    assert len(mail.outbox) == 3
    check(mail.outbox)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_subject_is_one_line_that_can_be_read(name: str) -> None:
    found = subject(name)
    assert found.isprintable()
    assert found.splitlines() == [found]
