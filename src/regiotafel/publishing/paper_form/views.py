"""The sheet of a municipality to fill in by hand, as PDF."""

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from regiotafel.mandates.rounds.loading import load_party, load_round
from regiotafel.mandates.rules import PART
from regiotafel.publishing.paper_form.actions import form_key
from regiotafel.publishing.paper_form.queries import empty_sheet
from regiotafel.publishing.paper_form.tasks import print_form
from regiotafel.publishing.waiting import Print, print_or_wait
from regiotafel.regions.access import RegionRequest, door


@door("mandateround.read")
@require_safe
def paper_form_pdf(request: RegionRequest, round: str, municipality: int) -> HttpResponseBase:
    """The print, or a page that waits for it. It says nothing of what anybody filled in."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    named = (request.region.slug, found.slug, slugify(party.municipality.name))
    wanted = Print(form_key(empty_sheet(party, timezone.localdate())), print_form, [party.pk], named)
    return print_or_wait(request, wanted, "publishing/sheet_printing.html", round=found, here=PART)
