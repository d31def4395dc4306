"""Who has an account, who is logged in, and the link with which its owner logs in once."""

from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.db import close_old_connections
from django.http import parse_cookie

from regiotafel.people.models import User
from regiotafel.text.folding import fold_address

LINK_SALT = "regiotafel.login-link"
# Seconds.
LINK_WORKS_FOR = 15 * 60


def user_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=fold_address(email), is_active=True).first()


def is_logged_in(environ: Mapping[str, Any]) -> bool:
    """Before there is a request: whether the session of this cookie is that of a person. What they may do, their page
    asks."""
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    try:
        return bool(key) and SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    finally:
        close_old_connections()


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
