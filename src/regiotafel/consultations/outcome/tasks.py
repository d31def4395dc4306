"""Counting. It may run twice: the second time changes nothing."""

from django.utils import timezone
from django_tasks import task

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome.actions import store_report
from regiotafel.consultations.outcome.analysis import report_on
from regiotafel.consultations.outcome.queries import rows_to_count


@task()
def refresh_report(consultation_id: int) -> None:
    """Counts all answers and keeps the result as the consultation's newest report."""
    consultation = Consultation.objects.get(pk=consultation_id)
    # Read before the votes: a vote that comes in meanwhile is counted next time, never lost.
    counted_until = timezone.now()
    counted = rows_to_count(consultation)
    report, people = report_on(counted)
    store_report(
        at=timezone.now(),
        consultation=consultation,
        counted_until=counted_until,
        last_event=counted.last_event,
        report=report,
        people=people,
    )
