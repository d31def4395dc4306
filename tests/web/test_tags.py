"""Moments as a person would say them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from regiotafel.web.tags import days_since


@pytest.mark.parametrize(
    ("ago", "days"),
    [
        (timedelta(hours=23), 0),
        (timedelta(hours=25), 1),
        (timedelta(days=9, hours=1), 9),
        (timedelta(days=-3), 0),
    ],
)
def test_days_are_whole_days_until_now(ago: timedelta, days: int) -> None:
    assert days_since(timezone.now() - ago) == days
