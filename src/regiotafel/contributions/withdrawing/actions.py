"""Taking back, and taking away for good."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import (
    ANSWER_MENDED,
    CONTRIBUTION_CLEANED,
    CONTRIBUTION_REMOVED,
    CONTRIBUTION_WITHDRAWN,
)
from regiotafel.contributions.answering.rules import digest_of_answer
from regiotafel.contributions.models import Answer, Contribution, State
from regiotafel.contributions.states.actions import locked, move, record_state
from regiotafel.contributions.states.queries import only_ends_of
from regiotafel.contributions.states.rules import is_move
from regiotafel.history.actions import record
from regiotafel.history.models import new_salt
from regiotafel.history.rules import Act
from regiotafel.text.quotes import without_quotes
from regiotafel.thread.following.actions import forget_followers
from regiotafel.thread.queries import family_of


@transaction.atomic
def withdraw(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender takes it back: from this moment the words are nowhere. An answer that was given stays."""
    found = locked(contribution)
    move(found, State.WITHDRAWN, at)
    _empty(found, act=CONTRIBUTION_WITHDRAWN, at=at)
    return found


@transaction.atomic
def remove(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender's words and addresses go, for good. Number, state and lineage stay, so all counts stay the same."""
    found = locked(contribution)
    for one in [found, *map(locked, only_ends_of(found))]:
        if is_move(one, State.WITHDRAWN):
            move(one, State.WITHDRAWN, at)
            _empty(one, act=CONTRIBUTION_WITHDRAWN, at=at)
        else:
            _empty(one, act=CONTRIBUTION_REMOVED, at=at)
    return found


@transaction.atomic
def clean(*, at: datetime, contribution: Contribution) -> None:
    """What was refused, or taken back by another way, past its term."""
    _empty(contribution, act=CONTRIBUTION_CLEANED, at=at)


def _empty(contribution: Contribution, *, act: Act, at: datetime) -> None:
    """Nothing that somebody wrote or that leads to them is left: not in the row, and not quoted by an editor."""
    forget_followers(knot=contribution.knot)
    made: list[Contribution] = []
    is_there = contribution.anonymised_at is None
    if is_there:
        mended, made = _leave_out_quotes(contribution)
        contribution.text, contribution.refusal_explanation, contribution.refusal_salt = "", "", ""
        contribution.entered_by, contribution.anonymised_at = None, at
        contribution.version += 1
        gone = ["text", "refusal_explanation", "refusal_salt", "entered_by"]
        contribution.save(update_fields=[*gone, "anonymised_at", "version"])
        # Last: who waits for the end of the chain holds rows that were needed above.
        for answer in mended:
            _record_mended(answer, contribution, at)
    if is_there or act == CONTRIBUTION_WITHDRAWN:
        record_state(act, contribution, by=None, at=at, rows=made)


def _leave_out_quotes(contribution: Contribution) -> tuple[list[Answer], list[Contribution]]:
    """What editors wrote stays, without the words of this sender: in answers, and in what it was merged or split into.
    What somebody else said too is theirs. Returns the answers, and what was made of it, that read otherwise now."""
    mended: list[Answer] = []
    others_mended: list[Contribution] = []
    after = family_of([contribution.knot_id]).everything_after(contribution.knot_id)
    family = family_of(after)
    for made in Contribution.objects.filter(knot__in=after):
        others = Contribution.objects.filter(knot__in=family.beginnings(made.knot_id)).exclude(pk=contribution.pk)
        also_said = [text for text in others.values_list("text", flat=True) if made.pk != contribution.pk]
        for answer in Answer.objects.filter(about=made.knot_id).select_related("about"):
            if _mend(answer, ("heard", "why", "who_then"), contribution.text, also_said):
                mended.append(answer)
        if made.pk != contribution.pk and _mend(made, ("text",), contribution.text, also_said):
            others_mended.append(made)
    return mended, others_mended


def _mend(row: Answer | Contribution, fields: Sequence[str], words: str, also_said: Sequence[str]) -> bool:
    mended = {name: without_quotes(getattr(row, name), words, but=also_said) for name in fields}
    changed = [name for name, text in mended.items() if text != getattr(row, name)]
    for name in changed:
        setattr(row, name, mended[name])
    if changed and isinstance(row, Answer):
        # The digest of before stays in the history: with its salt gone nobody can try words against it.
        row.salt = new_salt()
        changed.append("salt")
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _record_mended(answer: Answer, contribution: Contribution, at: datetime) -> None:
    data = {"what": answer.about.title, "number": answer.number, "digest": digest_of_answer(answer)}
    record(by=None, at=at, act=ANSWER_MENDED, about=answer, region=contribution.region.slug, data=data)
