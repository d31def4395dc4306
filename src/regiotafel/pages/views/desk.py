"""Mijn werk: what waits for a member, what is late or due, and what was begun."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.pages.menu import drafts_for, dues_for, still_to_set_up, tools_for, turns_for
from regiotafel.pages.queries.desk import desks_of, due_soon, headline, own_places
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.marks import own_account
from regiotafel.web.pages import page


@own_account
@login_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """After logging in: the desk of who works in one region, else their account, which names all of them."""
    user = member(request)
    desks = desks_of(user) if user else []
    return redirect("pages:desk", desks[0].slug) if len(desks) == 1 else redirect("people:profile")


@door("desk.read")
@require_safe
def desk(request: RegionRequest) -> HttpResponse:
    now = timezone.now()
    whose = (request.region, request.standings, now)
    turns, dues = turns_for(member(request), *whose), due_soon(dues_for(*whose), timezone.localdate(now))
    to_set_up = still_to_set_up(request.region, request.standings)
    context: dict[str, Any] = {
        "own": own_places(request.region, request.standings, timezone.localdate(now)),
        "headline": headline(turns, dues, to_set_up),
        "turns": turns,
        "dues": dues,
        "drafts": drafts_for(member(request), *whose),
        "links": tools_for(request.region, request.standings),
        "to_set_up": to_set_up,
    }
    return page(request, "pages/desk.html", kept=False, **context)
