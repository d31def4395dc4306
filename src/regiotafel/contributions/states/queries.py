"""Finding contributions: by number, or all that were received."""

from django.db.models import QuerySet

from regiotafel.contributions.models import Contribution, Via
from regiotafel.regions.models import Region

RELATED = ("organisation", "table", "about_passage__document", "about_release")


def contribution_in(region: Region, number: int) -> Contribution | None:
    found = Contribution.objects.select_related(*RELATED).filter(region=region, number=number).first()
    if found is not None:
        found.region = region
    return found


def contributions_in(region: Region, numbers: list[int]) -> list[Contribution]:
    return list(
        Contribution.objects.select_related(*RELATED).filter(region=region, number__in=numbers).order_by("number")
    )


def received(region: Region) -> QuerySet[Contribution]:
    """What somebody sent in. What an editor made out of it is not a voice more."""
    return Contribution.objects.filter(region=region).exclude(via=Via.MADE)
