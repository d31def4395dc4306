"""What waits for an editor, with what may belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from regiotafel.contributions.linking.queries import (
    Suggestion,
    links_with_both_ends,
    standing_by_passage,
    suggestions_among,
)
from regiotafel.contributions.merging.queries import look_alikes_of
from regiotafel.contributions.models import Contribution, Link, State
from regiotafel.contributions.states.queries import RELATED
from regiotafel.regions.models import Region


def open_ones(region: Region) -> QuerySet[Contribution]:
    """For an editor: what waits longest for an answer first."""
    return (
        Contribution.objects.filter(region=region, state=State.OPEN)
        .select_related(*RELATED)
        .order_by("sent_in_at", "pk")
    )


@dataclass(frozen=True)
class Beside:
    """A contribution with what may belong to it, for an editor to judge."""

    contribution: Contribution
    links: list[Link]
    suggestions: list[Suggestion]
    look_alikes: list[Contribution]


def beside(region: Region, contributions: Sequence[Contribution], most: int = 3) -> list[Beside]:
    """The same number of queries for one as for a whole page of them."""
    links: dict[int, list[Link]] = {contribution.pk: [] for contribution in contributions}
    rows = links_with_both_ends().filter(contribution__in=contributions)
    for link in rows.order_by("passage__section__position", "pk"):
        links[link.contribution_id or 0].append(link)
    standing = standing_by_passage(region)
    alike = look_alikes_of(region, contributions, most)
    return [
        Beside(one, links[one.pk], suggestions_among(one, links[one.pk], standing, most), alike[one.pk])
        for one in contributions
    ]
