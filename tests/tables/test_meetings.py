from datetime import date

import pytest
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.regions.models import Region
from regiotafel.tables.actions import plan_meeting
from regiotafel.tables.models import Meeting
from regiotafel.tables.queries import meetings_in
from regiotafel.tables.rules import MeetingAlreadyPlanned, MeetingElsewhere, check_meeting_of, check_not_planned
from tests.factories import MeetingFactory, RegionFactory

pytestmark = pytest.mark.django_db


def plan(region: Region, name: str = "Ouderavond", day: int = 1) -> Meeting:
    return plan_meeting(by=None, at=timezone.now(), region=region, name=name, held_on=date(2026, 12, day))


def test_a_meeting_is_planned_once_on_a_day_in_a_region() -> None:
    region = RegionFactory()
    meeting = plan(region)
    with pytest.raises(MeetingAlreadyPlanned) as refused:
        plan(region)
    assert (refused.value.field, refused.value.status) == ("name", 409)
    assert Entry.objects.get(act="meeting.planned").subject == f"meeting:{meeting.pk}"
    for other in (plan(region, day=2), plan(region, name="Jongerencafé"), plan(RegionFactory())):
        assert other.pk != meeting.pk


def test_meetings_of_a_region_come_newest_first_and_those_of_others_not() -> None:
    region = RegionFactory()
    first, last = plan(region, day=1), plan(region, day=9)
    MeetingFactory()
    assert list(meetings_in(region)) == [last, first]


def test_a_meeting_is_used_in_its_own_region_only() -> None:
    meeting = Meeting(region_id=1)
    check_meeting_of(1, meeting)
    with pytest.raises(MeetingElsewhere, match="andere regio"):
        check_meeting_of(2, meeting)
    check_not_planned(is_there=False)
