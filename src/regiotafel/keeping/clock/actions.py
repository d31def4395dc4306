"""Looking at the clock, and taking away what a clock that was ahead left behind."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import connection

from regiotafel.keeping.clock.queries import CLEANING, last_look
from regiotafel.keeping.clock.rules import CACHED_SHORTLY, LONGEST_CACHED, SHORTLY_CACHED, STEADY_FOR, look
from regiotafel.keeping.models import Tick

logger = logging.getLogger(__name__)


def is_steady(*, at: datetime) -> bool:
    """Whether something may be cleaned by this clock. What was found is remembered for the next look."""
    now = look(at, last_look())
    Tick.objects.get_or_create(name=CLEANING, defaults={"next_at": at})
    Tick.objects.filter(name=CLEANING).update(**now._asdict())
    if now.seen_at is not None and now.doubted_since is not None:
        logger.warning(
            "the clock went from %s to %s: nothing is cleaned before %s; if it is right, "
            "`regiotafel clean-up --at DATE` cleans now",
            f"{now.seen_at:%Y-%m-%d %H:%M}",
            f"{now.doubted_since:%Y-%m-%d %H:%M}",
            f"{now.doubted_since + STEADY_FOR:%Y-%m-%d}",
        )
    return now.doubted_since is None


def forget_cached(*, at: datetime) -> int:
    """What the cache would keep for years: attempts to log in that count against somebody, a print that never comes."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    if table.strip('"') not in connection.introspection.table_names():
        return 0
    adapt = connection.ops.adapt_datetimefield_value
    shortly = " OR ".join(["cache_key LIKE %s"] * len(CACHED_SHORTLY))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires > %s OR (expires > %s AND ({shortly}))",  # noqa: S608  # our own words
            [adapt(at + LONGEST_CACHED), adapt(at + SHORTLY_CACHED), *CACHED_SHORTLY],
        )
        return int(cursor.rowcount)
