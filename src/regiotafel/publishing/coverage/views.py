"""How far a release can be followed: figures, and the list behind each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.publishing.coverage.queries import (
    MEASURES,
    Coverage,
    Listed,
    Waits,
    coverage_of,
    links_to_review,
    links_waiting,
    owners_of,
    passages_without,
    promises_waiting,
    voices_waiting,
    waits_of,
)
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.vision.loading import load_release, text_page
from regiotafel.web.fields import number_of

ON_A_PAGE = 50


@door("contribution.read")
@require_safe
def coverage(request: RegionRequest, document: str, number: int) -> HttpResponse:
    release = load_release(request, document, number)
    found, waits = coverage_of(release), waits_of(release)
    sees_owners = may("thread.judge", request.standings)
    context = {
        "release": release,
        "coverage": found,
        "origins": found.own.share("herkomst"),
        "waits": waits,
        "owners": owners_of(links_to_review(release.document)) if sees_owners else None,
    }
    context |= _page_of(request, _asked(request, found, waits))
    return text_page(request, "publishing/coverage.html", release.document, **context)


def _page_of(request: RegionRequest, listed: Listed | None) -> dict[str, Any]:
    if listed is None:
        return {}
    page = Paginator(listed.rows, ON_A_PAGE).get_page(request.GET.get("pagina"))
    asked = request.GET.copy()
    asked.pop("pagina", None)
    lines = [listed.line_of(row) for row in page]
    return {"listed": listed, "page": page, "lines": lines, "query": f"{asked.urlencode()}&"}


def _asked(request: RegionRequest, found: Coverage, waits: Waits) -> Listed | None:
    """The list that the address names; of what only who judges links may see, there is none for others."""
    key, document = request.GET.get("lijst", ""), found.release.document
    if key in MEASURES:
        is_now = request.GET.get("wanneer") == "nu"
        return passages_without((is_now and found.now) or found.own, key, document)
    if key == "reacties":
        return voices_waiting(waits, document.region)
    if key == "toezeggingen":
        return promises_waiting(waits, document)
    if key == "koppelingen" and may("thread.judge", request.standings):
        return links_waiting(links_to_review(document), document.region, number_of(request.GET.get("wie", "")))
    return None
