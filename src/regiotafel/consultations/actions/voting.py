"""Answering statements."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

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
from regiotafel.consultations.rules import check_asked, check_running
from regiotafel.regions.models import Municipality


def join(*, consultation: Consultation, channel: Channel = Channel.SITE) -> Participant:
    """A new pseudonym in this consultation, and nowhere else."""
    return Participant.objects.create(consultation=consultation, channel=channel)


@transaction.atomic
def cast_vote(
    *,
    at: datetime,
    consultation: Consultation,
    participant: Participant | int,
    statement: Statement,
    choice: Choice | None,
    key: UUID,
) -> bool:
    """Adds the event and sets the current answer. No choice withdraws it. A key seen before changes nothing.

    Returns whether the press was new.
    """
    check_running(consultation, at)
    check_asked(statement)
    return store_press(
        at=at,
        participant_id=participant if isinstance(participant, int) else participant.pk,
        statement_id=statement.pk,
        choice=choice,
        key=key,
    )


def store_press(*, at: datetime, participant_id: int, statement_id: int, choice: Choice | None, key: UUID) -> bool:
    event = VoteEvent(participant_id=participant_id, statement_id=statement_id, choice=choice, at=at, key=key)
    # On a key seen before, the database leaves the row that is there.
    VoteEvent.objects.bulk_create([event], ignore_conflicts=True)
    stored = VoteEvent.objects.filter(participant_id=participant_id, key=key).values_list("at", "statement_id").get()
    if stored != (at, statement_id):
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
