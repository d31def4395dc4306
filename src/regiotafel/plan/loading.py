"""How the pages of a plan find what their address names, and what these pages share."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.models import Measure, Plan
from regiotafel.plan.queries import measure_in, plan_in
from regiotafel.plan.rules import PART, is_measure_seen, is_seen
from regiotafel.regions.access import RegionRequest, shown
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Plan:
    return shown(plan_in(request.region, slug), request.standings, is_seen, _("Dit plan is er niet in deze regio."))


def load_measure(request: RegionRequest, plan: Plan, number: int) -> Measure:
    found = measure_in(plan, number)
    return shown(found, request.standings, is_measure_seen, _("Deze maatregel staat niet in dit plan."))


def plan_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    return page(request, template, here=PART, **context)


def writing_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """A page for who writes or scores, kept by nobody."""
    return plan_page(request, template, kept=False, **context)
