"""Days on which councils do not meet."""

import tomllib
from datetime import date

import pytest

from regiotafel.web.quiet_days import (
    SCHOOL_HOLIDAYS,
    easter,
    is_recess,
    is_working_day,
    public_holidays,
    school_holiday,
    school_years,
    why_quiet,
)


# As the tables of the church have them: the earliest, the latest and some between.
@pytest.mark.parametrize("day", ["1818-03-22", "2000-04-23", "2024-03-31", "2027-03-28", "2038-04-25", "2285-03-22"])
def test_easter_is_on_the_day_of_the_tables(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2031, 2050])
def test_holidays_fall_on_the_weekdays_that_they_must(year: int) -> None:
    weekdays = {str(name): day.weekday() for day, name in public_holidays(year).items()}
    assert (weekdays["Goede Vrijdag"], weekdays["tweede paasdag"], weekdays["Hemelvaartsdag"]) == (4, 0, 3)
    assert weekdays["Koningsdag"] != 6


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2025-04-26", "op Koningsdag"),
        ("2027-05-06", "op Hemelvaartsdag"),
        ("2027-08-10", "in juli of augustus, als veel mensen weg zijn"),
        ("2026-12-24", "in de kerstvakantie, als gemeenteraden niet vergaderen"),
        ("2026-12-25", "op eerste kerstdag"),
        ("2026-12-31", "in de kerstvakantie, als gemeenteraden niet vergaderen"),
        ("2025-01-03", "in de kerstvakantie, als gemeenteraden niet vergaderen"),
        ("2024-12-23", ""),
        ("2027-01-04", ""),
        ("2027-02-06", "in het weekend"),
        ("2027-02-09", ""),
    ],
)
def test_a_quiet_day_says_why(day: str, why: str) -> None:
    assert why_quiet(date.fromisoformat(day)) == why
    assert why_quiet(date.fromisoformat(day), "zuid") == why  # no holiday of schools is known there
    # What the example plans by is the same list.
    assert (is_recess(date.fromisoformat(day)) or not is_working_day(date.fromisoformat(day))) == bool(why)


@pytest.mark.parametrize(
    ("day", "part", "why"),
    [
        ("2027-10-18", "noord", "in de herfstvakantie van scholen in regio Noord"),
        ("2027-10-18", "zuid", ""),
        ("2027-10-25", "zuid", "in de herfstvakantie van scholen in regio Zuid"),
        ("2028-01-05", "midden", "in de kerstvakantie van scholen in regio Midden"),
        ("2028-09-03", "zuid", "in de zomervakantie van scholen in regio Zuid"),
        ("2028-09-04", "zuid", ""),
        ("2028-07-03", "midden", "in juli of augustus, als veel mensen weg zijn"),
        ("2029-02-13", "zuid", "in de voorjaarsvakantie van scholen in regio Zuid"),
        ("2029-02-13", "noord", ""),
        ("2029-02-13", "", ""),
    ],
)
def test_schools_are_closed_at_other_times_in_each_part_of_the_country(day: str, part: str, why: str) -> None:
    assert why_quiet(date.fromisoformat(day), part) == why


def test_holidays_of_schools_begin_on_a_saturday_and_end_on_a_sunday() -> None:
    """As the ministry writes them: a slip of the pen in the file would stand out."""
    years = tomllib.loads(SCHOOL_HOLIDAYS.read_text())
    assert school_years() == list(years)
    for year, told in years.items():
        assert f"-{year}" in told["source"]
        for name, days in told["holidays"].items():
            assert set(days) in ({"overal"}, {"noord", "midden", "zuid"})
            for part, (first, last) in days.items():
                assert (first.weekday(), last.weekday()) == (5, 6), (year, name, part)
                weeks = {"zomervakantie": 6, "kerstvakantie": 2}.get(name, 1)
                assert (last - first).days == weeks * 7 + 1, (year, name, part)
                assert school_holiday(first, part) == (name if part != "overal" else school_holiday(first, "zuid"))
