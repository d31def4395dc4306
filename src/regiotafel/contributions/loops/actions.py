"""A text that councils adopt."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.contributions.loops.rules import UnansweredLeft
from regiotafel.councils.planning.actions import tell_of_decision
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Region
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.models import ADOPTS, CouncilDecision, Decision, Release


@transaction.atomic
def note_council(
    *,
    by: User | None,
    at: datetime,
    release: Release,
    municipality: Municipality,
    decision: Decision | str,
    decided_on: date | None = None,
    **said: Any,
) -> CouncilDecision:
    """Writes down what a council decided; said: as `note_decision` takes it. A text is adopted only when everybody who
    reacted to it until that day has an answer; what came in later could not be known to the council."""
    # Nothing comes in between the count and the mark.
    Region.objects.select_for_update(no_key=True).get(pk=release.document.region_id)
    if decision in ADOPTS and (left := unanswered_on(release, until=decided_on)):
        raise UnansweredLeft(left)
    noted = note_decision(
        by=by,
        at=at,
        release=release,
        municipality=municipality,
        decision=decision,
        decided_on=decided_on,
        **said,
    )
    tell_of_decision(at=at, decision=noted)
    return noted
