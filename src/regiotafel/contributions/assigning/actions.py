"""Taking an answer upon oneself, or giving it to a colleague."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import CONTRIBUTION_ASSIGNED
from regiotafel.contributions.assigning.rules import check_assignable, check_can_answer
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.actions import locked, record_state
from regiotafel.people.models import User
from regiotafel.regions.queries import standings_of


@transaction.atomic
def assign(*, by: User | None, at: datetime, contribution: Contribution, to: User | None) -> Contribution:
    """`to`: None when nobody takes it any more."""
    found = locked(contribution)
    check_assignable(found)
    if to is not None:
        check_can_answer(standings_of(to, found.region))
    if found.assignee_id == (to.pk if to else None):
        return found  # the same again is no news
    found.assignee = contribution.assignee = to
    found.save(update_fields=["assignee"])
    record_state(CONTRIBUTION_ASSIGNED, found, by=by, at=at)
    return found
