"""Answering statements."""

from collections.abc import Iterable
from contextlib import nullcontext
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
    SelfDescription,
    Statement,
    VoteEvent,
)
from regiotafel.consultations.rules import check_running
from regiotafel.consultations.statements import actions as statements
from regiotafel.consultations.statements.rules import check_asked
from regiotafel.consultations.taking_part.rules import AnswerLost, check_may_join
from regiotafel.regions.models import Municipality


def join(*, at: datetime, consultation: Consultation, key: UUID) -> Participant:
    """A new pseudonym in this consultation, and nowhere else. Begun twice with one key is still one person."""
    check_running(consultation, at)
    check_may_join(consultation)
    Participant.objects.bulk_create(
        [Participant(consultation=consultation, channel=Channel.SITE, start_key=key)], ignore_conflicts=True
    )
    participant = Participant.objects.get(start_key=key)
    if participant.consultation_id != consultation.pk:
        raise AnswerLost(_("Dit formulier hoort bij een ander gesprek. Laad de pagina opnieuw."))
    return participant


def cast_vote(
    *,
    at: datetime,
    consultation: Consultation,
    participant_id: int,
    statement: Statement,
    choice: Choice | None,
    key: UUID,
) -> bool:
    """Adds the event and sets the current answer. No choice withdraws it. A key seen before changes nothing, nor
    does the answer that stands.

    Returns whether the press was new.
    """
    check_running(consultation, at)
    check_asked(statement)
    # Where event and answer are one statement, that is a transaction by itself.
    with nullcontext() if _is_one_statement() else transaction.atomic():
        return store_press(at=at, participant_id=participant_id, statement_id=statement.pk, choice=choice, key=key)


@transaction.atomic
def begin_with_vote(
    *, at: datetime, consultation: Consultation, statement: Statement, choice: Choice | None, key: UUID
) -> Participant:
    """Joins with the first press. Who is refused leaves nothing behind."""
    check_running(consultation, at)
    check_asked(statement)
    participant = join(at=at, consultation=consultation, key=key)
    store_press(at=at, participant_id=participant.pk, statement_id=statement.pk, choice=choice, key=key)
    return participant


@transaction.atomic
def send_in(
    *, at: datetime, consultation: Consultation, participant: Participant | None, text: str, key: UUID
) -> tuple[Participant, Statement]:
    """A statement of somebody who takes part, or begins with it. Who is refused leaves nothing behind."""
    sender = participant or join(at=at, consultation=consultation, key=key)
    return sender, statements.send_in(at=at, consultation=consultation, participant=sender, text=text)


# Written out, not composed by the ORM: composing cost more than storing (see docs/decisions).
# The database decides whether a key is new, so two presses at once cannot both win, and whether the answer is another
# than the one that stands.
_ADD_EVENT = """
INSERT INTO consultations_voteevent (participant_id, statement_id, choice, at, key)
SELECT %s, %s, %s, %s, %s WHERE {}
ON CONFLICT (participant_id, key) DO NOTHING RETURNING participant_id, statement_id, choice, at
"""
_STANDS = "EXISTS (SELECT 1 FROM consultations_vote WHERE participant_id = %s AND statement_id = %s{})"
_ADD_ANSWER = _ADD_EVENT.format("NOT " + _STANDS.format(" AND choice = %s"))
_ADD_WITHDRAWAL = _ADD_EVENT.format(_STANDS.format(""))
_SET_VOTE = """
INSERT INTO consultations_vote (participant_id, statement_id, choice, at) {}
ON CONFLICT (participant_id, statement_id) DO UPDATE SET choice = excluded.choice, at = excluded.at
"""
_TAKE_VOTE = "DELETE FROM consultations_vote {}"
# PostgreSQL does both in one statement: one way there and back instead of four.
_BOTH = "WITH event AS ({}), current AS ({}) SELECT 1 FROM event"
_ANSWER_AT_ONCE = _BOTH.format(
    _ADD_ANSWER, _SET_VOTE.format("SELECT participant_id, statement_id, choice, at FROM event")
)
_WITHDRAW_AT_ONCE = _BOTH.format(
    _ADD_WITHDRAWAL,
    _TAKE_VOTE.format("WHERE (participant_id, statement_id) IN (SELECT participant_id, statement_id FROM event)"),
)
# SQLite writes in two statements; they cost no way.
_SET_AFTER = _SET_VOTE.format("VALUES (%s, %s, %s, %s)")
_TAKE_AFTER = _TAKE_VOTE.format("WHERE participant_id = %s AND statement_id = %s")


def store_press(*, at: datetime, participant_id: int, statement_id: int, choice: Choice | None, key: UUID) -> bool:
    """One event and the current row. False when nothing changes: this person's key is there already, or the answer is
    the one that stands. No count moves with it: what is told goes in steps.

    Belongs in the transaction of whoever calls it, where it takes two statements.
    """
    number = None if choice is None else int(choice)
    moment = connection.ops.adapt_datetimefield_value(at)
    event_key = VoteEvent._meta.get_field("key").get_db_prep_value(key, connection)
    event = [participant_id, statement_id, number, moment, event_key, participant_id, statement_id]
    event += [] if number is None else [number]
    with connection.cursor() as cursor:
        if _is_one_statement():
            cursor.execute(_WITHDRAW_AT_ONCE if number is None else _ANSWER_AT_ONCE, event)
            return cursor.fetchone() is not None
        cursor.execute(_ADD_WITHDRAWAL if number is None else _ADD_ANSWER, event)
        if cursor.fetchone() is None:
            return False
        if number is None:
            cursor.execute(_TAKE_AFTER, [participant_id, statement_id])
        else:
            cursor.execute(_SET_AFTER, [participant_id, statement_id, number, moment])
    return True


def _is_one_statement() -> bool:
    return connection.vendor == "postgresql"


@transaction.atomic
def describe_self(
    *,
    at: datetime,
    consultation: Consultation,
    participant: Participant,
    role: DeclaredRole | str,
    municipality: Municipality | None,
) -> None:
    """What somebody tells about themselves, coarsely; empty is fine and can be set again. The same again is no news."""
    check_running(consultation, at)
    if (participant.role, participant.municipality) == (role, municipality):
        return
    participant.role = role
    participant.municipality = municipality
    participant.save(update_fields=["role", "municipality"])
    describe([participant])


def describe(people: Iterable[Participant]) -> None:
    """Adds what is known of them now to what was. Belongs in the transaction of whoever calls it."""
    fields = ("channel", "role", "municipality_id", "organisation_id", "table_id")
    SelfDescription.objects.bulk_create(
        (SelfDescription(participant=one, **{name: getattr(one, name) for name in fields}) for one in people),
        batch_size=500,
    )
