"""What came out of a round, as a page and as files."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.mandates.models import Round
from regiotafel.mandates.outcome.analysis import HEADER, outcome_of, table_of
from regiotafel.mandates.rounds.loading import load_with_result, public_round_page
from regiotafel.mandates.rounds.queries import agreements_out_of, dropped_from, handed_in, knot_of, subjects_in
from regiotafel.mandates.rounds.rules import LIVE_WITH
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.files import as_file, csv_file, workbook_file


@door("mandate.read")
@require_safe
def round_result(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    outcome = outcome_of(subjects_in(found), handed_in(found), timezone.localdate())
    context: dict[str, Any] = {"outcome": outcome, "dropped": dropped_from(found), "live_with": LIVE_WITH}
    context |= {"agreements": agreements_out_of(found), "knot": knot_of(found) if found.published_at else None}
    return public_round_page(request, "mandates/round_result.html", found, sees_result=True, **context)


@door("mandate.read")
@require_safe
def round_result_csv(request: RegionRequest, round: str) -> HttpResponseBase:
    """What each municipality said, without names of people."""
    found = load_with_result(request, round)
    return csv_file(write_csv(HEADER, _table(found)), request.region.slug, found.slug, _("uitkomst"))


@door("mandate.read")
@require_safe
def round_result_xlsx(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    book = write_xlsx(HEADER, _table(found), sheet=_("Uitkomst"))
    return workbook_file(book, request.region.slug, found.slug, _("uitkomst"))


@door("mandate.read")
@require_safe
def round_result_json(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    told = [dict(zip(HEADER, row, strict=True)) for row in _table(found)]
    answer = JsonResponse({"ronde": found.title, "standpunten": told})
    return as_file(answer, request.region.slug, found.slug, _("uitkomst"), ending="json")


def _table(round: Round) -> list[list[object]]:
    return table_of(subjects_in(round), handed_in(round))
