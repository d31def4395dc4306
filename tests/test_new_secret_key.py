"""What was handed out under one secret key works under the next, as long as the old one is kept beside it."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.utils import timezone

from regiotafel import codes
from regiotafel.consultations.inviting.actions import make_invitations, use_invitation
from regiotafel.consultations.taking_part.access import COOKIE, participant_id, remember
from regiotafel.contributions.sending.actions import send_in
from regiotafel.contributions.sending.queries import by_receipt, code_made_for
from regiotafel.history.actions import publish_head
from regiotafel.history.queries import known_keys, text_of
from regiotafel.history.rules import is_signed
from regiotafel.keeping.backup.queries import mark_of_key, marks_of_our_keys
from regiotafel.people.queries import link_token, user_of_link
from regiotafel.regions.settings.actions import open_region
from regiotafel.thread.following.actions import confirm, follow, leave
from regiotafel.thread.following.queries import leave_all_token, subscriptions_of, token_of
from regiotafel.thread.models import Subscription
from tests.factories import ConsultationFactory, KnotFactory, ParticipantFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db
SOURCE = Path(codes.__file__).parent
Check = Callable[[], object]


def _invitation() -> Check:
    consultation, at = ConsultationFactory(), timezone.now()
    (code,) = make_invitations(
        by=None, at=at, consultation=consultation, number=1, note="Ouders", expires_at=at + timedelta(days=9)
    )
    typed = codes.show(code, 5).lower()
    return lambda: use_invitation(at=at, consultation=consultation, code=typed)


def _receipt() -> Check:
    sent, code = send_in(
        at=timezone.now(), region=RegionFactory(), kind="idea", text="Een goed idee.", key=uuid.uuid4()
    )
    return lambda: by_receipt(codes.show(code)) == sent and code_made_for(sent) == code


def _follow() -> Check:
    follow(at=timezone.now(), knot=KnotFactory(), email="a@example.org", mode="direct")
    token = token_of(Subscription.objects.get())

    def check() -> bool:
        confirm(at=timezone.now(), token=token)
        return token_of(Subscription.objects.get()) == token and leave(token=token)

    return check


def _digest() -> Check:
    follow(at=timezone.now(), knot=KnotFactory(), email="b@example.org", mode="digest")
    row = Subscription.objects.get()
    token = leave_all_token([row])
    return lambda: subscriptions_of(token) == [row.pk]


def _cookie() -> Check:
    participant = ParticipantFactory()
    response = HttpResponse()
    remember(response, participant.consultation, participant)
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    return lambda: participant_id(request, participant.consultation) == participant.pk


def _login_link() -> Check:
    user = UserFactory()
    token = link_token(user)
    return lambda: user_of_link(token) == user


def _backup() -> Check:
    mark = mark_of_key(settings.SECRET_KEY)
    return lambda: mark in marks_of_our_keys()


def _signature() -> Check:
    open_region(by=None, at=timezone.now(), slug="noord", name="Noord")
    head = publish_head(at=timezone.now(), region="noord")
    return lambda: is_signed(text_of(head), head.public_key, head.signature) and head.public_key in known_keys()


HANDED_OUT: dict[str, Callable[[], Check]] = {
    "invitation": _invitation,
    "receipt": _receipt,
    "receipt-code": _receipt,
    "follow": _follow,
    "digest": _digest,
    "deelname": _cookie,
    "login-link": _login_link,
    "backup": _backup,
    "history-signature": _signature,
}
# Nobody holds one of these: what they stand for is counted for minutes, or is a form sent twice.
HELD_BY_NOBODY = {"address", "brake", "invitations"}


@pytest.mark.parametrize("kind", HANDED_OUT)
def test_what_was_handed_out_under_the_old_key_works_under_the_new(kind: str) -> None:
    check = HANDED_OUT[kind]()
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["in between", settings.SECRET_KEY]):
        assert check()


def _kinds() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r'\b(?:codes\.)?(?:marks?|marks?_of_code|derived|derived_before)\(\s*"([a-z-]+)"', text)


def test_every_kind_of_code_is_walked() -> None:
    """A kind that comes later joins: it is handed out, and checked above, or nobody holds it."""
    assert set(_kinds()) == (set(HANDED_OUT) - {"digest", "login-link"}) | HELD_BY_NOBODY
