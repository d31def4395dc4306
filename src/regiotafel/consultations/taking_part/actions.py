"""Answering statements."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
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
        raise AnswerLost(_("Dit formulier hoort bij een andere ronde. Laad de pagina opnieuw."))
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
# PostgreSQL does both in one statement: one way there and back instead of four. The answer comes first: who presses at
# the same moment waits at its row, sees what stands by then, and gets a later number for the event. Of one key the
# event is the judge: the second of two at once fails there, and takes its answer along.
_WITH_EVENT = """
WITH current AS ({}), event AS (
    INSERT INTO consultations_voteevent (participant_id, statement_id, choice, at, key)
    SELECT participant_id, statement_id, %(choice)s, %(at)s, %(key)s FROM current
)
SELECT 1 FROM current
"""
_IS_NEW = "NOT EXISTS (SELECT 1 FROM consultations_voteevent WHERE participant_id = %(person)s AND key = %(key)s)"
_SET = """
INSERT INTO consultations_vote AS stands (participant_id, statement_id, choice, at)
SELECT %(person)s, %(statement)s, %(choice)s, %(at)s WHERE {}
ON CONFLICT (participant_id, statement_id) DO UPDATE SET choice = excluded.choice, at = excluded.at
WHERE stands.choice <> excluded.choice RETURNING participant_id, statement_id
"""
_TAKE = """
DELETE FROM consultations_vote WHERE participant_id = %(person)s AND statement_id = %(statement)s AND {}
RETURNING participant_id, statement_id
"""
_ANSWER_AT_ONCE = _WITH_EVENT.format(_SET.format(_IS_NEW))
_WITHDRAW_AT_ONCE = _WITH_EVENT.format(_TAKE.format(_IS_NEW))
# SQLite has one writer at a time, and the same in two statements costs it no way.
_ADD_EVENT = """
INSERT INTO consultations_voteevent (participant_id, statement_id, choice, at, key)
VALUES (%(person)s, %(statement)s, %(choice)s, %(at)s, %(key)s)
"""
_SET_BEFORE = _SET.format(_IS_NEW)
_TAKE_BEFORE = _TAKE.format(_IS_NEW)


def store_press(*, at: datetime, participant_id: int, statement_id: int, choice: Choice | None, key: UUID) -> bool:
    """One event and the current row. False when nothing changes: this person's key is there already, or the answer is
    the one that stands. No count moves with it: what is told goes in steps.

    Belongs in the transaction of whoever calls it, where it takes two statements.
    """
    press = {
        "person": participant_id,
        "statement": statement_id,
        "choice": None if choice is None else int(choice),
        "at": connection.ops.adapt_datetimefield_value(at),
        "key": VoteEvent._meta.get_field("key").get_db_prep_value(key, connection),
    }
    with connection.cursor() as cursor:
        if _is_one_statement():
            try:
                cursor.execute(_WITHDRAW_AT_ONCE if choice is None else _ANSWER_AT_ONCE, press)
            except IntegrityError:
                if VoteEvent.objects.filter(participant=participant_id, key=key).exists():
                    return False  # its other press was there a moment before
                raise
            return cursor.fetchone() is not None
        cursor.execute(_TAKE_BEFORE if choice is None else _SET_BEFORE, press)
        if cursor.fetchone() is None:
            return False
        cursor.execute(_ADD_EVENT, press)
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
