"""A text that stands."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.contributions.loops.rules import UnansweredLeft
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.vision.models import Release
from regiotafel.vision.releasing.actions import mark_adopted


@transaction.atomic
def adopt_release(*, by: User | None, at: datetime, release: Release) -> Release:
    """A text is adopted only when everybody who reacted to it has an answer."""
    # Nothing comes in between the count and the mark.
    Region.objects.select_for_update(no_key=True).get(pk=release.document.region_id)
    if left := unanswered_on(release):
        raise UnansweredLeft(left)
    return mark_adopted(by=by, at=at, release=release)
