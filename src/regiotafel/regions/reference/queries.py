"""The country's list of regions and municipalities: the release of today, and what is looked for in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet
from django.utils.text import slugify

from regiotafel.regions.models import (
    Placement,
    ReferenceRelease,
    YouthRegion,
)
from regiotafel.text.folding import fold


def current_release(today: date) -> ReferenceRelease | None:
    return ReferenceRelease.objects.filter(valid_from__lte=today).order_by("-valid_from").first()


def youth_regions(release: ReferenceRelease) -> QuerySet[YouthRegion]:
    placements = Placement.objects.select_related("municipality").order_by("municipality__in_order", "pk")
    return (
        YouthRegion.objects.filter(release=release)
        .annotate(n_municipalities=Count("placements"))
        .prefetch_related(Prefetch("placements", queryset=placements))
        .order_by("in_order", "pk")  # what counts has no order by itself
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
    for region in youth_regions(release):
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
            found.append(YouthRegionFound(region.name, region.cbs_codes, len(everything), placements, n_unsure))
    return found


def _plain(text: str) -> str:
    return fold(text, accents=False)
