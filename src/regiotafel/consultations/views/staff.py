"""What all pages for members around one consultation share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regiotafel.consultations.models import Consultation
from regiotafel.regions.access import RegionRequest


def staff_page(
    request: RegionRequest, template: str, consultation: Consultation, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders a page that no browser or proxy keeps: it is for members, and older than a minute it misleads."""
    shared = {"consultation": consultation, "state": consultation.state(timezone.now()), "here": "gesprekken"}
    response = render(request, template, {**shared, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response
