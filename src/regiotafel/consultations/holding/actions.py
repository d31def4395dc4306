"""Keeping in the history what an outcome said, and what it was counted from."""

from datetime import datetime

from regiotafel.consultations.holding.queries import TOLD_BY, digest_of_report
from regiotafel.consultations.models import Report, ReportKind
from regiotafel.history.actions import record


def hold_report(report: Report, *, at: datetime, events: str, descriptions: str) -> None:
    """In the transaction that keeps the report. The codes are of what it was counted from."""
    if (act := TOLD_BY.get(ReportKind(report.kind))) is not None:
        record(
            by=None,
            at=at,
            act=act,
            about=report.consultation,
            region=report.consultation.region.slug,
            data={"digest": digest_of_report(report), "events": events, "descriptions": descriptions},
        )
