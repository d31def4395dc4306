"""While a file is being made that takes seconds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task

from regiotafel.brakes.access import places_of
from regiotafel.publishing.actions import start_printing
from regiotafel.publishing.rules import NotMade
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest
from regiotafel.web.files import pdf_file, printed
from regiotafel.web.pages import is_part, kept_by_nobody


@dataclass(frozen=True)
class Words:
    """What who waits reads. making, soon: while it is made. waits: when it was not begun. missing: when it did not
    work. ready, take: when it is there."""

    making: str | Promise
    soon: str | Promise
    waits: str | Promise
    missing: str | Promise
    ready: str | Promise
    take: str | Promise


OF_PDF = Words(
    making=_("We maken een PDF die je kunt printen en laten voorlezen"),
    soon=_("Dat duurt ongeveer tien seconden. Daarna kun je hem hier openen."),
    waits=_("Je PDF wacht nog"),
    missing=_("De PDF is er nog niet"),
    ready=_("De PDF is klaar."),
    take=_("Open de PDF"),
)
OF_FILE = Words(
    making=_("We maken het bestand"),
    soon=_("Van een lange tekst duurt dat ongeveer vijftien seconden. Daarna kun je het hier downloaden."),
    waits=_("Je bestand wacht nog"),
    missing=_("Het bestand is er nog niet"),
    ready=_("Het bestand is klaar."),
    take=_("Bestand downloaden"),
)


@dataclass(frozen=True)
class Print:
    """One file: what names it, the task that makes it, and what it is called. gives: it, as the kind that it is.
    is_drawn: it needs what draws a PDF, which not every machine has."""

    key: str
    task: Task[..., Any]
    args: Sequence[object]
    named: Sequence[object]
    gives: Callable[..., HttpResponse] = pdf_file
    words: Words = OF_PDF
    is_drawn: bool = True
    # Only members ask for it: who they are is known, so nobody at their address is held up.
    is_of_members: bool = False


def print_or_wait(request: RegionRequest, wanted: Print, template: str, **context: Any) -> HttpResponse:
    """What was made, or the page for who waits for it. Making takes seconds and is a task, asked for here."""
    made, fault = printed(wanted.key), None
    if made is None:
        fault = _asked(request, wanted)
    elif not is_part(request):  # the page that waits asks by itself: it gets words, never the file
        return wanted.gives(made, *wanted.named)
    return _page(request, template, is_ready=made is not None, fault=fault, words=wanted.words, **context)


def still_waiting(request: RegionRequest, words: Words, **context: Any) -> HttpResponse:
    """The part of the page that asks again, when it is known that somebody is busy with it."""
    return _page(request, "", is_ready=False, fault=None, words=words, **context)


def _asked(request: RegionRequest, wanted: Print) -> Refused | None:
    """Why it is not begun."""
    asked: dict[str, Any] = {"key": wanted.key, "task": wanted.task, "args": [*wanted.args, get_language()]}
    places = () if wanted.is_of_members else places_of(request)
    try:
        start_printing(at=timezone.now(), places=places, is_drawn=wanted.is_drawn, **asked)
    except Refused as refused:
        return refused
    return None


def _page(request: RegionRequest, template: str, *, fault: Refused | None, **context: Any) -> HttpResponse:
    """For who waits, or only the part of it that asked again."""
    context |= {"fault": fault, "is_in_vain": isinstance(fault, NotMade), "address": request.get_full_path()}
    if is_part(request):
        template, status = "publishing/_printing.html", 200
    else:
        status = fault.status if fault else 202
    response = render(request, template, context, status=status)
    if fault and fault.retry_after:
        response["Retry-After"] = str(fault.retry_after)
    return kept_by_nobody(response)
