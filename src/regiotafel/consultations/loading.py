"""How every page of a consultation finds it, and what the pages for members around it share."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.queries import consultation_in
from regiotafel.regions.access import RegionRequest
from regiotafel.regions.permissions import may


def load(request: RegionRequest, slug: str) -> Consultation:
    """The consultation of this address in this region. A draft is there for staff only."""
    consultation = consultation_in(request.region, slug)
    if consultation is None or (
        consultation.opened_at is None and not may("consultation.read_draft", request.standings)
    ):
        raise Http404("Dit gesprek bestaat niet.")
    return consultation


def staff_page(
    request: RegionRequest, template: str, consultation: Consultation, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders a page that no browser or proxy keeps: it is for members, and older than a minute it misleads."""
    shared = {"consultation": consultation, "state": consultation.state(timezone.now()), "here": "gesprekken"}
    response = render(request, template, {**shared, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response
