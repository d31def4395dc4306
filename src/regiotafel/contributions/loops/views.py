"""Which organisations still wait for an answer, and what was promised and is still to be done."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.contributions.answering.queries import n_late, promises_in, to_follow_up
from regiotafel.contributions.loops.queries import beside_promises
from regiotafel.contributions.loops.queries import open_loops as loops_of
from regiotafel.regions.access import RegionRequest, door


@door("contribution.read")
@require_safe
def open_loops(request: RegionRequest) -> HttpResponse:
    loops = loops_of(request.region)
    context = {"here": "inbreng", "loops": loops, "waiting": [loop for loop in loops if loop.unanswered]}
    return render(request, "contributions/open_loops.html", context)


PROMISES_PAGE = 20


@door("contribution.read")
@require_safe
def promises(request: RegionRequest) -> HttpResponse:
    """What was promised and does not stand in the text yet; what is late comes first."""
    page = Paginator(promises_in(request.region), PROMISES_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "here": "inbreng",
        "page": page,
        "answers": to_follow_up(list(page.object_list)),
        "explained": beside_promises(request.region, page.paginator.count),
        "n_late": n_late(request.region, timezone.localdate()),
    }
    return render(request, "contributions/promises.html", context)
