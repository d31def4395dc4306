"""A consultation in which people have answered: rows straight into the tables, and the real count of them."""

import uuid
from typing import Any

from django.utils import timezone

from regiotafel.consultations.models import Channel, Consultation, Participant, Report, Vote, VoteEvent
from regiotafel.consultations.outcome.tasks import refresh_report
from tests.factories import ConsultationFactory, MunicipalityFactory, StatementFactory
from tests.reports.sample import answers

ROLE_NAMES = ("parent", "young", "professional", "municipality")


def crowd(n_people: int = 60, n_statements: int = 12, n_groups: int = 2, **about: Any) -> Consultation:
    """A running consultation with answers that nobody has counted yet."""
    consultation: Consultation = ConsultationFactory(**about)
    statements = [StatementFactory(consultation=consultation, number=n + 1) for n in range(n_statements)]
    places = [MunicipalityFactory() for _ in range(3)]
    people = Participant.objects.bulk_create(
        Participant(consultation=consultation, channel=Channel.SITE, role=ROLE_NAMES[n % 4], municipality=places[n % 3])
        for n in range(n_people)
    )
    now = timezone.now()
    rows = [
        {"participant": people[person], "statement": statements[number - 1], "choice": choice, "at": now}
        for person, number, choice in answers(n_people, n_statements, n_groups)
    ]
    Vote.objects.bulk_create(Vote(**row) for row in rows)
    VoteEvent.objects.bulk_create(VoteEvent(**row, key=uuid.uuid4()) for row in rows)
    for statement in statements:
        choices = [row["choice"] for row in rows if row["statement"] is statement]
        statement.n_counted, statement.n_agreed = len(choices), choices.count(1)
        statement.save()
    return consultation


def count(consultation: Consultation) -> Report:
    """Counts as the worker does."""
    refresh_report.func(consultation.pk)
    report = Report.objects.filter(consultation=consultation).first()
    assert report is not None
    consultation.refresh_from_db()
    return report
