"""The members of a region and their roles."""

from django.db.models import QuerySet

from regiotafel.regions.models import Membership, Region, Role


def members_of(region: Region) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(region=region)
        .select_related("user", "municipality", "organisation")
        .order_by("user__in_order", "user", "role")
    )


def n_administrators(region: Region) -> int:
    return Membership.objects.filter(region=region, role=Role.REGION_ADMINISTRATOR).count()


def membership_in(region: Region, membership_id: int) -> Membership | None:
    return members_of(region).filter(pk=membership_id).first()
