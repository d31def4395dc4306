from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet
from django.utils.dateformat import format as format_date

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
from regiotafel.regions.rules import step_state


@dataclass(frozen=True)
class Step:
    """A step of the process as the header shows it."""

    name: str
    explanation: str
    state: str
    when: str


def all_regions() -> QuerySet[Region]:
    return Region.objects.order_by("is_invented", "name")


def region_by_slug(slug: str) -> Region | None:
    return Region.objects.filter(slug=slug).first()


def roles_of(user: User | None, region: Region) -> frozenset[Role]:
    """Everybody is a visitor; members are more."""
    if user is None or not user.is_authenticated:
        return frozenset({Role.VISITOR})
    rows = Membership.objects.filter(user=user, region=region).values_list("role", flat=True)
    return frozenset({Role.VISITOR, *(Role(role) for role in rows)})


def memberships_of(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user).select_related("region", "organisation").order_by("region__name", "role")
    )


def members_of(region: Region) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(region=region).select_related("user", "organisation").order_by("user__name", "role")
    )


def n_administrators(region: Region) -> int:
    return Membership.objects.filter(region=region, role=Role.REGION_ADMINISTRATOR).count()


def steps_of(region: Region, today: date) -> list[Step]:
    return [
        Step(step.name, step.explanation, step_state(step, today), _when(step))
        for step in ProcessStep.objects.filter(region=region)
    ]


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


def current_release(today: date) -> ReferenceRelease | None:
    return ReferenceRelease.objects.filter(valid_from__lte=today).order_by("-valid_from").first()


def youth_regions(release: ReferenceRelease) -> QuerySet[YouthRegion]:
    placements = Placement.objects.select_related("municipality").order_by("municipality__name")
    return (
        YouthRegion.objects.filter(release=release)
        .annotate(n_municipalities=Count("placements"))
        .prefetch_related(Prefetch("placements", queryset=placements))
    )
