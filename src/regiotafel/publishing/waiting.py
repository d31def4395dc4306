"""While a PDF is being made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django_tasks.base import Task

from regiotafel.brakes.access import places_of
from regiotafel.publishing.actions import start_printing
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest
from regiotafel.reports.printer import can_print
from regiotafel.web.files import pdf_file, printed
from regiotafel.web.pages import is_part, kept_by_nobody


@dataclass(frozen=True)
class Print:
    """One file: what names it, the task that makes it, and what it is called. gives: it, as the kind that it is.
    part: the template of what changes on the page for who waits."""

    key: str
    task: Task[..., Any]
    args: Sequence[object]
    named: Sequence[object]
    gives: Callable[..., HttpResponse] = pdf_file
    part: str = "publishing/_printing.html"
    # Only members ask for it: who they are is known, so nobody at their address is held up.
    is_of_members: bool = False


def print_or_wait(request: RegionRequest, wanted: Print, template: str, **context: Any) -> HttpResponse:
    """What was printed, or the page for who waits for it. Printing takes seconds and is a task, asked for here."""
    pdf, fault = printed(wanted.key), None
    if pdf is None:
        args, places = [*wanted.args, get_language()], () if wanted.is_of_members else places_of(request)
        try:
            start_printing(at=timezone.now(), places=places, key=wanted.key, task=wanted.task, args=args)
        except Refused as refused:
            fault = refused
    if pdf is None or is_part(request):  # the page that waits asks by itself: it gets words, never the PDF
        shown = wanted.part if is_part(request) else template
        return _page(request, shown, is_ready=pdf is not None, fault=fault, **context)
    return wanted.gives(pdf, *wanted.named)


def _page(
    request: RegionRequest, template: str, *, is_ready: bool, fault: Refused | None, **context: Any
) -> HttpResponse:
    """For who waits, or only the part of it that asked again."""
    if not is_ready and not can_print():
        return render(request, "publishing/cannot_print.html", context, status=501)
    context |= {"is_ready": is_ready, "fault": fault, "address": request.get_full_path()}
    status = 200 if is_part(request) else 202
    response = render(request, template, context, status=fault.status if fault and status == 202 else status)
    if fault and fault.retry_after:
        response["Retry-After"] = str(fault.retry_after)
    return kept_by_nobody(response)
