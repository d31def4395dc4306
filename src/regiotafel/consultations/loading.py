"""How every page of a consultation finds it, and what the pages for members around it share."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.queries import consultation_in
from regiotafel.consultations.rules import is_readable
from regiotafel.regions.access import RegionRequest, shown
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Consultation:
    return shown(consultation_in(request.region, slug), request.standings, is_readable, _("Deze ronde bestaat niet."))


def consultation_page(
    request: RegionRequest, template: str, consultation: Consultation, **context: Any
) -> HttpResponse:
    """A page around one consultation; context and status as in `web.pages`."""
    shared = {"consultation": consultation, "state": consultation.state(timezone.now()), "here": "rondes"}
    return page(request, template, **{**shared, **context})


def staff_page(request: RegionRequest, template: str, consultation: Consultation, **context: Any) -> HttpResponse:
    """The same for members: older than a minute it misleads."""
    return consultation_page(request, template, consultation, kept=False, **context)
