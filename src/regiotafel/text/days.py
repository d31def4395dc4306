"""Days and times as people type them, in the one form that a program reads."""

import re

from regiotafel.text.folding import fold

# In full and as people shorten them; English ones too, for that is what many a telephone writes.
_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb", "febr"),
    ("maart", "march", "maa", "mrt", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_DAY = re.compile(
    r"(?:(?P<weekday>ma|di|wo|do|vr|za|zo|maan|dins|woens|donder|vrij|zater|zon)(?:dag)?[,.]?\s+)?"
    r"(?P<day>\d{1,2})(?:e|ste|de)?[\s./\\-]+(?P<month>\d{1,2}|[a-z]{3,9})[\s./\\,'-]+(?P<year>\d{4}|\d{2})(?=\D|$)"
)
_TURNED = re.compile(r"(?P<year>\d{4})[\s./-](?P<month>\d{1,2})[\s./-](?P<day>\d{1,2})(?=\D|$)")
_TIME = re.compile(
    r"[\s,t]{0,9}(?:om|tot|uur)?\s{0,9}(?P<hour>\d{1,2})(?:[.:u](?P<minute>\d{2}))?(?:[.:]\d{2}(?:\.\d{1,9})?)?\s{0,9}(?:uur|u)?\.?"
)
_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_AROUND = " .,;\"'"
MOST = 60


def written_day(text: str) -> str:
    """ "za 28 maart ’27" is 2027-03-28; that this day is in the calendar is not sure yet. What is no day comes back as
    it was typed."""
    found, rest = _day_in(text)
    return found if found and not rest.strip() else text


def written_moment(text: str) -> str:
    """ "28-3-2027 om 14.30 uur" is 2027-03-28 14:30. Midnight at the end of a day may be 24:00, which stays so."""
    found, rest = _day_in(text)
    time = _TIME.fullmatch(rest) if found else None
    return f"{found} {int(time['hour']):02}:{time['minute'] or '00'}" if time else text


def weekday_in(text: str) -> int | None:
    """Which day of the week somebody wrote before a day: 0 for Monday. None when it is not said."""
    match = _DAY.match(_folded(text))
    return _WEEKDAYS.index(match["weekday"][:2]) if match and match["weekday"] else None


def _folded(text: str) -> str:
    return fold(text[:MOST]).strip(_AROUND)


def _day_in(text: str) -> tuple[str, str]:
    typed = _folded(text)
    match = _TURNED.match(typed) or _DAY.match(typed)
    if match is None:
        return "", ""
    month = match["month"] if match["month"].isdigit() else str(_MONTHS.get(match["month"], ""))
    if not month:
        return "", ""
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    return f"{year}-{int(month):02}-{int(match['day']):02}", typed[match.end() :]
