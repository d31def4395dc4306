"""The mark of a view: which act it is. The test of permissions opens every address as every role, by its mark."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]

OPEN, OWN, SITE = "open", "own", "site"
# A page is read, and its form is sent. A view that only reads says so itself: `@require_safe`.
METHODS = ["GET", "HEAD", "POST"]


def marked(view: View, act: str) -> View:
    """The view, with its mark, for the methods of a page."""
    found: View = require_http_methods(METHODS)(view)
    found.__dict__["act"] = act
    return found


def open_to_all(view: View) -> View:
    """Marks a page outside the regions that everybody may read."""
    return marked(view, OPEN)


def own_account(view: View) -> View:
    """Marks a page about the own account, which asks to log in."""
    return marked(view, OWN)
