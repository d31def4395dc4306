"""What is agreed with providers as a file, out and in, and as a calendar to subscribe to."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.calendar import write_calendar
from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.plan.agreements.queries import Calendar, calendar_of, seen_in
from regiotafel.plan.agreements.rules import sees_all
from regiotafel.plan.loading import done_by, kept, writing_page
from regiotafel.plan.timetable import actions
from regiotafel.plan.timetable.forms import BringForm, TakeForm
from regiotafel.plan.timetable.queries import COLUMNS, entries_of, rows_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.files import as_file, csv_file, workbook_file


def _calendar(request: RegionRequest) -> Calendar:
    today = timezone.localdate()
    return calendar_of(seen_in(request.region, request.standings, today), request.standings, today)


@door("plan.read")
@require_safe
def arrangements_ics(request: RegionRequest) -> HttpResponse:
    """All days that who asks may read."""
    name = _("Afspraken met aanbieders: %(region)s") % {"region": request.region.name}
    content = write_calendar(name, entries_of(_calendar(request)), written_at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    return as_file(response, request.region.slug, "afspraken", ending="ics")


@door("plan.read")
@require_safe
def arrangements_csv(request: RegionRequest) -> HttpResponseBase:
    rows = rows_of(_calendar(request), sees_everything=sees_all(request.standings))
    return csv_file(write_csv(COLUMNS, rows), request.region.slug, "afspraken")


@door("plan.read")
@require_safe
def arrangements_xlsx(request: RegionRequest) -> HttpResponseBase:
    rows = rows_of(_calendar(request), sees_everything=sees_all(request.standings))
    return workbook_file(write_xlsx(COLUMNS, rows, sheet="Afspraken"), request.region.slug, "afspraken")


@door("arrangement.write")
def bring_arrangements(request: RegionRequest) -> HttpResponse:
    """A file, shown before anything is kept of it."""
    region = request.region
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(*sent, region=region)
    if form.is_valid():
        taken = TakeForm(region=region, rows=form.rows)
        return writing_page(request, "plan/arrangements_preview.html", rows=form.rows, form=taken)
    return writing_page(request, "plan/arrangements_bring.html", form=form)


@door("arrangement.write")
@require_POST
def take_arrangements(request: RegionRequest) -> HttpResponse:
    form, done = TakeForm(request.POST, region=request.region), done_by(request, region=request.region)
    is_done, fault = kept(form, lambda: actions.bring_arrangements(**done, **form.cleaned_data))
    if is_done:
        n = len(form.cleaned_data["rows"])
        told = ngettext("Eén afspraak is ingelezen.", "%(n)d afspraken zijn ingelezen.", n) % {"n": n}
        messages.success(request, told)
        return redirect("plan:arrangements", request.region.slug)
    again = BringForm(region=request.region)
    return writing_page(request, "plan/arrangements_bring.html", form=again, forms=[form, again], fault=fault)
