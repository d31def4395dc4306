"""How every page of a text finds what its address names, and what these pages share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import NOBODY, RegionRequest, behind_its_door, shown
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import is_seen
from regiotafel.vision.models import Document, Passage, Release, Section
from regiotafel.vision.queries import document_in, knot_of_text, passage_in, release_in, section_in
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Document:
    found = document_in(request.region, slug)
    return shown(found, request.standings, behind_its_door, _("Deze tekst bestaat niet in deze regio."))


def load_passage(request: RegionRequest, slug: str, number: int) -> Passage:
    found = passage_in(load(request, slug), number)
    return shown(found, request.standings, behind_its_door, _("Deze passage bestaat niet in deze tekst."))


def load_to_follow(request: RegionRequest, slug: str) -> Knot:
    found = knot_of_text(load(request, slug))
    return shown(found, NOBODY, is_seen, _("Deze tekst kun je niet volgen."))


def load_section(request: RegionRequest, document: Document, section_id: int) -> Section:
    found = section_in(document, section_id)
    return shown(found, request.standings, behind_its_door, _("Dit hoofdstuk bestaat niet in deze tekst."))


def load_release(request: RegionRequest, slug: str, number: int) -> Release:
    found = release_in(load(request, slug), number)
    return shown(found, request.standings, behind_its_door, _("Deze versie bestaat niet."))


def text_page(request: RegionRequest, template: str, document: Document | None, **context: Any) -> HttpResponse:
    return page(request, template, document=document, here="visie", **context)


def writing_page(request: RegionRequest, template: str, document: Document | None, **context: Any) -> HttpResponse:
    """A page for who writes, kept by nobody."""
    return text_page(request, template, document, kept=False, **context)


def back_to_text(request: RegionRequest, passage: Passage) -> HttpResponse:
    """To the passage in the text that the editor came from."""
    address = reverse("vision:edit", args=[request.region.slug, passage.document.slug])
    return redirect(f"{address}#passage-{passage.number}")
