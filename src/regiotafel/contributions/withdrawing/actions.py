"""Taking back, and taking away for good."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import CONTRIBUTION_WITHDRAWN
from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.states.actions import locked, move, record_state
from regiotafel.contributions.states.queries import only_ends_of
from regiotafel.contributions.states.rules import is_move
from regiotafel.thread.following.actions import forget_followers


@transaction.atomic
def withdraw(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender takes it back: nobody reads it any more. An answer that was given stays."""
    found = locked(contribution)
    move(found, State.WITHDRAWN, at)
    forget_followers(knot=found.knot)
    record_state(CONTRIBUTION_WITHDRAWN, found, by=None, at=at)
    return found


@transaction.atomic
def remove(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender's words and addresses go, for good. Number, state and lineage stay, so all counts stay the same."""
    found = locked(contribution)
    for one in [found, *map(locked, only_ends_of(found))]:
        if is_move(one, State.WITHDRAWN):
            move(one, State.WITHDRAWN, at)
            record_state(CONTRIBUTION_WITHDRAWN, one, by=None, at=at)
        anonymise(contribution=one, at=at)
    return found


@transaction.atomic
def anonymise(*, contribution: Contribution, at: datetime) -> None:
    """Nothing that somebody wrote or that leads to them is left in the row."""
    forget_followers(knot=contribution.knot)
    if contribution.anonymised_at is None:
        contribution.text, contribution.refusal_explanation = "", ""
        contribution.entered_by, contribution.anonymised_at = None, at
        contribution.version += 1
        gone = ["text", "refusal_explanation", "entered_by"]
        contribution.save(update_fields=[*gone, "anonymised_at", "version"])
