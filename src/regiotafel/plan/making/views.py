"""Plans: which there are, what comes first and why, and keeping one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.plan.loading import done_by, kept, load, plan_page, writing_page
from regiotafel.plan.making import actions
from regiotafel.plan.making.forms import CapacityForm, MovePlanForm, PlanForm, change_form
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.models import Plan
from regiotafel.plan.queries import plans_seen
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.pages import posted


def _to(plan: Plan) -> HttpResponse:
    return redirect("plan:plan", plan.region.slug, plan.slug)


@door("plan.read")
@require_safe
def index(request: RegionRequest) -> HttpResponse:
    """Which plans there are."""
    return plan_page(request, "plan/index.html", plans=plans_seen(request.region, request.standings))


@door("plan.write")
def new_plan(request: RegionRequest) -> HttpResponse:
    form = PlanForm(posted(request), region=request.region)
    done = done_by(request, region=request.region)
    if kept(form, lambda: actions.begin_plan(**done, **form.cleaned_data))[0]:
        messages.success(request, _("Het plan is er. Nu lezen alleen jullie het. Voeg maatregelen toe."))
        return redirect("plan:index", request.region.slug)
    return writing_page(request, "plan/plan_form.html", form=form)


@door("plan.write")
def change_plan(request: RegionRequest, plan: str) -> HttpResponse:
    now = load(request, plan)
    form, done = change_form(posted(request), now), done_by(request, plan=now)
    is_done, fault = kept(form, lambda: actions.change_plan(**done, **form.cleaned_data))
    if is_done:
        return _to(now)
    if fault:
        form = change_form(sent_again(request.POST, fault.theirs, "version"), now)
    return writing_page(request, "plan/plan_form.html", plan=now, form=form, fault=fault)


@door("plan.write")
def capacity(request: RegionRequest, plan: str) -> HttpResponse:
    """What there is in each year."""
    now = load(request, plan)
    form = CapacityForm(posted(request), plan=now, now=capacity_of(now), initial={"version": now.version})
    done = done_by(request, plan=now)
    is_done, fault = kept(form, lambda: actions.set_capacity(**done, **form.said()))
    if is_done:
        return _to(now)
    if fault:
        form = CapacityForm(sent_again(request.POST, fault.theirs, "version"), plan=now)
    return writing_page(request, "plan/capacity.html", plan=now, form=form, fault=fault)


@door("plan.write")
@require_POST
def move_plan(request: RegionRequest, plan: str) -> HttpResponse:
    """How far it is."""
    now = load(request, plan)
    form, done = MovePlanForm(request.POST, plan=now), done_by(request, plan=now)
    is_done, fault = kept(form, lambda: actions.move_plan(**done, **form.cleaned_data))
    if is_done:
        return _to(now)
    if fault:
        now = load(request, plan)
        form = MovePlanForm(sent_again(request.POST, now, "version"), plan=now)
    return writing_page(request, "plan/move_plan.html", plan=now, form=form, fault=fault)
