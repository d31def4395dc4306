"""Telling how measures go, and reading it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import done_by, kept, load, load_measure, plan_page, writing_page
from regiotafel.plan.models import Measure
from regiotafel.plan.progress import actions
from regiotafel.plan.progress.analysis import delays
from regiotafel.plan.progress.forms import HideForm, ProgressForm, RhythmForm, as_told
from regiotafel.plan.progress.loading import load_progress, whose
from regiotafel.plan.progress.queries import (
    asked_of_plan,
    by_pace,
    current_by_measure,
    measures_planned,
    newest_of,
    rhythm_of,
    spans_of,
)
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import keeps_draft
from regiotafel.web.conflicts import sent_again
from regiotafel.web.pages import posted


def _to(measure: Measure) -> HttpResponse:
    return redirect("plan:measure", measure.plan.region.slug, measure.plan.slug, measure.number)


@door("plan.read")
@require_safe
def progress(request: RegionRequest, plan: str) -> HttpResponse:
    """How all measures go: what is late first, with what that delays."""
    of = load(request, plan)
    measures = measures_planned(of)
    current = current_by_measure(measures)
    context: dict[str, Any] = {"plan": of, "parts": by_pace(list(measures), current)}
    context |= {"delays": delays(of, spans_of(of), current), "asked": asked_of_plan(of, timezone.now())}
    return plan_page(request, "plan/progress.html", **context)


@door("progress.tell", of=whose)
@keeps_draft(gettext_lazy("Hoe het gaat met een maatregel"))
def tell_progress(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    of = load(request, plan)
    now = load_measure(request, of, measure)
    newest = newest_of(now)
    start = {"number": newest.number if newest else 0}
    form = ProgressForm(posted(request), plan=of, initial=start | begun_in(request))
    return _tell(request, now, form, {"measure": now})


@door("progress.tell", of=whose)
@keeps_draft(gettext_lazy("Verbetering van hoe het gaat met een maatregel"))
def correct_progress(request: RegionRequest, plan: str, measure: int, progress: int) -> HttpResponse:
    of = load(request, plan)
    now = load_measure(request, of, measure)
    wrong = load_progress(request, now, progress)
    start = as_told(wrong) | {"number": wrong.number}
    form = ProgressForm(posted(request), plan=of, initial=start | begun_in(request))
    return _tell(request, now, form, {"progress": wrong})


def _tell(request: RegionRequest, now: Measure, form: ProgressForm, about: dict[str, Any]) -> HttpResponse:
    """First a warning when somebody can be recognised; pressing again with the same words keeps them."""
    fault, warning = None, form.warning() if form.is_valid() else ""
    if warning:
        form = ProgressForm(request.POST.dict() | {"warned": form.words()}, plan=now.plan)
    else:
        act = actions.correct_progress if "progress" in about else actions.tell_progress
        is_done, fault = kept(form, lambda: act(**done_by(request, **about), **form.values()))
        if is_done:
            messages.success(request, _("Opgeslagen. Wie dit volgt, krijgt bericht."))
            return _to(now)
    newest = newest_of(now)
    if fault:
        form = ProgressForm(sent_again(request.POST, newest), plan=now.plan)
    more = {"plan": now.plan, "newest": newest, "warning": warning, "fault": fault, "measure": now, **about}
    return writing_page(request, "plan/progress_form.html", form=form, **more)


@door("progress.hide")
def hide_progress(request: RegionRequest, plan: str, measure: int, progress: int) -> HttpResponse:
    of = load(request, plan)
    now = load_measure(request, of, measure)
    found = load_progress(request, now, progress)
    form, done = HideForm(posted(request)), done_by(request, progress=found)
    if kept(form, lambda: actions.hide_progress(**done, **form.cleaned_data))[0]:
        messages.success(request, _("De melding is verborgen."))
        return _to(now)
    return writing_page(request, "plan/hide_progress.html", plan=of, measure=now, progress=found, form=form)


@door("plan.write")
def rhythm(request: RegionRequest, plan: str) -> HttpResponse:
    """How often it is asked."""
    of = load(request, plan)
    form, done = RhythmForm(posted(request), now=rhythm_of(of)), done_by(request, plan=of)
    is_done, fault = kept(form, lambda: actions.set_rhythm(**done, **form.cleaned_data))
    if is_done:
        messages.success(request, _("Opgeslagen hoe vaak we vragen hoe het gaat."))
        return redirect("plan:progress", request.region.slug, of.slug)
    if fault:
        form = RhythmForm(sent_again(request.POST, rhythm_of(of), "version"), now=None)
    return writing_page(request, "plan/rhythm.html", plan=of, form=form, fault=fault)
