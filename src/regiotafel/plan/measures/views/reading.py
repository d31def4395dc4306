"""Measures: the list, and one of them with all that hangs together with it."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import load, load_measure, plan_page
from regiotafel.plan.measures.forms import FindForm, MoveForm
from regiotafel.plan.measures.queries import (
    beside,
    efforts_of,
    found,
    needed_by,
    needs_of,
    owner_name,
    sizes_of,
    steps_of,
)
from regiotafel.plan.queries import measures_of
from regiotafel.regions.access import RegionRequest, door


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
    context: dict[str, Any] = {"plan": of, "measure": one, "owner": owner_name(one), "efforts": efforts_of(one)}
    context |= {"sizes": sizes_of(one), "needs": needs_of(one), "needed_by": needed_by(one), "beside": beside(one)}
    return plan_page(request, "plan/measure.html", steps_of=steps_of(one), move=MoveForm(measure=one), **context)
