"""Planning a meeting."""

from datetime import date, datetime

from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.models import Organisation, Region
from regiotafel.tables.acts import MEETING_PLANNED
from regiotafel.tables.models import Meeting
from regiotafel.tables.queries import is_planned
from regiotafel.tables.rules import check_not_planned


@transaction.atomic
def plan_meeting(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    name: str,
    held_on: date,
    facilitator: str = "",
    organisation: Organisation | None = None,
) -> Meeting:
    # The row of the region is the lock: two at once cannot both add the same meeting.
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    check_not_planned(is_there=is_planned(region, name, held_on))
    meeting = Meeting.objects.create(
        region=region, name=name, held_on=held_on, facilitator=facilitator, organisation=organisation
    )
    record(by=by, at=at, act=MEETING_PLANNED, about=meeting, region=region.slug, data={"name": name})
    return meeting
