"""Keeping new words of a passage among members, until somebody publishes them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.history import actions as drafts
from regiotafel.history.rules import check_draft_seen, check_loses_nothing
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.linking.actions import clear_review, confirm
from regiotafel.thread.models import Knot, Relation
from regiotafel.thread.rules import is_to_review
from regiotafel.vision.actions import lock_document
from regiotafel.vision.drafting.queries import draft_of
from regiotafel.vision.drafting.rules import check_has_draft, check_read_by_second
from regiotafel.vision.models import Passage, PassageDraft, Wording
from regiotafel.vision.writing.actions import reword
from regiotafel.vision.writing.rules import check_draft_length, check_reason, check_stands, check_text


@transaction.atomic
def save_draft(
    *,
    by: User | None,
    at: datetime,
    passage: Passage,
    base: int,
    seen: int,
    text: str = "",
    reason: str = "",
    led_by: Iterable[int] = (),
) -> PassageDraft:
    """It may be incomplete. `base`: the wording that this person started from. `seen`: the draft that they read, 0 when
    there was none."""
    text, reason, chosen = tidy(text), tidy_line(reason), sorted(set(led_by))
    check_draft_length(text, reason)
    lock_document(passage.document)
    passage.refresh_from_db()
    check_stands(passage)
    values = {"text": text, "reason": reason, "base": base, "led_by": chosen}
    return drafts.keep_draft(
        PassageDraft, by=by, at=at, about={"passage": passage}, values=values, seen=seen, asked_at=None
    )


@transaction.atomic
def ask_reader(*, at: datetime, passage: Passage, seen: int) -> PassageDraft:
    """It is finished: a colleague is asked to read and to publish it."""
    lock_document(passage.document)
    draft = check_has_draft(draft_of(passage))
    check_draft_seen(draft, seen)
    check_text(draft.text)
    check_reason(draft.reason)
    if draft.asked_at is None:
        draft.asked_at = at
        draft.save(update_fields=["asked_at"])
    return draft


@transaction.atomic
def publish(
    *,
    by: User | None,
    at: datetime,
    passage: Passage,
    version: int,
    seen: int,
    text: str,
    reason: str,
    led_by: Sequence[Knot] = (),
) -> Wording:
    """Everybody reads the new words from now on. Whatever led to them belongs to the passage, as it reads now. `seen`:
    the draft that this person read, 0 when there was none."""
    document = lock_document(passage.document)
    draft = draft_of(passage)
    check_loses_nothing(draft, seen, by.pk if by else None)
    if document.region.second_reader:
        check_read_by_second(draft, by.pk if by else None, tidy(text), tidy_line(reason))
    wording = reword(by=by, at=at, passage=passage, version=version, text=text, reason=reason)
    wording.led_by.add(*led_by)
    for knot in led_by:
        link = confirm(by=by, at=at, from_knot=passage.knot, to_knot=knot, relation=Relation.COMES_FROM)
        if is_to_review(link):
            clear_review(by=by, at=at, link=link, seen=link.numbers)
    if draft is not None:
        draft.delete()
    return wording


@transaction.atomic
def drop_draft(*, passage: Passage, seen: int) -> None:
    lock_document(passage.document)
    drafts.drop_draft(PassageDraft, about={"passage": passage}, seen=seen)
