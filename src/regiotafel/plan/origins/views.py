"""Where something on the thread has a measure, or becomes one; and what a measure belongs to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv
from regiotafel.plan.loading import done_by, kept, load, load_measure, plan_page, writing_page
from regiotafel.plan.models import Measure
from regiotafel.plan.origins import actions
from regiotafel.plan.origins.forms import BeginForm, FindKnotForm, KnotForm, TieForm, WordsForm
from regiotafel.plan.origins.queries import (
    MISSING,
    knots_named,
    knots_without,
    links_at,
    measures_at,
    measures_without_voice,
    missing_rows,
    passages_without,
    plans_to_write_in,
)
from regiotafel.plan.origins.rules import A_VOICE, can_be_origin
from regiotafel.plan.queries import measures_in, plans_seen
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.thread.loading import load as load_knot
from regiotafel.thread.models import Knot
from regiotafel.web.files import csv_file
from regiotafel.web.pages import posted


@door("plan.read")
@require_safe
def at_knot(request: RegionRequest, knot: int) -> HttpResponse:
    """Which measures hang on something, for the page of that thing; and a way to begin one."""
    found = load_knot(request, knot)
    title = WordsForm(request.GET).title()
    return _at(request, found, BeginForm(None, plans=plans_to_write_in(request.region), title=title))


def _at(request: RegionRequest, knot: Knot, begin: BeginForm, tie: TieForm | None = None, **more: Any) -> HttpResponse:
    plans = plans_seen(request.region, request.standings)
    context: dict[str, Any] = {"knot": knot, "measures": measures_at(knot, plans), **more}
    if may("plan.write", request.standings) and begin.plans and can_be_origin(knot):
        tie = tie or TieForm(None, measures=list(measures_in(begin.plans.values())))
        context |= {"begin": begin, "tie": tie, "forms": [begin, tie]}
    return plan_page(request, "plan/at_knot.html", part="plan/_at_knot.html", **context)


def _to(measure: Measure) -> HttpResponse:
    return redirect("plan:measure", measure.plan.region.slug, measure.plan.slug, measure.number)


@door("plan.write")
@require_POST
def begin_from(request: RegionRequest, knot: int) -> HttpResponse:
    """One press: a measure, linked."""
    found = load_knot(request, knot)
    form = BeginForm(request.POST, plans=plans_to_write_in(request.region))
    made: list[Measure] = []
    done = done_by(request, knot=found)
    if kept(form, lambda: made.append(actions.begin_from(**done, **form.values())))[0]:
        messages.success(request, _("Er is een maatregel bij. Vul nu aan wat jullie gaan doen."))
        return _to(made[0])
    return _at(request, found, form)


@door("plan.write")
@require_POST
def tie(request: RegionRequest, knot: int) -> HttpResponse:
    found, plans = load_knot(request, knot), plans_to_write_in(request.region)
    form = TieForm(request.POST, measures=list(measures_in(plans)))
    done = done_by(request, knot=found)
    if kept(form, lambda: actions.tie_to(**done, measure=form.chosen()))[0]:
        messages.success(request, _("Gekoppeld aan de maatregel."))
        return _to(form.chosen())
    return _at(request, found, BeginForm(None, plans=plans), form)


@door("plan.write")
def origins(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    """What a measure belongs to, to be sought by its name."""
    of = load(request, plan)
    now = load_measure(request, of, measure)
    find = FindKnotForm(request.GET)
    sought = find.sought()
    knots = knots_named(request.region, sought) if sought else []
    form = KnotForm(posted(request), knots=knots)
    done = done_by(request, measure=now)
    if kept(form, lambda: actions.tie_to(**done, knot=form.chosen()))[0]:
        messages.success(request, _("Gekoppeld aan de maatregel."))
        return redirect("plan:origins", request.region.slug, of.slug, now.number)
    more = {"plan": of, "measure": now, "find": find, "sought": sought, "knots": knots, "links": links_at(now)}
    return writing_page(request, "plan/origins.html", form=form, **more)


@door("plan.write")
@require_safe
def missing(request: RegionRequest, plan: str) -> HttpResponse:
    """What has no measure of all that was promised and asked for, and which measures nobody asked for."""
    of = load(request, plan)
    knots = knots_without(of)
    context = {"passages": passages_without(of), "measures": measures_without_voice(of), "voices": knots.pop(A_VOICE)}
    return writing_page(request, "plan/missing.html", plan=of, asked=[*knots.items()], **context)


@door("plan.write")
@require_safe
def missing_csv(request: RegionRequest, plan: str) -> HttpResponseBase:
    of = load(request, plan)
    return csv_file(write_csv(MISSING, missing_rows(of)), request.region.slug, "ontbreekt", of.slug)
