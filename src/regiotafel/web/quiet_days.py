"""Days on which councils do not meet and letters wait: weekends, public holidays and the summer recess."""

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Councils and many families are away then. The holidays of schools differ by region and year, within these months.
SUMMER = (7, 8)
SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar: the anonymous algorithm, as in Meeus, Astronomical Algorithms, 1991,
    chapter 8."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps, skipped = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - moved + 15) % 30
    week = (32 + 2 * skipped + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """27 April; on a Sunday it is kept the day before."""
    day = date(year, 4, 27)
    return day - timedelta(days=day.weekday() == 6)


def public_holidays(year: int) -> dict[date, str | Promise]:
    """As article 3 of the Algemene termijnenwet names them, with Good Friday, which it puts beside them."""
    first = easter(year)
    return {
        date(year, 1, 1): _("nieuwjaarsdag"),
        first - timedelta(days=2): _("Goede Vrijdag"),
        first: _("eerste paasdag"),
        first + timedelta(days=1): _("tweede paasdag"),
        kings_day(year): _("Koningsdag"),
        date(year, 5, 5): _("Bevrijdingsdag"),
        first + timedelta(days=39): _("Hemelvaartsdag"),
        first + timedelta(days=49): _("eerste pinksterdag"),
        first + timedelta(days=50): _("tweede pinksterdag"),
        date(year, 12, 25): _("eerste kerstdag"),
        date(year, 12, 26): _("tweede kerstdag"),
    }


def why_quiet(day: date) -> str:
    """To be read behind “valt”: `op tweede paasdag`, `in het weekend`. Empty: a day like any other."""
    if name := public_holidays(day.year).get(day):
        return _("op %(holiday)s") % {"holiday": name}
    if day.month in SUMMER:
        return str(_("in juli of augustus, als veel mensen weg zijn"))
    return str(_("in het weekend")) if day.weekday() >= SATURDAY else ""
