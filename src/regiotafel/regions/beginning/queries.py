"""The regions of this installation with who looks after them, and the youth regions that could begin one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.text import slugify

from regiotafel.people.queries import link_token
from regiotafel.regions.models import Membership, Municipality, Region, Role, SiteAdministrator, YouthRegion
from regiotafel.regions.queries import every_region
from regiotafel.regions.reference.queries import current_release, youth_region_named, youth_regions
from regiotafel.regions.reference.rules import daily_name
from regiotafel.web.links import link


@dataclass(frozen=True)
class Begun:
    region: Region
    n_municipalities: int
    administrators: Sequence[Membership]


def every_begun_region() -> list[Begun]:
    held = Membership.objects.filter(role=Role.REGION_ADMINISTRATOR).select_related("user").order_by("pk")
    by_region: dict[int, list[Membership]] = {}
    for one in held:
        by_region.setdefault(one.region_id, []).append(one)
    rows = every_region().annotate(n_municipalities=Count("memberships_of_municipalities"))
    return [Begun(row, row.n_municipalities, by_region.get(row.pk, [])) for row in rows]


def administrator_in(membership: int) -> Membership | None:
    found = Membership.objects.filter(pk=membership, role=Role.REGION_ADMINISTRATOR)
    return found.select_related("user", "region").first()


def has_other_roles(held: Membership) -> bool:
    return (
        Membership.objects.filter(user=held.user).exclude(pk=held.pk).exists()
        or SiteAdministrator.objects.filter(user=held.user).exists()
    )


def names_of_youth_regions(today: date) -> list[tuple[str, str]]:
    """The word in the address of each, and how people call it."""
    release = current_release(today)
    return [(one.slug, daily_name(one.name)) for one in youth_regions(release)] if release else []


@dataclass(frozen=True)
class Plan:
    """A region before it is begun."""

    slug: str
    name: str
    youth_region_name: str = ""
    municipalities: Sequence[Municipality] = ()


def plan_of(youth_region: YouthRegion) -> Plan:
    """As the country's list has it."""
    name = daily_name(youth_region.name)
    municipalities = [one.municipality for one in youth_region.placements.all()]
    return Plan(slugify(name)[:50].strip("-"), name, youth_region.name, municipalities)


def plan_for(named: str, today: date) -> Plan | None:
    found = youth_region_named(named, today)
    return plan_of(found) if found else None


def plan_with(known: Plan | None, *, slug: str, name: str, municipalities: Sequence[Municipality]) -> Plan:
    """known: the youth region, which keeps its address and has a name and municipalities of its own."""
    if known is None:
        return Plan(slug, name, "", municipalities)
    return replace(known, name=name or known.name, municipalities=municipalities or known.municipalities)


def first_link(held: Membership) -> str:
    """Logs its owner in once, and leads to what they set up."""
    home = reverse("pages:set_up", args=[held.region.slug])
    return f"{link('people:log_in_with_link', link_token(held.user))}?next={home}"
