"""When something happened, as files of others say it: milliseconds since 1970, or None for unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .cells import is_rounded, is_unknown, plain, short
from .sentence import Sentence, _, gettext_noop

HERE = ZoneInfo("Europe/Amsterdam")
# No conversation is older than this, and no clock of ours will see the other.
EARLIEST = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp() * 1000)
LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000)
# Per second: seconds, milliseconds, millionths and billionths since 1970. Each is a moment in our time in one way only.
PER_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)
# Days since 1900 as a spreadsheet counts them.
FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
# Hours ahead of Greenwich; names that mean more than one zone are not here.
ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3,
    "BST": 1, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "WIB": 7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10}
MONTHS |= {"nov": 11, "dec": 12, "mrt": 3, "mei": 5, "okt": 10, "maa": 3}
# In full too: the first three letters tell which month it is.
_IN_FULL = """
    january february march april may june july august september october november december sept
    januari februari maart april mei juni juli augustus september oktober november december
"""
IN_FULL = frozenset(_IN_FULL.split())
_WEEKDAY = r"(?:(?:[a-z]{2,3}|[a-z]{3,6}day|(?:maan|dins|woens|donder|vrij|zater|zon)dag)[,.]? )?"
_COUNTED = re.compile(r"[0-9]{1,19}(?:[.,]0)?|[0-9]{9,19}[.,][0-9]{1,9}")
_DAYS = re.compile(r"[0-9]{5}(?:[.,][0-9]{1,15})?")
_CLOCK = r"(?:(?:T| {1,4})(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
_OFFSET = r"[+-]\d{2}(?::?\d{2})?"
_ZONE = rf" ?(?P<zone>[A-Z]{{1,5}}|(?:GMT|UTC)?{_OFFSET})?(?: \([A-Za-z ]{{1,40}}\))?"
_WRITTEN = tuple(
    re.compile(day + _CLOCK + _ZONE, re.ASCII)
    for day in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        rf"(?i:{_WEEKDAY})(?P<day>\d{{1,2}})[ -](?P<month>[A-Za-z]{{3,9}})[. -]{{1,2}}(?P<year>\d{{4}})",
        rf"(?i:{_WEEKDAY})(?P<month>[A-Za-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})",
    )
)
# Wed Jul 27 21:56:00 UTC 2022
_POLIS = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2}) "
    r"(?P<zone>[A-Z]{1,5}|[+-]\d{2}:?\d{2}) (?P<year>\d{4})",
    re.ASCII,
)


@lru_cache(100_000)
def read_moment(text: str) -> tuple[int, bool] | Sentence | None:
    """Milliseconds since 1970 and whether we had to take it for Dutch time; None when nothing is said; else what is
    wrong with it.

    Numbers that are no moment of our time in any measure come back as they are: they are doubted by who reads.
    """
    bare = plain(text)
    if is_unknown(bare):
        return None
    if is_rounded(bare):
        return _("de tijd %(time)s is afgerond door een rekenprogramma. Gebruik het bestand van daarvoor.", time=bare)
    if _DAYS.fullmatch(bare):
        return _of_days(bare)
    if _COUNTED.fullmatch(bare):
        return _counted(int(re.split("[.,]", bare)[0])), False
    for form in (_POLIS, *_WRITTEN):
        if found := form.fullmatch(bare):
            return _written(found, bare)
    return _unreadable(bare)


def is_likely(moment: int, now: int) -> bool:
    """A moment of our time that has been."""
    return EARLIEST <= moment <= now


def _counted(n: int) -> int:
    for per_second in PER_SECOND:
        if EARLIEST <= n * 1000 // per_second < LATEST:
            return n * 1000 // per_second
    return n


def _of_days(text: str) -> tuple[int, bool]:
    """A spreadsheet keeps a moment as days, without a zone. Other numbers of that size are milliseconds."""
    days = float(text.replace(",", "."))
    at = (FIRST_DAY + timedelta(days=days)).replace(tzinfo=None)
    if not 2000 <= at.year < 2100:
        return int(days), False
    return _milliseconds((at + timedelta(milliseconds=500)).replace(microsecond=0), HERE), True


def _written(found: re.Match[str], text: str) -> tuple[int, bool] | Sentence:
    parts = found.groupdict()
    month = parts["month"]
    zone = _zone(parts["zone"])
    try:
        number = int(month) if month.isdigit() else _month(month.lower())
        hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
        day = date(int(parts["year"]), number, int(parts["day"]))
        at = datetime.combine(day, time(hour, minute, second))
    except (KeyError, ValueError):
        return _unreadable(text)
    if isinstance(zone, Sentence):
        return zone
    return _milliseconds(at, zone or HERE), zone is None


def _month(name: str) -> int:
    if len(name) > 3 and name not in IN_FULL:
        raise ValueError(name)
    return MONTHS[name[:3]]


def _milliseconds(at: datetime, zone: tzinfo) -> int:
    return int(at.replace(tzinfo=zone).timestamp() * 1000)


def _zone(name: str | None) -> tzinfo | Sentence | None:
    if not name:
        return None
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name]))
    offset = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d\d):?(\d\d)?", name)
    if offset and int(offset[2]) < 24 and int(offset[3] or 0) < 60:
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-size if offset[1] == "-" else size)
    words = gettext_noop("de tijdzone %(zone)s kennen we niet. Geef de tijd in UTC, of haal de kolom met tijden weg.")
    return _(words, zone=name)


def _unreadable(text: str) -> Sentence:
    words = gettext_noop("de tijd %(time)s kunnen we niet lezen. Schrijf 2024-05-31 13:45 of 31-5-2024 13:45.")
    return _(words, time=short(text))
