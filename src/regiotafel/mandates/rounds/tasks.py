"""What the clock brings about in rounds of municipalities."""

from django.utils import timezone

from regiotafel.mandates.rounds.actions import warn
from regiotafel.mandates.rounds.queries import rounds_that_run


def warn_by_the_clock() -> int:
    """A letter to who has nothing final yet in a round that closes soon. How many letters."""
    now = timezone.now()
    return sum(warn(at=now, round=one) for one in rounds_that_run(now))
