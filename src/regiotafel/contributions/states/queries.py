"""Finding contributions: by number, all that were received, and what became of which by merging and splitting."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from regiotafel.contributions.models import Contribution, State, Via
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


def open_ones(region: Region) -> QuerySet[Contribution]:
    """For an editor: what waits longest for an answer first."""
    return (
        Contribution.objects.filter(region=region, state=State.OPEN)
        .select_related(*RELATED)
        .order_by("sent_in_at", "pk")
    )


@dataclass(frozen=True)
class Line:
    """A queue: how many wait in it, the number of the first one and since when that waits, and how many wait longer
    than was promised."""

    n: int
    first: int | None = None
    since: datetime | None = None
    n_late: int = 0


def line_of(rows: QuerySet[Contribution], late_before: datetime | None = None) -> Line:
    """Of a list in which what waits longest comes first. late_before: what came in before then is late."""
    found = list(rows.values_list("number", "sent_in_at"))
    if not found:
        return Line(0)
    late = 0 if late_before is None else sum(at < late_before for _number, at in found)
    return Line(len(found), *found[0], n_late=late)


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
