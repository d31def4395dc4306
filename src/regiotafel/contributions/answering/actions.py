"""Giving an answer, or a better one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from regiotafel.contributions import acts
from regiotafel.contributions.answering.queries import (
    answer_draft_of,
    joint_with,
    newest_answers,
    told_now,
    untrue_changes,
)
from regiotafel.contributions.answering.rules import (
    CHANGES_THE_TEXT,
    NO_PROMISE,
    OtherAnswered,
    OtherBeingWritten,
    Promise,
    asked_since,
    check_answer,
    check_answer_draft,
    check_answer_number,
    check_carried_out,
    check_promise,
    check_wordings,
    digest_of_answer,
)
from regiotafel.contributions.linking.rules import source_of
from regiotafel.contributions.messages import ANSWER_IMPROVED, ANSWERED, PROMISE_KEPT
from regiotafel.contributions.models import Answer, AnswerDraft, Contribution, Finding, State, Verdict
from regiotafel.contributions.sending.rules import tidy_text
from regiotafel.contributions.states.actions import lock_in_order, locked, move
from regiotafel.contributions.states.rules import NotInThisState, check_move, check_passage
from regiotafel.history.actions import drop_draft, keep_draft, record
from regiotafel.history.rules import ChangedMeanwhile, check_loses_nothing
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy_line
from regiotafel.thread.following.actions import tell
from regiotafel.thread.rules import Message
from regiotafel.vision.models import Passage, Wording


@transaction.atomic
def give_answer(
    *,
    by: User | None,
    at: datetime,
    heard: str,
    verdict: Verdict | str,
    why: str,
    number: int,
    contribution: Contribution | None = None,
    finding: Finding | None = None,
    who_then: str = "",
    passage: Passage | None = None,
    was: Wording | None = None,
    becomes: Wording | None = None,
    promise: Promise = NO_PROMISE,
    draft: int = 0,
) -> Answer:
    """A first answer, or a better one. `number`, `draft`: the answer and the draft that were read, 0 for none."""
    source = _lock_source(contribution, finding)
    region = source.region if isinstance(source, Contribution) else source.consultation.region
    heard, why, who_then = tidy_text(heard), tidy_text(why), tidy_text(who_then)
    newest = Answer.objects.filter(about=source.knot_id).order_by("-number").first()
    promise = Promise(tidy_line(promise.owner), promise.due_on) if verdict == Verdict.PROMISED else NO_PROMISE
    said = (heard, str(verdict), why, who_then, promise, passage.knot_id if passage else None)
    if newest is not None and newest.number - number in (0, 1) and _says(newest, said, was, becomes):
        return newest  # the same answer again is no news
    _check_can_be_answered(source, draft, by)
    check_answer_number(newest, number)
    check_answer(heard=heard, verdict=verdict, why=why, who_then=who_then, is_placed=passage is not None)
    _check_place(source, region, verdict, passage, was, becomes)
    check_promise(verdict, promise, timezone.localdate(at))
    answer = Answer.objects.create(
        about=source.knot,
        number=number + 1,
        heard=heard,
        verdict=verdict,
        why=why,
        who_then=who_then,
        **asdict(promise),
        place_id=passage.knot_id if passage else None,
        was=was.number if was else None,
        becomes=becomes.number if becomes else None,
        by=by,
        at=at,
    )
    _end_of_writing(source, at)
    _record_answer(answer, source, region, by=by, at=at)
    tell(knot=source.knot, message=_message(newest, answer), once=answer.number, at=at)
    return answer


@transaction.atomic
def give_answers(*, contribution: Contribution, also: Sequence[Contribution], **answer: Any) -> Answer:
    """One answer to several that ask the same: each gets it as its own. The others have no answer yet, or one that was
    given together with that of this one: then this improves both."""
    lock_in_order([contribution, *also])
    newest = newest_answers([contribution.knot_id]).get(contribution.knot_id)
    joint = {one.about_id: one.number for one in joint_with(newest)} if newest else {}
    given = give_answer(contribution=contribution, **answer)
    for other in also:
        try:
            give_answer(contribution=other, **{**answer, "number": joint.get(other.knot_id, 0), "draft": 0})
        except (ChangedMeanwhile, NotInThisState) as fault:
            is_written = isinstance(getattr(fault, "theirs", None), AnswerDraft)
            raise (OtherBeingWritten if is_written else OtherAnswered)(other.number) from fault
    return given


@transaction.atomic
def save_answer_draft(
    *, by: User | None, at: datetime, source: Contribution | Finding, values: Mapping[str, str], seen: int
) -> AnswerDraft:
    """It may be incomplete. `seen`: the draft that this person read, 0 when there was none."""
    check_answer_draft(values)
    found = _locked(source)
    if isinstance(found, Contribution):
        check_move(found, State.ANSWERED)
    return keep_draft(AnswerDraft, by=by, at=at, about={"about": found.knot}, values=values, seen=seen)


@transaction.atomic
def drop_answer_draft(*, source: Contribution | Finding, seen: int) -> None:
    drop_draft(AnswerDraft, about={"about": _locked(source).knot}, seen=seen)


def _check_can_be_answered(source: Contribution | Finding, draft: int, by: User | None) -> None:
    if isinstance(source, Contribution):
        check_move(source, State.ANSWERED)
    check_loses_nothing(answer_draft_of(source), draft, by.pk if by else None)


def _check_place(
    source: Contribution | Finding,
    region: Region,
    verdict: str,
    passage: Passage | None,
    was: Wording | None,
    becomes: Wording | None,
) -> None:
    check_passage(passage, region)
    check_wordings(passage, was, becomes)
    check_carried_out(verdict, passage, becomes, asked_since(source))


def _end_of_writing(source: Contribution | Finding, at: datetime) -> None:
    if isinstance(source, Contribution):
        move(source, State.ANSWERED, at)
    AnswerDraft.objects.filter(about=source.knot_id).delete()


def _message(before: Answer | None, answer: Answer) -> Message:
    if before is None:
        return ANSWERED
    is_kept = before.verdict == Verdict.PROMISED and answer.verdict in CHANGES_THE_TEXT
    return PROMISE_KEPT if is_kept else ANSWER_IMPROVED


def call_it_promised(*, at: datetime) -> int:
    """An answer of before there were promises may say that the text changed, while it names no words that are newer
    than the question. Each is a transaction of its own: one that fails does not undo the others."""
    return sum(call_promised(at=at, answer=answer) for answer in untrue_changes())


@transaction.atomic
def call_promised(*, at: datetime, answer: Answer) -> bool:
    """It gets a next answer with the same words, that calls it a promise; unless somebody was before. Nobody is mailed:
    no person answered anew, and in one night this may be said of every answer in a region."""
    source = _lock_source(answer.contribution, answer.finding)
    newest = told_now(Answer.objects.filter(about=source.knot_id)).first()
    if newest is None or newest.pk != answer.pk:
        return False
    region = source.region if isinstance(source, Contribution) else source.consultation.region
    called = Answer.objects.create(
        about=source.knot,
        number=newest.number + 1,
        heard=newest.heard,
        verdict=Verdict.PROMISED,
        why=newest.why,
        who_then=newest.who_then,
        place_id=newest.place_id,
        by=None,
        at=at,
    )
    _record_answer(called, source, region, by=None, at=at)
    return True


def _says(answer: Answer, said: tuple[object, ...], was: Wording | None, becomes: Wording | None) -> bool:
    words = (was.number if was else None, becomes.number if becomes else None)
    promise = Promise(answer.owner, answer.due_on)
    there = (answer.heard, answer.verdict, answer.why, answer.who_then, promise, answer.place_id)
    return (there, (answer.was, answer.becomes)) == (said, words)


def _lock_source(contribution: Contribution | None, finding: Finding | None) -> Contribution | Finding:
    return _locked(source_of(contribution, finding))


def _locked(source: Contribution | Finding) -> Contribution | Finding:
    if isinstance(source, Contribution):
        return locked(source)
    rows = Finding.objects.select_for_update(of=("self",)).select_related("consultation__region", "knot")
    return rows.get(pk=source.pk)


def _record_answer(
    answer: Answer, source: Contribution | Finding, region: Region, *, by: User | None, at: datetime
) -> None:
    data = {"what": answer.about.title, "number": answer.number, "verdict": answer.verdict}
    data["digest"] = digest_of_answer(answer)
    act = acts.ANSWER_GIVEN if answer.number == 1 else acts.ANSWER_IMPROVED
    record(by=by, at=at, act=act, about=answer, region=region.slug, data=data, rows=[source])
