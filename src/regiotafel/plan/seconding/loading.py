"""How a page of a secondment finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.models import Secondment
from regiotafel.plan.seconding.queries import secondment_in
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_secondment(request: RegionRequest, number: int) -> Secondment:
    found = secondment_in(request.region, number)
    return shown(found, request.standings, behind_its_door, _("Deze detachering is er niet meer."))
