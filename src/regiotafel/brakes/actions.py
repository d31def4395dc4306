"""Counting what is done from one place, and forgetting it again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from regiotafel.brakes.models import Tally
from regiotafel.brakes.queries import Counter, check_not_braked, check_room, counters, tallies
from regiotafel.brakes.rules import LONGEST, Brake, Braked

# One statement, so that of two at once both are counted. A count that ended, or that ends later than it can, is begun
# again.
_COUNT = """
INSERT INTO brakes_tally (mark, n, until) VALUES {rows}
ON CONFLICT (mark) DO UPDATE SET
  n = CASE WHEN brakes_tally.until <= %s OR brakes_tally.until > excluded.until THEN 1 ELSE brakes_tally.n + 1 END,
  until = CASE WHEN brakes_tally.until <= %s OR brakes_tally.until > excluded.until
          THEN excluded.until ELSE brakes_tally.until END
RETURNING mark, n, until
"""
# So many rows go in one statement: how much there is to forget is up to others.
AT_ONCE = 5_000


def count(*, at: datetime, brake: Brake, places: Sequence[str]) -> timedelta | None:
    """Counts one more. None when that is within all limits, else how long it takes until it may be done again."""
    if not settings.BRAKES:
        return None
    some = list(counters(brake, places, at))
    running = tallies(some, at)
    counted = _add(some, running, at)
    over = [one for one in some if counted[one.mark] > one.most]
    ends = [row.until if (row := running.get(one.mark)) else at + one.within for one in over]
    return max(ends) - at if over else None


def _add(some: Sequence[Counter], running: Mapping[str, Tally], at: datetime) -> dict[str, int]:
    """One more for each. Returns how many there are now, by the mark of today."""
    chosen = {running[one.mark].mark if one.mark in running else one.mark: one for one in some}
    values: list[Any] = []
    adapt = connection.ops.adapt_datetimefield_value
    # In one order, so that two at once never wait for each other.
    for mark in sorted(chosen):
        values += [mark, 1, adapt(at + chosen[mark].within)]
    rows = ", ".join(["(%s, %s, %s)"] * len(chosen))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=rows), [*values, adapt(at), adapt(at)])
        return {chosen[mark].mark: n for mark, n, _until in cursor.fetchall()}


def brake(*, at: datetime, brake: Brake, places: Sequence[str]) -> None:
    """Counts one more, and refuses what is one too many."""
    if (left := count(at=at, brake=brake, places=places)) is not None:
        raise Braked(brake, left)


def count_wrong(*, at: datetime, brake: Brake, places: Sequence[str]) -> None:
    """Counts a code that nobody has, and refuses when there were too many of those. A right code is never asked here:
    one pupil who types forty wrong ones would else shut out a school.

    So who guesses hears at each guess whether it is right, as fast as the site answers. That leads nowhere: of a code
    with 10 signs of 31 there are 8.2 × 10¹⁴. With 10,000 of them open, and the whole site answering nothing else than
    200 guesses a second, one is right in 13 years; of receipts (12 signs, 100,000 of them) in 1,200. A refusal writes
    nothing and costs two short queries.
    """
    check_not_braked(at=at, brake=brake, places=places)
    count(at=at, brake=brake, places=places)


@contextmanager
def counted(*, at: datetime, brakes: Sequence[Brake], places: Sequence[str]) -> Iterator[None]:
    """Refuses what would be one too many, before it is done; and counts it when it was done. What a rule refuses counts
    for nobody, else one could use up with it what others behind the same address may do.

    Of some at once at the very end of a count all are let in: no more than the server does at the same time.
    """
    if not settings.BRAKES:
        yield
        return
    each = [(brake, list(counters(brake, places, at))) for brake in brakes]
    every = [one for _brake, some in each for one in some]
    running = tallies(every, at)
    for brake, some in each:
        check_room(brake, some, running, at)
    yield
    _add(every, running, at)


def forget(*, at: datetime) -> int:
    """What is counted no more, and what a clock that was ahead left behind."""
    past = Tally.objects.filter(Q(until__lte=at) | Q(until__gt=at + LONGEST))
    n_gone = 0
    while marks := list(past.values_list("mark", flat=True)[:AT_ONCE]):
        n_gone += Tally.objects.filter(mark__in=marks).delete()[0]
    return n_gone
