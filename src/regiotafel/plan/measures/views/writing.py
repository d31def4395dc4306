"""Writing measures: what they are, what they take, what they hang on and how far they are."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.plan.acts import MEASURE_CHANGED
from regiotafel.plan.loading import load, load_measure, writing_page
from regiotafel.plan.measures import actions
from regiotafel.plan.measures.forms import (
    ChangeMeasureForm,
    EffortForm,
    MeasureForm,
    MoveForm,
    NeedsForm,
    change_form,
    size_form,
)
from regiotafel.plan.measures.loading import load_size
from regiotafel.plan.measures.queries import efforts_of, exclusions_of, needs_of, themes_of
from regiotafel.plan.models import Measure
from regiotafel.plan.queries import measures_of
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web import conflicts
from regiotafel.web.pages import posted


def _to(measure: Measure) -> HttpResponse:
    return redirect("plan:measure", measure.plan.region.slug, measure.plan.slug, measure.number)


def _done(request: RegionRequest, **more: Any) -> dict[str, Any]:
    return {"by": member(request), "at": timezone.now(), **more}


@door("plan.write")
def new_measure(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    form = MeasureForm(posted(request), plan=of)
    done = _done(request, plan=of)
    if form.is_valid() and not is_refused(form, lambda: actions.add_measure(**done, **form.values())):
        messages.success(request, _("De maatregel staat als idee in het plan. Vul nu in wat die kost."))
        return redirect("plan:measures", request.region.slug, of.slug)
    return writing_page(request, "plan/measure_form.html", plan=of, form=form, themes=themes_of(of))


@door("plan.write")
def change_measure(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    of = load(request, plan)
    now, context = load_measure(request, of, measure), dict[str, Any]()
    form = ChangeMeasureForm(request.POST, plan=of) if posted(request) else change_form(now)
    done = _done(request, measure=now)
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.change_measure(**done, **form.values())):
                return _to(now)
        except ChangedMeanwhile as changed:
            theirs = change_form(load_measure(request, of, measure))
            conflict = conflicts.of_forms(theirs, form, **last_saved(now, MEASURE_CHANGED))
            context = {"fault": changed, "conflict": conflict}
            form = ChangeMeasureForm({**request.POST.dict(), **conflict.values}, plan=of)
    more = {"plan": of, "measure": now, "themes": themes_of(of)}
    return writing_page(request, "plan/measure_form.html", form=form, **more, **context)


@door("plan.write")
def effort(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """What it takes in each year."""
    of = load(request, plan)
    now, fault = load_measure(request, of, measure), None
    form = EffortForm(posted(request), plan=of, now=efforts_of(now), initial={"version": now.version})
    done = _done(request, measure=now)
    if form.is_valid():
        said = {"version": form.cleaned_data["version"], "amounts": form.amounts()}
        try:
            if not is_refused(form, lambda: actions.set_effort(**done, **said)):
                return _to(now)
        except ChangedMeanwhile as changed:
            fault, now = changed, load_measure(request, of, measure)
            form = EffortForm({**request.POST.dict(), "version": str(now.version)}, plan=of)
    return writing_page(request, "plan/effort.html", plan=of, measure=now, form=form, fault=fault)


@door("plan.write")
def new_size(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """A smaller way to do it."""
    return _size(request, plan, measure, None)


@door("plan.write")
def change_size(request: RegionRequest, plan: str, measure: int, size: int) -> HttpResponse:
    return _size(request, plan, measure, size)


def _size(request: RegionRequest, plan: str, measure: int, pk: int | None) -> HttpResponse:
    of = load(request, plan)
    now, fault = load_measure(request, of, measure), None
    size = load_size(request, now, pk) if pk else None
    form = size_form(posted(request), now, size, efforts_of(now, size) if size else {})
    done = _done(request, measure=now, size=size)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "about", "version")}
        try:
            if not is_refused(form, lambda: actions.set_size(**done, **said, amounts=form.amounts())):
                return _to(now)
        except ChangedMeanwhile as changed:
            fault, now = changed, load_measure(request, of, measure)
            form = size_form({**request.POST.dict(), "version": str(now.version)}, now, size, {})
    more = {"plan": of, "measure": now, "size": size, "is_size": True}
    return writing_page(request, "plan/effort.html", form=form, fault=fault, **more)


@door("plan.write")
@require_POST
def remove_size(request: RegionRequest, plan: str, measure: int, size: int) -> HttpResponse:
    now = load_measure(request, load(request, plan), measure)
    actions.remove_size(**_done(request, size=load_size(request, now, size)))
    messages.success(request, _("De kleinere vorm is weg. In het logboek staat die nog."))
    return _to(now)


@door("plan.write")
def needs(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """What must be done before it, and what it excludes."""
    of = load(request, plan)
    now, fault = load_measure(request, of, measure), None
    among: dict[str, Any] = {"others": measures_of(of).exclude(pk=now.pk), "choices": exclusions_of(of)}
    begun = {"on": [one.number for one in needs_of(now)], "one_of": now.one_of.name if now.one_of else ""}
    form = NeedsForm(posted(request), initial={**begun, "version": now.version}, **among)
    done = _done(request, measure=now)
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.set_needs(**done, **form.values())):
                return _to(now)
        except ChangedMeanwhile as changed:
            fault, now = changed, load_measure(request, of, measure)
            sent = request.POST.copy()
            sent["version"] = str(now.version)
            form = NeedsForm(sent, **among)
    return writing_page(request, "plan/needs.html", plan=of, measure=now, form=form, fault=fault)


@door("plan.write")
@require_POST
def move_measure(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """How far it is."""
    of = load(request, plan)
    now, fault = load_measure(request, of, measure), None
    form = MoveForm(request.POST, measure=now)
    done = _done(request, measure=now)
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.move_measure(**done, **form.cleaned_data)):
                messages.success(request, _("De status is opgeslagen."))
                return _to(now)
        except ChangedMeanwhile as changed:
            fault, now = changed, load_measure(request, of, measure)
            form = MoveForm({**request.POST.dict(), "version": str(now.version)}, measure=now)
    return writing_page(request, "plan/move.html", plan=of, measure=now, form=form, fault=fault)
