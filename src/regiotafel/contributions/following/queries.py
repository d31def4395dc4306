"""Who wants to hear about a contribution, and the key in the links of a mail: the table holds no more than its hash."""

import hashlib
from collections.abc import Iterable
from datetime import UTC

from django.core import signing
from django.db.models import QuerySet

from regiotafel import codes
from regiotafel.contributions.lineage.queries import senders_of
from regiotafel.contributions.models import Contribution, Subscription

DIGEST_SALT = "regiotafel.digest"
TOKEN_LENGTH = 40


def addresses_of(contribution: Contribution) -> QuerySet[Subscription]:
    """What the sender left, confirmed or not."""
    return Subscription.objects.filter(contribution=contribution).order_by("asked_at")


def is_confirmed(contribution: Contribution, email: str) -> bool:
    return addresses_of(contribution).filter(email=email.strip().lower(), confirmed_at__isnull=False).exists()


def to_tell(contribution: Contribution) -> list[Subscription]:
    """Confirmed addresses, also of those whose contribution went into this one."""
    return list(
        Subscription.objects.filter(contribution__in=senders_of(contribution), confirmed_at__isnull=False).order_by(
            "pk"
        )
    )


def token_of(subscription: Subscription) -> str:
    """The key that fits the hash in the row, also when the site has had a new secret key since. For a new row: its
    first key, made of what the row says."""
    asked_at = subscription.asked_at.astimezone(UTC).isoformat()
    words = f"{subscription.contribution_id}:{subscription.email}:{asked_at}"
    tokens = [mark[:TOKEN_LENGTH] for mark in codes.marks("token", words)]
    return next((token for token in tokens if hash_of_token(token) == subscription.token_hash), tokens[0])


def hash_of_token(token: str) -> str:
    """Not under the secret key: a link in an old mail still works when that was changed."""
    return hashlib.sha256(b"token:" + token.encode()).hexdigest()


def by_token(token: str) -> Subscription | None:
    return Subscription.objects.select_related("contribution__region").filter(token_hash=hash_of_token(token)).first()


def leave_all_token(subscriptions: Iterable[Subscription]) -> str:
    """One key to leave everything that a digest was about."""
    return signing.dumps(sorted({subscription.pk for subscription in subscriptions}), salt=DIGEST_SALT)


def subscriptions_of(token: str) -> list[int]:
    """The subscriptions that a key from a mail stands for; none when it is unknown or was used before."""
    found = by_token(token)
    if found is not None:
        return [found.pk]
    try:
        return [int(pk) for pk in signing.loads(token, salt=DIGEST_SALT)]
    except (signing.BadSignature, TypeError, ValueError):
        return []
