"""A text to print: as it reads now, or a version of it."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from regiotafel.formats.prose.docx_out import write
from regiotafel.publishing.texts.actions import text_key
from regiotafel.publishing.texts.queries import as_document, whole
from regiotafel.publishing.texts.tasks import print_text
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.vision.loading import load, load_release
from regiotafel.vision.models import Document, Release
from regiotafel.vision.queries import release_in
from regiotafel.vision.releasing.queries import changes_between
from regiotafel.web.fields import number_of
from regiotafel.web.files import document_file
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
def text_docx(request: RegionRequest, document: str) -> HttpResponseBase:
    """The text as it reads now, to work on in Word and to bring back."""
    found = load(request, document)
    content = write(as_document(whole(found, None)))
    return document_file(content, request.region.slug, found.slug)


@door("vision.read")
@require_safe
def release_docx(request: RegionRequest, document: str, number: int) -> HttpResponseBase:
    """A version; with `met` what differs from an earlier one stands in it as tracked changes."""
    release = load_release(request, document, number)
    asked = number_of(request.GET.get("met", ""))
    before = release_in(release.document, asked) if asked and asked < release.number else None
    changes = changes_between(before, release) if before else None
    named = (request.region.slug, release.document.slug, "versie", release.number)
    content = write(as_document(whole(release.document, release), changes))
    return document_file(content, *named, *(("met", before.number) if before else ()))


def _print(request: RegionRequest, document: Document, release: Release | None) -> HttpResponseBase:
    """The print, or a page that waits for it."""
    number = release.number if release else 0
    place = (request.region.slug, document.slug, *([number] if number else []))
    source_url = link("vision:release" if number else "vision:read", *place)
    named = (request.region.slug, document.slug, *(("versie", number) if number else ()))
    wanted = Print(text_key(whole(document, release)), print_text, [document.pk, number, source_url], named)
    context = {"document": document, "release": release, "here": "visie"}
    return print_or_wait(request, wanted, "publishing/text_printing.html", **context)
