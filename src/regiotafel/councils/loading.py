"""How the pages about councils find what their address names, and what these pages share."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.queries import municipality_in
from regiotafel.councils.rules import PART
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality
from regiotafel.vision.loading import load
from regiotafel.web.pages import page


def load_municipality(request: RegionRequest, pk: int) -> Municipality:
    found = municipality_in(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze gemeente doet niet mee in deze regio."))


def whose(request: RegionRequest, municipality: int, document: str = "", **_rest: object) -> Municipality:
    """Whose council an address is about: who works for a municipality writes only about that one."""
    if document:
        load(request, document)
    return load_municipality(request, municipality)


def council_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    return page(request, template, here=PART, **context)


def writing_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """A page for who writes, kept by nobody."""
    return council_page(request, template, kept=False, **context)
