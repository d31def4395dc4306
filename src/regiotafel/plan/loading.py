"""How the pages of a plan find what their address names, and what these pages share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.plan.models import Measure, Plan
from regiotafel.plan.queries import measure_in, plan_in
from regiotafel.plan.rules import PART, is_measure_seen, is_seen
from regiotafel.refused import Refused
from regiotafel.regions.access import NOBODY, RegionRequest, member, shown
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Plan:
    return shown(plan_in(request.region, slug), request.standings, is_seen, _("Dit plan is er niet in deze regio."))


def load_for_all(request: RegionRequest, slug: str) -> Plan:
    """Only what everybody reads, whoever asks: it stands in a page of somebody else."""
    return shown(plan_in(request.region, slug), NOBODY, is_seen, _("Dit plan is er niet in deze regio."))


def load_measure(request: RegionRequest, plan: Plan, number: int) -> Measure:
    found = measure_in(plan, number)
    return shown(found, request.standings, is_measure_seen, _("Deze maatregel staat niet in dit plan."))


def kept(form: Form, act: Callable[[], object]) -> tuple[bool, ChangedMeanwhile | None]:
    """Whether what the form says is done; and when somebody else was before, what stands now."""
    if not form.is_valid():
        return False, None
    try:
        return not is_refused(form, act), None
    except ChangedMeanwhile as changed:
        return False, changed


def pressed(request: RegionRequest, act: Callable[[], object]) -> bool:
    """Of a button without a form: what a rule says against it stands above the page that the button leads to."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return True


def done_by(request: RegionRequest, **about: Any) -> dict[str, Any]:
    return {"by": member(request), "at": timezone.now(), **about}


def plan_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    return page(request, template, here=PART, **context)


def writing_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """A page for who writes or scores, kept by nobody."""
    return plan_page(request, template, kept=False, **context)
