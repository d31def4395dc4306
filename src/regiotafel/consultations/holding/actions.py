"""Keeping in the history what an outcome said, and what it was counted from."""

from datetime import datetime

from regiotafel.consultations.holding.queries import digest_of_report
from regiotafel.consultations.models import Report
from regiotafel.history.actions import record
from regiotafel.history.rules import Act


def hold_report(report: Report, *, act: Act, at: datetime, events: str, descriptions: str) -> None:
    """In the transaction that keeps the report. The codes are of what it was counted from."""
    record(
        by=None,
        at=at,
        act=act,
        about=report.consultation,
        region=report.consultation.region.slug,
        data={"digest": digest_of_report(report), "events": events, "descriptions": descriptions},
    )
