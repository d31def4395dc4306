"""Sending in a statement, letting it in or refusing it, and giving it better words."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.consultations.acts import (
    STATEMENT_ACCEPTED,
    STATEMENT_ADDED,
    STATEMENT_MENDED,
    STATEMENT_REFUSED,
    STATEMENT_REPLACED,
)
from regiotafel.consultations.models import (
    Consultation,
    ModerationDecision,
    Participant,
    RefusalReason,
    Source,
    Statement,
    StatementState,
)
from regiotafel.consultations.statements.rules import (
    REASONS,
    check_accepts_statements,
    check_can_mend,
    check_can_moderate,
    check_can_replace,
    check_statement_text,
    check_takes_statements,
    check_words_seen,
    digest_of_decision,
    is_asked,
)
from regiotafel.history.actions import record
from regiotafel.history.queries import next_number
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy_item
from regiotafel.web.refusing import check_refusal

DECIDED = {StatementState.ACCEPTED: STATEMENT_ACCEPTED, StatementState.REFUSED: STATEMENT_REFUSED}


def _add(
    *,
    at: datetime,
    consultation: Consultation,
    text: str,
    source: Source,
    state: StatementState,
    **more: object,
) -> Statement:
    # The row of the consultation is the lock that keeps the numbers apart.
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    return Statement.objects.create(
        consultation=consultation,
        number=next_number(Statement.objects.filter(consultation=consultation)),
        text=text,
        source=source,
        state=state,
        sent_in_at=at,
        **more,
    )


@transaction.atomic
def add_seed(
    *,
    by: User | None,
    at: datetime,
    consultation: Consultation,
    text: str,
    theme: str = "",
    source: Source = Source.SEED,
) -> Statement:
    """A statement of the editors, or one that a table meeting came up with. It takes part at once."""
    check_takes_statements(consultation, at)
    text = tidy_item(text)
    check_statement_text(text)
    statement = _add(
        at=at, consultation=consultation, text=text, source=source, state=StatementState.ACCEPTED, theme=theme
    )
    record(
        by=by,
        at=at,
        act=STATEMENT_ADDED,
        about=statement,
        region=consultation.region.slug,
        data={"text": text},
    )
    return statement


@transaction.atomic
def add_seeds(
    *, by: User | None, at: datetime, consultation: Consultation, texts: Sequence[str], theme: str = ""
) -> list[Statement]:
    """Several at once: all of them, or none."""
    return [add_seed(by=by, at=at, consultation=consultation, text=text, theme=theme) for text in texts]


@transaction.atomic
def mend(*, by: User | None, at: datetime, statement: Statement, text: str, seen: str) -> Statement:
    """Corrects the words of a statement that nobody can have answered yet. `seen`: the words this person read."""
    text = tidy_item(text)
    check_statement_text(text)
    locked = Statement.objects.select_for_update().select_related("consultation__region").get(pk=statement.pk)
    check_can_mend(locked, has_votes=locked.votes.exists())
    if locked.text == text:
        return locked  # the same press twice, or two people with one thought
    check_words_seen(locked, seen)
    old, locked.text = locked.text, text
    locked.save(update_fields=["text"])
    record(
        by=by,
        at=at,
        act=STATEMENT_MENDED,
        about=locked,
        region=locked.consultation.region.slug,
        data={"text": [old, text]},
    )
    return locked


@transaction.atomic
def send_in(*, at: datetime, consultation: Consultation, participant: Participant, text: str) -> Statement:
    """A participant's own statement waits for a moderator. The same text twice from one person is one."""
    check_accepts_statements(consultation, at)
    text = tidy_item(text)
    check_statement_text(text)
    earlier = Statement.objects.filter(consultation=consultation, sent_in_by=participant, text=text).first()
    if earlier is not None:
        return earlier
    # No line in the history until a moderator decides: its end is public, and would tell when somebody was there.
    return _add(
        at=at,
        consultation=consultation,
        text=text,
        source=Source.PARTICIPANT,
        state=StatementState.WAITING,
        sent_in_by=participant,
    )


@transaction.atomic
def accept(*, by: User | None, at: datetime, statement: Statement) -> Statement:
    return _decide(by=by, at=at, statement=statement, verdict=StatementState.ACCEPTED)


@transaction.atomic
def accept_reworded(
    *, by: User | None, at: datetime, statement: Statement, text: str, explanation: str = ""
) -> Statement:
    """Lets a waiting statement in with better words: a new one, linked to what was sent in."""
    check_can_moderate(Statement.objects.select_for_update().get(pk=statement.pk))
    return replace(by=by, at=at, statement=statement, text=text, explanation=explanation)


@transaction.atomic
def refuse(
    *, by: User | None, at: datetime, statement: Statement, reason: RefusalReason | str, explanation: str = ""
) -> Statement:
    check_refusal(reason, explanation, dict(REASONS))
    return _decide(
        by=by,
        at=at,
        statement=statement,
        verdict=StatementState.REFUSED,
        reason=reason,
        explanation=explanation.strip(),
    )


def _decide(
    *,
    by: User | None,
    at: datetime,
    statement: Statement,
    verdict: StatementState,
    reason: str = "",
    explanation: str = "",
) -> Statement:
    locked = Statement.objects.select_for_update().select_related("consultation__region").get(pk=statement.pk)
    check_can_moderate(locked)
    locked.state = verdict
    locked.save(update_fields=["state"])
    decision = ModerationDecision.objects.create(
        statement=locked, verdict=verdict, reason=reason, explanation=explanation, by=by, at=at
    )
    record(
        by=by,
        at=at,
        act=DECIDED[verdict],
        about=locked,
        region=locked.consultation.region.slug,
        data={"reason": reason, "digest": digest_of_decision(decision)},
        rows=[decision],
    )
    return locked


@transaction.atomic
def replace(*, by: User | None, at: datetime, statement: Statement, text: str, explanation: str = "") -> Statement:
    """Better words are a new statement, linked to the old one, whose votes stay with the old words."""
    text = tidy_item(text)
    check_statement_text(text)
    locked = Statement.objects.select_for_update().select_related("consultation__region").get(pk=statement.pk)
    check_can_replace(locked)
    check_takes_statements(locked.consultation, at)
    new = _add(
        at=at,
        consultation=locked.consultation,
        text=text,
        source=Source(locked.source),
        state=StatementState.ACCEPTED,
        theme=locked.theme,
        sent_in_by=locked.sent_in_by,
        replaces=locked,
    )
    # What nobody was ever asked is not told of with the outcome.
    locked.state = StatementState.REPLACED if is_asked(locked) else StatementState.REWORDED
    locked.save(update_fields=["state"])
    decision = ModerationDecision.objects.create(
        statement=locked, verdict=locked.state, explanation=explanation.strip(), by=by, at=at
    )
    record(
        by=by,
        at=at,
        act=STATEMENT_REPLACED,
        about=locked,
        region=locked.consultation.region.slug,
        data={"new": new.pk, "text": text, "digest": digest_of_decision(decision)},
        rows=[new, decision],
    )
    return new
