"""Following something by mail, and leaving again; and telling who follows."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from regiotafel.brakes.actions import count
from regiotafel.brakes.rules import Brake
from regiotafel.regions.models import Membership
from regiotafel.text.addresses import tidy_address
from regiotafel.thread.actions import ToTell, write_notices
from regiotafel.thread.following.queries import (
    addresses_with_code,
    by_token,
    followers_of,
    hash_of_token,
    same_followers,
    subscriptions_of,
    token_of,
)
from regiotafel.thread.following.rules import (
    check_can_follow,
    check_can_follow_with_code,
    check_confirmable,
    may_be_asked,
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
def follow(*, at: datetime, knot: Knot, email: str, mode: Mode | str, places: Sequence[str] = ()) -> None:
    """Anybody, on a page that everybody can read. The answer is the same whether or not this address follows already,
    and however often it was asked: who fills in an address of another learns nothing, and changes nothing for them.

    places: from where it is asked.
    """
    email = tidy_address(email)
    locked = Knot.objects.select_for_update(no_key=True).get(pk=knot.pk)
    check_can_follow(locked, mode)
    rows = list(Subscription.objects.filter(knot=locked, email=email))
    there = next((row for row in rows if not row.has_code), None)
    if any(row.confirmed_at for row in rows) or not may_be_asked(there, at):
        return
    if _has_room_for(email, at, places):
        _ask(there or Subscription(knot=locked, email=email), mode, at)


@transaction.atomic
def follow_with_code(*, at: datetime, knot: Knot, email: str, mode: Mode | str, places: Sequence[str] = ()) -> str:
    """Whoever has the code of the knot. Who confirmed their address so already only changes how often they hear. Who
    follows it without the code is somebody else, until the mail to confirm is answered."""
    email = tidy_address(email)
    locked = Knot.objects.select_for_update(no_key=True).get(pk=knot.pk)
    with_code = addresses_with_code(locked)
    check_can_follow_with_code(mode, with_code.exclude(email=email).count())
    there = with_code.filter(email=email).first()
    is_mailed = may_be_asked(there, at) and _has_room_for(email, at, places)
    if there is not None and not is_mailed:
        there.mode = mode
        there.save(update_fields=["mode"])
        return token_of(there)
    # Shown to who has the code in any case: they do not learn here what others asked of this address.
    return _ask(there or Subscription(knot=locked, email=email, has_code=True), mode, at, is_mailed=is_mailed)


def _has_room_for(email: str, at: datetime, places: Sequence[str]) -> bool:
    """An address gets a few mails to confirm a day, whatever they are about, with or without a code; and who follows
    nothing any more does not begin anew with that."""
    # From a whole site no more than from one place: it is about one address.
    here = [f"{place} asks {email}" for place in places]
    if here and count(at=at, brake=Brake.ASKED_OF_ONE_HERE, places=here) is not None:
        return False
    return count(at=at, brake=Brake.ASKED_OF_ONE, places=[email]) is None


def _ask(subscription: Subscription, mode: Mode | str, at: datetime, *, is_mailed: bool = True) -> str:
    """One mail that asks whether this address is theirs."""
    subscription.mode, subscription.asked_at, subscription.told = mode, at, subscription.knot.number
    token = token_of(subscription)
    subscription.token_hash = hash_of_token(token)
    subscription.save()
    if is_mailed:
        write_notices([ToTell(subscription, ASKED, [subscription.token_hash, ASKED.code])], at=at)
    return token


@transaction.atomic
def follow_with_role(*, at: datetime, knot: Knot, membership: Membership, mode: Mode) -> None:
    """What somebody gets because of their role, at the address of their account, until they leave or the role goes.
    Who follows it already goes on as they do."""
    locked = Knot.objects.select_for_update(no_key=True).get(pk=knot.pk)
    email = tidy_address(membership.user.email)
    there = Subscription.objects.filter(knot=locked, email=email, has_code=False).first()
    if there is not None and there.confirmed_at is not None:
        return
    subscription = there or Subscription(knot=locked, email=email)
    subscription.with_role, subscription.mode = membership, mode
    subscription.asked_at = subscription.confirmed_at = at
    subscription.told = locked.number
    subscription.token_hash = hash_of_token(token_of(subscription))
    subscription.save()


@transaction.atomic
def confirm(*, at: datetime, token: str) -> Subscription:
    found = check_confirmable(by_token(token), at)
    # First the knot and then who follows it, as everywhere; by then they may have left.
    Knot.objects.select_for_update(no_key=True).get(pk=found.knot_id)
    rows = Subscription.objects.select_for_update(of=("self",), no_key=True).select_related("knot__region")
    subscription = check_confirmable(rows.filter(token_hash=found.token_hash).first(), at)
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
    return _forget(Subscription.objects.filter(pk__in=same_followers(subscriptions_of(token)))) > 0


def _forget(some: QuerySet[Subscription]) -> int:
    """Held before they go, so that nothing is written for them meanwhile. Returns how many addresses that are."""
    pks = list(some.order_by("pk").select_for_update().values_list("pk", flat=True))
    Subscription.objects.filter(pk__in=pks).delete()
    return len(pks)


@transaction.atomic
def forget_followers(*, knot: Knot) -> None:
    """Nobody hears of it any more: it was withdrawn, or its words were taken out."""
    _forget(Subscription.objects.filter(knot=knot))
    if knot.undelivered_at is not None:
        knot.undelivered_at = None
        knot.save(update_fields=["undelivered_at"])


@transaction.atomic
def forget_readers(*, knot: Knot) -> None:
    """It is not to be read by everybody any more: only who has the code can be told why."""
    _forget(Subscription.objects.filter(knot=knot, has_code=False))


@transaction.atomic
def forget_address(*, at: datetime, email: str) -> None:
    """No mail server knows it: the address goes, with all that waits for it. Who has a code reads there that nothing
    arrived."""
    mine = Subscription.objects.filter(email=email)
    Knot.objects.filter(pk__in=mine.filter(has_code=True).values("knot")).update(undelivered_at=at)
    _forget(mine)
