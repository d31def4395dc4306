"""Answering statements."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regiotafel.consultations.models import (
    Channel,
    Choice,
    Consultation,
    DeclaredRole,
    Participant,
    Statement,
    Vote,
    VoteEvent,
)
from regiotafel.consultations.rules import AnswerLost, check_asked, check_running
from regiotafel.regions.models import Municipality


def join(*, at: datetime, consultation: Consultation, key: UUID) -> Participant:
    """A new pseudonym in this consultation, and nowhere else. Begun twice with one key is still one person."""
    check_running(consultation, at)
    Participant.objects.bulk_create(
        [Participant(consultation=consultation, channel=Channel.SITE, start_key=key)], ignore_conflicts=True
    )
    participant = Participant.objects.get(start_key=key)
    if participant.consultation_id != consultation.pk:
        raise AnswerLost(_("Dit formulier hoort bij een ander gesprek. Laad de bladzijde opnieuw."))
    return participant


@transaction.atomic
def cast_vote(
    *,
    at: datetime,
    consultation: Consultation,
    participant_id: int,
    statement: Statement,
    choice: Choice | None,
    key: UUID,
) -> bool:
    """Adds the event and sets the current answer. No choice withdraws it. A key seen before changes nothing.

    Returns whether the press was new.
    """
    check_running(consultation, at)
    check_asked(statement)
    return store_press(at=at, participant_id=participant_id, statement_id=statement.pk, choice=choice, key=key)


def store_press(*, at: datetime, participant_id: int, statement_id: int, choice: Choice | None, key: UUID) -> bool:
    """One event and the current row. Belongs in the transaction of whoever calls it."""
    if not _add_event(at=at, participant_id=participant_id, statement_id=statement_id, choice=choice, key=key):
        return False
    if choice is None:
        Vote.objects.filter(participant_id=participant_id, statement_id=statement_id).delete()
    else:
        Vote.objects.bulk_create(
            [Vote(participant_id=participant_id, statement_id=statement_id, choice=choice, at=at)],
            update_conflicts=True,
            unique_fields=["participant", "statement"],
            update_fields=["choice", "at"],
        )
    return True


def _add_event(*, at: datetime, participant_id: int, statement_id: int, choice: Choice | None, key: UUID) -> bool:
    """False when this person's key is there already: the database decides, so two at once cannot both win."""
    field = VoteEvent._meta.get_field
    values = [
        field(name).get_db_prep_save(value, connection)
        for name, value in (
            ("participant", participant_id),
            ("statement", statement_id),
            ("choice", choice),
            ("at", at),
            ("key", key),
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VoteEvent._meta.db_table} (participant_id, statement_id, choice, at, key) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (participant_id, key) DO NOTHING RETURNING id",
            values,
        )
        return cursor.fetchone() is not None


@transaction.atomic
def describe_self(
    *,
    at: datetime,
    consultation: Consultation,
    participant: Participant,
    role: DeclaredRole | str,
    municipality: Municipality | None,
) -> None:
    """What somebody tells about themselves, coarsely; empty is fine and can be set again."""
    check_running(consultation, at)
    participant.role = role
    participant.municipality = municipality
    participant.save(update_fields=["role", "municipality"])
