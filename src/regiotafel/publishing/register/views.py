"""Who decides what, on one sheet of paper."""

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.mandates.rules import PART
from regiotafel.publishing.register.actions import register_key
from regiotafel.publishing.register.queries import sheet_of
from regiotafel.publishing.register.tasks import print_register
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.links import link


@door("mandate.read")
@require_safe
def register_pdf(request: RegionRequest) -> HttpResponseBase:
    """The print, or a page that waits for it."""
    found = sheet_of(request.region, timezone.localdate())
    args = [request.region.pk, found.on.isoformat(), link("mandates:index", request.region.slug)]
    wanted = Print(register_key(found), print_register, args, (request.region.slug, PART, found.on))
    return print_or_wait(request, wanted, "publishing/register_printing.html", here=PART)
