"""The name, the text and the steps of a region."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.acts import REGION_DESCRIBED, STEPS_PLANNED
from regiotafel.regions.menu import settings_tabs
from regiotafel.regions.settings import actions
from regiotafel.regions.settings.forms import (
    RegionForm,
    StepForm,
    StepFormSet,
    of_plans,
    one_plan,
    plain,
    region_form,
    steps_of,
    steps_sent,
    together_form,
)
from regiotafel.regions.settings.queries import planned_steps
from regiotafel.web import conflicts
from regiotafel.web.pages import page


@door("region.write")
def settings(request: RegionRequest) -> HttpResponse:
    now = region_form(request.region)
    form = RegionForm(request.POST) if request.method == "POST" else now
    context: dict[str, Any] = {"tabs": settings_tabs(request.region, "settings")}
    if form.is_valid():
        try:
            actions.describe_region(by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            theirs = region_form(changed.theirs)
            conflict = conflicts.of_forms(theirs, form, **last_saved(changed.theirs, REGION_DESCRIBED))
            context |= {"fault": changed, "conflict": conflict}
            form = RegionForm({**request.POST.dict(), **conflict.values})
        else:
            messages.success(request, _("De naam en de tekst zijn bewaard."))
            return redirect("regions:settings", request.region.slug)
    return page(request, "regions/settings.html", form=form, **context)


@door("region.write")
def steps(request: RegionRequest) -> HttpResponse:
    planned = planned_steps(request.region)
    if request.method != "POST":
        return _steps_page(request, StepFormSet(initial=planned), of_plans([], planned).values)
    formset = StepFormSet(request.POST, initial=planned)
    # What came after this person began is no row of theirs.
    formset.initial = planned[: formset.initial_form_count()]
    if not formset.is_valid():
        return _steps_page(request, formset, request.POST)
    return _plan(request, formset)


def _plan(request: RegionRequest, formset: BaseFormSet[StepForm]) -> HttpResponse:
    sent = [actions.StepText(**step) for step in steps_of(formset)]
    seen = request.POST.get("seen", "")
    try:
        actions.plan_steps(by=member(request), at=timezone.now(), region=request.region, steps=sent, seen=seen)
    except ChangedMeanwhile as changed:
        return _two_plans(request, formset, changed)
    messages.success(request, _("De stappen zijn bewaard. Ze staan bovenaan elke pagina."))
    return redirect("regions:steps", request.region.slug)


def _two_plans(request: RegionRequest, formset: BaseFormSet[StepForm], changed: ChangedMeanwhile) -> HttpResponse:
    """Theirs and mine as one, and what both changed."""
    theirs, begun = changed.theirs, conflicts.unsigned(request.POST.get(conflicts.BEGUN, ""))
    lines = one_plan(begun["steps"] if begun else None, steps_sent(formset), plain(theirs))
    conflict = of_plans(lines, theirs, **last_saved(request.region, STEPS_PLANNED))
    together = together_form(lines, theirs)
    return _steps_page(request, together, conflict.values, fault=changed, conflict=conflict)


def _steps_page(
    request: RegionRequest, formset: BaseFormSet[StepForm], begun: Mapping[str, Any], **context: Any
) -> HttpResponse:
    """begun: what this person started from, as the form sends it along."""
    context |= {name: begun.get(name, "") for name in ("seen", conflicts.BEGUN)}
    context |= {"tabs": settings_tabs(request.region, "steps"), "formset": formset}
    return page(request, "regions/steps.html", form=formset, **context)
