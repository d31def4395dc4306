"""Days on which councils do not meet and letters wait: weekends, public holidays, and the recesses of summer and
Christmas. Where a region said in which part of the country its schools are, their holidays too."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Councils and many families are away then, whatever the holidays of schools are.
SUMMER = (7, 8)
# The recess of Christmas: from this month and day, and until this one.
CHRISTMAS_FROM, CHRISTMAS_UNTIL = (12, 24), (1, 3)
SATURDAY = 5
SCHOOL_HOLIDAYS = Path(__file__).with_name("school_holidays.toml")


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


@cache
def public_holidays(year: int) -> Mapping[date, str | Promise]:
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


def is_at_christmas(day: date) -> bool:
    return (day.month, day.day) >= CHRISTMAS_FROM or (day.month, day.day) <= CHRISTMAS_UNTIL


def is_recess(day: date) -> bool:
    """No council decides anything then."""
    return day.month in SUMMER or is_at_christmas(day)


def is_working_day(day: date) -> bool:
    """Somebody is there to answer a letter: also in summer."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and not is_at_christmas(day)


class Period(NamedTuple):
    """Days that somebody calls quiet, the first and the last among them."""

    first: date
    last: date
    name: str


@cache
def _holidays_of_schools() -> dict[str, Any]:
    """By school year, as the file has them."""
    return tomllib.loads(SCHOOL_HOLIDAYS.read_text())


def school_years() -> list[str]:
    """Of which the holidays are known: “2027-2028”."""
    return list(_holidays_of_schools())


def school_holiday(day: date, part: str) -> str:
    """Its name, as `herfstvakantie`, in a part of the country: noord, midden, zuid. Empty: schools are open then, or
    nobody told us."""
    for year in _holidays_of_schools().values():
        for name, days in year["holidays"].items():
            first, last = days.get(part) or days.get("overal") or (date.max, date.min)
            if first <= day <= last:
                return str(name)
    return ""


def why_quiet(day: date, part: str = "", own: Sequence[Period] = ()) -> str:
    """To be read behind “valt”: `op tweede paasdag`, `in het weekend`. Empty: a day like any other.

    part: of the country, in which schools have their holidays. own: what a region says itself.
    """
    if name := public_holidays(day.year).get(day):
        return _("op %(holiday)s") % {"holiday": name}
    if name := next((one.name for one in own if one.first <= day <= one.last), ""):
        return _("in een vrije periode van de regio (%(name)s)") % {"name": name}
    if is_at_christmas(day):
        return str(_("in de kerstvakantie, als gemeenteraden niet vergaderen"))
    if part and (name := school_holiday(day, part)):
        return _("in de %(holiday)s van scholen in regio %(part)s") % {"holiday": name, "part": part.capitalize()}
    if is_recess(day):
        return str(_("in juli of augustus, als veel mensen weg zijn"))
    return str(_("in het weekend")) if day.weekday() >= SATURDAY else ""
