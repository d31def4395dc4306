"""A text to print: as it reads now, or a version of it."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.apart import NotDone
from regiotafel.formats.prose.docx_out import write
from regiotafel.publishing.texts.actions import text_key, write_text
from regiotafel.publishing.texts.queries import Whole, as_document, whole
from regiotafel.publishing.texts.rules import TYPES
from regiotafel.publishing.texts.tasks import print_text
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.vision.loading import load, load_release
from regiotafel.vision.models import Document, Release
from regiotafel.vision.queries import release_in
from regiotafel.vision.releasing.queries import changes_between
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
    if before is None:
        return _file(request, whole(release.document, release))
    source_url, named = _place_of(request, release.document, release)
    content = write(as_document(whole(release.document, release), changes_between(before, release), address=source_url))
    return document_file(content, *named, "met", before.number)


def _file(request: RegionRequest, found: Whole) -> HttpResponseBase:
    """In the kind that its address ends with."""
    kind = request.path.rpartition(".")[2]
    source_url, named = _place_of(request, found.document, found.release)
    try:
        content = write_text(found, kind, source_url)
    except NotDone:
        messages.error(
            request,
            _("Dit bestand kunnen we nu niet maken. Kies een ander soort bestand, of probeer het later nog eens."),
        )
        return redirect(urlsplit(source_url).path)
    return as_file(HttpResponse(content, content_type=TYPES[kind]), *named, ending=kind)


def _place_of(request: RegionRequest, document: Document, release: Release | None) -> tuple[str, list[object]]:
    """Where it is read, and what its file is called."""
    number = [release.number] if release else []
    source_url = link("vision:release" if release else "vision:read", request.region.slug, document.slug, *number)
    return source_url, [request.region.slug, document.slug, *(["versie", *number] if release else [])]


def _print(request: RegionRequest, document: Document, release: Release | None) -> HttpResponseBase:
    """The print, or a page that waits for it."""
    source_url, named = _place_of(request, document, release)
    args = [document.pk, release.number if release else 0, source_url]
    wanted = Print(text_key(whole(document, release)), print_text, args, named)
    context = {"document": document, "release": release, "here": "visie"}
    return print_or_wait(request, wanted, "publishing/text_printing.html", **context)
