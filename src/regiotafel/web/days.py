"""Days and moments as a calendar at home counts them and a person writes them: the only place that does. Pages load
these functions as filters: `{% load days %}`."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.translation import gettext as _

register = template.Library()

# What a reader needs of a day, and how it is written then.
FORMS = {
    "": "j F Y",  # 12 maart 2027
    "narrow": "j-n-Y",  # where a column has no room for more
    "near": "j F",  # this year
    "weekday": "l j F Y",
    "near weekday": "l j F",
    "month": "F Y",
    "near month": "F",
    "pabulib": "d.m.Y",  # as files about elections write it
}


@register.filter
def days_since(since: datetime) -> int:
    """Days until now; none for what lies ahead."""
    return days_between(since, timezone.now())


def days_between(since: datetime, until: datetime) -> int:
    """How often it became midnight: from a minute before it to a minute after is one. None for what lies ahead."""
    return max((timezone.localtime(until).date() - timezone.localtime(since).date()).days, 0)


@register.filter
def is_past(day: date | None) -> bool:
    """All of that day is over."""
    return day is not None and day < timezone.localdate()


@register.filter
def day(at: date | None, form: str = "") -> str:
    """The day itself, or that of a moment. Of what is not there a template passes on nothing, or an empty word."""
    if not at:
        return ""
    return write(timezone.localtime(at) if isinstance(at, datetime) else at, FORMS[form])


@register.filter
def moment(at: datetime | None) -> str:
    """The day and the hour: `12 maart 2027, 14.00 uur`."""
    return _with_hour(day(at), timezone.localtime(at)) if at else ""


def last_date(ends_at: datetime) -> date:
    """The last day of what ends then, to reckon with."""
    return timezone.localdate(ends_at - timedelta(microseconds=1))


@register.filter
def last_day(ends_at: datetime | None, form: str = "") -> str:
    """The last day of what ends then: at midnight that is the day before."""
    return day(last_date(ends_at), form) if ends_at else ""


@register.filter
def end(ends_at: datetime | None, form: str = "") -> str:
    """The last day, to be read behind “na”; with the hour, unless all of that day is in it."""
    if ends_at is None:
        return ""
    told = last_day(ends_at, form)
    return told if _ends_a_day(ends_at) else _with_hour(told, timezone.localtime(ends_at))


@register.filter
def until(ends_at: datetime | None, form: str = "") -> str:
    """`tot en met 12 maart 2027`: all of that day is in it; else `tot 12 maart 2027, 14.00 uur`."""
    if ends_at is None:
        return ""
    told = _("tot en met %(end)s") if _ends_a_day(ends_at) else _("tot %(end)s")
    return told % {"end": end(ends_at, form)}


def _ends_a_day(ends_at: datetime) -> bool:
    there = timezone.localtime(ends_at)
    return (there.hour, there.minute) in ((0, 0), (23, 59))


def _with_hour(day: str, there: datetime) -> str:
    return _("%(day)s, %(time)s uur") % {"day": day, "time": clock(there)}


def clock(there: datetime) -> str:
    """The hands of a clock that shows this: `14.00`."""
    return write(there, "H.i")
