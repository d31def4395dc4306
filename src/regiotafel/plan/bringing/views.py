"""Measures as a file, out and in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.plan.bringing import actions
from regiotafel.plan.bringing.forms import BringForm, TakeForm
from regiotafel.plan.bringing.queries import columns_of, rows_of, shown
from regiotafel.plan.loading import done_by, kept, load, writing_page
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.files import csv_file, workbook_file


@door("plan.read")
@require_safe
def measures_csv(request: RegionRequest, plan: str) -> HttpResponseBase:
    of = load(request, plan)
    return csv_file(write_csv(columns_of(of), rows_of(of)), request.region.slug, "maatregelen", of.slug)


@door("plan.read")
@require_safe
def measures_xlsx(request: RegionRequest, plan: str) -> HttpResponseBase:
    of = load(request, plan)
    content = write_xlsx(columns_of(of), rows_of(of), sheet="Maatregelen")
    return workbook_file(content, request.region.slug, "maatregelen", of.slug)


@door("plan.write")
def bring(request: RegionRequest, plan: str) -> HttpResponse:
    """A file, shown before anything is kept of it."""
    of = load(request, plan)
    form = BringForm(request.POST, request.FILES, plan=of) if request.method == "POST" else BringForm(plan=of)
    if form.is_valid():
        take = TakeForm(plan=of, rows=form.rows)
        rows = shown(form.rows, form.measures)
        counts = {"n_new": sum(one.row.is_new for one in rows), "n_changed": sum(bool(one.changes) for one in rows)}
        return writing_page(request, "plan/bring_preview.html", plan=of, rows=rows, form=take, **counts)
    return writing_page(request, "plan/bring.html", plan=of, form=form)


@door("plan.write")
@require_POST
def take(request: RegionRequest, plan: str) -> HttpResponse:
    """Takes over what the preview showed."""
    of = load(request, plan)
    form, done = TakeForm(request.POST, plan=of), done_by(request, plan=of)
    is_done, fault = kept(form, lambda: actions.bring_measures(**done, **form.cleaned_data))
    if is_done:
        n = len(form.cleaned_data["rows"])
        told = ngettext("Eén maatregel ingelezen.", "%(n)d maatregelen ingelezen.", n) % {"n": n}
        messages.success(request, told)
        return redirect("plan:measures", request.region.slug, of.slug)
    return writing_page(
        request, "plan/bring.html", plan=of, form=BringForm(plan=of), fault=fault, take=form, forms=[form]
    )
