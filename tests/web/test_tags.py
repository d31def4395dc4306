"""Moments as a person would say them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from regiotafel.web.days import days_between
from regiotafel.web.tags import days_since


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
