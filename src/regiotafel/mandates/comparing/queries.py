"""Which files of other regions stand beside a round, what was said of their subjects, and the parts of a region."""

from collections.abc import Collection
from dataclasses import dataclass

from regiotafel.mandates.models import Neighbour, Round, SubjectPair
from regiotafel.regions.models import Region
from regiotafel.regions.parties.queries import places_by_sub_region


def neighbours_of(round: Round) -> list[Neighbour]:
    return list(Neighbour.objects.filter(round=round).defer("document"))


def neighbour_in(round: Round, pk: int) -> Neighbour | None:
    found = Neighbour.objects.filter(round=round, pk=pk).first()
    if found is not None:
        found.round = round
    return found


def pairs_of(neighbour: Neighbour) -> list[SubjectPair]:
    return list(SubjectPair.objects.filter(neighbour=neighbour).select_related("subject"))


@dataclass(frozen=True)
class SubRegionPart:
    """A part of the region, with the municipalities that are in it now."""

    key: str
    name: str
    municipalities: Collection[str]


def parts_of(region: Region) -> list[SubRegionPart]:
    """In the order of their names; one query."""
    return [
        SubRegionPart(str(part.places[0].sub_region_id), part.name, tuple(one.name for one in part.places))
        for part in places_by_sub_region(region)
        if part.places[0].sub_region_id is not None
    ]
