"""How a page of a link finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.thread.linking.queries import link_of
from regiotafel.thread.models import Link


def load(request: RegionRequest, pk: int) -> Link:
    """Who judges links sees the names at both ends; what they say is asked where it is shown."""
    found = link_of(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze koppeling bestaat niet."))
