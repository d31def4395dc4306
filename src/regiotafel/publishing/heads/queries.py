"""The end of a history as it is told outside."""

from django.db.models import QuerySet

from regiotafel.history.models import PublishedHead
from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.regions.models import Membership, Region, Role
from regiotafel.text.addresses import tidy_address
from regiotafel.thread.models import Knot, Subscription


def knot_of_history(region: Region) -> Knot | None:
    """What somebody can follow; None as long as nothing was told of it."""
    return Knot.objects.filter(region=region, kind=HISTORY.code).first()


def told_last(knot: Knot) -> PublishedHead | None:
    """The end that whoever follows it heard last. Others were told after it on paper and in the feed."""
    heads = PublishedHead.objects.filter(region=knot.region.slug).order_by("-number")
    return next((head for head in heads.iterator() if HISTORY.title_of(head) == knot.title), None)


def clerks_since(region: Region, head: PublishedHead | None) -> QuerySet[Membership]:
    """Who became a clerk after this end was told; without one all of them."""
    clerks = Membership.objects.filter(region=region, role=Role.CLERK).select_related("user").order_by("pk")
    return clerks if head is None else clerks.filter(since__gt=head.at)


def offered_to(region: Region, email: str) -> Knot | None:
    """What whoever has this address can still follow; None when they do already."""
    knot = knot_of_history(region)
    there = Subscription.objects.filter(knot=knot, email=tidy_address(email), confirmed_at__isnull=False)
    return None if knot is None or there.exists() else knot
