"""Which meeting may be planned, and which may be used where."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.tables.models import Meeting


class MeetingAlreadyPlanned(Refused):
    field = "name"


class MeetingElsewhere(Refused):
    field = "meeting"


def check_not_planned(*, is_there: bool) -> None:
    if is_there:
        raise MeetingAlreadyPlanned(_("Deze bijeenkomst staat er al. Kies een andere naam of datum."))


def check_meeting_of(region_id: int, meeting: Meeting) -> None:
    """What people said at a table counts in their own region."""
    if meeting.region_id != region_id:
        raise MeetingElsewhere(_("Deze bijeenkomst hoort bij een andere regio."))
