"""What the outcome page reads, whatever the size of the consultation."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from regiotafel.consultations.models import Consultation, Report
from regiotafel.consultations.queries.reporting import (
    is_report_on_its_way,
    is_report_wanted,
    latest_report,
    statements_to_count,
)
from regiotafel.reports.opinions.marks import Place
from regiotafel.reports.opinions.outcome import Outcome, read


@dataclass(frozen=True)
class Result:
    """The last good report, and whether a newer one is needed or being made."""

    report: Report | None
    outcome: Outcome | None
    is_wanted: bool
    is_on_its_way: bool
    # Answers that came after the count, or were taken back since.
    n_since: int

    def place_of(self, participant_id: int | None) -> Place | None:
        if participant_id is None or self.outcome is None:
            return None
        return self.outcome.place_of(str(participant_id))


def result_of(consultation: Consultation, now: datetime) -> Result:
    report = latest_report(consultation)
    return Result(
        report=report,
        outcome=read(report.data) if report else None,
        is_wanted=is_report_wanted(consultation, report, now),
        is_on_its_way=is_report_on_its_way(consultation, now),
        n_since=n_answers_now(consultation) - (report.n_votes if report else 0),
    )


def n_answers_now(consultation: Consultation) -> int:
    """Of the statements that a report counts, from the counts that every answer keeps."""
    counted = statements_to_count(consultation).aggregate(n=Sum("n_counted"))["n"]
    return counted or 0


def latest_report_key(consultation: Consultation) -> int:
    """Which report is the newest, without reading it. 0: there is none."""
    keys = Report.objects.filter(consultation=consultation).order_by("-counted_until", "-pk").values_list("pk")
    newest = keys.first()
    return newest[0] if newest else 0
