"""Taking back, and taking away for good."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import CONTRIBUTION_WITHDRAWN
from regiotafel.contributions.lineage.queries import only_ends_of
from regiotafel.contributions.models import Contribution, State, Subscription
from regiotafel.contributions.states.actions import locked, move, record_state
from regiotafel.contributions.states.rules import is_move


@transaction.atomic
def withdraw(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender takes it back: nobody reads it any more. An answer that was given stays."""
    found = locked(contribution)
    move(found, State.WITHDRAWN, at)
    Subscription.objects.filter(contribution=found).delete()
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
    Subscription.objects.filter(contribution=contribution).delete()
    if contribution.anonymised_at is None:
        contribution.text, contribution.refusal_explanation = "", ""
        contribution.entered_by, contribution.undelivered_at, contribution.anonymised_at = None, None, at
        contribution.version += 1
        gone = ["text", "refusal_explanation", "entered_by", "undelivered_at"]
        contribution.save(update_fields=[*gone, "anonymised_at", "version"])
