"""The reaction note of a release: to read, to print and as a table."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.history.queries import published
from regiotafel.publishing.note.actions import note_key
from regiotafel.publishing.note.loading import load_part
from regiotafel.publishing.note.queries import (
    BY_CHAPTER,
    BY_THEME,
    Note,
    NoteEntry,
    OwnChange,
    contents_of,
    entries_in,
    grouped,
    note_of,
    notes_of,
    outline_of,
    outline_of_page,
    parts_of,
)
from regiotafel.publishing.note.tasks import print_note
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.reports.note_table import write_note, write_note_workbook
from regiotafel.text.marked import words_of
from regiotafel.vision.deciding.queries import n_adopted
from regiotafel.vision.loading import load_release
from regiotafel.vision.models import Release
from regiotafel.web.files import csv_file, workbook_file
from regiotafel.web.links import link

# Each with what was heard, what was changed and why: on a telephone most of a screen.
ON_A_PAGE = 12


@door("contribution.read")
@require_safe
def note(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return _page(request, load_release(request, document, number))


@door("contribution.read")
@require_safe
def notes(request: RegionRequest) -> HttpResponse:
    """Every text of the region with its releases, and the note of each."""
    context = {"here": "reactienota", "texts": notes_of(request.region)}
    return render(request, "publishing/notes.html", context)


@door("contribution.read")
@require_safe
def note_pdf(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    """The print, or a page that waits for it."""
    release, how = load_release(request, document, number), _how(request)
    part = load_part(request, release)
    source_url = link("publishing:note", request.region.slug, release.document.slug, release.number)
    named = (*_named(release), *(("deel", part) if part > 1 else ()))
    wanted = Print(note_key(release, how, source_url, part), print_note, [release.pk, how, source_url, part], named)
    context = {"release": release, "document": release.document, "here": "visie"}
    return print_or_wait(request, wanted, "publishing/note_printing.html", **context)


@door("contribution.read")
@require_safe
def note_csv(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    release = load_release(request, document, number)
    return csv_file(write_note(_rows(note_of(release))), *_named(release))


@door("contribution.read")
@require_safe
def note_xlsx(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    release = load_release(request, document, number)
    return workbook_file(write_note_workbook(_rows(note_of(release))), *_named(release))


def _how(request: RegionRequest) -> str:
    return BY_THEME if request.GET.get("groep") == BY_THEME else BY_CHAPTER


def _page(request: RegionRequest, release: Release) -> HttpResponse:
    found, how = outline_of(release), _how(request)
    page = Paginator(found.entries, ON_A_PAGE).get_page(request.GET.get("pagina"))
    entries = entries_in(release, found, page.start_index() - 1, page.end_index()) if found.entries else []
    places = range(len(found.entries))
    tabs = [
        {"name": name, "url": f"?groep={word}", "is_current": word == how}
        for word, name in ((BY_CHAPTER, _("Per hoofdstuk")), (BY_THEME, _("Per thema")))
    ]
    context: dict[str, Any] = {
        "here": "visie",
        "release": release,
        "document": release.document,
        "note": outline_of_page(release, found, is_last=not page.has_next()),
        "contents": contents_of(release, found, how, ON_A_PAGE),
        "n_adopted": n_adopted(request.region).get(release.pk, 0),
        "groups": grouped(entries, how),
        "page": page,
        "is_last": not page.has_next(),
        "prints": [(number, some[0] + 1, some[-1] + 1) for number, some in enumerate(parts_of(places), 1) if some],
        "query": f"groep={how}&",
        "how": how,
        "tabs": tabs,
        "told": published(request.region.slug),
        "site": settings.ADDRESS,
    }
    return render(request, "publishing/note.html", context)


def _named(release: Release) -> tuple[object, ...]:
    """What the file is called after."""
    return release.document.region.slug, "reactienota", release.document.slug, "versie", release.number


def _rows(note: Note) -> Iterator[list[object]]:
    """Each with the version that it is about, and how final the note is: a table is also read without its page."""
    about = [note.release.number, note.status]
    for entry in note.entries:
        yield [*_row(entry), *about]
    for number, change in enumerate(note.own_changes, start=len(note.entries) + 1):
        yield [*_own_row(number, change), *about]


def _row(entry: NoteEntry) -> list[object]:
    answered, answer = entry.answered, entry.answered.answer
    numbers = [str(sender.contribution.number) for sender in answered.senders if sender.contribution]
    return [
        entry.nr,
        ", ".join(sender.label for sender in answered.senders),
        " ".join(numbers),
        entry.chapter,
        answered.section.theme if answered.section else "",
        answered.passage.number if answered.passage else "",
        answer.heard,
        answer.why,
        answer.get_verdict_display(),
        answer.who_then,
        _text(answered.was),
        _text(answered.becomes),
        answer.owner,
        answer.due_on or "",
    ]


def _own_row(number: int, change: OwnChange) -> list[object]:
    section = change.passage.section
    place = [change.chapter, section.theme, change.passage.number]
    own = [_("eigen wijziging"), "", *place, "", change.reason, _("ja"), ""]
    return [number, *own, _text(change.was), _text(change.becomes), "", ""]


def _text(text: str | None) -> str:
    return words_of(text or "")
