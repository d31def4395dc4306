"""What the clock brings about in rounds of choosing."""

from django.utils import timezone

from regiotafel.plan.ballots.actions import warn
from regiotafel.plan.ballots.queries import rounds_open


def warn_choosers_by_the_clock() -> int:
    """A letter to who has not chosen yet in a round that closes soon. How many letters."""
    now = timezone.now()
    return sum(warn(at=now, round=one) for one in rounds_open(now))
