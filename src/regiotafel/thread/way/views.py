"""The way of a knot, for everybody: a page, and a part for the pages of what stands on the thread."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.thread.following.rules import can_follow
from regiotafel.thread.loading import load
from regiotafel.thread.way.queries import way_of
from regiotafel.web.pages import page


@door("thread.read")
@require_safe
def way(request: RegionRequest, knot: int) -> HttpResponse:
    judges = may("thread.judge", request.standings)
    found = load(request, knot)
    return page(
        request,
        "thread/way.html",
        part="thread/_way.html",
        way=way_of(found, with_suggested=judges),
        can_follow=can_follow(found),
        region=request.region,
    )
