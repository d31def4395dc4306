"""How the page of an organisation finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Organisation
from regiotafel.regions.parties.queries import organisation_in


def load(request: RegionRequest, pk: int) -> Organisation:
    found = organisation_in(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze organisatie bestaat niet in deze regio."))
