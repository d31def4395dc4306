"""By what measures are weighed, and scoring them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.plan.criteria import actions
from regiotafel.plan.criteria.forms import CriterionForm, ScoreForm, VersionForm, change_form
from regiotafel.plan.criteria.loading import load_criterion
from regiotafel.plan.criteria.queries import criteria_of, lapsed, own_scores, scored, scored_rows, scorer_of, seen_of
from regiotafel.plan.loading import load, load_measure, plan_page, writing_page
from regiotafel.plan.models import Plan
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.web.pages import posted


def _to(plan: Plan) -> HttpResponse:
    return redirect("plan:criteria", plan.region.slug, plan.slug)


@door("plan.read")
@require_safe
def criteria(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    old = lapsed(of) if may("plan.write", request.standings) else ()
    return plan_page(request, "plan/criteria.html", plan=of, criteria=criteria_of(of), lapsed=old)


@door("plan.write")
def new_criterion(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    form = CriterionForm(posted(request))
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "plan": of}
    if form.is_valid() and not is_refused(form, lambda: actions.add_criterion(**done, **form.cleaned_data)):
        messages.success(request, _("Het criterium staat erbij."))
        return _to(of)
    return writing_page(request, "plan/criterion_form.html", plan=of, form=form)


@door("plan.write")
def change_criterion(request: RegionRequest, plan: str, criterion: int) -> HttpResponse:
    of = load(request, plan)
    now, fault = load_criterion(request, of, criterion), None
    form = change_form(posted(request), now)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "criterion": now}
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.change_criterion(**done, **form.cleaned_data)):
                return _to(of)
        except ChangedMeanwhile as changed:
            fault, now = changed, load_criterion(request, of, criterion)
            form = change_form({**request.POST.dict(), "version": str(now.version)}, now)
    stands = VersionForm(initial={"version": now.version})
    more = {"plan": of, "criterion": now, "fault": fault, "stands": stands}
    return writing_page(request, "plan/criterion_form.html", form=form, **more)


@door("plan.write")
@require_POST
def retire_criterion(request: RegionRequest, plan: str, criterion: int) -> HttpResponse:
    """Takes it out, or puts it back: whichever it is not."""
    of = load(request, plan)
    now, form = load_criterion(request, of, criterion), VersionForm(request.POST)
    act = actions.bring_back_criterion if now.retired_at else actions.retire_criterion
    if form.is_valid():
        try:
            act(by=member(request), at=timezone.now(), criterion=now, **form.cleaned_data)
        except Refused as refused:
            fault, now = refused, load_criterion(request, of, criterion)
            more = {"plan": of, "criterion": now, "fault": fault, "form": change_form(None, now)}
            return writing_page(request, "plan/criterion_form.html", **more)
        messages.success(request, _("Opgeslagen welke criteria gelden."))
        return _to(of)
    more = {"plan": of, "criterion": now, "form": change_form(None, now), "forms": [form]}
    return writing_page(request, "plan/criterion_form.html", **more)


@door("measure.score")
@require_safe
def scores(request: RegionRequest, plan: str) -> HttpResponse:
    """What people gave all measures, and where they differ."""
    of = load(request, plan)
    every = list(criteria_of(of))
    return writing_page(request, "plan/scores.html", plan=of, criteria=every, rows=scored_rows(of, every))


@door("measure.score")
def score(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """What somebody gives a measure, beside what others gave it."""
    of = load(request, plan)
    now, fault = load_measure(request, of, measure), None
    every, by = list(criteria_of(of)), member(request)
    own = own_scores(now, scorer_of(of, by))
    form = ScoreForm(posted(request), criteria=every, own=own)
    done: dict[str, Any] = {"by": by, "at": timezone.now(), "measure": now}
    if form.is_valid():
        said = {"seen": form.cleaned_data["seen"], "given": form.given()}
        try:
            if not is_refused(form, lambda: actions.give_scores(**done, **said)):
                messages.success(request, _("Je scores zijn opgeslagen."))
                return redirect("plan:scores", request.region.slug, of.slug)
        except ChangedMeanwhile as changed:
            own, fault = own_scores(now, scorer_of(of, by)), changed
            form = ScoreForm({**request.POST.dict(), "seen": str(seen_of(own))}, criteria=every, own=own)
    more = {"plan": of, "measure": now, "scored": scored(now, every), "fault": fault}
    return writing_page(request, "plan/score.html", form=form, **more)
