"""Keeping the report of a consultation up to date."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from regiotafel.consultations.models import Consultation, Report
from regiotafel.consultations.outcome.queries import LOST_AFTER
from regiotafel.engine.results import opinions as results

KEPT_REPORTS = 3


def ask_for_report(*, at: datetime, consultation: Consultation) -> bool:
    """Marks that a report is on its way. True for the one caller who must start it."""
    return bool(
        Consultation.objects.filter(pk=consultation.pk)
        .filter(Q(report_asked_at__isnull=True) | Q(report_asked_at__lt=at - LOST_AFTER))
        .update(report_asked_at=at)
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
) -> Report:
    made = Report.objects.create(
        consultation=consultation,
        counted_until=counted_until,
        made_at=at,
        last_event=last_event,
        n_people=report.n_people,
        n_statements=report.n_statements,
        n_votes=report.n_votes,
        data=results.plain(report),
        people=results.plain(people),
    )
    Consultation.objects.filter(pk=consultation.pk).update(report_asked_at=None)
    kept = Report.objects.filter(consultation=consultation).order_by("-counted_until", "-pk")[:KEPT_REPORTS]
    Report.objects.filter(consultation=consultation).exclude(pk__in=[r.pk for r in kept]).delete()
    return made
