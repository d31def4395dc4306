"""What differs between any two releases: to read, to print, and as a table."""

from collections.abc import Iterator, Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from regiotafel.regions.access import RegionRequest, door
from regiotafel.reports.changes_table import write_changes, write_changes_workbook
from regiotafel.text.marked import words_of
from regiotafel.vision.comparing.queries import Comparison, compare
from regiotafel.vision.comparing.rules import Differs
from regiotafel.vision.loading import load_release, text_page
from regiotafel.vision.models import Release
from regiotafel.vision.queries import releases_of
from regiotafel.vision.releasing.queries import CHANGES_PAGE, side_by_side
from regiotafel.web.files import csv_file, workbook_file


@door("vision.read")
def differences(request: RegionRequest, document: str, number: int) -> HttpResponse:
    """With the release before it, or with any other that the reader picks."""
    found = load_release(request, document, number)
    before, after, others = _two(request, found)
    comparison = compare(before, after) if before else Comparison((), knows_chapters=True)
    page = Paginator(comparison.about_words, CHANGES_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "asked": found,
        "release": after,
        "other": before,
        "others": others,
        "comparison": comparison,
        "page": page,
        "changes": [side_by_side(one.change, one.reasons) for one in page if one.change],
        "query": f"met={(before if after == found else after).number}&" if before else "",
    }
    return text_page(request, "vision/differences.html", found.document, **context)


def _two(request: RegionRequest, found: Release) -> tuple[Release | None, Release, Sequence[Release]]:
    """The earlier, the later, and all with which this one can be compared, newest first."""
    others = [one for one in releases_of(found.document) if one.number != found.number]
    asked = request.GET.get("met", "")
    other = next((one for one in others if str(one.number) == asked), None)
    other = other or next((one for one in others if one.number < found.number), None)
    if other is None or other.number < found.number:
        return other, found, others
    return found, other, others


@door("vision.read")
@require_safe
def changes_csv(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    rows, named = _table(request, load_release(request, document, number))
    return csv_file(write_changes(rows), *named)


@door("vision.read")
@require_safe
def changes_xlsx(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    rows, named = _table(request, load_release(request, document, number))
    return workbook_file(write_changes_workbook(rows), *named)


def _words(one: Differs) -> tuple[str, str]:
    """As they are read; where only the marks differ, as they are kept."""
    words = words_of(one.was), words_of(one.becomes)
    return (one.was, one.becomes) if not one.is_about_words or words[0] == words[1] else words


def _table(request: RegionRequest, found: Release) -> tuple[Iterator[Sequence[object]], Sequence[object]]:
    """The rows, and the words of the name of the file."""
    before, after, _others = _two(request, found)
    differs = compare(before, after).differs if before else ()
    rows = (
        (
            str(one.kind.label),
            one.chapter,
            one.change.passage.number if one.change else "",
            *_words(one),
            "; ".join(one.reasons),
        )
        for one in differs
    )
    return rows, (
        request.region.slug,
        found.document.slug,
        "versie",
        before.number if before else "",
        "en",
        after.number,
    )
