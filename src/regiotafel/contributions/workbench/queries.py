"""What waits for an editor, with what may belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from regiotafel.contributions.assigning.queries import nobodys, who_can_answer
from regiotafel.contributions.linking.queries import (
    Belongs,
    Suggestion,
    belongings,
    standing_by_passage,
    suggestions_among,
)
from regiotafel.contributions.merging.queries import look_alikes_of
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.queries import open_ones
from regiotafel.people.models import User
from regiotafel.regions.models import Region

# Words of an address: what this member took upon them, and what nobody did.
MINE, NOBODYS = "mij", "niemand"


def n_open_ones(region: Region) -> int:
    return open_ones(region).count()


def taken_by(rows: QuerySet[Contribution], region: Region, who: str, user: User | None) -> QuerySet[Contribution]:
    """who: a word of the form; anything else is everybody."""
    if who == MINE:
        return rows.filter(assignee=user)
    return nobodys(rows, region) if who == NOBODYS else rows


@dataclass(frozen=True)
class Beside:
    """A contribution with what may belong to it, for an editor to judge."""

    contribution: Contribution
    links: list[Belongs]
    suggestions: list[Suggestion]
    look_alikes: list[Contribution]
    # Who took the answer upon them and can still give it.
    answerer: User | None


def beside(region: Region, contributions: Sequence[Contribution], most: int = 3) -> list[Beside]:
    """The same number of queries for one as for a whole page of them."""
    links: dict[int, list[Belongs]] = {contribution.knot_id: [] for contribution in contributions}
    for link in belongings(Q(to_knot__in=links)):
        links[link.link.to_knot_id].append(link)
    standing = standing_by_passage(region)
    alike = look_alikes_of(region, contributions, most)
    colleagues = {one.pk: one for one in who_can_answer(region)}
    return [
        Beside(
            one,
            links[one.knot_id],
            suggestions_among(one, links[one.knot_id], standing, most),
            alike[one.pk],
            colleagues.get(one.assignee_id or 0),
        )
        for one in contributions
    ]
