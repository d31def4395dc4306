"""The end of a history as it is told outside."""

from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot


def knot_of_history(region: Region) -> Knot | None:
    """What somebody can follow; None as long as nothing was told of it."""
    return Knot.objects.filter(region=region, kind=HISTORY.code).first()
