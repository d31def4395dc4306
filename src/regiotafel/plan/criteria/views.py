"""By what measures are weighed, and scoring them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.plan.criteria import actions
from regiotafel.plan.criteria.forms import CriterionForm, ScoreForm, VersionForm, change_form
from regiotafel.plan.criteria.loading import load_criterion
from regiotafel.plan.criteria.queries import criteria_of, lapsed, own_scores, scored, scored_rows, scorer_of, seen_of
from regiotafel.plan.loading import done_by, kept, load, load_measure, plan_page, writing_page
from regiotafel.plan.models import Criterion, Plan
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.web.conflicts import sent_again
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
    form, done = CriterionForm(posted(request)), done_by(request, plan=of)
    if kept(form, lambda: actions.add_criterion(**done, **form.cleaned_data))[0]:
        messages.success(request, _("Het criterium staat erbij."))
        return _to(of)
    return writing_page(request, "plan/criterion_form.html", plan=of, form=form)


@door("plan.write")
def change_criterion(request: RegionRequest, plan: str, criterion: int) -> HttpResponse:
    of = load(request, plan)
    now = load_criterion(request, of, criterion)
    form, done = change_form(posted(request), now), done_by(request, criterion=now)
    is_done, fault = kept(form, lambda: actions.change_criterion(**done, **form.cleaned_data))
    if is_done:
        return _to(of)
    if fault:
        now = load_criterion(request, of, criterion)
        form = change_form(sent_again(request.POST, now, "version"), now)
    return writing_page(request, "plan/criterion_form.html", plan=of, criterion=now, form=form, fault=fault)


@door("plan.write")
@require_POST
def retire_criterion(request: RegionRequest, plan: str, criterion: int) -> HttpResponse:
    of = load(request, plan)
    return _stand(request, of, load_criterion(request, of, criterion), actions.retire_criterion)


@door("plan.write")
@require_POST
def bring_back_criterion(request: RegionRequest, plan: str, criterion: int) -> HttpResponse:
    of = load(request, plan)
    return _stand(request, of, load_criterion(request, of, criterion), actions.bring_back_criterion)


def _stand(request: RegionRequest, of: Plan, now: Criterion, act: Callable[..., object]) -> HttpResponse:
    form = VersionForm(request.POST)
    is_done, fault = kept(form, lambda: act(**done_by(request, criterion=now), **form.cleaned_data))
    if is_done:
        messages.success(request, _("Opgeslagen welke criteria gelden."))
        return _to(of)
    now = load_criterion(request, of, now.pk)
    more = {"plan": of, "criterion": now, "form": change_form(None, now), "forms": [form]}
    return writing_page(request, "plan/criterion_form.html", fault=fault, **more)


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
    now, every, by = load_measure(request, of, measure), list(criteria_of(of)), member(request)
    form = ScoreForm(posted(request), criteria=every, own=own_scores(now, scorer_of(of, by)))
    done = done_by(request, measure=now)
    is_done, fault = kept(form, lambda: actions.give_scores(**done, **form.said()))
    if is_done:
        messages.success(request, _("Je scores zijn opgeslagen."))
        return redirect("plan:scores", request.region.slug, of.slug)
    if fault:
        own = own_scores(now, scorer_of(of, by))
        form = ScoreForm({**request.POST.dict(), "seen": str(seen_of(own))}, criteria=every, own=own)
    more = {"plan": of, "measure": now, "scored": scored(now, every), "fault": fault}
    return writing_page(request, "plan/score.html", form=form, **more)
