"""Calendars as iCalendar (RFC 5545): which days are in the file of a council, and a file of days of our own.

What somebody brings is read by a kept library, and within limits: `regiotafel.documents` has it done apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr

from regiotafel.text.tidy import tidy_line

from .faults import FileRefused
from .sentence import _

HERE = ZoneInfo("Europe/Amsterdam")
# The calendar of a large council of ten years is 300 kB with a thousand meetings.
MOST_BYTES, MOST_EVENTS, MOST_DAYS, DEEPEST = 2_000_000, 5_000, 5_000, 8
# How a meeting may come back: nothing meets every minute, and such a rule has no end.
REPEATS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
FINER = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
LONGEST_NAME = 100


@dataclass(frozen=True)
class Event:
    """Something on a day, as the file calls it."""

    on: date
    name: str


def read_calendar(data: bytes, first: date, last: date) -> list[Event]:
    """Everything that begins from the first day up to the last, in order and each once. Raises FileRefused."""
    text = _text_of(data)
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
        found = set(_all_days(events, first, last))
    except FileRefused:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError) as fault:
        raise _broken() from fault
    return sorted(found, key=lambda one: (one.on, one.name))


def too_large() -> FileRefused:
    return FileRefused(_("Deze agenda is te groot: hooguit 2 MB. Exporteer alleen de komende jaren."))


def _broken() -> FileRefused:
    return FileRefused(
        _("Deze agenda is beschadigd of onvolledig. Exporteer hem opnieuw uit het programma waar hij vandaan komt.")
    )


def _text_of(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise too_large()
    if b"\0" in data:
        raise FileRefused(_("Dit is geen agenda. Kies een bestand dat eindigt op .ics."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    lines = [line.strip().upper() for line in text.splitlines()]
    if "BEGIN:VCALENDAR" not in lines[:20]:
        raise FileRefused(_("Dit is geen agenda. Kies een bestand dat eindigt op .ics."))
    if lines.count("BEGIN:VEVENT") > MOST_EVENTS:
        raise FileRefused(
            _("Deze agenda heeft te veel afspraken: hooguit %(n)d. Exporteer alleen de raad.", n=MOST_EVENTS)
        )
    depth = 0
    for line in lines:
        depth += line.startswith("BEGIN:") - line.startswith("END:")
        if depth > DEEPEST:
            raise _broken()
    if depth:  # it breaks off
        raise _broken()
    return text


def _all_days(events: Sequence[Any], first: date, last: date) -> Iterator[Event]:
    # A meeting of a row that was moved is told by an event of its own, with the moment that it had.
    moved = {(str(one.get("UID")), _on(one["RECURRENCE-ID"].dt)) for one in events if "RECURRENCE-ID" in one}
    n = 0
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or "DTSTART" not in event:
            continue
        name, is_moved = tidy_line(str(event.get("SUMMARY", "")))[:LONGEST_NAME], "RECURRENCE-ID" in event
        for on in _days(event, first, last):
            if first <= on <= last and (is_moved or (str(event.get("UID")), on) not in moved):
                n += 1
                if n > MOST_DAYS:
                    raise FileRefused(_("In deze agenda staan te veel dagen. Exporteer alleen de vergaderingen."))
                yield Event(on, name)


def _on(moment: date | datetime) -> date:
    """The day here, wherever the clock of the file stands."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(HERE).date() if moment.tzinfo else moment.date()


def _days(event: Any, first: date, last: date) -> Iterator[date]:
    begins = event["DTSTART"].dt
    if "RECURRENCE-ID" in event or "RRULE" not in event:
        yield _on(begins)
    else:
        without = {_on(one.dt) for dates in _listed(event.get("EXDATE")) for one in dates.dts}
        # In the time of the wall: a meeting at half past seven stays there when the clock changes.
        start = datetime.combine(_on(begins), datetime.min.time())
        for rule in _listed(event["RRULE"]):
            yield from (on for on in _repeated(rule, start, last) if on not in without)
    for dates in _listed(event.get("RDATE")):
        yield from (_on(one.dt) for one in dates.dts if isinstance(one.dt, date))


def _repeated(rule: Any, start: datetime, last: date) -> Iterator[date]:
    parts = {str(name).upper(): value for name, value in rule.items()}
    if not {str(one).upper() for one in parts.get("FREQ", [])} <= REPEATS or FINER & set(parts):
        raise FileRefused(
            _("In deze agenda komt een afspraak vaker dan één keer per dag terug. Dat is geen vergadering.")
        )
    # Of a rule that comes back so many times the end is ours too: one that never fits would go on to the year 9999.
    kept = {name: value for name, value in rule.items() if str(name).upper() not in ("UNTIL", "COUNT")}
    until = min([_on(one) for one in _listed(parts.get("UNTIL"))] + [last])
    ends = icalendar.vRecur({**kept, "UNTIL": datetime.combine(until, datetime.max.time())})
    written: bytes = ends.to_ical()  # type: ignore[no-untyped-call]
    again = rrulestr(written.decode(), dtstart=start, ignoretz=True)
    times = min([int(one) for one in _listed(parts.get("COUNT"))] + [MOST_DAYS])
    return (moment.date() for moment in islice(again, max(times, 0)))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def told(data: bytes, first: str, last: str) -> bytes:
    """The same for another process: days and names as JSON."""
    found = read_calendar(data, date.fromisoformat(first), date.fromisoformat(last))
    return json.dumps([[one.on.isoformat(), one.name] for one in found]).encode()


def from_told(made: bytes) -> list[Event]:
    return [Event(date.fromisoformat(on), name) for on, name in json.loads(made)]


# --- Out


@dataclass(frozen=True)
class Entry:
    """A day in a calendar of ours. uid: always the same for the same thing. changed: how often it was, since it was
    first told: a calendar takes over only what has a higher number."""

    uid: str
    on: date
    name: str
    about: str = ""
    url: str = ""
    changed: int = 0
    # It is not certain yet.
    is_tentative: bool = False
    # It does not happen: a calendar that has it takes it away.
    is_cancelled: bool = False

    @property
    def status(self) -> str:
        return "CANCELLED" if self.is_cancelled else "TENTATIVE" if self.is_tentative else "CONFIRMED"


def write_calendar(name: str, entries: Iterable[Entry], *, written_at: datetime) -> bytes:
    """A file that calendar programs subscribe to: whole days, so no hour of a zone can be wrong."""
    calendar = icalendar.Calendar()
    for key, value in (("PRODID", "-//Regiotafel//NL"), ("VERSION", "2.0"), ("X-WR-CALNAME", name)):
        calendar.add(key, value)
    for entry in entries:
        event = icalendar.Event()
        event.add("UID", entry.uid)
        event.add("DTSTAMP", written_at.astimezone(UTC))
        event.add("DTSTART", entry.on)
        event.add("DTEND", entry.on + timedelta(days=1))
        event.add("SUMMARY", entry.name)
        event.add("SEQUENCE", entry.changed)
        event.add("STATUS", entry.status)
        event.add("TRANSP", "TRANSPARENT")
        for key, told_besides in (("DESCRIPTION", entry.about), ("URL", entry.url)):
            if told_besides:
                event.add(key, told_besides)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
