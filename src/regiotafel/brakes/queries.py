"""The marks of a place, and what was counted under them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from regiotafel import codes
from regiotafel.brakes.models import Tally
from regiotafel.brakes.rules import SITE, WIDER, Brake, Braked, is_running

# Of a keyed hash no more than this is kept. Some four thousand addresses of computers share each mark, so it leads to
# nobody, also for who has the key; and there are never more rows than a million for one kind of thing.
DIGITS = 5


class Counter(NamedTuple):
    """One limit on one place: the mark of today, that of yesterday, and how many in how long."""

    mark: str
    mark_before: str
    most: int
    within: timedelta


def mark_of(brake: Brake, within: timedelta, place: str, day: int) -> str:
    """Another one every day: what somebody did on two days cannot be laid together."""
    hashed = codes.mark("brake", f"{brake.code}:{day}:{place}")
    return f"{brake.code}:{int(within.total_seconds())}:{hashed[:DIGITS]}"


def counters(brake: Brake, places: Sequence[str], at: datetime) -> Iterator[Counter]:
    """Each limit for each place; from a whole site more may be done."""
    day = at.date().toordinal()
    for place in places:
        share = WIDER if place.endswith(f"/{SITE}") else 1
        for limit in brake.limits:
            today, before = (mark_of(brake, limit.within, place, day - back) for back in (0, 1))
            yield Counter(today, before, limit.most * share, limit.within)


def tallies(some: Sequence[Counter], at: datetime) -> dict[str, Tally]:
    """By the mark of today: the count that runs. It may have begun yesterday, under the mark of then."""
    rows = Tally.objects.in_bulk([mark for one in some for mark in (one.mark, one.mark_before)])
    return {
        one.mark: row
        for one in some
        for mark in (one.mark, one.mark_before)
        if (row := rows.get(mark)) is not None and is_running(row.until, at, one.within)
    }


def check_not_braked(*, at: datetime, brake: Brake, places: Sequence[str]) -> None:
    """Refuses when there were too many already, and counts nothing."""
    if not settings.BRAKES:
        return
    some = list(counters(brake, places, at))
    check_room(brake, some, tallies(some, at), at)


def check_room(brake: Brake, some: Sequence[Counter], running: Mapping[str, Tally], at: datetime) -> None:
    over = [row.until for one in some if (row := running.get(one.mark)) is not None and row.n >= one.most]
    if over:
        raise Braked(brake, max(over) - at)
