"""What is measured of measures: writing it down, one by one or from a table, and taking it along."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv
from regiotafel.plan.indicators import actions
from regiotafel.plan.indicators.forms import BringForm, FigureForm, IndicatorForm, TakeForm, change_form
from regiotafel.plan.indicators.loading import load_indicator, whose
from regiotafel.plan.indicators.queries import COLUMNS, indicators_in, rows_of, shown
from regiotafel.plan.loading import done_by, kept, load, load_measure, writing_page
from regiotafel.plan.models import Measure
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.files import csv_file
from regiotafel.web.pages import posted


def _to(measure: Measure) -> HttpResponse:
    return redirect("plan:measure", measure.plan.region.slug, measure.plan.slug, measure.number)


@door("progress.tell", of=whose)
def new_indicator(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    of = load(request, plan)
    now = load_measure(request, of, measure)
    form, done = IndicatorForm(posted(request)), done_by(request, measure=now)
    if kept(form, lambda: actions.add_indicator(**done, **form.cleaned_data))[0]:
        messages.success(request, _("De indicator staat erbij. Vul nu een meting in."))
        return _to(now)
    return writing_page(request, "plan/indicator_form.html", plan=of, measure=now, form=form)


@door("progress.tell", of=whose)
def change_indicator(request: RegionRequest, plan: str, measure: int, indicator: int) -> HttpResponse:
    of = load(request, plan)
    now = load_measure(request, of, measure)
    found = load_indicator(request, now, indicator)
    form, done = change_form(posted(request), found), done_by(request, indicator=found)
    is_done, fault = kept(form, lambda: actions.change_indicator(**done, **form.cleaned_data))
    if is_done:
        return _to(now)
    if fault:
        form = change_form(sent_again(request.POST, fault.theirs, "version"), found)
    more = {"plan": of, "measure": now, "indicator": found, "fault": fault}
    return writing_page(request, "plan/indicator_form.html", form=form, **more)


@door("progress.tell", of=whose)
def figures(request: RegionRequest, plan: str, measure: int, indicator: int) -> HttpResponse:
    """What was measured, one period at a time."""
    of = load(request, plan)
    now = load_measure(request, of, measure)
    found = load_indicator(request, now, indicator)
    form, done = FigureForm(posted(request), indicator=found), done_by(request, indicator=found)
    is_done, fault = kept(form, lambda: actions.set_figures(**done, **form.said()))
    if is_done:
        messages.success(request, _("De meting is opgeslagen."))
        return redirect("plan:figures", request.region.slug, of.slug, now.number, found.number)
    if fault:
        form = FigureForm(sent_again(request.POST, fault.theirs, "version"), indicator=found)
    more = {"plan": of, "measure": now, "indicator": found, "shown": shown(found), "fault": fault}
    return writing_page(request, "plan/figures.html", form=form, **more)


@door("plan.read")
@require_safe
def figures_csv(request: RegionRequest, plan: str) -> HttpResponseBase:
    of = load(request, plan)
    return csv_file(write_csv(COLUMNS, rows_of(of)), request.region.slug, "metingen", of.slug)


@door("plan.write")
def bring_figures(request: RegionRequest, plan: str) -> HttpResponse:
    """A file, shown before anything is kept of it."""
    of = load(request, plan)
    form = BringForm(request.POST, request.FILES, plan=of) if request.method == "POST" else BringForm(plan=of)
    if form.is_valid():
        take = TakeForm(plan=of, rows=form.rows)
        return writing_page(request, "plan/figures_preview.html", plan=of, rows=form.rows, form=take)
    more = {"plan": of, "n_indicators": len(indicators_in(of))}
    return writing_page(request, "plan/bring_figures.html", form=form, **more)


@door("plan.write")
@require_POST
def take_figures(request: RegionRequest, plan: str) -> HttpResponse:
    """Takes over what the preview showed."""
    of = load(request, plan)
    form, done = TakeForm(request.POST, plan=of), done_by(request, plan=of)
    is_done, fault = kept(form, lambda: actions.bring_figures(**done, **form.cleaned_data))
    if is_done:
        n = len(form.cleaned_data["rows"])
        messages.success(request, ngettext("Eén meting ingelezen.", "%(n)d metingen ingelezen.", n) % {"n": n})
        return redirect("plan:progress", request.region.slug, of.slug)
    more = {"plan": of, "n_indicators": len(indicators_in(of)), "forms": [form]}
    return writing_page(request, "plan/bring_figures.html", form=BringForm(plan=of), fault=fault, **more)
