"""A page as answer: its status, whole or in part, and whether anybody may keep it."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regiotafel.refused import Refused
from regiotafel.web.days import clock

# Where a request remembers that its answer depends on who asks: a person or a script.
_ASKED = "regiotafel.is_part"
Response = TypeVar("Response", bound=HttpResponseBase)


class Filled(Protocol):
    """A form, or several as one."""

    @property
    def is_bound(self) -> bool: ...

    def is_valid(self) -> bool: ...


def page(
    request: HttpRequest,
    template: str,
    *,
    form: Any = None,
    forms: Sequence[Filled] = (),
    fault: Refused | None = None,
    part: str = "",
    status: int = 200,
    kept: bool = True,
    **context: Any,
) -> HttpResponse:
    """The page with its form, and what a rule said against what was sent (`fault`).

    forms: all of them, when more than one can be sent from the page.
    part: the template of the only piece that a script asks for (htmx).
    status: when nothing is wrong.
    kept: whether a browser may keep it. Pages for members are read once: older than a minute they mislead.
    """
    context |= {"fault": str(fault) if fault else ""}
    if form is not None:
        context |= {"form": form}
    template = part if part and is_part(request) else template
    response = render(request, template, context, status=status_of(request, [form, *forms], fault) or status)
    say_when_again(response, fault)
    return response if kept else kept_by_nobody(response)


def status_of(request: HttpRequest, forms: Sequence[Filled | None], fault: Refused | None = None) -> int:
    """That of the rule that refused what was sent, 422 when a form did; 0 when there is nothing against it."""
    if request.method != "POST":
        return 0
    if fault:
        return fault.status
    return 422 if any(form is not None and form.is_bound and not form.is_valid() for form in forms) else 0


def say_when_again(response: HttpResponseBase, fault: Refused | None) -> None:
    """To a program too, when waiting is all that it takes."""
    if fault is not None and fault.retry_after is not None:
        response["Retry-After"] = str(fault.retry_after)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def is_part(request: HttpRequest) -> bool:
    """Whether a script asks for a piece of the page instead of the whole. Where that is asked, the answer depends on
    it: `web.caching` says so."""
    request.META[_ASKED] = True
    return request.headers.get("HX-Request") == "true"


def has_asked_for_part(request: HttpRequest) -> bool:
    return _ASKED in request.META


def autosaved(version: int, at: datetime) -> HttpResponse:
    """To the script that keeps what somebody is writing: the number of the draft now, and what to tell of it."""
    told = _("Automatisch opgeslagen om %(time)s uur.") % {"time": clock(timezone.localtime(at))}
    return JsonResponse({"draft": version, "told": told})


def kept_by_nobody(response: Response) -> Response:
    """No browser and no proxy keeps this answer."""
    response["Cache-Control"] = "no-store"
    return response


def kept_by_reader(response: Response) -> Response:
    """Only the browser of this reader keeps it, and asks each time whether it is still so."""
    response["Cache-Control"] = "private, no-cache"
    return response


def secret_address(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a page whose address is a secret: nobody keeps it, and no search engine names it."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = kept_by_nobody(view(*args, **kwargs))
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def drawn_once(draw: Callable[..., str], most: int | None = None) -> Callable[..., str]:
    """For a piece of a page that comes in few forms: drawn once in each language, and kept in memory.

    most: so many forms are kept, where people's words are in them.
    """

    @lru_cache(maxsize=most)
    def in_language(language: str | None, *given: Hashable) -> str:
        return draw(*given)

    @wraps(draw)
    def piece(*given: Hashable) -> str:
        return in_language(get_language(), *given)

    return piece
