"""The way of a knot, for everybody: a page, and a part for the pages of what stands on the thread."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.thread.following.rules import can_follow
from regiotafel.thread.queries import knot_in
from regiotafel.thread.way.queries import way_of
from regiotafel.web.pages import page


@door("thread.read")
@require_safe
def way(request: RegionRequest, knot: int) -> HttpResponse:
    judges = may("thread.judge", request.standings)
    found = knot_in(request.region, knot)
    if found is None or not (found.is_public or judges):
        raise Http404("Dit bestaat niet, of is nog niet te lezen.")
    return page(
        request,
        "thread/way.html",
        part="thread/_way.html",
        way=way_of(found, with_suggested=judges),
        can_follow=can_follow(found),
        region=request.region,
    )
