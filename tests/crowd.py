"""A consultation in which people have answered: rows straight into the tables, and the real count of them."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from regiotafel.consultations.models import Channel, Consultation, Participant, Report, Vote, VoteEvent
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.consultations.queries import told_report
from tests.factories import ConsultationFactory, MunicipalityFactory, StatementFactory
from tests.reports.sample import answers

ROLE_NAMES = ("parent", "young", "professional", "municipality")


def crowd(
    n_people: int = 60, n_statements: int = 12, n_groups: int = 2, *, runs: bool = False, **about: Any
) -> Consultation:
    """A consultation with answers that nobody has counted yet. It has closed, unless it still runs."""
    now = timezone.now()
    consultation: Consultation = ConsultationFactory(
        **{"closes_at": now + timedelta(days=20) if runs else now - timedelta(minutes=5)} | about
    )
    statements = [StatementFactory(consultation=consultation, number=n + 1) for n in range(n_statements)]
    places = [MunicipalityFactory() for _ in range(3)]
    people = Participant.objects.bulk_create(
        Participant(consultation=consultation, channel=Channel.SITE, role=ROLE_NAMES[n % 4], municipality=places[n % 3])
        for n in range(n_people)
    )
    at = now - timedelta(minutes=10)
    rows = [
        {"participant": people[person], "statement": statements[number - 1], "choice": choice, "at": at}
        for person, number, choice in answers(n_people, n_statements, n_groups)
    ]
    Vote.objects.bulk_create(Vote(**row) for row in rows)
    VoteEvent.objects.bulk_create(VoteEvent(**row, key=uuid.uuid4()) for row in rows)
    return consultation


def count(consultation: Consultation) -> Report:
    """Counts as the worker does."""
    refresh_report.func(consultation.pk)
    consultation.refresh_from_db()
    report = told_report(consultation, timezone.now())
    assert report is not None
    return report
