"""How a page finds the council that its address names."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality
from regiotafel.vision.deciding.queries import OfCouncil, by_council
from regiotafel.vision.loading import load_release
from regiotafel.vision.models import Release


def load_council(request: RegionRequest, release: Release, municipality: int) -> OfCouncil:
    found = next((one for one in by_council(release) if one.municipality.pk == municipality), None)
    return shown(found, request.standings, behind_its_door, _("Deze gemeente doet niet mee in deze regio."))


def whose_council(request: RegionRequest, document: str, number: int, municipality: int) -> Municipality:
    """Whose decision an address is about: a clerk writes down only that of their own."""
    return load_council(request, load_release(request, document, number), municipality).municipality
