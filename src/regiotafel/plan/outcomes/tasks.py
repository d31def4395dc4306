"""Counting what came out of a round. It may run twice: the second time finds the same."""

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from regiotafel.plan.models import Outcome
from regiotafel.plan.outcomes.actions import finish_counting, tell_progress
from regiotafel.plan.outcomes.analysis import answer_of, from_kept
from regiotafel.plan.outcomes.rules import Answer
from regiotafel.queues import PROVING, QueueFull, put


def ask(outcome: Outcome) -> None:
    with suppress(QueueFull):  # who looks again later asks again
        put(count_outcome, outcome.pk)


@task(queue_name=PROVING)
def count_outcome(outcome_id: int) -> None:
    """The rule that leads is explained; of the others it is told what they choose."""
    outcome = Outcome.objects.select_related("round__plan").filter(pk=outcome_id, finished_at=None).first()
    if outcome is None:
        return
    asked, rules = from_kept(outcome.asked, outcome.how)
    answers: list[Answer] = []
    for n, rule in enumerate(rules):
        tell_progress(at=timezone.now(), outcome=outcome, n_done=n)
        answers.append(answer_of(asked, rule, explains=not n))
    finish_counting(at=timezone.now(), outcome=outcome, answers=answers)
