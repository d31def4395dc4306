"""What is agreed with providers: the calendar, and one of them."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.plan.agreements.forms import FindForm, MoveForm, WaitForm
from regiotafel.plan.agreements.loading import load_arrangement
from regiotafel.plan.agreements.queries import (
    calendar_of,
    days_of,
    drawn,
    extensions_of,
    measures_beside,
    party_names,
    seen_in,
    waiting_for,
)
from regiotafel.plan.agreements.rules import ends_on, notice_by, periods_of
from regiotafel.plan.loading import plan_page
from regiotafel.plan.origins.queries import plans_to_write_in
from regiotafel.plan.queries import measures_in, plans_seen
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.thread.way.queries import way_of


@door("plan.read")
@require_safe
def arrangements(request: RegionRequest) -> HttpResponse:
    """What comes first, then the line of time, then all of them."""
    today = timezone.localdate()
    every = seen_in(request.region, request.standings, today)
    form = FindForm(request.GET, arrangements=every)
    found = calendar_of(every, request.standings, today, party=form.party())
    found.measures = measures_beside([one.it for one in found.rows], plans_seen(request.region, request.standings))
    context: dict[str, Any] = {"calendar": found, "form": form, "n_all": len(every), "chart": drawn(found, today)}
    return plan_page(request, "plan/arrangements.html", party=form.party(), **context)


@door("plan.read")
@require_safe
def arrangement(request: RegionRequest, arrangement: int) -> HttpResponse:
    found, today = load_arrangement(request, arrangement), timezone.localdate()
    extensions, plans = extensions_of(found), plans_seen(request.region, request.standings)
    context: dict[str, Any] = {"arrangement": found, "extensions": extensions, "parties": party_names(found)}
    context |= {"days": days_of(found, request.standings, today), "periods": periods_of(found, extensions)}
    context |= {"ends_on": ends_on(found, extensions), "notice_by": notice_by(found, extensions)}
    context |= {"waiting": waiting_for(found, plans)}
    context |= {"way": way_of(found.knot, with_suggested=may("thread.judge", request.standings))}
    if may("arrangement.write", request.standings):
        measures = list(measures_in(plans_to_write_in(request.region)))
        context |= {"move": MoveForm(arrangement=found), "wait": WaitForm(measures=measures)}
    return plan_page(request, "plan/arrangement.html", **context)
