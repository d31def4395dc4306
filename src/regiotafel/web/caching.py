"""Who may keep an answer: decided here for every address, and said in the answer itself.

A page says something else only where it knows better: `kept_by_nobody` for what a next person at the same computer
must not find, and what never changes for ever. All else is for its reader, who asks each time whether it is still so:
without that word a cache between us and many people may guess, and one person's page is shown to another.
"""

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from regiotafel.web.marks import OWN
from regiotafel.web.pages import has_asked_for_part, kept_by_nobody, kept_by_reader


def say_who_keeps(request: HttpRequest, response: HttpResponseBase) -> None:
    if has_asked_for_part(request):
        # A whole page and a piece of it stand at one address.
        patch_vary_headers(response, ["HX-Request"])
    if response.has_header("Cache-Control"):
        return
    match = getattr(request, "resolver_match", None)
    is_about_account = match is not None and getattr(match.func, "act", "") == OWN
    (kept_by_nobody if is_about_account else kept_by_reader)(response)
