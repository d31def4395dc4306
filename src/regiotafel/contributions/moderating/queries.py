"""What waits for a moderator."""

from django.db.models import QuerySet

from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.states.queries import RELATED
from regiotafel.regions.models import Region


def waiting(region: Region) -> QuerySet[Contribution]:
    """For a moderator: what waits longest first."""
    return (
        Contribution.objects.filter(region=region, state=State.WAITING)
        .select_related(*RELATED)
        .order_by("sent_in_at", "pk")
    )
