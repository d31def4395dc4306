"""What all pages for members share."""

from typing import Any

from django.http import Http404, HttpResponse

from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.queries import contribution_in
from regiotafel.regions.access import RegionRequest
from regiotafel.vision.reading.queries import standing_in
from regiotafel.web.pages import page


def load(request: RegionRequest, number: int) -> Contribution:
    contribution = contribution_in(request.region, number)
    if contribution is None:
        raise Http404("Deze inbreng bestaat niet.")
    return contribution


def staff_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """For members: older than a minute it misleads."""
    return page(request, template, kept=False, here="inbreng", **context)


def passage_choices(request: RegionRequest) -> list[tuple[str, str]]:
    """Every passage of the region's texts, with enough of its words to know it by."""
    return [
        (str(wording.passage_id), f"{wording.passage.number} · {wording.passage.section.title}: {wording.text[:70]}")
        for wording in standing_in(request.region)
    ]
