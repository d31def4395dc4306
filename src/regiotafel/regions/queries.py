"""What every page of a region asks: which region, who holds which role there, its steps and its colours."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from regiotafel.formats.theme import Theme, ThemeRefused, read_theme
from regiotafel.people.models import User
from regiotafel.regions.models import (
    HasLogo,
    Membership,
    Organisation,
    ProcessStep,
    Region,
    RegionMunicipality,
    Role,
    SiteAdministrator,
)
from regiotafel.regions.permissions import Standing
from regiotafel.regions.rules import step_state
from regiotafel.web.days import day


@dataclass(frozen=True)
class Step:
    """A step of the process as the header shows it."""

    name: str
    explanation: str
    state: str
    when: str


def region_by_slug(slug: str) -> Region | None:
    return Region.objects.filter(slug=slug).first()


def every_region() -> QuerySet[Region]:
    """Real ones first."""
    return Region.objects.order_by("is_invented", "in_order", "pk")


@dataclass(frozen=True)
class Counts:
    """How much of what a region has."""

    municipalities: int
    steps: int
    members: int
    organisations: int


def counts_of(region: Region) -> Counts:
    """In one query."""

    def n(rows: type[Model], of: str = "pk") -> Subquery:
        of_region = rows._default_manager.filter(region=OuterRef("pk")).order_by().values("region")
        return Subquery(of_region.annotate(n=Count(of, distinct=True)).values("n"))

    found = Region.objects.filter(pk=region.pk).values_list(
        n(RegionMunicipality), n(ProcessStep), n(Membership, "user"), n(Organisation)
    )
    return Counts(*(number or 0 for number in found.get()))


def standings_of(user: User | None, region: Region) -> frozenset[Standing]:
    """The roles of this person here. Everybody is a visitor besides, which is nowhere kept."""
    if user is None:
        return frozenset()
    rows = Membership.objects.filter(user=user, region=region)
    return frozenset(
        Standing(Role(role), municipality, organisation)
        for role, municipality, organisation in rows.values_list("role", "municipality_id", "organisation_id")
    )


def looks_after_site(user: User | None) -> bool:
    return user is not None and SiteAdministrator.objects.filter(user=user).exists()


def memberships_of(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user)
        .select_related("region", "municipality", "organisation")
        .order_by("region__in_order", "role")
    )


def steps_of(region: Region, today: date) -> list[Step]:
    return [
        Step(step.name, step.explanation, step_state(step, today), _when(step))
        for step in ProcessStep.objects.filter(region=region)
    ]


def _when(step: ProcessStep) -> str:
    if (step.starts_on.year, step.starts_on.month) == (step.ends_on.year, step.ends_on.month):
        return day(step.starts_on, "month")
    first = "near month" if step.starts_on.year == step.ends_on.year else "month"
    return _("%(from)s tot en met %(until)s") % {
        "from": day(step.starts_on, first),
        "until": day(step.ends_on, "month"),
    }


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


def picture_path(party: HasLogo) -> str:
    """Where our own code keeps the logo of a municipality or an organisation."""
    return f"logo/{party._meta.model_name}-{party.pk}/{party.logo}.png"
