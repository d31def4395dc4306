"""The country's list of regions and municipalities: the release of today, and what is looked for in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.text import slugify

from regiotafel.regions.models import Municipality, Placement, ReferenceRelease, RegionMunicipality, YouthRegion
from regiotafel.regions.reference.rules import daily_name
from regiotafel.text.folding import fold
from regiotafel.text.places import place as place_named


def current_release(today: date) -> ReferenceRelease | None:
    return ReferenceRelease.objects.filter(valid_from__lte=today).order_by("-valid_from").first()


def youth_regions(release: ReferenceRelease, placements: QuerySet[Placement] | None = None) -> QuerySet[YouthRegion]:
    """placements: those of a page that asks more of them."""
    given = Placement.objects.all() if placements is None else placements
    among = given.select_related("municipality").order_by("municipality__in_order", "pk")
    return (
        YouthRegion.objects.filter(release=release)
        .annotate(n_municipalities=Count("placements"))
        .prefetch_related(Prefetch("placements", queryset=among))
        .order_by("in_order", "pk")  # what counts has no order by itself
    )


def _with_tables() -> QuerySet[Placement]:
    """With the region of this installation in which the municipality takes part, if there is one."""
    here = RegionMunicipality.objects.filter(municipality=OuterRef("municipality")).order_by("pk")
    return Placement.objects.annotate(
        place=Subquery(here.values("pk")[:1]),
        table_slug=Subquery(here.values("region__slug")[:1]),
        table_name=Subquery(here.values("region__name")[:1]),
    )


def youth_region_named(name: str, today: date) -> YouthRegion | None:
    """By its name, with or without dashes, or by the word that it has in an address."""
    release, wanted = current_release(today), slugify(fold(name, accents=False))
    regions = youth_regions(release) if release else YouthRegion.objects.none()
    return next(
        (one for one in regions if wanted and wanted in (one.slug, slugify(fold(one.name, accents=False)))), None
    )


@dataclass(frozen=True)
class YouthRegionFound:
    """A youth region of the reference list with those of its municipalities that were looked for."""

    name: str
    cbs_codes: str
    n_municipalities: int
    placements: list[Placement]
    n_unsure: int


def search_reference(release: ReferenceRelease, text: str) -> list[YouthRegionFound]:
    """All regions, or those whose own name, municipality or code has this text. Three queries, whatever is asked."""
    wanted = _plain(text)
    found = []
    for region in youth_regions(release, _with_tables()):
        everything = list(region.placements.all())
        placements = everything
        if wanted and wanted not in _plain(region.name) and wanted not in _plain(region.cbs_codes):
            placements = [
                placement
                for placement in everything
                if wanted in placement.municipality.found_by or wanted in _plain(placement.municipality.gm_code or "")
            ]
        if placements:
            n_unsure = sum(placement.evidence == "unsure" for placement in placements)
            found.append(
                YouthRegionFound(daily_name(region.name), region.cbs_codes, len(everything), placements, n_unsure)
            )
    return found


def invented_with(text: str) -> list[RegionMunicipality]:
    """The municipalities of invented regions that are called so: who looks around in an example looks for those. One
    query, and only where something is looked for."""
    wanted = _plain(text)
    rows = RegionMunicipality.objects.filter(region__is_invented=True, municipality__found_by__contains=wanted)
    return list(rows.select_related("region", "municipality").order_by("municipality__in_order")) if wanted else []


@dataclass(frozen=True)
class Belongs:
    """To which region the one municipality belongs that somebody looked for."""

    region: str
    placement: Placement


def belongs(found: Sequence[YouthRegionFound], text: str) -> Belongs | None:
    """By its name, or because it is the only one found; nothing where more than one may be meant."""
    every = [Belongs(region.name, placement) for region in found for placement in region.placements]
    wanted = place_named(text)
    named = [one for one in every if wanted in map(place_named, _names(one.placement.municipality))]
    one_of = named or every
    return one_of[0] if text and len(one_of) == 1 else None


def _names(municipality: Municipality) -> list[str]:
    return [name for name in (municipality.name, municipality.official_name) if name]


def _plain(text: str) -> str:
    return fold(text, accents=False)
