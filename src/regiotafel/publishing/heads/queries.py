"""The end of a history as it is told outside."""

from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.regions.models import Region
from regiotafel.text.addresses import tidy_address
from regiotafel.thread.models import Knot, Subscription


def knot_of_history(region: Region) -> Knot | None:
    """What somebody can follow; None as long as nothing was told of it."""
    return Knot.objects.filter(region=region, kind=HISTORY.code).first()


def offered_to(region: Region, email: str) -> Knot | None:
    """What whoever has this address can still follow; None when they do already."""
    knot = knot_of_history(region)
    there = Subscription.objects.filter(knot=knot, email=tidy_address(email), confirmed_at__isnull=False)
    return None if knot is None or there.exists() else knot
