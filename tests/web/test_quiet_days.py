"""Days on which councils do not meet."""

from datetime import date

import pytest

from regiotafel.web.quiet_days import easter, is_recess, is_working_day, public_holidays, why_quiet


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
    # What the example plans by is the same list.
    assert (is_recess(date.fromisoformat(day)) or not is_working_day(date.fromisoformat(day))) == bool(why)
