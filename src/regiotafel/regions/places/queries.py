"""The municipalities of a region one by one, its sub-regions, and what could still join."""

from datetime import date

from django.db.models import QuerySet

from regiotafel.regions.models import Membership, Municipality, Organisation, Region, RegionMunicipality, SubRegion
from regiotafel.regions.parties.queries import municipalities_named, organisations_of, places_of
from regiotafel.regions.places.rules import check_known
from regiotafel.regions.reference.queries import youth_region_named
from regiotafel.text.folding import fold_name
from regiotafel.text.places import place as place_named


def place_in(region: Region, pk: int) -> RegionMunicipality | None:
    return places_of(region).filter(pk=pk).first()


def sub_regions_of(region: Region) -> QuerySet[SubRegion]:
    return SubRegion.objects.filter(region=region).order_by("in_order", "pk")


def empty_sub_regions_of(region: Region) -> QuerySet[SubRegion]:
    return sub_regions_of(region).filter(municipalities=None)


def sub_region_in(region: Region, pk: int) -> SubRegion | None:
    return SubRegion.objects.filter(region=region, pk=pk).select_related("region").first()


def places_in(sub_region: SubRegion) -> list[RegionMunicipality]:
    return list(RegionMunicipality.objects.filter(sub_region=sub_region).select_related("municipality"))


def is_sub_region_name_taken(region: Region, name: str, but: SubRegion | None = None) -> bool:
    same = SubRegion.objects.filter(region=region, once=fold_name(name))
    return (same.exclude(pk=but.pk) if but else same).exists()


def needed_by(place: RegionMunicipality) -> tuple[int, int]:
    """How many roles and how many organisations of the region belong to it."""
    here = {"region": place.region_id, "municipality": place.municipality_id}
    return Membership.objects.filter(**here).count(), Organisation.objects.filter(**here).count()


def organisations_in(place: RegionMunicipality) -> list[Organisation]:
    return list(organisations_of(place.region).filter(municipality=place.municipality_id))


def could_join(region: Region, today: date) -> list[Municipality]:
    """Of the youth region that this region is, those that do not take part yet."""
    found = youth_region_named(region.youth_region_name, today) if region.youth_region_name else None
    there = set(RegionMunicipality.objects.filter(region=region).values_list("municipality", flat=True))
    return [one.municipality for one in found.placements.all() if one.municipality_id not in there] if found else []


def named_in(typed: str) -> list[Municipality]:
    """Of names or codes below each other, or with commas between them. Refuses what is none."""
    names = [name.strip() for name in typed.replace(",", "\n").splitlines() if name.strip()]
    known = municipalities_named(Municipality.objects.exclude(gm_code=None)) if names else {}
    found = {name: known.get(place_named(name)) for name in names}
    check_known([name for name, one in found.items() if one is None])
    return list(dict.fromkeys(one for one in found.values() if one))
