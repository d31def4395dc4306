"""The outcome as files to take along. Files about persons are for members, and no name or role is in them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load
from regiotafel.consultations.models import Consultation, Report
from regiotafel.engine.results import opinions as results
from regiotafel.formats import polis
from regiotafel.publishing.downloads import queries
from regiotafel.publishing.downloads.actions import report_key
from regiotafel.publishing.downloads.loading import load_report
from regiotafel.publishing.downloads.tasks import print_report
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.regions.rules import NotAllowed
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.opinions.table import write_table, write_workbook
from regiotafel.web.files import as_file, csv_file, print_once, workbook_file
from regiotafel.web.links import link


@door("outcome.read")
@require_safe
def report_pdf(request: RegionRequest, slug: str) -> HttpResponseBase:
    """The print, or a page that waits for it: printing takes seconds and is a task."""
    consultation, report = load_report(request, slug)
    source_url = link("consultations:outcome", request.region.slug, consultation.slug)
    named = _named(consultation, report, "verslag")
    wanted = Print(report_key(report), print_report, [report.pk, source_url], named)
    return print_or_wait(request, wanted, "publishing/printing.html", consultation=consultation)


@door("outcome.read")
@require_safe
def report_json(request: RegionRequest, slug: str) -> HttpResponseBase:
    """Without persons, unless a member asks for them."""
    consultation, report = load_report(request, slug)
    with_persons = "personen" in request.GET
    if with_persons and not may("votes.export", request.standings):
        raise PermissionDenied(str(NotAllowed("votes.export")))
    document = queries.report_with_people(consultation, report) if with_persons else results.read(report.data)
    # Each database gives the keys back in an order of its own.
    response = HttpResponse(results.as_text(document, in_order=True), content_type="application/json")
    name = "verslag-met-personen" if with_persons else "verslag"
    return as_file(response, *_named(consultation, report, name), ending="json")


@door("outcome.read")
@require_safe
def report_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation, report = load_report(request, slug)
    return csv_file(write_table(read(report.data)), *_named(consultation, report, "cijfers"))


@door("outcome.read")
@require_safe
def report_xlsx(request: RegionRequest, slug: str) -> HttpResponseBase:
    """Made once: of many statements a workbook takes seconds."""
    consultation, report = load_report(request, slug)
    content = print_once(f"{report_key(report)}-xlsx", lambda: write_workbook(read(report.data)))
    return workbook_file(content, *_named(consultation, report, "cijfers"))


@door("outcome.read")
@require_safe
def statements_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation, report = load_report(request, slug)
    comments = queries.statements_to_take(consultation, report)
    return csv_file(polis.write_comments(comments), *_named(consultation, report, "stellingen"))


@door("votes.export")
@require_safe
def votes_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation = load(request, slug)
    rows = queries.votes_to_take(consultation)
    return csv_file(polis.write_votes(rows), *_named(consultation, None, "antwoorden"))


@door("votes.export")
@require_safe
def participants_votes_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation = load(request, slug)
    groups = queries.groups_of_people(consultation, queries.report_to_take(consultation))
    statements, people = queries.people_to_take(consultation)
    table = polis.write_participants_votes(statements, people, groups)
    return csv_file(table, *_named(consultation, None, "deelnemers"))


def _named(consultation: Consultation, report: Report | None, name: str) -> tuple[object, ...]:
    """What the file is called after: region, consultation, what it is and the day."""
    day = timezone.localtime(report.counted_until if report else timezone.now())
    return consultation.region.slug, consultation.slug, name, f"{day:%Y-%m-%d}"
