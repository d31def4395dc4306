"""Keeping the report of a consultation up to date."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from regiotafel.consultations.acts import OUTCOME_COUNTED
from regiotafel.consultations.holding.actions import hold_report
from regiotafel.consultations.holding.queries import codes_of_descriptions, codes_of_events, last_code
from regiotafel.consultations.messages import OUTCOME_THERE
from regiotafel.consultations.models import Consultation, Report, ReportKind
from regiotafel.consultations.outcome.analysis import report_on
from regiotafel.consultations.outcome.queries import LOST_AFTER, Counted, rows_to_count, rows_told
from regiotafel.consultations.outcome.rules import says_the_same
from regiotafel.consultations.queries import NEWEST, is_last_count, knot_of_round, told_report
from regiotafel.consultations.rules import SMALLEST_GROUP, is_running
from regiotafel.engine.results import opinions as results
from regiotafel.thread.following.actions import tell

KEPT_REPORTS = 3


def ask_for_report(*, at: datetime, consultation: Consultation) -> bool:
    """Marks that a report is on its way. True for the one caller who must start it."""
    return bool(
        Consultation.objects.filter(pk=consultation.pk)
        .filter(Q(report_asked_at__isnull=True) | Q(report_asked_at__lt=at - LOST_AFTER) | Q(report_asked_at__gt=at))
        .update(report_asked_at=at)
    )


def count_all(*, at: datetime, consultation: Consultation) -> Report:
    """Counts everything of everybody."""
    with transaction.atomic():
        # Nobody takes a step while it is read what was told: after this there are no more, for it has closed.
        Consultation.objects.select_for_update().get(pk=consultation.pk)
        counted = rows_to_count(consultation)
    return _count(counted, at, at, consultation, ReportKind.FINAL)


def count_inside(*, at: datetime, consultation: Consultation) -> Report | None:
    """Counts all ballots that were told of one that runs, beside what was last said of them. None when there are none
    yet, or it has closed meanwhile."""
    told = told_report(consultation, at)
    counted = rows_told(consultation)
    if told is None or not counted.votes or not is_running(consultation, at):
        return None
    last = Report.objects.filter(consultation=consultation, kind=ReportKind.INSIDE).order_by(*NEWEST).first()
    before = results.read(last.data) if last else None
    return _count(counted, at, told.counted_until, consultation, ReportKind.INSIDE, before)


def _count(
    counted: Counted,
    at: datetime,
    counted_until: datetime,
    consultation: Consultation,
    kind: ReportKind,
    before: results.Report | None = None,
) -> Report:
    report, people = report_on(counted, before)
    return store_report(
        at=at,
        consultation=consultation,
        counted_until=counted_until,
        last_event=counted.last_event,
        report=report,
        people=people,
        kind=kind,
    )


@transaction.atomic
def store_report(
    *,
    at: datetime,
    consultation: Consultation,
    counted_until: datetime,
    last_event: int,
    report: results.Report,
    people: Mapping[str, results.Person],
    kind: ReportKind = ReportKind.FINAL,
) -> Report:
    """Keeps a count. After the last one another is kept only when it says the same of the same people."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    Consultation.objects.filter(pk=consultation.pk).update(report_asked_at=None)
    earlier = Report.objects.filter(consultation=consultation, kind=kind).order_by(*NEWEST)
    data = results.plain(report)
    if kind == ReportKind.FINAL and locked.state(counted_until) == "closed":
        last = earlier.filter(is_last_count(at), counted_until__gte=locked.closes_at).defer("people").first()
        if last is not None and not says_the_same(last.data, data):
            last.made_at = at  # asked and answered: it is not counted again until something else is set beside it
            last.save(update_fields=["made_at"])
            return last
    made = Report.objects.create(
        consultation=consultation,
        kind=kind,
        counted_until=counted_until,
        made_at=at,
        last_event=last_event,
        n_people=report.n_people,
        n_statements=report.n_statements,
        n_votes=report.n_votes,
        data=data,
        people=results.plain(people),
    )
    Report.objects.filter(pk__in=[one.pk for one in earlier.only("pk")[KEPT_REPORTS:]]).delete()
    if kind == ReportKind.FINAL:
        _tell_followers(locked, made, at)
        events = last_code(codes_of_events(locked, last_event))
        said = last_code(codes_of_descriptions(locked))
        hold_report(made, act=OUTCOME_COUNTED, at=at, events=events, descriptions=said)
    return made


def _tell_followers(consultation: Consultation, report: Report, at: datetime) -> None:
    """Once, when the last count of a round that closed tells something."""
    knot = knot_of_round(consultation)
    is_told = consultation.state(report.counted_until) == "closed" and report.n_people >= SMALLEST_GROUP
    if knot is not None and is_told:
        tell(knot=knot, message=OUTCOME_THERE, at=at)
