"""How a page finds the file of another region, and which two parts of the region an address means."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.comparing.queries import SubRegionPart, neighbour_in
from regiotafel.mandates.models import Neighbour, Round
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_neighbour(request: RegionRequest, round: Round, pk: int) -> Neighbour:
    """Of a round whose result who asks may read."""
    found = neighbour_in(round, pk)
    return shown(found, request.standings, behind_its_door, _("Het bestand van deze regio is er niet (meer)."))


def chosen_parts(request: RegionRequest, parts: Sequence[SubRegionPart]) -> tuple[SubRegionPart, SubRegionPart] | None:
    """The two in the address, else the first two; None where there are no two."""
    by_key = {one.key: one for one in parts}
    one, other = (by_key.get(request.GET.get(name, "")) for name in ("een", "ander"))
    if one is not None and other is not None and one != other:
        return one, other
    return (parts[0], parts[1]) if len(parts) > 1 else None
