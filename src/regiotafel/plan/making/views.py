"""Plans: which there are, what comes first and why, and keeping one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.plan.loading import load, plan_page, writing_page
from regiotafel.plan.making import actions
from regiotafel.plan.making.forms import CapacityForm, MovePlanForm, PlanForm, change_form
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.models import Plan
from regiotafel.plan.queries import measures_of, plans_seen
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.pages import posted


def _to(plan: Plan) -> HttpResponse:
    return redirect("plan:plan", plan.region.slug, plan.slug)


@door("plan.read")
@require_safe
def index(request: RegionRequest) -> HttpResponse:
    """Which plans there are."""
    return plan_page(request, "plan/index.html", plans=plans_seen(request.region, request.standings))


@door("plan.read")
@require_safe
def plan(request: RegionRequest, plan: str) -> HttpResponse:
    """What comes first, and why."""
    found = load(request, plan)
    measures = list(measures_of(found))
    return plan_page(request, "plan/plan.html", plan=found, measures=measures, move=MovePlanForm(plan=found))


@door("plan.write")
def new_plan(request: RegionRequest) -> HttpResponse:
    form = PlanForm(posted(request), region=request.region)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "region": request.region}
    if form.is_valid() and not is_refused(form, lambda: actions.begin_plan(**done, **form.cleaned_data)):
        messages.success(request, _("Het plan is er. Nu lezen alleen jullie het. Voeg maatregelen toe."))
        return redirect("plan:index", request.region.slug)
    return writing_page(request, "plan/plan_form.html", form=form)


@door("plan.write")
def change_plan(request: RegionRequest, plan: str) -> HttpResponse:
    now, fault = load(request, plan), None
    form = change_form(posted(request), now)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "plan": now}
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.change_plan(**done, **form.cleaned_data)):
                return _to(now)
        except ChangedMeanwhile as changed:
            fault, now = changed, load(request, plan)
            form = change_form({**request.POST.dict(), "version": str(now.version)}, now)
    return writing_page(request, "plan/plan_form.html", plan=now, form=form, fault=fault)


@door("plan.write")
def capacity(request: RegionRequest, plan: str) -> HttpResponse:
    """What there is in each year."""
    now, fault = load(request, plan), None
    form = CapacityForm(posted(request), plan=now, now=capacity_of(now), initial={"version": now.version})
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "plan": now}
    if form.is_valid():
        try:
            said = {"version": form.cleaned_data["version"], "amounts": form.amounts()}
            if not is_refused(form, lambda: actions.set_capacity(**done, **said)):
                return _to(now)
        except ChangedMeanwhile as changed:
            fault, now = changed, load(request, plan)
            form = CapacityForm({**request.POST.dict(), "version": str(now.version)}, plan=now)
    return writing_page(request, "plan/capacity.html", plan=now, form=form, fault=fault)


@door("plan.write")
@require_POST
def move_plan(request: RegionRequest, plan: str) -> HttpResponse:
    """How far it is."""
    now = load(request, plan)
    form, fault = MovePlanForm(request.POST, plan=now), None
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "plan": now}
    if form.is_valid():
        try:
            actions.move_plan(**done, **form.cleaned_data)
        except Refused as refused:
            fault, now = refused, load(request, plan)
            form = MovePlanForm({**request.POST.dict(), "version": str(now.version)}, plan=now)
        else:
            return _to(now)
    return writing_page(request, "plan/move_plan.html", plan=now, form=form, fault=fault)
