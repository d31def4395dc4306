"""Days as a calendar at home counts them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import gettext as _


def days_between(since: datetime, until: datetime) -> int:
    """How often it became midnight: from a minute before it to a minute after is one. None for what lies ahead."""
    return max((timezone.localtime(until).date() - timezone.localtime(since).date()).days, 0)


def last_day(ends_at: datetime, form: str = "j F Y") -> str:
    """The last day of what ends then: at midnight that is the day before."""
    return write(timezone.localtime(ends_at - timedelta(microseconds=1)), form)


def moment(at: datetime) -> str:
    """The day and the hour: `12 maart 2027, 14.00 uur`."""
    there = timezone.localtime(at)
    return _with_hour(write(there, "j F Y"), there)


def until(ends_at: datetime, form: str = "j F Y") -> str:
    """The last day, to be read behind “tot en met”; with the hour, unless all of that day is in it."""
    there = timezone.localtime(ends_at)
    day = last_day(ends_at, form)
    return day if (there.hour, there.minute) in ((0, 0), (23, 59)) else _with_hour(day, there)


def _with_hour(day: str, there: datetime) -> str:
    return _("%(day)s, %(time)s uur") % {"day": day, "time": write(there, "H.i")}
