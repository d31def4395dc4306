"""Writing measures: what they are, what they take, what they hang on and how far they are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regiotafel.history.queries import last_saved
from regiotafel.plan.acts import MEASURE_CHANGED
from regiotafel.plan.loading import done_by, kept, load, load_measure, pressed, writing_page
from regiotafel.plan.making.forms import CapacityForm
from regiotafel.plan.measures import actions
from regiotafel.plan.measures.forms import (
    ChangeMeasureForm,
    MeasureForm,
    MoveForm,
    change_form,
    needs_form,
    size_form,
)
from regiotafel.plan.measures.loading import load_size
from regiotafel.plan.measures.queries import efforts_of, themes_of
from regiotafel.plan.models import Measure, Size
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web import conflicts
from regiotafel.web.pages import posted


def _to(measure: Measure) -> HttpResponse:
    return redirect("plan:measure", measure.plan.region.slug, measure.plan.slug, measure.number)


@door("plan.write")
def new_measure(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    form, done = MeasureForm(posted(request), plan=of), done_by(request, plan=of)
    if kept(form, lambda: actions.add_measure(**done, **form.values()))[0]:
        messages.success(request, _("De maatregel staat als idee in het plan. Vul nu in wat die kost."))
        return redirect("plan:measures", request.region.slug, of.slug)
    return writing_page(request, "plan/measure_form.html", plan=of, form=form, themes=themes_of(of))


@door("plan.write")
def change_measure(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    of = load(request, plan)
    now = load_measure(request, of, measure)
    form, conflict = ChangeMeasureForm(request.POST, plan=of) if posted(request) else change_form(now), None
    done = done_by(request, measure=now)
    is_done, fault = kept(form, lambda: actions.change_measure(**done, **form.values()))
    if is_done:
        return _to(now)
    if fault:
        conflict = conflicts.of_forms(change_form(fault.theirs), form, **last_saved(now, MEASURE_CHANGED))
        form = ChangeMeasureForm({**request.POST.dict(), **conflict.values}, plan=of)
    more = {"plan": of, "measure": now, "themes": themes_of(of), "conflict": conflict}
    return writing_page(request, "plan/measure_form.html", form=form, fault=fault, **more)


@door("plan.write")
def effort(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """What it takes in each year."""
    of = load(request, plan)
    now = load_measure(request, of, measure)
    form = CapacityForm(posted(request), plan=of, now=efforts_of(now), initial={"version": now.version})
    done = done_by(request, measure=now)
    is_done, fault = kept(form, lambda: actions.set_effort(**done, **form.said()))
    if is_done:
        return _to(now)
    if fault:
        form = CapacityForm(conflicts.sent_again(request.POST, fault.theirs, "version"), plan=of)
    return writing_page(request, "plan/effort.html", plan=of, measure=now, form=form, fault=fault)


@door("plan.write")
def new_size(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """A smaller way to do it."""
    return _size(request, load_measure(request, load(request, plan), measure))


@door("plan.write")
def change_size(request: RegionRequest, plan: str, measure: int, size: int) -> HttpResponse:
    now = load_measure(request, load(request, plan), measure)
    return _size(request, now, load_size(request, now, size))


def _size(request: RegionRequest, now: Measure, size: Size | None = None) -> HttpResponse:
    form = size_form(posted(request), now, size, efforts_of(now, size) if size else {})
    done = done_by(request, measure=now, size=size)
    is_done, fault = kept(form, lambda: actions.set_size(**done, **form.said()))
    if is_done:
        return _to(now)
    if fault:
        form = size_form(conflicts.sent_again(request.POST, fault.theirs, "version"), now, size, {})
    more = {"plan": now.plan, "measure": now, "size": size, "is_size": True}
    return writing_page(request, "plan/effort.html", form=form, fault=fault, **more)


@door("plan.write")
@require_POST
def remove_size(request: RegionRequest, plan: str, measure: int, size: int) -> HttpResponse:
    now = load_measure(request, load(request, plan), measure)
    done = done_by(request, size=load_size(request, now, size))
    if pressed(request, lambda: actions.remove_size(**done)):
        messages.success(request, _("De kleinere vorm is weg. In het logboek staat die nog."))
    return _to(now)


@door("plan.write")
def needs(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """What must be done before it, and what it excludes."""
    of = load(request, plan)
    now, sent = load_measure(request, of, measure), posted(request)
    form, done = needs_form(sent, now), done_by(request, measure=now)
    is_done, fault = kept(form, lambda: actions.set_needs(**done, **form.values()))
    if is_done:
        return _to(now)
    if fault and sent:
        sent = sent.copy()
        sent["version"] = str(fault.theirs.version)
        form = needs_form(sent, now)
    return writing_page(request, "plan/needs.html", plan=of, measure=now, form=form, fault=fault)


@door("plan.write")
@require_POST
def move_measure(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """How far it is."""
    of = load(request, plan)
    now = load_measure(request, of, measure)
    form, done = MoveForm(request.POST, measure=now), done_by(request, measure=now)
    is_done, fault = kept(form, lambda: actions.move_measure(**done, **form.cleaned_data))
    if is_done:
        messages.success(request, _("De status is opgeslagen."))
        return _to(now)
    if fault:
        now = load_measure(request, of, measure)
        form = MoveForm(conflicts.sent_again(request.POST, now, "version"), measure=now)
    return writing_page(request, "plan/move.html", plan=of, measure=now, form=form, fault=fault)
