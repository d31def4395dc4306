"""How the pages of a municipality and of a sub-region find them."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import RegionMunicipality, SubRegion
from regiotafel.regions.places.queries import place_in, sub_region_in


def load_place(request: RegionRequest, pk: int) -> RegionMunicipality:
    found = place_in(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze gemeente doet niet (meer) mee in deze regio."))


def load_sub_region(request: RegionRequest, pk: int) -> SubRegion:
    found = sub_region_in(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze deelregio bestaat niet (meer) in deze regio."))
