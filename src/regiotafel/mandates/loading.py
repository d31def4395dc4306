"""How every page of the register finds what its address names, and what these pages share."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.models import Subject
from regiotafel.mandates.queries import subject_in
from regiotafel.mandates.rules import PART
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Subject:
    found = subject_in(request.region, slug)
    return shown(
        found, request.standings, behind_its_door, _("Dit onderwerp staat niet in het register van deze regio.")
    )


def register_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    return page(request, template, here=PART, **context)


def writing_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """A page for who writes, kept by nobody."""
    return register_page(request, template, kept=False, **context)
