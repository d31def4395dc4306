"""Whether the clock can be believed. What a clock that was years ahead cleaned is gone for ever, so then we wait."""

from datetime import datetime, timedelta
from typing import NamedTuple

# The worker looks every night. Between two looks there is a day, or two when the machine was off for a while.
MOST_BETWEEN = timedelta(days=2)
# After a leap the clock must have run on by itself this long: time enough for somebody to see that it is wrong.
STEADY_FOR = timedelta(days=7)
# By hand, perhaps once a month: whoever types the command reads what it says.
MOST_BETWEEN_BY_HAND = timedelta(days=62)
# Nothing in the cache is kept longer; attempts to log in and prints that are asked for much shorter. What says
# otherwise was put there by a clock that was ahead.
LONGEST_CACHED, SHORTLY_CACHED = timedelta(days=8), timedelta(hours=1)
CACHED_SHORTLY = ("%allauth:%", "%-asked")


class Look(NamedTuple):
    """What the looks at the clock found until now."""

    # The latest that was believed; None before the first look on a site where nothing happened.
    seen_at: datetime | None = None
    # Since when it is ahead of that further than the machine can have run, and the last look that found it so.
    doubted_since: datetime | None = None
    doubted_at: datetime | None = None


def look(at: datetime, before: Look) -> Look:
    """Back in time is believed at once: an earlier clock cleans nothing that a later one would keep."""
    if before.seen_at is None or at <= before.seen_at:
        return Look(before.seen_at or at)
    if at - before.seen_at <= MOST_BETWEEN:
        return Look(at)
    since, last = before.doubted_since, before.doubted_at
    if since is None or last is None or not timedelta(0) <= at - last <= MOST_BETWEEN:
        return Look(before.seen_at, at, at)
    return Look(at) if at - since >= STEADY_FOR else Look(before.seen_at, since, at)


def is_leap_by_hand(at: datetime, seen_at: datetime | None) -> bool:
    return seen_at is not None and at - seen_at > MOST_BETWEEN_BY_HAND
