"""Calendars of councils, sound and hostile."""

from datetime import UTC, date, datetime

import pytest

from regiotafel.documents import read_calendar_apart
from regiotafel.formats.calendar import MOST_BYTES, Entry, Event, read_calendar, write_calendar
from regiotafel.formats.faults import FileRefused

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//raad//NL"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


MONTHLY = "UID:1|DTSTART;TZID=Europe/Amsterdam:20270311T193000|SUMMARY:Raad|RRULE:FREQ=MONTHLY;BYDAY=2TH"
MOVED = "UID:1|RECURRENCE-ID;TZID=Europe/Amsterdam:20270513T193000|DTSTART:20270520T173000Z|SUMMARY:Raad (verplaatst)"

READS = {
    "a day": ("DTSTART;VALUE=DATE:20270304|SUMMARY:Raad", [(3, 4)]),
    "a moment elsewhere, which is the next day here": ("DTSTART:20270303T233000Z|SUMMARY:Raad", [(3, 4)]),
    "so many times": (f"{MONTHLY};COUNT=3", [(3, 11), (4, 8), (5, 13)]),
    "until a day": (f"{MONTHLY};UNTIL=20270430T000000Z", [(3, 11), (4, 8)]),
    "not on one day": (f"{MONTHLY};COUNT=3|EXDATE;TZID=Europe/Amsterdam:20270408T193000", [(3, 11), (5, 13)]),
    "on a day besides": ("DTSTART:20270304T193000|RDATE:20270318T193000", [(3, 4), (3, 18)]),
    "called off": ("DTSTART;VALUE=DATE:20270304|STATUS:CANCELLED", []),
    "before and after the days that were asked": ("DTSTART;VALUE=DATE:20200304|RRULE:FREQ=YEARLY", [(3, 4)]),
    "a rule that never fits": ("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", []),
}


@pytest.mark.parametrize(("event", "days"), READS.values(), ids=READS)
def test_the_days_of_a_calendar_are_read(event: str, days: list[tuple[int, int]]) -> None:
    found = [one.on for one in read_calendar(calendar(event), FIRST, LAST)]
    assert found == [date(2027, *day) for day in days]


def test_a_meeting_of_a_row_that_was_moved_is_told_on_its_new_day_only() -> None:
    found = read_calendar_apart(calendar(f"{MONTHLY};COUNT=3", MOVED), FIRST, LAST)
    assert [(one.on.month, one.on.day, one.name) for one in found] == [
        (3, 11, "Raad"),
        (4, 8, "Raad"),
        (5, 20, "Raad (verplaatst)"),
    ]


HOSTILE = {
    "empty": (b"", "geen agenda"),
    "a page": (b"<html>BEGIN:VCALENDAR</html>", "geen agenda"),
    "a picture": (b"\x89PNG\0\0", "geen agenda"),
    "breaks off": (calendar(MONTHLY)[:-40], "beschadigd"),
    "a day that is none": (calendar("DTSTART:20271399"), "beschadigd"),
    "a rule that is none": (calendar("DTSTART;VALUE=DATE:20270101|RRULE:FREQ=SOMS"), "beschadigd"),
    "every second": (calendar("DTSTART:20270101T000000Z|RRULE:FREQ=SECONDLY"), "vaker dan één keer per dag"),
    "every minute of a day": (
        calendar(f"DTSTART:20270101T000000Z|RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}"),
        "vaker dan één keer per dag",
    ),
    "too many": (calendar(*["DTSTART;VALUE=DATE:20270101"] * 5001), "te veel afspraken"),
    "too many days": (calendar(*["DTSTART;VALUE=DATE:20250101|RRULE:FREQ=DAILY"] * 20), "te veel dagen"),
    "too large": (b"BEGIN:VCALENDAR\n" + b"X" * MOST_BYTES, "te groot"),
    "boxes in boxes": (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 5000 + b"END:VEVENT\n" * 5000, "beschadigd"),
    "days that never come, for ever": (
        calendar(*["DTSTART;VALUE=DATE:20270101|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"] * 40),
        "te veel tijd",
    ),
}


@pytest.mark.parametrize(("data", "told"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_calendar_or_too_much_is_refused_with_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        # What takes no time is refused as well in this process.
        (read_calendar_apart if told == "te veel tijd" else read_calendar)(data, FIRST, LAST)


def test_our_own_calendar_reads_as_it_was_written() -> None:
    entries = [Entry("stap-1@regiotafel", date(2027, 3, 4), "Overdam: de gemeenteraad; besluiten", "Een, twee\ndrie")]
    made = write_calendar("Visie", entries, written_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert read_calendar(made, FIRST, LAST) == [Event(date(2027, 3, 4), "Overdam: de gemeenteraad; besluiten")]
    assert b"UID:stap-1@regiotafel" in made
