"""Who may keep an answer: decided here for every address, and said in the answer itself. What they keep is not sent
again, and what holds nothing of a person is sent small.

A page says something else only where it knows better: `kept_by_nobody` for what a next person at the same computer
must not find, and what never changes for ever. All else is for its reader, who asks each time whether it is still so:
without that word a cache between us and many people may guess, and one person's page is shown to another.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers

from regiotafel.web.files import WORKBOOK
from regiotafel.web.marks import OWN
from regiotafel.web.pages import has_asked_for_part, kept_by_nobody, kept_by_reader

# All our cookies begin with this.
OURS = "rt_"
# What becomes smaller. Fonts, pictures, prints and workbooks were compressed before.
WORDS = ("text/", "application/json", "application/x-ndjson", "application/atom+xml", "image/svg+xml")


def say_who_keeps(request: HttpRequest, response: HttpResponseBase) -> None:
    if has_asked_for_part(request):
        # A whole page and a piece of it stand at one address.
        patch_vary_headers(response, ["HX-Request"])
    if response.has_header("Cache-Control"):
        return
    match = getattr(request, "resolver_match", None)
    is_about_account = match is not None and getattr(match.func, "act", "") == OWN
    (kept_by_nobody if is_about_account else kept_by_reader)(response)


class NotAgainMiddleware(ConditionalGetMiddleware):
    """What the browser has, by a hash of all that it reads, is not sent again. The page is made all the same for who
    asks, so nobody hears of another's page that it is still so."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        say_who_keeps(request, response)
        # What says when it was made, and what holds the token of a form, is never the same twice. And who has just
        # anything (`*`) may have another page than this one, with what it tells once.
        is_new = holds_token(request) or response.get("Content-Type") == WORKBOOK
        if is_new or request.headers.get("If-None-Match", "").strip() == "*":
            return response
        return super().process_response(request, response)


class SmallMiddleware(GZipMiddleware):
    """Compresses what holds nothing of a person. A length tells what is repeated in a page; where a secret of its
    reader stands in it beside words of somebody else, that somebody could guess the secret (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not is_of_nobody(request, response) or not response.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)


def is_of_nobody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Everybody who asks for it gets the same: no cookie of ours came with the request but the one of the forms, whose
    token is not in the page; no cookie goes with the answer; and it may be kept."""
    ours = {name for name in request.COOKIES if name.startswith(OURS)} - {settings.CSRF_COOKIE_NAME}
    is_kept = "no-store" not in response.get("Cache-Control", "")
    return not (ours or response.cookies or holds_token(request)) and is_kept


def holds_token(request: HttpRequest) -> bool:
    """Django remembers there that a form asked for its token: the cookie that belongs to it goes with the answer."""
    return "CSRF_COOKIE_NEEDS_UPDATE" in request.META
