"""The sender leaves an address. On the thread it is followed as anything else."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.contributions.following.rules import check_can_subscribe
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.actions import locked
from regiotafel.thread.following.actions import follow_with_code
from regiotafel.thread.models import Mode


@transaction.atomic
def subscribe(
    *, at: datetime, contribution: Contribution, email: str, mode: Mode | str, places: Sequence[str] = ()
) -> str:
    """An address gets one mail that asks to confirm it. Who did that already only changes how often they hear."""
    found = locked(contribution)
    check_can_subscribe(found)
    return follow_with_code(at=at, knot=found.knot, email=email, mode=mode, places=places)
