"""Who wants to hear about what, and the key in the links of a mail, of which the table holds no more than a hash."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import UTC

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet

from regiotafel.codes import marks
from regiotafel.text.addresses import tidy_address
from regiotafel.thread.models import Knot, Subscription
from regiotafel.thread.queries import family_of

DIGEST_SALT = "regiotafel.digest"


def token_of(subscription: Subscription) -> str:
    """The key that fits the hash in the row, also when the site has had a new secret key since. For a new row: its
    first key, made of what the row says."""
    who = f"{subscription.knot_id}:{subscription.email}:{subscription.has_code}"
    asked_at = subscription.asked_at.astimezone(UTC).isoformat()
    tokens = [mark[:40] for mark in marks("follow", f"{who}:{asked_at}")]
    return next((token for token in tokens if hash_of_token(token) == subscription.token_hash), tokens[0])


def hash_of_token(token: str) -> str:
    """Not under the secret key: a link in an old mail still works when that was changed."""
    return hashlib.sha256(b"token:" + token.encode()).hexdigest()


def by_token(token: str) -> Subscription | None:
    return Subscription.objects.select_related("knot__region").filter(token_hash=hash_of_token(token)).first()


def leave_all_token(subscriptions: Iterable[Subscription]) -> str:
    """One key to leave everything that a digest was about."""
    return _digest_signer().sign_object(sorted({subscription.pk for subscription in subscriptions}))


def _digest_signer() -> signing.Signer:
    """Without the moment: a letter that is sent again says the same to the last character."""
    return signing.Signer(salt=DIGEST_SALT)


def subscriptions_of(token: str) -> list[int]:
    """The subscriptions that a key from a mail stands for; none when it is unknown or was used before."""
    found = by_token(token)
    if found is not None:
        return [found.pk]
    try:
        return [int(pk) for pk in _digest_signer().unsign_object(token)]
    except (signing.BadSignature, TypeError, ValueError):
        return []


def same_followers(pks: Collection[int]) -> list[int]:
    """These, and what the same address follows the other way: with the code, or without."""
    mine = Subscription.objects.filter(pk__in=pks, knot=OuterRef("knot"), email=OuterRef("email"))
    return list(Subscription.objects.filter(Exists(mine)).values_list("pk", flat=True))


def addresses_with_code(knot: Knot) -> QuerySet[Subscription]:
    """What whoever has the code left, confirmed or not."""
    return Subscription.objects.filter(knot=knot, has_code=True)


def is_confirmed(knot: Knot, email: str) -> bool:
    there = addresses_with_code(knot).filter(email=tidy_address(email), confirmed_at__isnull=False)
    return there.exists()


def followers_of(knots: Collection[int]) -> dict[int, list[Subscription]]:
    """By knot: the confirmed addresses that follow it, or something that went into it. Who follows one thing in both
    ways is told once, as who has the code."""
    family = family_of(knots, only_before=True)
    before = {knot: family.everything_before(knot) for knot in knots}
    rows = Subscription.objects.filter(
        knot__in={pk for some in before.values() for pk in some}, confirmed_at__isnull=False
    )
    by_knot: dict[int, dict[str, Subscription]] = {}
    for row in rows.order_by("-has_code", "pk"):
        by_knot.setdefault(row.knot_id, {}).setdefault(row.email, row)
    return {knot: [one for pk in some for one in by_knot.get(pk, {}).values()] for knot, some in before.items()}
