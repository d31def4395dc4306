"""How a page of the thread finds what its address names."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import NOBODY, RegionRequest, shown
from regiotafel.thread.models import Knot
from regiotafel.thread.queries import knot_in
from regiotafel.thread.rules import is_seen

MISSING = _("Dit bestaat niet, of is nog niet te lezen.")


def load(request: RegionRequest, pk: int) -> Knot:
    return shown(knot_in(request.region, pk), request.standings, is_seen, MISSING)


def load_for_everybody(request: RegionRequest, pk: int) -> Knot:
    """For a page on which nobody sees more than a visitor does."""
    return shown(knot_in(request.region, pk), NOBODY, is_seen, MISSING)
