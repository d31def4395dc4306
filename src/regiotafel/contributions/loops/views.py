"""Which organisations still wait for an answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regiotafel.contributions.loops.queries import open_loops as loops_of
from regiotafel.regions.access import RegionRequest, door


@door("contribution.read")
@require_safe
def open_loops(request: RegionRequest) -> HttpResponse:
    loops = loops_of(request.region)
    context = {"here": "inbreng", "loops": loops, "waiting": [loop for loop in loops if loop.unanswered]}
    return render(request, "contributions/open_loops.html", context)
