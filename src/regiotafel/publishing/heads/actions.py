"""Telling the end of every history outside: to who follows it, in the feed and on paper."""

from datetime import datetime

from django.db import transaction

from regiotafel.history.actions import publish_head
from regiotafel.publishing.heads.queries import clerks_since, knot_of_history, told_last
from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.publishing.messages import HEAD_TOLD
from regiotafel.regions.models import Region
from regiotafel.thread.actions import retitle, tie
from regiotafel.thread.following.actions import follow_with_role, tell
from regiotafel.thread.models import Mode


def tell_heads(*, at: datetime) -> int:
    """What was told before is not told again. Returns how many addresses hear of it."""
    publish_head(at=at, region="")
    return sum(_tell_head(region, at) for region in Region.objects.order_by("pk"))


@transaction.atomic
def _tell_head(region: Region, at: datetime) -> int:
    head = publish_head(at=at, region=region.slug)
    if head is None:
        return 0
    knot = knot_of_history(region)
    if knot is not None and knot.title == HISTORY.title_of(head):
        return 0
    new_clerks = list(clerks_since(region, told_last(knot) if knot else None))
    if knot is None:
        knot = tie(kind=HISTORY, region=region, it=head)
    retitle(kind=HISTORY, knot=knot, it=head)
    for membership in new_clerks:
        # Once: whoever leaves is not asked again.
        follow_with_role(at=at, knot=knot, membership=membership, mode=Mode.DIGEST)
    return tell(knot=knot, message=HEAD_TOLD, once=head.number, at=at)
