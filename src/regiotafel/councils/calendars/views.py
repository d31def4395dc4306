"""When the bodies of a municipality meet: typed in, or from the calendar that the council has already."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.councils.calendars.actions import keep_days
from regiotafel.councils.calendars.forms import CalendarFileForm, DaysForm, as_meetings, filled
from regiotafel.councils.calendars.queries import calendar_of, days_of
from regiotafel.councils.calendars.rules import Meeting, added, body_of
from regiotafel.councils.loading import load_municipality, whose, writing_page
from regiotafel.documents import read_calendar_apart
from regiotafel.formats.calendar import Event
from regiotafel.formats.faults import FileRefused
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.conflicts import sent_again
from regiotafel.web.files import sentences_of
from regiotafel.web.pages import posted

# Of a calendar somebody brings the days from now on, and as far as councils plan.
AHEAD = timedelta(days=4 * 365)


@door("route.write", of=whose)
def days(request: RegionRequest, municipality: int) -> HttpResponse:
    found = load_municipality(request, municipality)
    calendar = calendar_of(request.region, found)
    form = DaysForm(posted(request), initial=filled(calendar, as_meetings(days_of(calendar))))
    context: dict[str, Any] = {"municipality": found, "upload": CalendarFileForm()}
    if form.is_valid():
        try:
            if _keep(request, form):
                return redirect("councils:index", request.region.slug)
        except ChangedMeanwhile as changed:
            form = DaysForm(sent_again(request.POST, changed.theirs, "version"))
            theirs = filled(changed.theirs, as_meetings(days_of(changed.theirs)))
            context |= {"fault": changed, "theirs": theirs}
    return writing_page(request, "councils/days.html", form=form, **context)


def _keep(request: RegionRequest, form: DaysForm) -> bool:
    given: dict[str, Any] = {"recess": form.cleaned_data["recess"], "version": form.cleaned_data["version"]}
    given |= {"region": request.region, "municipality": request.party, "meetings": form.meetings()}
    if is_refused(form, lambda: keep_days(by=member(request), at=timezone.now(), **given)):
        return False
    messages.success(request, _("De vergaderdagen zijn opgeslagen."))
    return True


@door("route.write", of=whose)
def bring(request: RegionRequest, municipality: int) -> HttpResponse:
    """What stands in a calendar, put beside what is there: to be read before it is saved."""
    found = load_municipality(request, municipality)
    if request.method != "POST":
        return redirect("councils:days", request.region.slug, municipality)
    upload = CalendarFileForm(request.POST, request.FILES)
    calendar = calendar_of(request.region, found)
    there = as_meetings(days_of(calendar))
    events = _read(upload) if upload.is_valid() else []
    meetings = [Meeting(one.on, body, one.name) for one in events if (body := body_of(one.name))]
    context: dict[str, Any] = {"upload": upload, "municipality": found}
    context |= {"told": _told(len(events), meetings) if upload.is_valid() else ""}
    form = DaysForm(initial=filled(calendar, added(there, meetings)))
    return writing_page(request, "councils/days.html", form=form, forms=[upload], **context)


def _read(upload: CalendarFileForm) -> list[Event]:
    """The days from now on. Why a file was refused stands at its field."""
    today = timezone.localdate()
    try:
        return read_calendar_apart(upload.cleaned_data["calendar"].read(), today, today + AHEAD)
    except FileRefused as refused:
        upload.add_error("calendar", " ".join(sentences_of(refused)))
    return []


def _told(n_events: int, meetings: list[Meeting]) -> str:
    """What was found in the file, and what was left out."""
    n = Counter(one.body for one in meetings)
    told = ngettext("In het bestand staat één dag", "In het bestand staan %(n)d dagen", n_events) % {"n": n_events}
    kinds = _("%(council)d van de raad, %(committee)d van een commissie, %(college)d van het college") % {
        "council": n["council"],
        "committee": n["committee"],
        "college": n["college"],
    }
    rest = _("%(n)d lijken geen van deze, en zijn overgeslagen") % {"n": n_events - len(meetings)}
    return f"{told}: {kinds}; {rest}."
