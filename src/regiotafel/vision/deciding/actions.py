"""Writing down what a council decided about a release, or correcting that."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from regiotafel.history.rules import says
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.actions import lock_document, record_in
from regiotafel.vision.acts import DECISION_CORRECTED, DECISION_NOTED
from regiotafel.vision.deciding.queries import latest_of
from regiotafel.vision.deciding.rules import check_decision, check_decision_number, is_correction
from regiotafel.vision.models import CouncilDecision, Decision, Document, Release


@transaction.atomic
def note_decision(
    *,
    by: User | None,
    at: datetime,
    release: Release,
    municipality: Municipality,
    decision: Decision | str,
    body: str,
    number: int,
    decided_on: date | None = None,
    vote: str = "",
    text: str = "",
    link: str = "",
    reason: str = "",
) -> CouncilDecision:
    """What this council decided; `number`: of what stood there before, 0 when that was nothing. Whether it may, is for
    who knows what people sent in about it."""
    body, reason = tidy_line(body), tidy_line(reason)
    decided_on = None if decision == Decision.NONE else decided_on
    said: dict[str, Any] = {"decision": str(decision), "body": body, "decided_on": decided_on}
    said |= {"vote": tidy_line(vote), "text": tidy(text), "link": tidy_line(link)}
    document = lock_document(release.document)
    latest = latest_of(release, municipality)
    if latest is not None and latest.number - number in (0, 1) and says(latest, said):
        return latest  # the same again is no news
    check_decision_number(latest, number)
    check_decision(
        **said,
        reason=reason,
        released_on=timezone.localdate(release.at),
        today=timezone.localdate(at),
        corrects=is_correction(latest, decision),
    )
    noted = CouncilDecision.objects.create(
        release=release,
        municipality=municipality,
        number=number + 1,
        **said,
        reason=reason if latest else "",
        by=by,
        at=at,
    )
    _record(noted, release, document)
    return noted


def _record(noted: CouncilDecision, release: Release, document: Document) -> None:
    record_in(
        noted.by,
        noted.at,
        DECISION_CORRECTED if noted.reason else DECISION_NOTED,
        noted,
        document,
        number=release.number,
        municipality=noted.municipality.name,
        body=noted.body,
        decision=str(noted.decision),
        decided_on=noted.decided_on,
        reason=noted.reason,
    )
