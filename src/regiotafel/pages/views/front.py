"""The first page of the site and of a region."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from regiotafel.consultations.queries import listed
from regiotafel.consultations.rules import reads_drafts
from regiotafel.pages.menu import still_to_set_up, tools_for, turns_for
from regiotafel.pages.queries.front import latest_outcome, newest_answers, regions_now
from regiotafel.publishing.done.queries import done_in
from regiotafel.publishing.heads.queries import offered_to
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.models import Role
from regiotafel.regions.parties.queries import map_of, places_by_sub_region
from regiotafel.thread.models import Knot
from regiotafel.web.days import last_date
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page

# Of rounds, as they stand on the page.
STATES = ("running", "planned", "information", "closed")


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return page(request, "pages/front.html", regions=regions_now(timezone.now()), is_demo=settings.DEMO)


@door("region.read")
@require_safe
def region_home(request: RegionRequest) -> HttpResponse:
    now = timezone.now()
    consultations = listed(request.region, now, with_drafts=reads_drafts(request.standings))
    by_state = {state: [c for c in consultations if c.state == state] for state in STATES}
    context: dict[str, Any] = {
        "here": "regio",
        "answers": newest_answers(request.region),
        "running": [{"item": item, "left": _left(item.consultation.closes_at, now)} for item in by_state["running"]],
        "planned": by_state["planned"],
        "information": by_state["information"],
        "n_closed": len(by_state["closed"]),
        "outcome": latest_outcome(consultations, now),
        "done": done_in(request.region, now),
    }
    return page(request, "pages/region_home.html", **context, **_places_of(request), **_for_member(request, now))


def _places_of(request: RegionRequest) -> dict[str, Any]:
    parts = places_by_sub_region(request.region)
    return {
        "map": map_of(request.region, parts),
        "parts": [part.name for part in parts if part.name],
        "n_municipalities": sum(len(part.places) for part in parts),
        "with_logo": [place for part in parts for place in part.places if place.logo],
    }


def _for_member(request: RegionRequest, now: datetime) -> dict[str, Any]:
    return {
        "turns": turns_for(member(request), request.region, request.standings, now),
        "links": tools_for(request.region, request.standings),
        "to_set_up": still_to_set_up(request.region, request.standings),
        "history_for": _history_for(request),
    }


def _history_for(request: RegionRequest) -> Knot | None:
    """A clerk is offered the code of the history by mail, as long as they do not follow it."""
    user = member(request)
    is_clerk = any(standing.role == Role.CLERK for standing in request.standings)
    return offered_to(request.region, user.email) if user and is_clerk else None


def _left(closes_at: datetime | None, now: datetime) -> str:
    """How long somebody can still take part, in words."""
    if closes_at is None:
        return ""
    days = (last_date(closes_at) - timezone.localdate(now)).days
    if days <= 0:
        return _("Sluit vandaag")
    return ngettext("Sluit morgen", "Nog %(n)d dagen", days) % {"n": days}
