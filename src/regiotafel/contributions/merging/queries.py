"""Contributions that say nearly the same."""

from collections.abc import Sequence

from regiotafel.contributions.linking.queries import nearest
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.rules import LIVE
from regiotafel.regions.models import Region

# From this share of common words two of them are worth laying beside each other (0 to 100).
NEAR_CONTRIBUTION = 60


def look_alikes(contribution: Contribution, most: int = 5) -> list[Contribution]:
    """Contributions that can be read by all and say nearly the same, nearest first. Merging is for a person."""
    return look_alikes_of(contribution.region, [contribution], most)[contribution.pk]


def look_alikes_of(region: Region, contributions: Sequence[Contribution], most: int) -> dict[int, list[Contribution]]:
    """The same for each of them, in two queries."""
    live = Contribution.objects.filter(region=region, state__in=LIVE)
    texts = dict(live.values_list("pk", "text"))
    near = {
        one.pk: nearest(one.text, {pk: text for pk, text in texts.items() if pk != one.pk}, NEAR_CONTRIBUTION, most)
        for one in contributions
    }
    rows = live.select_related("organisation", "table").in_bulk({pk for found in near.values() for pk in found})
    return {pk: [rows[other] for other in found] for pk, found in near.items()}
