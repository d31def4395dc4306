"""A text to print: as it reads now, or a version of it."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.publishing.texts import tasks
from regiotafel.publishing.texts.actions import file_key, text_key, tracked_key, write_text
from regiotafel.publishing.texts.queries import Whole, whole
from regiotafel.publishing.texts.rules import NAMES, TYPES, WAITED_FOR
from regiotafel.publishing.waiting import OF_FILE, Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.vision.loading import load, load_release
from regiotafel.vision.models import Document, Release
from regiotafel.vision.queries import release_in
from regiotafel.web.fields import number_of
from regiotafel.web.files import as_file, document_file
from regiotafel.web.links import link


@door("vision.read")
@require_safe
def text_pdf(request: RegionRequest, document: str) -> HttpResponseBase:
    return _print(request, load(request, document), None)


@door("vision.read")
@require_safe
def release_pdf(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    release = load_release(request, document, number)
    return _print(request, release.document, release)


@door("vision.read")
@require_safe
def text_file(request: RegionRequest, document: str) -> HttpResponseBase:
    """The text as it reads now, to go on with elsewhere and, from Word and LibreOffice, to bring back."""
    return _file(request, whole(load(request, document), None))


@door("vision.read")
@require_safe
def release_file(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    release = load_release(request, document, number)
    return _file(request, whole(release.document, release))


@door("vision.read")
@require_safe
def release_docx(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    """A version; with `met` what differs from an earlier one stands in it as tracked changes."""
    release = load_release(request, document, number)
    asked = number_of(request.GET.get("met", ""))
    before = release_in(release.document, asked) if asked and asked < release.number else None
    found = whole(release.document, release)
    if before is None:
        return _file(request, found)
    source_url, named = _place_of(request, release.document, release)
    args = [release.document_id, release.number, before.number, source_url]
    named += ["met", before.number]
    wanted = Print(
        tracked_key(found, before), tasks.write_tracked, args, named, document_file, words=OF_FILE, is_drawn=False
    )
    return _wait(request, found, wanted, "docx")


def _file(request: RegionRequest, found: Whole) -> HttpResponseBase:
    """In the kind that its address ends with."""
    kind = request.path.rpartition(".")[2]
    source_url, named = _place_of(request, found.document, found.release)
    gives = partial(_of_kind, kind)
    if kind not in WAITED_FOR:
        return gives(write_text(found, kind, source_url), *named)
    args = [found.document.pk, found.release.number if found.release else 0, kind, source_url]
    wanted = Print(file_key(found, kind), tasks.write_text, args, named, gives, words=OF_FILE, is_drawn=False)
    return _wait(request, found, wanted, kind)


def _of_kind(kind: str, content: bytes, *named: object) -> HttpResponse:
    return as_file(HttpResponse(content, content_type=TYPES[kind]), *named, ending=kind)


def _place_of(request: RegionRequest, document: Document, release: Release | None) -> tuple[str, list[object]]:
    """Where it is read, and what its file is called."""
    number = [release.number] if release else []
    source_url = link("vision:release" if release else "vision:read", request.region.slug, document.slug, *number)
    return source_url, [request.region.slug, document.slug, *(["versie", *number] if release else [])]


def _print(request: RegionRequest, document: Document, release: Release | None) -> HttpResponseBase:
    """The print, or a page that waits for it."""
    source_url, named = _place_of(request, document, release)
    found, args = whole(document, release), [document.pk, release.number if release else 0, source_url]
    return _wait(request, found, Print(text_key(found), tasks.print_text, args, named), "pdf")


def _wait(request: RegionRequest, found: Whole, wanted: Print, kind: str) -> HttpResponse:
    title = _("Je bestand wordt gemaakt: %(kind)s") % {"kind": NAMES[kind]}
    context = {"document": found.document, "release": found.release, "here": "visie", "title": title}
    return print_or_wait(request, wanted, "publishing/text_printing.html", **context)
