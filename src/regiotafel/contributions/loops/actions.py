"""A text that councils adopt."""

from datetime import date, datetime

from django.db import transaction

from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.contributions.loops.rules import UnansweredLeft
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Region
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.models import CouncilDecision, Decision, Release

ADOPTS = frozenset({Decision.ADOPTED, Decision.ADOPTED_WITH_MORE, Decision.AMENDED})


@transaction.atomic
def note_council(
    *,
    by: User | None,
    at: datetime,
    release: Release,
    municipality: Municipality,
    decision: Decision | str,
    body: str,
    number: int,
    decided_on: date | None = None,
    reason: str = "",
) -> CouncilDecision:
    """Writes down what a council decided. A text is adopted only when everybody who reacted to it has an answer."""
    # Nothing comes in between the count and the mark.
    Region.objects.select_for_update(no_key=True).get(pk=release.document.region_id)
    if decision in ADOPTS and (left := unanswered_on(release)):
        raise UnansweredLeft(left)
    return note_decision(
        by=by,
        at=at,
        release=release,
        municipality=municipality,
        decision=decision,
        body=body,
        number=number,
        decided_on=decided_on,
        reason=reason,
    )
