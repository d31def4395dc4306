"""Proposing other words, saying what is meant to be done with that, and doing it: then the text changes at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.queries import next_number
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.regions.permissions import Standing
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import show, tie
from regiotafel.thread.following.actions import follow_with_role, tell
from regiotafel.thread.linking.actions import confirm
from regiotafel.thread.models import Knot, Mode, Relation
from regiotafel.thread.rules import Message
from regiotafel.vision.actions import lock_document, record_in
from regiotafel.vision.acts import (
    PROPOSAL_ANSWERED,
    PROPOSAL_DECIDED,
    PROPOSAL_HIDDEN,
    PROPOSAL_INTENDED,
    PROPOSAL_MADE,
    PROPOSALS_SHOWN,
)
from regiotafel.vision.messages import PROPOSAL_ANSWERED as ANSWERED
from regiotafel.vision.messages import PROPOSAL_DECIDED as DECIDED
from regiotafel.vision.messages import PROPOSAL_INTENDED as INTENDED
from regiotafel.vision.models import (
    PROPOSAL,
    TAKEN_OVER,
    Behalf,
    Document,
    Intent,
    Particulars,
    Passage,
    Proposal,
    ProposalKind,
    ProposalsFor,
    ProposalState,
    ProposalStep,
    Section,
    StepKind,
    Wording,
)
from regiotafel.vision.naming.actions import name_kind
from regiotafel.vision.proposing.queries import last_intention, made_before, membership_here, steps_of
from regiotafel.vision.proposing.rules import (
    MYSELF,
    For,
    check_for,
    check_intent,
    check_is_intended,
    check_kind_proposed,
    check_maker,
    check_motive,
    check_not_done,
    check_of_one_passage,
    check_second_decides,
    check_shown_to,
    check_steps,
    check_taken_over_as_it_is,
    check_together,
    short,
    words_meant,
)
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.writing.actions import add_passage, move, retire, reword
from regiotafel.vision.writing.rules import check_changes, check_place, check_reason, check_stands, check_text


@dataclass(frozen=True)
class Judged:
    """What somebody does with one proposal, of which they read so many steps."""

    proposal: Proposal
    seen: int
    intent: str
    reason: str


@transaction.atomic
def propose(
    *,
    by: User | None,
    at: datetime,
    standings: Collection[Standing],
    kind: ProposalKind,
    reason: str,
    section: Section,
    passage: Passage | None = None,
    base: int = 0,
    text: str = "",
    whose: For = MYSELF,
    passage_kind: str = "",
) -> Proposal:
    """For a text, to be judged by who writes it; pressed twice it is one. `base`: the wording that this person started
    from. `passage`: which; of a new one, behind which. `passage_kind`: of a new one, if its maker says so."""
    text, reason = tidy(text), tidy(reason)
    check_for(whose, standings)
    check_motive(reason)
    document = lock_document(section.document)
    if passage is not None:  # as it is now: it may have lapsed, moved or gone on in another while somebody wrote
        passage.refresh_from_db(fields=["version", "retired_at", "section"])
    base = _check_words(kind, passage, section, base, text)
    text = "" if kind == ProposalKind.DROP else text
    check_kind_proposed(kind, passage_kind)
    said: dict[str, Any] = {"kind": kind, "passage": passage, "section": section, "text": text, "reason": reason}
    said |= {"behalf": whose.behalf, "organisation_id": whose.organisation_id, "named": tidy_line(whose.named)}
    said |= {"municipality_id": whose.municipality_id, "passage_kind": passage_kind}
    if (pressed_before := made_before(document, by, said)) is not None:
        return pressed_before
    number = next_number(Proposal.objects.filter(document=document))
    knot = tie(
        kind=PROPOSAL,
        region=document.region,
        it=Proposal(document=document, number=number),
        route_args=[document.slug, number],
        is_public=document.proposals_for == ProposalsFor.PUBLIC,
    )
    made = Proposal.objects.create(document=document, number=number, base=base, by=by, at=at, knot=knot, **said)
    if (
        whose.behalf != Behalf.NAMED
        and by is not None
        and (membership := membership_here(by, document.region)) is not None
    ):
        follow_with_role(at=at, knot=knot, membership=membership, mode=Mode.DIRECT)
    record_in(by, at, PROPOSAL_MADE, made, document, number=number)
    return made


def _check_words(kind: str, passage: Passage | None, section: Section, base: int, text: str) -> int:
    """Which wording it starts from: one of the passage, and nothing for a new one."""
    if kind != ProposalKind.DROP:
        check_text(text)
    if passage is None:
        return 0
    if kind == ProposalKind.ADD:
        check_place(Passage(document_id=section.document_id), section, passage)
        return 0
    check_stands(passage)
    base = base if 0 < base <= passage.version else passage.version
    if kind == ProposalKind.REWORD:
        check_changes(Wording.objects.get(passage=passage, number=base).text, text)
    return base


@transaction.atomic
def intend(
    *, by: User | None, at: datetime, proposal: Proposal, seen: int, intent: str, reason: str, text: str = ""
) -> Proposal:
    """What is meant to be done with it: its maker can answer before it is done."""
    text, reason = tidy(text), tidy(reason)
    found = _locked(proposal)
    check_not_done(found)
    latest = last_intention(found)
    text = text if intent == Intent.CHANGED else ""
    if latest and latest.number == seen + 1 and (latest.intent, latest.text, latest.reason) == (intent, text, reason):
        return found  # the same press twice
    _check_seen(found, seen)
    check_intent(found, intent, text)
    check_motive(reason)
    found.state, found.intent = ProposalState.INTENDED, intent
    step = _step(found, StepKind.INTENTION, by, at, intent=intent, text=text, reason=reason)
    _record(PROPOSAL_INTENDED, found, step)
    _tell(found, INTENDED, step)
    return found


@transaction.atomic
def reply(
    *,
    by: User | None,
    at: datetime,
    standings: Collection[Standing],
    proposal: Proposal,
    seen: int,
    agrees: bool,
    reason: str = "",
) -> Proposal:
    """Whether its maker can live with what is meant, and why not."""
    reason = tidy(reason)
    found = _locked(proposal)
    check_not_done(found)
    check_is_intended(found)
    check_maker(found, by.pk if by else None, standings)
    _check_seen(found, seen)
    if not agrees:
        check_motive(reason)
    step = _step(found, StepKind.REPLY, by, at, agrees=agrees, reason=reason)
    _record(PROPOSAL_ANSWERED, found, step)
    _tell(found, ANSWERED, step)
    return found


@transaction.atomic
def withdraw(
    *, by: User | None, at: datetime, standings: Collection[Standing], proposal: Proposal, seen: int, reason: str
) -> Proposal:
    """Its maker does not propose it any more; it stays to be read."""
    reason = tidy(reason)
    found = _locked(proposal)
    if found.intent == Intent.WITHDRAWN and found.is_done:
        return found  # the same press twice
    check_not_done(found)
    check_maker(found, by.pk if by else None, standings)
    _check_seen(found, seen)
    check_motive(reason)
    _decided(found, Judged(found, seen, Intent.WITHDRAWN, reason), by, at)
    return found


@transaction.atomic
def hide(*, by: User | None, at: datetime, proposal: Proposal, reason: str) -> Proposal:
    """Nobody reads it any more but who can hide, with all that stands beside it; and if nothing was decided about it,
    nothing will be."""
    reason = tidy_line(reason)
    check_reason(reason)
    found = _locked(proposal)
    if found.hidden_at is not None:
        return found  # the same press twice
    if not found.is_done:
        found.state, found.intent = ProposalState.DONE, Intent.WITHDRAWN
    found.hidden_at, found.hidden_reason = at, reason
    found.save(update_fields=["state", "intent", "hidden_at", "hidden_reason"])
    show(knot=found.knot, is_public=False, is_live=False)
    record_in(by, at, PROPOSAL_HIDDEN, found, found.document, number=found.number, reason=reason)
    return found


@transaction.atomic
def decide(
    *, by: User | None, at: datetime, judged: Sequence[Judged], version: int = 0, text: str = ""
) -> Wording | None:
    """Does what was proposed, or does not, for one proposal or for all of a passage at once: the first says what
    becomes of the text. `version`: the wording of the passage that was read. What led to the new words stays with
    them. Returns the new words, if any."""
    text = tidy(text)
    main = judged[0]
    proposals = [_locked(one.proposal) for one in judged]
    check_of_one_passage(proposals)
    for found, one in zip(proposals, judged, strict=True):
        check_not_done(found)
        _check_seen(found, one.seen)
        check_motive(tidy(one.reason))
    first = proposals[0]
    takes_over = main.intent in TAKEN_OVER
    if takes_over:
        text = text or ("" if main.intent == Intent.CHANGED else words_meant(first, last_intention(first)))
        check_intent(first, main.intent, text)
        check_taken_over_as_it_is(first, main.intent, text)
        if first.document.region.second_reader:
            check_second_decides(first, steps_of(first), by.pk if by else None, text)
    for found, one in zip(proposals[1:], judged[1:], strict=True):
        check_together(first, main.intent, text, found, one.intent)
    wording = _write(first, by, at, version, text, short(tidy_line(main.reason))) if takes_over else None
    for found, one in zip(proposals, judged, strict=True):
        check_intent(found, one.intent, text)
        _decided(found, one, by, at, wording=wording)
    return wording


def _write(proposal: Proposal, by: User | None, at: datetime, version: int, text: str, reason: str) -> Wording | None:
    """By the act that an editor has for it: lock, rule and history are those of the text."""
    passage = proposal.passage
    done: dict[str, Any] = {"by": by, "at": at, "reason": reason}
    if proposal.kind == ProposalKind.ADD:
        made = add_passage(section=proposal.section, text=text, **done)
        is_there = passage is not None and passage.retired_at is None and passage.section_id == proposal.section_id
        move(by=by, at=at, passage=made, section=proposal.section, after=passage if is_there else None)
        if proposal.passage_kind:
            name_kind(by=by, at=at, passage=made, seen=0, what=Particulars(proposal.passage_kind))
        return current_wording(made)
    assert passage is not None  # noqa: S101  # for the type checker: the table asks it
    if proposal.kind == ProposalKind.DROP:
        retire(passage=passage, version=version, **done)
        return None
    return reword(passage=passage, version=version, text=text, **done)


def _decided(
    proposal: Proposal, judged: Judged, by: User | None, at: datetime, *, wording: Wording | None = None
) -> None:
    proposal.state, proposal.intent = ProposalState.DONE, judged.intent
    is_taken = judged.intent in TAKEN_OVER
    changed = wording.text if wording and is_taken and wording.text != proposal.text else ""
    if wording is not None and is_taken:
        proposal.wording = wording
        wording.led_by.add(proposal.knot)
        _link(wording.passage.knot, proposal.knot, by, at)
    said: dict[str, Any] = {"intent": judged.intent, "text": changed, "reason": tidy(judged.reason)}
    step = _step(proposal, StepKind.DECISION, by, at, **said)
    _record(PROPOSAL_DECIDED, proposal, step)
    _tell(proposal, DECIDED, step)


def _link(passage: Knot, proposal: Knot, by: User | None, at: datetime) -> None:
    confirm(by=by, at=at, from_knot=passage, to_knot=proposal, relation=Relation.COMES_FROM)


@transaction.atomic
def show_proposals(*, by: User | None, at: datetime, document: Document, readers: str, seen: str) -> Document:
    """Who reads what is proposed for this text from now on. `seen`: who did so when this person chose."""
    locked = lock_document(document)
    wanted = ProposalsFor(readers)
    if locked.proposals_for == wanted:
        return locked  # the same again is no news
    check_shown_to(seen, locked)
    locked.proposals_for = document.proposals_for = wanted
    locked.save(update_fields=["proposals_for"])
    rows = list(Proposal.objects.filter(document=locked).select_related("knot"))
    for one in rows:
        if one.hidden_at is None:
            show(knot=one.knot, is_public=wanted == ProposalsFor.PUBLIC, is_live=True)
    record_in(by, at, PROPOSALS_SHOWN, locked, locked, readers=str(wanted.label), rows=rows)
    return locked


# --- What these share


def _locked(proposal: Proposal) -> Proposal:
    """One act at a time on what is proposed for a text."""
    document = lock_document(proposal.document)
    rows = Proposal.objects.select_related("passage__knot", "passage__section", "section", "knot", "wording")
    found = rows.get(pk=proposal.pk)
    found.document = found.section.document = document
    if found.passage is not None:
        found.passage.document = document
    return found


def _check_seen(proposal: Proposal, seen: int) -> None:
    steps = steps_of(proposal)
    check_steps(proposal, seen, steps[0] if steps else None)


def _step(proposal: Proposal, kind: StepKind, by: User | None, at: datetime, **said: str | bool) -> ProposalStep:
    proposal.n_steps += 1
    step = ProposalStep.objects.create(proposal=proposal, number=proposal.n_steps, kind=kind, by=by, at=at, **said)
    proposal.save(update_fields=["state", "intent", "n_steps", "wording"])
    return step


def _record(act: Act, proposal: Proposal, step: ProposalStep) -> None:
    said: dict[str, Any] = {"number": proposal.number, "intent": str(Intent(proposal.intent).label)}
    record_in(step.by, step.at, act, proposal, proposal.document, rows=[step], **said)


def _tell(proposal: Proposal, message: Message, step: ProposalStep) -> None:
    tell(knot=proposal.knot, message=message, at=step.at, once=step.number)
