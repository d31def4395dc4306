"""Letting in, or not."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import CONTRIBUTION_ACCEPTED, CONTRIBUTION_REFUSED
from regiotafel.contributions.linking.actions import suggest_pointed_at
from regiotafel.contributions.messages import ACCEPTED, REFUSED
from regiotafel.contributions.models import Contribution, RefusalReason, State
from regiotafel.contributions.moderating.rules import check_can_be_taken_down, check_waits, digest_of_refusal
from regiotafel.contributions.states.actions import locked, move, record_state
from regiotafel.history.models import new_salt
from regiotafel.people.models import User
from regiotafel.thread.following.actions import forget_readers, tell
from regiotafel.web.refusing import check_refusal


@transaction.atomic
def accept(*, by: User | None, at: datetime, contribution: Contribution) -> Contribution:
    """Everybody can read it from now on. What the sender pointed at becomes a suggestion for an editor."""
    found = locked(contribution)
    check_waits(found)
    move(found, State.OPEN, at)
    suggest_pointed_at(found, at)
    record_state(CONTRIBUTION_ACCEPTED, found, by=by, at=at)
    tell(knot=found.knot, message=ACCEPTED, at=at)
    return found


@transaction.atomic
def refuse(
    *, by: User | None, at: datetime, contribution: Contribution, reason: RefusalReason | str, explanation: str = ""
) -> Contribution:
    check_refusal(reason, explanation, RefusalReason.values)
    found = locked(contribution)
    check_waits(found)
    _refuse(found, by=by, at=at, reason=reason, explanation=explanation)
    return found


@transaction.atomic
def take_down(
    *, by: User | None, at: datetime, contribution: Contribution, reason: RefusalReason | str, explanation: str = ""
) -> Contribution:
    """Lets it out again, after it was let in by mistake: from now on nobody reads it."""
    check_refusal(reason, explanation, RefusalReason.values)
    found = locked(contribution)
    check_can_be_taken_down(found)
    _refuse(found, by=by, at=at, reason=reason, explanation=explanation)
    return found


def _refuse(found: Contribution, *, by: User | None, at: datetime, reason: str, explanation: str) -> None:
    move(found, State.REFUSED, at, refusal=reason, refusal_explanation=explanation.strip(), refusal_salt=new_salt())
    record_state(CONTRIBUTION_REFUSED, found, by=by, at=at, reason=reason, digest=digest_of_refusal(found))
    forget_readers(knot=found.knot)
    tell(knot=found.knot, message=REFUSED, at=at)
