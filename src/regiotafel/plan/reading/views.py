"""What comes first, the list of measures, and one of them with all that hangs together with it."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import load, load_measure, plan_page
from regiotafel.plan.making.forms import MovePlanForm
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.measures.forms import FindForm, MoveForm
from regiotafel.plan.measures.queries import (
    beside,
    efforts_of,
    found,
    history_of,
    needed_by,
    needs_of,
    parts_of,
    sizes_of,
    steps_of,
    sums,
    told_by_state,
)
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import CHOSEN
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.thread.way.queries import way_of


@door("plan.read")
@require_safe
def plan(request: RegionRequest, plan: str) -> HttpResponse:
    """What comes first, and why."""
    of = load(request, plan)
    told = told_by_state(of)
    context: dict[str, Any] = {"plan": of, "parts": parts_of(told), "n_all": sum(map(len, told.values()))}
    context |= {"years": sums(of, capacity_of(of), CHOSEN), "n_chosen": sum(len(told.get(one, ())) for one in CHOSEN)}
    return plan_page(request, "plan/plan.html", move=MovePlanForm(plan=of), **context)


@door("plan.read")
@require_safe
def measures(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    every = list(measures_of(of))
    form = FindForm(request.GET, measures=every)
    asked = form.asked()
    context: dict[str, Any] = {"plan": of, "form": form, "asked": asked, "n_all": len(every)}
    return plan_page(request, "plan/measures.html", measures=list(found(of, asked)), **context)


@door("plan.read")
@require_safe
def measure(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    of = load(request, plan)
    one = load_measure(request, of, measure)
    context: dict[str, Any] = {"plan": of, "measure": one, "efforts": efforts_of(one), "sizes": sizes_of(one)}
    context |= {"needs": needs_of(one), "needed_by": needed_by(one), "beside": beside(one)}
    context |= {"way": way_of(one.knot, with_suggested=may("thread.judge", request.standings))}
    context |= {"steps_of": steps_of(one), "history": history_of(one), "move": MoveForm(measure=one)}
    return plan_page(request, "plan/measure.html", **context)
