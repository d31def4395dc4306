"""Who take part: municipalities and organisations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Q, QuerySet
from django.urls import reverse

from regiotafel.formats.outlines import Map, Outlines, Place, draw, read_outlines
from regiotafel.regions.models import (
    Municipality,
    Organisation,
    Region,
    RegionMunicipality,
)
from regiotafel.text.folding import fold, fold_name
from regiotafel.text.places import place as place_named


def municipalities_of(region: Region) -> QuerySet[Municipality]:
    return Municipality.objects.filter(in_regions__region=region).order_by("in_order", "pk")


def takes_part(region: Region, municipality: Municipality) -> bool:
    return municipalities_of(region).filter(pk=municipality.pk).exists()


def municipalities_named(municipalities: Iterable[Municipality]) -> dict[str, Municipality]:
    """By every name that a list may give them: the daily one, the official one and the code of the state."""
    chosen = list(municipalities)
    official = {place_named(one.official_name): one for one in chosen if one.official_name}
    codes = {place_named(one.gm_code): one for one in chosen if one.gm_code}
    return codes | official | {place_named(one.name): one for one in chosen}


def places_of(region: Region) -> QuerySet[RegionMunicipality]:
    return RegionMunicipality.objects.filter(region=region).select_related("region", "municipality", "sub_region")


def places_without_access(region: Region) -> list[RegionMunicipality]:
    """Municipalities that do not say where somebody turns to who lives there."""
    return list(places_of(region).filter(access_point="", access_url="", access_phone=""))


def organisations_of(region: Region) -> QuerySet[Organisation]:
    return Organisation.objects.filter(region=region).select_related("municipality").order_by("kind", "in_order", "pk")


def organisations_by_name(region: Region) -> QuerySet[Organisation]:
    return organisations_of(region).order_by("in_order", "pk")


@dataclass(frozen=True)
class SubRegionList:
    """The municipalities of one part of the region; the name is empty where there are no parts."""

    name: str
    places: list[RegionMunicipality]


def places_by_sub_region(region: Region) -> list[SubRegionList]:
    lists: dict[str, list[RegionMunicipality]] = {}
    for place in places_of(region).order_by("sub_region__in_order", "municipality__in_order", "pk"):
        lists.setdefault(place.sub_region.name if place.sub_region else "", []).append(place)
    return [SubRegionList(name, places) for name, places in lists.items()]


@cache
def _outlines() -> Outlines:
    return read_outlines((Path(__file__).parent / "outlines.json").read_text(encoding="utf-8"))


def map_of(region: Region, parts: Sequence[SubRegionList]) -> Map | None:
    """The municipalities as a map to press on: real ones with their outlines, invented ones as tiles."""
    shown = [
        Place(
            place.municipality.name,
            reverse("regions:municipality", args=[region.slug, place.pk]),
            place.municipality.gm_code,
            group,
        )
        for group, part in enumerate(parts)
        for place in part.places
    ]
    return drawn(shown)


def drawn(shown: Sequence[Place]) -> Map | None:
    """Whatever these lead to. None: there is nothing to draw."""
    return draw(shown, _outlines()) if shown else None


def organisations_found(region: Region, *, text: str = "", kind: str = "", reach: str = "") -> QuerySet[Organisation]:
    found = organisations_of(region)
    if kind:
        found = found.filter(kind=kind)
    if reach:
        found = found.filter(reach=reach)
    if text:
        wanted = fold(text, accents=False)
        found = found.filter(Q(found_by__contains=wanted) | Q(municipality__found_by__contains=wanted))
    return found


def organisation_in(region: Region, organisation_id: int) -> Organisation | None:
    found = organisations_of(region).filter(pk=organisation_id).first()
    if found is not None:
        found.region = region
    return found


def is_organisation_name_taken(region: Region, name: str, but: Organisation | None = None) -> bool:
    same = Organisation.objects.filter(region=region, once=fold_name(name))
    return (same.exclude(pk=but.pk) if but else same).exists()
