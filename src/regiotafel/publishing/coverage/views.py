"""How far a release can be followed: figures, the list behind each, and all of them as a table to take along."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.publishing.coverage.queries import (
    LISTS,
    MEASURES,
    Coverage,
    Listed,
    Queues,
    coverage_of,
    figures_of,
    links_waiting,
    owners_in,
    passages_without,
    promises_waiting,
    queues_of,
    voices_waiting,
    waited_then,
)
from regiotafel.publishing.models import Waiting
from regiotafel.publishing.queries import Waits, links_to_review, waits_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.reports.coverage_table import write_coverage
from regiotafel.vision.loading import load_release, text_page
from regiotafel.vision.models import Release
from regiotafel.web.fields import number_of
from regiotafel.web.files import csv_file

ON_A_PAGE = 50


@door("contribution.read")
@require_safe
def coverage(request: RegionRequest, document: str, number: int) -> HttpResponse:
    release = load_release(request, document, number)
    found, waits = coverage_of(release), waits_of(release)
    queues = queues_of(release, waits)
    context = {
        "release": release,
        "coverage": found,
        "origins": found.own.share("herkomst"),
        "queues": queues,
        "owners": owners_in(queues) if _sees_owners(request) else None,
    }
    context |= _page_of(request, _asked(request, found, queues, waits))
    return text_page(request, "publishing/coverage.html", release.document, **context)


@door("contribution.read")
@require_safe
def coverage_csv(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    release = load_release(request, document, number)
    queues = queues_of(release, waits_of(release))
    rows = figures_of(coverage_of(release), queues, owners_in(queues) if _sees_owners(request) else ())
    return csv_file(write_coverage(rows), *_named(release))


def _named(release: Release) -> tuple[object, ...]:
    return release.document.region.slug, release.document.slug, _("versie"), release.number, _("herkomst")


def _sees_owners(request: RegionRequest) -> bool:
    return may("thread.judge", request.standings)


def _page_of(request: RegionRequest, listed: Listed | None) -> dict[str, Any]:
    if listed is None:
        return {}
    page = Paginator(listed.rows, ON_A_PAGE).get_page(request.GET.get("pagina"))
    asked = request.GET.copy()
    asked.pop("pagina", None)
    lines = [listed.line_of(row) for row in page]
    return {"listed": listed, "page": page, "lines": lines, "query": f"{asked.urlencode()}&"}


def _asked(request: RegionRequest, found: Coverage, queues: Queues, waits: Waits) -> Listed | None:
    """The list that the address names; of what only who judges links may see, there is none for others."""
    key, when, document = request.GET.get("lijst", ""), request.GET.get("wanneer"), found.release.document
    what = {word: kind for kind, word in LISTS.items()}.get(key)
    if key in MEASURES:
        return passages_without((when == "nu" and found.now) or found.own, key, document)
    if what and when == "toen":
        return waited_then(queues, what)
    if what == Waiting.VOICE:
        return voices_waiting(waits, document.region)
    if what:
        return promises_waiting(waits, document, only_unmeasured=what == Waiting.UNMEASURED)
    if key == "koppelingen" and _sees_owners(request):
        return links_waiting(links_to_review(document), document.region, number_of(request.GET.get("wie", "")))
    return None
