"""What all pages for members share."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render

from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.queries import contribution_in
from regiotafel.regions.access import RegionRequest
from regiotafel.vision.queries import standing_in


def load(request: RegionRequest, number: int) -> Contribution:
    contribution = contribution_in(request.region, number)
    if contribution is None:
        raise Http404("Deze inbreng bestaat niet.")
    return contribution


def staff_page(request: RegionRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page that no browser or proxy keeps: it is for members, and older than a minute it misleads."""
    response = render(request, template, {"here": "inbreng", **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def status_of(form: Form, fault: str) -> int:
    """Of the page on which a form was filled in: a rule refused it (fault), the form itself did, or neither."""
    return 409 if fault else 422 if form.is_bound and not form.is_valid() else 200


def passage_choices(request: RegionRequest) -> list[tuple[str, str]]:
    """Every passage of the region's texts, with enough of its words to know it by."""
    return [
        (str(wording.passage_id), f"{wording.passage.number} · {wording.passage.section.title}: {wording.text[:70]}")
        for wording in standing_in(request.region)
    ]
