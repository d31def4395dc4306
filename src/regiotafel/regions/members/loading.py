"""How a page of a role finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.members.queries import membership_in
from regiotafel.regions.models import Membership


def load(request: RegionRequest, pk: int) -> Membership:
    found = membership_in(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze rol bestaat niet (meer) in deze regio."))
