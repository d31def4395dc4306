"""The key that stands in the links of a mail. The table holds no more than its hash."""

import hashlib
import hmac
from datetime import UTC

from django.conf import settings

from regiotafel.contributions.models import Subscription


def token_of(subscription: Subscription) -> str:
    """The key that fits the hash in the row, also when the site has had a new secret key since. For a new row: its
    first key, made of what the row says."""
    tokens = [_token(key, subscription) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return next((token for token in tokens if hash_of_token(token) == subscription.token_hash), tokens[0])


def _token(key: str, subscription: Subscription) -> str:
    asked_at = subscription.asked_at.astimezone(UTC).isoformat()
    words = f"token:{subscription.contribution_id}:{subscription.email}:{asked_at}"
    return hmac.new(key.encode(), words.encode(), hashlib.sha256).hexdigest()[:40]


def hash_of_token(token: str) -> str:
    """Not under the secret key: a link in an old mail still works when that was changed."""
    return hashlib.sha256(b"token:" + token.encode()).hexdigest()


def by_token(token: str) -> Subscription | None:
    return Subscription.objects.select_related("contribution__region").filter(token_hash=hash_of_token(token)).first()
