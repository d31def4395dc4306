"""Noting something beside the text, answering that, and putting it away."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.people.models import User
from regiotafel.regions.permissions import Standing
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.actions import lock_document, record_in
from regiotafel.vision.acts import REMARK_HIDDEN, REMARK_MADE, REMARK_RESOLVED
from regiotafel.vision.models import Document, Passage, Proposal, Remark
from regiotafel.vision.remarking.rules import check_can_answer, check_can_resolve, check_remark
from regiotafel.vision.writing.rules import check_reason


@transaction.atomic
def remark(
    *,
    by: User | None,
    at: datetime,
    document: Document,
    text: str,
    passage: Passage | None = None,
    proposal: Proposal | None = None,
    answers: Remark | None = None,
    quote: str = "",
    named: str = "",
    beside: Iterable[Remark] = (),
) -> Remark:
    """Beside a passage, a proposal or the whole text; or in answer to another. Pressed twice it is one. beside: others
    of the same act, of which it is none, though it may say the same."""
    text = tidy(text)
    check_remark(text)
    locked = lock_document(document)
    if answers is not None:
        answers.refresh_from_db()
        check_can_answer(answers)
        passage, proposal = answers.passage, answers.proposal
    said: dict[str, Any] = {
        "document": locked,
        "passage": passage,
        "proposal": proposal,
        "answers": answers,
        "text": text,
    }
    said |= {"quote": tidy(quote), "named": tidy_line(named), "by": by}
    same = Remark.objects.filter(**said, hidden_at=None).exclude(pk__in=[one.pk for one in beside])
    if (pressed_before := same.first()) is not None:
        return pressed_before
    made = Remark.objects.create(at=at, **said)
    record_in(by, at, REMARK_MADE, made, locked)
    return made


@transaction.atomic
def resolve(*, by: User | None, at: datetime, standings: Collection[Standing], remark: Remark) -> Remark:
    """It was dealt with; it stays to be read."""
    document = lock_document(remark.document)
    remark.refresh_from_db()
    if remark.resolved_at is not None:
        return remark  # the same press twice
    check_can_resolve(remark, by.pk if by else None, standings)
    remark.resolved_at = at
    remark.save(update_fields=["resolved_at"])
    record_in(by, at, REMARK_RESOLVED, remark, document)
    return remark


@transaction.atomic
def hide(*, by: User | None, at: datetime, remark: Remark, reason: str) -> Remark:
    """Nobody reads it any more but who can hide; with its answers, for these quote it."""
    reason = tidy_line(reason)
    check_reason(reason)
    document = lock_document(remark.document)
    remark.refresh_from_db()
    if remark.hidden_at is not None:
        return remark
    rows = [remark, *Remark.objects.filter(answers=remark, hidden_at=None)]
    for one in rows:
        one.hidden_at, one.hidden_reason = at, reason
        one.save(update_fields=["hidden_at", "hidden_reason"])
    record_in(by, at, REMARK_HIDDEN, remark, document, reason=reason, rows=rows[1:])
    return remark
