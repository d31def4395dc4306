"""Who hears what. Rows only, in the transaction of the act itself: sending them is a task."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from regiotafel.contributions.following.queries import by_token, hash_of_token, subscriptions_of, to_tell, token_of
from regiotafel.contributions.following.rules import ASK_AGAIN_AFTER, check_can_subscribe, check_confirmable
from regiotafel.contributions.models import Contribution, Mode, Notice, NoticeKind, Subscription


@transaction.atomic
def tell(
    *, contribution: Contribution, kind: NoticeKind | str, about: Mapping[str, object], at: datetime
) -> list[Notice]:
    """One notice for every confirmed address, of those whose contribution went into this one too. Told twice about
    the same is one notice: its Message-ID is made from what it is about."""
    about = {"contribution": contribution.pk, **about}
    return [_notice(subscription, NoticeKind(kind), about, at) for subscription in to_tell(contribution)]


def _notice(subscription: Subscription, kind: NoticeKind, about: Mapping[str, object], at: datetime) -> Notice:
    same = json.dumps([subscription.token_hash, kind.value, about], sort_keys=True)
    message_id = f"<{hashlib.sha256(same.encode()).hexdigest()[:40]}@regiotafel>"
    notice, _ = Notice.objects.get_or_create(
        message_id=message_id,
        defaults={
            "subscription": subscription,
            "kind": kind,
            "about": dict(about),
            "made_at": at,
            "next_try_at": at,
        },
    )
    return notice


@transaction.atomic
def subscribe(*, at: datetime, contribution: Contribution, email: str, mode: Mode | str) -> str:
    """An address gets one mail that asks to confirm it. Who did that already only changes how often they hear."""
    email = email.strip().lower()
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    there = Subscription.objects.filter(contribution=contribution, email=email).first()
    n_others = Subscription.objects.filter(contribution=contribution).exclude(email=email).count()
    check_can_subscribe(contribution, mode, n_others)
    if there is not None and (there.confirmed_at is not None or at - there.asked_at < ASK_AGAIN_AFTER):
        there.mode = mode
        there.save(update_fields=["mode"])
        return token_of(there)
    if there is None:
        there = Subscription(contribution=contribution, email=email)
    there.mode, there.asked_at = mode, at
    token = token_of(there)
    there.token_hash = hash_of_token(token)
    there.save()
    _notice(there, NoticeKind.CONFIRM, {"contribution": contribution.pk}, at)
    return token


@transaction.atomic
def confirm(*, at: datetime, token: str) -> Subscription:
    subscription = check_confirmable(by_token(token), at)
    if subscription.confirmed_at is None:
        subscription.confirmed_at = at
        subscription.save(update_fields=["confirmed_at"])
        Contribution.objects.filter(pk=subscription.contribution_id).update(undelivered_at=None)
    return subscription


@transaction.atomic
def unsubscribe(*, at: datetime, token: str) -> bool:
    """The address goes, with what was still to be sent to it; the key of a digest takes all that it was about. Pressed
    twice is fine: it says whether there was anything."""
    n_gone, _rows = Subscription.objects.filter(pk__in=subscriptions_of(token)).delete()
    return n_gone > 0
