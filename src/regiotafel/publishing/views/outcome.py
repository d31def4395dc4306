"""The outcome as files to take along. Files about persons are for members, and no name or role is in them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.models import Consultation, Report
from regiotafel.consultations.queries import readable_consultation
from regiotafel.formats import polis
from regiotafel.publishing.actions.printing import ask_to_print, printed
from regiotafel.publishing.queries import taking as queries
from regiotafel.publishing.tasks import print_report
from regiotafel.publishing.views.waiting import is_asking_again, waiting_page
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.regions.rules import NotAllowed
from regiotafel.reports.opinions.outcome import public, read
from regiotafel.reports.opinions.table import write_table


@door("outcome.read")
@require_safe
def report_pdf(request: RegionRequest, slug: str) -> HttpResponseBase:
    """The print, or a page that waits for it: printing takes seconds and is a task."""
    consultation, report = _load(request, slug)
    pdf = printed(report)
    if pdf is None and ask_to_print(report):
        print_report.enqueue(report.pk, request.build_absolute_uri(request.path.replace("verslag.pdf", "")))
    if pdf is None or is_asking_again(request):
        return waiting_page(request, "publishing/printing.html", pdf, {"consultation": consultation})
    response = HttpResponse(pdf, content_type="application/pdf")
    return _as_file(response, request, consultation, report, "verslag", "pdf", inline=True)


@door("outcome.read")
@require_safe
def report_json(request: RegionRequest, slug: str) -> HttpResponseBase:
    """Without persons, unless a member asks for them."""
    consultation, report = _load(request, slug)
    with_persons = "personen" in request.GET
    if with_persons and not may("votes.export", request.standings):
        raise PermissionDenied(str(NotAllowed("votes.export")))
    data = _with_numbers(consultation, report) if with_persons else public(report.data)
    # Each database gives the keys back in an order of its own.
    form = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    response = JsonResponse(data, json_dumps_params=form)
    name = "verslag-met-personen" if with_persons else "verslag"
    return _as_file(response, request, consultation, report, name, "json")


@door("outcome.read")
@require_safe
def report_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation, report = _load(request, slug)
    return _csv(write_table(read(report.data)), request, consultation, report, "cijfers")


@door("outcome.read")
@require_safe
def statements_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation, report = _load(request, slug)
    comments = queries.statements_to_take(consultation, report)
    return _csv(polis.write_comments(comments), request, consultation, report, "stellingen")


@door("votes.export")
@require_safe
def votes_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation = _consultation(request, slug)
    rows = queries.votes_to_take(consultation)
    return _csv(polis.write_votes(rows), request, consultation, None, "antwoorden")


@door("votes.export")
@require_safe
def participants_votes_csv(request: RegionRequest, slug: str) -> HttpResponseBase:
    consultation = _consultation(request, slug)
    groups = queries.groups_of_people(consultation, queries.report_to_take(consultation))
    statements, people = queries.people_to_take(consultation)
    return _csv(polis.write_participants_votes(statements, people, groups), request, consultation, None, "deelnemers")


def _consultation(request: RegionRequest, slug: str) -> Consultation:
    consultation = readable_consultation(request.region, slug, request.standings)
    if consultation is None:
        raise Http404(_("Dit gesprek bestaat niet."))
    return consultation


def _load(request: RegionRequest, slug: str) -> tuple[Consultation, Report]:
    consultation = _consultation(request, slug)
    report = queries.report_to_take(consultation)
    if report is None:
        raise Http404(_("Er is nog geen uitkomst om mee te nemen. Er zijn nog te weinig antwoorden."))
    return consultation, report


def _with_numbers(consultation: Consultation, report: Report) -> dict[str, Any]:
    numbers = queries.person_numbers(consultation)
    return {
        **report.data,
        "group_of_person": {str(numbers[int(key)]): group for key, group in report.data["group_of_person"].items()},
        "between_groups": [str(numbers[int(key)]) for key in report.data["between_groups"]],
    }


def _csv(
    parts: Iterable[str], request: RegionRequest, consultation: Consultation, report: Report | None, name: str
) -> HttpResponseBase:
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    return _as_file(response, request, consultation, report, name, "csv")


def _as_file(
    response: HttpResponseBase,
    request: RegionRequest,
    consultation: Consultation,
    report: Report | None,
    name: str,
    ending: str,
    *,
    inline: bool = False,
) -> HttpResponseBase:
    """Names the file after region, consultation and day, and keeps it out of shared caches."""
    day = timezone.localtime(report.counted_until if report else timezone.now())
    file = f"{request.region.slug}-{consultation.slug}-{name}-{day:%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{file}"'
    response["Cache-Control"] = "private, no-cache"
    return response
