"""Counting what is done from one place, and forgetting it again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from regiotafel.brakes.models import Tally
from regiotafel.brakes.queries import counters, tallies
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


def count(*, at: datetime, brake: Brake, places: Sequence[str]) -> timedelta | None:
    """Counts one more. None when that is within all limits, else how long it takes until it may be done again."""
    if not settings.BRAKES:
        return None
    some = list(counters(brake, places, at))
    running = tallies(some, at)
    # In one order, so that two at once never wait for each other.
    chosen = {running[one.mark].mark if one.mark in running else one.mark: one for one in some}
    values: list[Any] = []
    adapt = connection.ops.adapt_datetimefield_value
    for mark in sorted(chosen):
        values += [mark, 1, adapt(at + chosen[mark].within)]
    rows = ", ".join(["(%s, %s, %s)"] * len(chosen))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=rows), [*values, adapt(at), adapt(at)])
        counted = {mark: n for mark, n, _until in cursor.fetchall()}
    over = [mark for mark, one in chosen.items() if counted[mark] > one.most]
    ends = [row.until if (row := running.get(chosen[mark].mark)) else at + chosen[mark].within for mark in over]
    return max(ends) - at if over else None


def brake(*, at: datetime, brake: Brake, places: Sequence[str]) -> None:
    """Counts one more, and refuses what is one too many."""
    if (left := count(at=at, brake=brake, places=places)) is not None:
        raise Braked(brake, left)


def forget(*, at: datetime) -> int:
    """What is counted no more, and what a clock that was ahead left behind."""
    past = Tally.objects.filter(Q(until__lte=at) | Q(until__gt=at + LONGEST))
    return past.delete()[0]
