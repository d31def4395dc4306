"""Writing down when the bodies of a municipality meet."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.councils.acts import DAYS_KEPT
from regiotafel.councils.calendars.queries import calendar_of, days_of
from regiotafel.councils.calendars.rules import Meeting
from regiotafel.councils.models import Calendar, MeetingDay
from regiotafel.history.actions import record
from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.rules import periods_in
from regiotafel.text.tidy import tidy


@transaction.atomic
def keep_days(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    municipality: Municipality,
    version: int,
    meetings: Sequence[Meeting],
    recess: str = "",
) -> Calendar:
    """All days of this municipality, in the place of those that stood there. version: as this person read it, 0 when
    there was nothing."""
    recess = tidy(recess)
    periods_in(recess)
    lock_region(region)
    calendar = calendar_of(region, municipality)
    there = days_of(calendar)
    wanted = {(one.body, one.on): one.name for one in meetings}
    if calendar is not None and calendar.recess == recess and _said(there) == wanted:
        return calendar  # the same again is no news
    check_seen(version, calendar.version if calendar else 0, calendar)
    if calendar is None:
        calendar = Calendar(region=region, municipality=municipality, version=0)
    calendar.recess, calendar.version = recess, calendar.version + 1
    calendar.save()
    gone = [one for one in there if wanted.get((one.body, one.on)) != one.name]
    kept = {(one.body, one.on) for one in there if one not in gone}
    MeetingDay.objects.filter(pk__in=[one.pk for one in gone]).delete()
    made = MeetingDay.objects.bulk_create(
        MeetingDay(calendar=calendar, body=body, on=on, name=name)
        for (body, on), name in wanted.items()
        if (body, on) not in kept
    )
    record(
        by=by,
        at=at,
        act=DAYS_KEPT,
        about=calendar,
        region=region.slug,
        data={"municipality": municipality.name, "n_days": len(wanted)},
        rows=made,
        gone=gone,
    )
    return calendar


def _said(days: Sequence[MeetingDay]) -> dict[tuple[str, object], str]:
    return {(one.body, one.on): one.name for one in days}
