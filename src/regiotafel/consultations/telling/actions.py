"""Telling something more of a consultation that runs."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regiotafel.consultations.acts import OUTCOME_TOLD
from regiotafel.consultations.holding.actions import hold_report
from regiotafel.consultations.holding.queries import codes_of_events, last_code
from regiotafel.consultations.models import Consultation, Report, ReportKind, Statement, Step
from regiotafel.consultations.queries import NEWEST, statements_to_count, told_report
from regiotafel.consultations.rules import is_running
from regiotafel.consultations.telling.analysis import after, next_steps, totals_report
from regiotafel.consultations.telling.queries import last_step, settled_event, told_until_now, untold
from regiotafel.engine.results import opinions as results

# Who reads the one before while it is printed finds it there.
KEPT_TOLD = 3


def take_steps(*, at: datetime, consultation: Consultation) -> Report | None:
    """Takes the steps that can be taken, and tells the totals anew. None when there was nothing to tell.

    It may be done by two at once, or be stopped in the middle: what is read stays as it was, and the steps are kept
    with their report in one transaction, by the first.
    """
    if not is_running(consultation, at):
        return None
    before = last_step(consultation)
    told = told_until_now(consultation)
    steps = next_steps(consultation, untold(consultation, settled_event(consultation, at)))
    if not steps:
        return None
    told = after(told, steps)
    statements = list(statements_to_count(consultation).order_by("number"))
    last = told_report(consultation, at)
    report = totals_report(told, statements, results.read(last.data) if last else None)
    last_event = max(step.as_of for step in steps)
    events = last_code(codes_of_events(consultation, last_event))
    with transaction.atomic():
        locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
        # It may have closed since: the last count has this lock too, and then reads which steps there are.
        if not is_running(locked, max(at, timezone.now())) or last_step(locked) != before:
            return None
        Step.objects.bulk_create(steps)
        moved = {step.statement_id: told.counts[step.statement_id] for step in steps if step.statement_id is not None}
        Statement.objects.bulk_update(
            [Statement(pk=pk, n_told=sum(counts), n_told_agree=counts[0]) for pk, counts in moved.items()],
            ["n_told", "n_told_agree"],
        )
        made = Report.objects.create(
            consultation=locked,
            kind=ReportKind.TOLD,
            counted_until=at,
            made_at=at,
            last_event=last_event,
            n_people=report.n_people,
            n_statements=report.n_statements,
            n_votes=report.n_votes,
            data=results.plain(report),
        )
        kept = Report.objects.filter(consultation=locked, kind=ReportKind.TOLD).order_by(*NEWEST)
        older = [one.pk for one in kept.only("pk")[KEPT_TOLD:]]
        Report.objects.filter(pk__in=older).delete()
        hold_report(made, act=OUTCOME_TOLD, at=at, events=events, descriptions="")
    return made
