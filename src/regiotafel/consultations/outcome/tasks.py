"""Counting. It may run twice: the second time changes nothing."""

from django.utils import timezone
from django_tasks import task

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome import actions
from regiotafel.consultations.outcome.queries import to_be_counted
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.consultations.telling.queries import is_step_due
from regiotafel.queues import COUNTING, put


@task(queue_name=COUNTING)
def refresh_report(consultation_id: int) -> None:
    """Tells something more of a consultation that runs, if it can; of one that has closed everything, once."""
    consultation = Consultation.objects.get(pk=consultation_id)
    # Read before the votes: a vote that comes in meanwhile is counted next time, never lost.
    now = timezone.now()
    if consultation.state(now) != "running":
        actions.count_all(at=now, consultation=consultation)
    elif is_step_due(consultation, now):
        take_steps(at=now, consultation=consultation)


@task(queue_name=COUNTING)
def count_inside(consultation_id: int) -> None:
    """Counts all told ballots of a consultation that runs, for who may export its votes. Nobody else reads it."""
    actions.count_inside(at=timezone.now(), consultation=Consultation.objects.get(pk=consultation_id))


def count_by_the_clock() -> int:
    """Asks a step of every consultation that runs, and a last count of what closed. How many that were."""
    due = to_be_counted(timezone.now())
    for consultation in due:
        put(refresh_report, consultation)
    return len(due)
