"""Following something by mail, and leaving again; and telling who follows."""

from datetime import datetime

from django.db import transaction

from regiotafel.text.addresses import tidy_address
from regiotafel.thread.actions import ToTell, write_notices
from regiotafel.thread.following.queries import (
    addresses_with_code,
    by_token,
    followers_of,
    hash_of_token,
    n_asked_about,
    n_asked_of,
    subscriptions_of,
    token_of,
)
from regiotafel.thread.following.rules import (
    ASK_AGAIN_AFTER,
    check_can_follow,
    check_can_follow_with_code,
    check_confirmable,
)
from regiotafel.thread.messages import ASKED
from regiotafel.thread.models import Knot, Mode, Subscription
from regiotafel.thread.rules import Message


@transaction.atomic
def tell(*, knot: Knot, message: Message, at: datetime, about: Knot | None = None, once: object = "") -> int:
    """Everybody who follows it or something that went into it. Returns how many addresses that are.

    once: tells apart what has the same sentence, such as the number of an answer.
    """
    of = about.pk if about else None
    followers = followers_of([knot.pk])[knot.pk]
    return write_notices(
        (ToTell(one, message, [one.token_hash, message.code, knot.pk, of, once], about) for one in followers), at=at
    )


@transaction.atomic
def follow(*, at: datetime, knot: Knot, email: str, mode: Mode | str) -> None:
    """Anybody, on a page that everybody can read. The answer is the same whether or not this address follows already:
    who fills in an address of another learns nothing, and changes nothing for them."""
    email = tidy_address(email)
    locked = Knot.objects.select_for_update().get(pk=knot.pk)
    there = Subscription.objects.filter(knot=locked, email=email).first()
    check_can_follow(locked, mode, n_asked_of(email, at), n_asked_about(locked, at))
    if there is None or (there.confirmed_at is None and at - there.asked_at >= ASK_AGAIN_AFTER):
        _ask(there or Subscription(knot=locked, email=email), mode, at)


@transaction.atomic
def follow_with_code(*, at: datetime, knot: Knot, email: str, mode: Mode | str) -> str:
    """Whoever has the code of the knot. Who confirmed their address already only changes how often they hear."""
    email = tidy_address(email)
    locked = Knot.objects.select_for_update().get(pk=knot.pk)
    there = Subscription.objects.filter(knot=locked, email=email).first()
    check_can_follow_with_code(mode, addresses_with_code(locked).exclude(email=email).count())
    found = there or Subscription(knot=locked, email=email)
    found.has_code = True
    if there is not None and (there.confirmed_at is not None or at - there.asked_at < ASK_AGAIN_AFTER):
        there.mode = mode
        there.save(update_fields=["mode", "has_code"])
        return token_of(there)
    return _ask(found, mode, at)


def _ask(subscription: Subscription, mode: Mode | str, at: datetime) -> str:
    """One mail that asks whether this address is theirs."""
    subscription.mode, subscription.asked_at, subscription.told = mode, at, subscription.knot.number
    token = token_of(subscription)
    subscription.token_hash = hash_of_token(token)
    subscription.save()
    write_notices([ToTell(subscription, ASKED, [subscription.token_hash, ASKED.code])], at=at)
    return token


@transaction.atomic
def confirm(*, at: datetime, token: str) -> Subscription:
    subscription = check_confirmable(by_token(token), at)
    if subscription.confirmed_at is None:
        # From here on they know how it reads.
        subscription.confirmed_at, subscription.told = at, subscription.knot.number
        subscription.save(update_fields=["confirmed_at", "told"])
        if subscription.has_code:
            Knot.objects.filter(pk=subscription.knot_id).update(undelivered_at=None)
    return subscription


@transaction.atomic
def leave(*, token: str) -> bool:
    """The address goes, with what was still to be sent to it; the key of a digest takes all that it was about. Pressed
    twice is fine: it says whether there was anything."""
    n_gone, _rows = Subscription.objects.filter(pk__in=subscriptions_of(token)).delete()
    return n_gone > 0


@transaction.atomic
def forget_followers(*, knot: Knot) -> None:
    """Nobody hears of it any more: it was withdrawn, or its words were taken out."""
    Subscription.objects.filter(knot=knot).delete()
    if knot.undelivered_at is not None:
        knot.undelivered_at = None
        knot.save(update_fields=["undelivered_at"])


@transaction.atomic
def forget_address(*, at: datetime, email: str) -> None:
    """No mail server knows it: the address goes, with all that waits for it. Who has a code reads there that nothing
    arrived."""
    mine = Subscription.objects.filter(email=email)
    Knot.objects.filter(pk__in=mine.filter(has_code=True).values("knot")).update(undelivered_at=at)
    mine.delete()
