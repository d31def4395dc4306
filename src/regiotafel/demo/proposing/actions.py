"""Plays what people of the example propose for the text, through the real actions."""

from collections.abc import Mapping, Sequence
from typing import Any

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk
from regiotafel.people.models import User
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import Standing
from regiotafel.regions.queries import standings_of
from regiotafel.vision.models import Behalf, Proposal, ProposalKind, ProposalsFor
from regiotafel.vision.proposing import actions as proposing
from regiotafel.vision.proposing.actions import Judged
from regiotafel.vision.proposing.rules import MYSELF, For
from regiotafel.vision.remarking.actions import remark


def propose(desk: Desk, people: Mapping[str, User], plans: Sequence[example.Proposed]) -> None:
    """On the last morning, when all else is there."""
    if desk.document is None:
        return
    done: dict[str, Any] = {"by": desk.editor, "at": desk.now}
    shown: dict[str, Any] = {"readers": ProposalsFor.PUBLIC, "seen": ProposalsFor.MEMBERS}
    proposing.show_proposals(**done, document=desk.document, **shown)
    for plan in plans:
        _propose(desk, people[plan.by], plan)


def _propose(desk: Desk, by: User, plan: example.Proposed) -> None:
    passage = desk.passages[plan.passage]
    passage.refresh_from_db()
    standings = standings_of(by, desk.region)
    made = proposing.propose(
        by=by,
        at=desk.now,
        standings=standings,
        kind=ProposalKind.REWORD if plan.text else ProposalKind.DROP,
        reason=plan.reason,
        section=passage.section,
        passage=passage,
        base=passage.version,
        text=plan.text,
        whose=_whose(standings),
    )
    if plan.remark:
        remark(by=desk.moderator, at=desk.now, document=made.document, proposal=made, text=plan.remark)
    if plan.intent:
        _judge(desk, by, made, plan)


def _judge(desk: Desk, by: User, made: Proposal, plan: example.Proposed) -> None:
    said: dict[str, Any] = {"at": desk.now, "proposal": made}
    words: dict[str, Any] = {"intent": plan.intent, "reason": plan.because, "text": plan.changed}
    proposing.intend(by=desk.editor, **said, seen=0, **words)
    if plan.agrees:
        standings, agrees = standings_of(by, desk.region), plan.agrees == "yes"
        because = "" if agrees else "Dan moeten wij het dubbel doen."
        proposing.reply(by=by, **said, standings=standings, seen=1, agrees=agrees, reason=because)
    if plan.decided:
        judged = [Judged(made, 2 if plan.agrees else 1, plan.decided, plan.because)]
        proposing.decide(by=desk.editor, at=desk.now, judged=judged)


def _whose(standings: frozenset[Standing]) -> For:
    """For whom somebody has their role, if for anybody."""
    for held in standings:
        if held.organisation_id:
            return For(Behalf.ORGANISATION, organisation_id=held.organisation_id)
        if held.role == Role.CLERK and held.municipality_id:
            return For(Behalf.COUNCIL, municipality_id=held.municipality_id)
    return MYSELF
