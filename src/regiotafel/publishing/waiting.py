"""While a PDF is being made."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from regiotafel.regions.access import RegionRequest
from regiotafel.reports.printer import can_print
from regiotafel.web.pages import is_part, kept_by_nobody


def is_asking_again(request: RegionRequest) -> bool:
    """The page that waits asks by itself whether the PDF is there: it gets words, never the PDF."""
    return is_part(request)


def waiting_page(request: RegionRequest, template: str, pdf: bytes | None, context: dict[str, Any]) -> HttpResponse:
    """The page for who waits, or only the part of it that asked again."""
    if pdf is None and not can_print():
        return render(request, "publishing/cannot_print.html", context, status=501)
    is_again = is_asking_again(request)
    context |= {"is_ready": pdf is not None, "address": request.get_full_path()}
    name, status = ("publishing/_printing.html", 200) if is_again else (template, 202)
    response = render(request, name, context, status=status)
    return kept_by_nobody(response)
