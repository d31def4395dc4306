"""Who has an account, and the link with which its owner logs in once."""

from contextlib import suppress

from django.core import signing

from regiotafel.people.models import User
from regiotafel.text.folding import fold_address

LINK_SALT = "regiotafel.login-link"
# Seconds.
LINK_WORKS_FOR = 15 * 60


def user_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=fold_address(email), is_active=True).first()


def link_token(user: User) -> str:
    """With the moment of the last login in it: after the next one it is worth nothing."""
    return signing.dumps([user.pk, _last_login(user)], salt=LINK_SALT)


def user_of_link(token: str) -> User | None:
    with suppress(signing.BadSignature, TypeError, ValueError):
        pk, last_login = signing.loads(token, salt=LINK_SALT, max_age=LINK_WORKS_FOR)
        user = User.objects.filter(pk=pk, is_active=True).first()
        return user if user is not None and _last_login(user) == last_login else None
    return None


def _last_login(user: User) -> str:
    return user.last_login.isoformat() if user.last_login else ""
