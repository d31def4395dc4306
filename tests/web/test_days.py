"""A moment is told as the moment it is, and days are counted as a calendar at home does."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

import regiotafel
from regiotafel.pages.views.front import _left
from regiotafel.web import fields
from regiotafel.web.days import day, days_between, days_since, end, last_date, last_day, moment, until

HERE = ZoneInfo("Europe/Amsterdam")
SOURCES = Path(regiotafel.__file__).parent


@pytest.mark.parametrize(
    ("ends_at", "told"),
    [
        (datetime(2027, 3, 29, 0, 0, tzinfo=HERE), "zondag 28 maart"),
        (datetime(2026, 3, 29, 0, 0, tzinfo=HERE), "zaterdag 28 maart"),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), "zaterdag 28 maart"),  # midnight here
        (datetime(2026, 3, 28, 23, 59, tzinfo=HERE), "zaterdag 28 maart"),
        (datetime(2026, 3, 28, 17, 30, tzinfo=HERE), "zaterdag 28 maart, 17.30 uur"),
        (datetime(2026, 10, 26, 0, 0, tzinfo=HERE), "zondag 25 oktober"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=HERE), "donderdag 31 december"),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(ends_at: datetime, told: str) -> None:
    assert end(ends_at, "near weekday") == told
    assert until(ends_at, "near weekday") == (f"tot {told}" if "uur" in told else f"tot en met {told}")
    assert last_day(ends_at, "near weekday") == told.split(",", maxsplit=1)[0]


@pytest.mark.parametrize(
    "typed",
    [
        "28-03-2027", "28-3-2027", "28/3/2027", "28.3.2027", "28 3 2027", "28-3-27", "2027-03-28", "2027/3/28",
        "28 maart 2027", "28 mrt 2027", "28 mrt. 2027", "28 Maart 2027", "zondag 28 maart 2027", "zo 28-3-2027",
        "28e maart 2027", " 28\u00a0maart\u200b 2027 ", "28 – 3 – 2027", "28 mrt '27", "２８-3-2027",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert fields.day("").clean(typed) == date(2027, 3, 28)


@pytest.mark.parametrize("typed", ["28 foo 2027", "31-2-2027", "morgen", "2027", "28-3", "99-99-9999", "1" * 5000])
def test_what_is_no_day_gets_a_sentence(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.day("").clean(typed)
    assert "Schrijf de datum zo" in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "2027-03-28T14:30", "28-03-2027 14:30", "28-3-2027 14.30", "28-3-2027 14.30 uur", "28 maart 2027 om 14:30 uur",
        "28 maart 2027, 14u30", "zo 28/3/27 14:30", "2027-03-28 14:30:00",
    ],
)  # fmt: skip
def test_a_moment_is_read_as_people_type_it(typed: str) -> None:
    assert fields.moment("").clean(typed) == datetime(2027, 3, 28, 14, 30, tzinfo=HERE)


@pytest.mark.parametrize(
    "typed",
    [
        "9999-12-31 24:00",
        "0026-03-28 02:30",
        "0001-01-01 00:00",
        "2126-01-01 00:00",
        "31-12-2100 24:00",
        "1940-05-16 00:00",
    ],
)
def test_a_year_that_nobody_means_gets_the_sentence_of_a_year(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.moment("").clean(typed)
    assert refused.value.messages == ["Kies een jaar van 2000 tot en met 2100."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31-04-2027", "31 april 2027 bestaat niet: die maand heeft 30 dagen."),
        ("29 februari 2027", "29 februari 2027 bestaat niet: die maand heeft 28 dagen."),
        ("2100-02-29", "29 februari 2100 bestaat niet: die maand heeft 28 dagen."),
        ("vrijdag 1 april 2027", "1 april 2027 is een donderdag. Controleer de datum."),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_named(typed: str, said: str) -> None:
    for field, given in ((fields.day(""), typed), (fields.moment(""), f"{typed} 12:00")):
        with pytest.raises(ValidationError) as refused:
            field.clean(given)
        assert refused.value.messages[0].startswith(said)


@pytest.mark.parametrize("typed", ["1-4-2027", "1 april 2027", "2027-04-01"])
def test_a_moment_without_an_hour_is_asked_for_it(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.moment("").clean(typed)
    assert refused.value.messages[0].startswith("Zet er ook een tijd bij.")


@pytest.mark.parametrize(
    "typed", ["2027-03-28 2:3", "28-3-2027 2.3", "2027-04-01T", "2027-04-01 12:60", "1-4-2027 24:01"]
)
def test_what_is_no_moment_gets_a_sentence(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.moment("").clean(typed)
    assert "Schrijf dag en tijd zo" in refused.value.messages[0]


@pytest.mark.parametrize("nothing", ["", " ", "\u200b", "\ufeff\u00a0", "\u3164"])
def test_what_nobody_sees_is_no_day(nothing: str) -> None:
    for kind in (fields.day, fields.moment):
        assert kind("", required=False).clean(nothing) is None
        with pytest.raises(ValidationError) as refused:
            kind("").clean(nothing)
        assert "Kies een" in refused.value.messages[0]


def test_midnight_at_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert fields.moment("").clean("28-3-2027 24:00") == datetime(2027, 3, 29, 0, 0, tzinfo=HERE)


@pytest.mark.parametrize(
    "typed", ["2027-03-28T02:30", "28-03-2027 02:30", "28 maart 2027 om 2.30 uur", "2026-03-29T02:00"]
)
def test_the_hour_that_the_clock_skips_says_which_hours_there_are(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.moment("").clean(typed)
    said = refused.value.messages[0]
    assert "gaat de klok van 2.00 naar 3.00 uur: de zomertijd begint" in said
    assert "Kies een tijd voor 2.00 uur, of 3.00 uur of later." in said


@pytest.mark.parametrize("typed", ["2026-10-25T02:30", "31-10-2027 02:00", "31 oktober 2027 2:59 uur"])
def test_the_hour_that_is_there_twice_says_so(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.moment("").clean(typed)
    assert "gaat de klok van 3.00 terug naar 2.00 uur: de zomertijd stopt" in refused.value.messages[0]


def test_the_hours_beside_it_are_as_good_as_any() -> None:
    for typed in ("2027-03-28T01:59", "2027-03-28T03:00", "2026-10-25T01:59", "2026-10-25T03:00"):
        assert timezone.localtime(fields.moment("").clean(typed)).strftime("%Y-%m-%dT%H:%M") == typed


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        pytest.param("2026-11-27 23:59", "2026-11-28 00:01", 1, id="two minutes, and another day"),
        pytest.param("2026-11-27 00:01", "2026-11-27 23:59", 0, id="all of one day"),
        pytest.param("2026-11-26 23:00", "2026-11-28 01:00", 2, id="26 hours over two nights"),
        pytest.param("2026-10-24 12:00", "2026-10-25 12:00", 1, id="a day of 25 hours"),
        pytest.param("2026-03-28 12:00", "2026-03-29 12:00", 1, id="a day of 23 hours"),
        pytest.param("2026-11-28 12:00", "2026-11-27 12:00", 0, id="what lies ahead"),
    ],
)
def test_days_are_those_of_the_calendar_at_home(since: str, until: str, days: int) -> None:
    at, now = (timezone.make_aware(datetime.fromisoformat(moment)) for moment in (since, until))
    assert days_between(at, now) == days_between(at.astimezone(UTC), now.astimezone(UTC)) == days


def test_days_are_counted_until_now() -> None:
    now = timezone.localtime()
    assert [days_since(now - timedelta(days=days)) for days in (0, 1, 9)] == [0, 1, 9]


def test_a_day_is_that_of_the_calendar_at_home_and_may_be_missing() -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert (day(late), day(late, "near weekday"), day(date(2026, 3, 1))) == (
        "28 november 2026",
        "zaterdag 28 november",
        "1 maart 2026",
    )
    assert moment(late) == "28 november 2026, 00.30 uur"
    assert [write(None) for write in (day, moment, last_day, end, until)] == [""] * 5


@pytest.mark.parametrize(
    ("closes_at", "said"),
    [
        (datetime(2026, 3, 29, 0, 0, tzinfo=HERE), "Sluit vandaag"),
        (datetime(2026, 3, 29, 0, 1, tzinfo=HERE), "Sluit morgen"),
        (datetime(2026, 3, 28, 23, 59, tzinfo=HERE), "Sluit vandaag"),
        (datetime(2026, 3, 30, 0, 0, tzinfo=HERE), "Sluit morgen"),  # this night has 23 hours
        (datetime(2026, 3, 31, 0, 0, tzinfo=HERE), "Nog 2 dagen"),
    ],
)
def test_what_closes_at_midnight_closes_today(closes_at: datetime, said: str) -> None:
    assert _left(closes_at, datetime(2026, 3, 28, 12, 0, tzinfo=HERE)) == said
    assert _left(closes_at, datetime(2026, 3, 28, 0, 0, tzinfo=HERE)) == said


def test_a_day_that_ends_at_midnight_is_the_one_before() -> None:
    assert last_date(datetime(2028, 3, 1, 0, 0, tzinfo=HERE)) == date(2028, 2, 29)
    assert last_date(datetime(2028, 3, 1, 0, 1, tzinfo=HERE)) == date(2028, 3, 1)
    bare = [
        f"{path.name}: {line.strip()}"
        for path in SOURCES.rglob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r"local(date|time)\((\w+\.)*(closes|ends|expires)_at\)", line) and path.name != "days.py"
    ]
    assert not bare, "use `last_date`, `last_day` or `until`"
