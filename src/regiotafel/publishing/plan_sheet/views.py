"""What comes first in a plan and why, on one sheet of paper."""

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import load
from regiotafel.plan.rules import PART
from regiotafel.publishing.plan_sheet.actions import sheet_key
from regiotafel.publishing.plan_sheet.queries import sheet_of
from regiotafel.publishing.plan_sheet.tasks import print_sheet
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.links import link


@door("plan.read")
@require_safe
def plan_pdf(request: RegionRequest, plan: str) -> HttpResponseBase:
    """The print, or a page that waits for it."""
    found = sheet_of(load(request, plan), timezone.localdate())
    slugs = (request.region.slug, found.plan.slug)
    args = [found.plan.pk, found.on.isoformat(), link("plan:plan", *slugs)]
    wanted = Print(sheet_key(found), print_sheet, args, (*slugs, found.on))
    return print_or_wait(request, wanted, "publishing/plan_printing.html", plan=found.plan, here=PART)
