"""Finding contributions: by number, all that were received, and what became of which by merging and splitting."""

from django.db.models import QuerySet

from regiotafel.contributions.models import Contribution, Via
from regiotafel.regions.models import Region
from regiotafel.thread.models import Link, Relation

RELATED = ("knot", "organisation", "table", "about_passage__document", "about_release")


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


def made_of(contribution: Contribution) -> list[Contribution]:
    """What it was merged out of or split off from."""
    before = Link.objects.filter(to_knot=contribution.knot_id, relation=Relation.GOES_ON_IN)
    return list(Contribution.objects.filter(knot__in=before.values("from_knot")).order_by("number"))


def went_on_in(contribution: Contribution) -> list[Contribution]:
    """What it was merged into or split into."""
    after = Link.objects.filter(from_knot=contribution.knot_id, relation=Relation.GOES_ON_IN)
    return list(Contribution.objects.filter(knot__in=after.values("to_knot")).order_by("number"))


def only_ends_of(contribution: Contribution) -> list[Contribution]:
    """What was split off from this one alone: it holds nobody else's words, so it goes when this one goes."""
    found, waiting = [], [contribution]
    while waiting:
        for part in went_on_in(waiting.pop()):
            if len(made_of(part)) == 1:
                found.append(part)
                waiting.append(part)
    return found
