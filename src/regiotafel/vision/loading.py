"""How every page of a text finds what its address names, and what these pages share."""

from typing import Any

from django.http import Http404, HttpResponse

from regiotafel.regions.access import RegionRequest
from regiotafel.vision.models import Document, Passage, Release, Section
from regiotafel.vision.queries import document_in, passage_in, release_in, section_in
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Document:
    found = document_in(request.region, slug)
    if found is None:
        raise Http404("Deze tekst bestaat niet in deze regio.")
    return found


def load_passage(request: RegionRequest, slug: str, number: int) -> Passage:
    found = passage_in(load(request, slug), number)
    if found is None:
        raise Http404("Deze passage bestaat niet in deze tekst.")
    return found


def load_section(document: Document, section_id: int) -> Section:
    found = section_in(document, section_id)
    if found is None:
        raise Http404("Dit hoofdstuk bestaat niet in deze tekst.")
    return found


def load_release(request: RegionRequest, slug: str, number: int) -> Release:
    found = release_in(load(request, slug), number)
    if found is None:
        raise Http404("Deze versie bestaat niet.")
    return found


def text_page(request: RegionRequest, template: str, document: Document | None, **context: Any) -> HttpResponse:
    return page(request, template, document=document, here="visie", **context)


def writing_page(request: RegionRequest, template: str, document: Document | None, **context: Any) -> HttpResponse:
    """A page for who writes, kept by nobody."""
    return text_page(request, template, document, kept=False, **context)
