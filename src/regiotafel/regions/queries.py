import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.dateformat import format as format_date

from regiotafel.formats.theme import Theme, ThemeRefused, read_theme
from regiotafel.people.models import User
from regiotafel.regions.models import (
    Membership,
    Municipality,
    Organisation,
    Placement,
    ProcessStep,
    ReferenceRelease,
    Region,
    RegionMunicipality,
    Role,
    YouthRegion,
)
from regiotafel.regions.permissions import Standing
from regiotafel.regions.rules import step_state


@dataclass(frozen=True)
class Step:
    """A step of the process as the header shows it."""

    name: str
    explanation: str
    state: str
    when: str


def region_by_slug(slug: str) -> Region | None:
    return Region.objects.filter(slug=slug).first()


def standings_of(user: User | None, region: Region) -> frozenset[Standing]:
    """The roles of this person here. Everybody is a visitor besides, which is nowhere kept."""
    if user is None:
        return frozenset()
    rows = Membership.objects.filter(user=user, region=region)
    return frozenset(
        Standing(Role(role), municipality, organisation)
        for role, municipality, organisation in rows.values_list("role", "municipality_id", "organisation_id")
    )


def memberships_of(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user)
        .select_related("region", "municipality", "organisation")
        .order_by("region__name", "role")
    )


def members_of(region: Region) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(region=region)
        .select_related("user", "municipality", "organisation")
        .order_by("user__name", "role")
    )


def n_administrators(region: Region) -> int:
    return Membership.objects.filter(region=region, role=Role.REGION_ADMINISTRATOR).count()


def steps_of(region: Region, today: date) -> list[Step]:
    return [
        Step(step.name, step.explanation, step_state(step, today), _when(step))
        for step in ProcessStep.objects.filter(region=region)
    ]


def planned_steps(region: Region) -> list[dict[str, Any]]:
    """The steps as their form shows them, in order of time."""
    rows = ProcessStep.objects.filter(region=region).values("name", "explanation", "starts_on", "ends_on")
    return [{**row} for row in rows]


def _when(step: ProcessStep) -> str:
    if (step.starts_on.year, step.starts_on.month) == (step.ends_on.year, step.ends_on.month):
        return format_date(step.starts_on, "F Y")
    if step.starts_on.year == step.ends_on.year:
        return f"{format_date(step.starts_on, 'F')} tot en met {format_date(step.ends_on, 'F Y')}"
    return f"{format_date(step.starts_on, 'F Y')} tot en met {format_date(step.ends_on, 'F Y')}"


def municipalities_of(region: Region) -> QuerySet[Municipality]:
    return Municipality.objects.filter(in_regions__region=region).order_by("name")


def places_of(region: Region) -> QuerySet[RegionMunicipality]:
    return RegionMunicipality.objects.filter(region=region).select_related("municipality", "sub_region")


def organisations_of(region: Region) -> QuerySet[Organisation]:
    return Organisation.objects.filter(region=region).select_related("municipality").order_by("kind", "name")


def organisations_by_name(region: Region) -> QuerySet[Organisation]:
    return organisations_of(region).order_by("name")


def current_release(today: date) -> ReferenceRelease | None:
    return ReferenceRelease.objects.filter(valid_from__lte=today).order_by("-valid_from").first()


def youth_regions(release: ReferenceRelease) -> QuerySet[YouthRegion]:
    placements = Placement.objects.select_related("municipality").order_by("municipality__name")
    return (
        YouthRegion.objects.filter(release=release)
        .annotate(n_municipalities=Count("placements"))
        .prefetch_related(Prefetch("placements", queryset=placements))
        .order_by("name")  # what counts has no order by itself
    )


@dataclass(frozen=True)
class SubRegionList:
    """The municipalities of one part of the region; the name is empty where there are no parts."""

    name: str
    places: list[RegionMunicipality]


def places_by_sub_region(region: Region) -> list[SubRegionList]:
    lists: dict[str, list[RegionMunicipality]] = {}
    for place in places_of(region).order_by("sub_region__name", "municipality__name"):
        lists.setdefault(place.sub_region.name if place.sub_region else "", []).append(place)
    return [SubRegionList(name, places) for name, places in lists.items()]


def organisations_found(region: Region, *, text: str = "", kind: str = "", reach: str = "") -> QuerySet[Organisation]:
    found = organisations_of(region)
    if kind:
        found = found.filter(kind=kind)
    if reach:
        found = found.filter(reach=reach)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(about__icontains=text) | Q(municipality__name__icontains=text))
    return found


def organisation_in(region: Region, organisation_id: int) -> Organisation | None:
    found = organisations_of(region).filter(pk=organisation_id).first()
    if found is not None:
        found.region = region
    return found


def membership_in(region: Region, membership_id: int) -> Membership | None:
    return members_of(region).filter(pk=membership_id).first()


def is_organisation_name_taken(region: Region, name: str, but: Organisation | None = None) -> bool:
    same = Organisation.objects.filter(region=region, name__iexact=name)
    return (same.exclude(pk=but.pk) if but else same).exists()


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
    wanted = plain(text)
    found = []
    for region in youth_regions(release):
        everything = list(region.placements.all())
        placements = everything
        if wanted and wanted not in plain(region.name) and wanted not in plain(region.cbs_codes):
            placements = [
                placement
                for placement in everything
                if any(
                    wanted in plain(name)
                    for name in (
                        placement.municipality.name,
                        placement.municipality.official_name,
                        placement.municipality.gm_code or "",
                    )
                )
            ]
        if placements:
            n_unsure = sum(placement.evidence == "unsure" for placement in placements)
            found.append(YouthRegionFound(region.name, region.cbs_codes, len(everything), placements, n_unsure))
    return found


def plain(text: str) -> str:
    """Without capitals and accents: who looks for sudwest means Súdwest."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()


@lru_cache(maxsize=64)
def theme_of(text: str) -> Theme | None:
    """The theme in this text; nothing when there is none, or when it would be refused today."""
    try:
        return read_theme(text) if text else None
    except ThemeRefused:
        return None


def has_logo(text: str) -> bool:
    theme = theme_of(text)
    return theme is not None and bool(theme.logo)


def logo_path(region: Region) -> str:
    """Where our own code keeps the logo of this version of the theme."""
    return f"thema/{region.slug}/{region.theme_version}.png"


def logo_of(region: Region) -> bytes | None:
    if not has_logo(region.theme) or not default_storage.exists(logo_path(region)):
        return None
    with default_storage.open(logo_path(region)) as file:
        content: bytes = file.read()
        return content
