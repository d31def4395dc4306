"""Writing down what councils hand in beside a text, and what becomes of it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from regiotafel.councils.actions import record_about
from regiotafel.councils.acts import PAPER_ADDED, PAPER_CHANGED, PAPER_MOVED, PAPER_PROPOSED, PAPER_TIED
from regiotafel.councils.messages import PAPER_MOVED as MOVED
from regiotafel.councils.models import PAPER, Paper, PaperKind, PaperStep
from regiotafel.councils.papers.queries import last_day, same_paper
from regiotafel.councils.papers.rules import (
    BEGINS,
    check_day,
    check_may_become_proposal,
    check_move,
    check_paper,
)
from regiotafel.history.queries import next_number
from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import Standing
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import retitle, tie
from regiotafel.thread.following.actions import tell
from regiotafel.thread.linking.actions import confirm
from regiotafel.thread.models import Relation
from regiotafel.vision.actions import lock_document
from regiotafel.vision.models import Behalf, Document, Passage, ProposalKind, Release
from regiotafel.vision.proposing.actions import propose
from regiotafel.vision.proposing.rules import For


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    lines = {name: tidy_line(values.get(name, "")) for name in ("title", "owner", "link")}
    kept = {"body": values.get("body") or "", **{name: values.get(name) for name in ("passage", "due_on")}}
    return {**lines, **kept, "text": tidy(values.get("text", ""))}


@transaction.atomic
def add_paper(
    *,
    by: User | None,
    at: datetime,
    release: Release,
    municipality: Municipality,
    kind: str,
    on: date,
    **values: Any,
) -> Paper:
    """An amendment, a motion or a promise; pressed twice it is one. values: its title and text, and passage,
    owner, due_on and link where it has them."""
    found = _tidied(values)
    document = lock_document(release.document)
    found["body"] = found["body"] if kind == PaperKind.ADVICE else ""
    _check(kind, found)
    check_day(on, timezone.localdate(at))
    if (there := same_paper(release, municipality, kind, on, found)) is not None:
        return there
    made = Paper.objects.create(release=release, municipality=municipality, kind=kind, state=BEGINS[kind], **found)
    _tie(made, document)
    step = PaperStep.objects.create(paper=made, number=1, state=made.state, on=on, by=by, at=at)
    record_about(by, at, PAPER_ADDED, made, document, rows=[step], **_told(made))
    return made


def _tie(paper: Paper, document: Document) -> None:
    args: list[str | int] = [document.slug, paper.municipality_id, paper.pk]
    paper.knot = tie(kind=PAPER, region=document.region, it=paper, route_args=args)
    paper.save(update_fields=["knot"])


@transaction.atomic
def tie_paper(*, at: datetime, paper: Paper) -> bool:
    """It was written down before papers stood on the thread; so the proposal that grew from it hangs there too."""
    locked = _lock(paper)
    if locked.knot is not None:
        return False
    _tie(locked, locked.release.document)
    record_about(None, at, PAPER_TIED, locked, locked.release.document, **_told(locked))
    _hang_proposal(locked, by=None, at=at)
    return True


def _hang_proposal(paper: Paper, *, by: User | None, at: datetime) -> None:
    if paper.proposal is not None and paper.knot is not None:
        ends = {"from_knot": paper.proposal.knot, "to_knot": paper.knot}
        confirm(by=by, at=at, **ends, relation=Relation.COMES_FROM)


def _check(kind: str, found: dict[str, Any]) -> None:
    check_paper(kind=kind, **{name: found[name] for name in ("body", "title", "text", "owner", "due_on", "link")})


def _told(paper: Paper) -> dict[str, Any]:
    kind = str(paper.get_kind_display())
    return {"municipality": str(paper.municipality), "kind": kind, "title": paper.title}


def _lock(paper: Paper) -> Paper:
    document = lock_document(paper.release.document)
    found = Paper.objects.select_related("release", "municipality", "passage", "knot").get(pk=paper.pk)
    found.release.document = document
    return found


@transaction.atomic
def change_paper(*, by: User | None, at: datetime, paper: Paper, version: int, **values: Any) -> Paper:
    found, locked = _tidied({"body": paper.body, **values}), _lock(paper)
    _check(locked.kind, found)
    if says(locked, found):
        return locked  # the same again is no news
    check_seen(version, locked.version, locked)
    for name, value in found.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*found, "version"])
    retitle(kind=PAPER, knot=locked.knot, it=locked)
    record_about(by, at, PAPER_CHANGED, locked, locked.release.document, **_told(locked))
    return locked


@transaction.atomic
def move_paper(
    *, by: User | None, at: datetime, paper: Paper, version: int, state: str, on: date, note: str = ""
) -> Paper:
    """What became of it."""
    note, locked = tidy_line(note), _lock(paper)
    if locked.state == state and locked.version == version + 1:
        return locked  # pressed twice
    check_seen(version, locked.version, locked)
    check_move(locked, state=state, on=on, note=note, since=last_day(locked), today=timezone.localdate(at))
    locked.state, locked.version = state, locked.version + 1
    locked.save(update_fields=["state", "version"])
    number = next_number(PaperStep.objects.filter(paper=locked))
    step = PaperStep.objects.create(paper=locked, number=number, state=state, on=on, note=note, by=by, at=at)
    told = {**_told(locked), "state": str(step.get_state_display())}
    record_about(by, at, PAPER_MOVED, locked, locked.release.document, rows=[step], **told)
    if locked.knot is not None:
        tell(knot=locked.knot, message=MOVED, at=at, once=step.number)
    return locked


@transaction.atomic
def propose_for_all(
    *, by: User | None, at: datetime, standings: frozenset[Standing], paper: Paper, reason: str
) -> Paper:
    """The words of an amendment that one council adopted, proposed to all of them on its behalf."""
    locked = _lock(paper)
    if locked.proposal_id is not None:
        return locked  # pressed twice
    check_may_become_proposal(locked)
    passage: Passage = locked.passage  # type: ignore[assignment]  # the rule says so
    whose = For(Behalf.COUNCIL, municipality_id=locked.municipality_id)
    said: dict[str, Any] = {"kind": ProposalKind.REWORD, "text": locked.text, "reason": reason, "whose": whose}
    about: dict[str, Any] = {"section": passage.section, "passage": passage, "base": passage.version}
    locked.proposal = propose(by=by, at=at, standings=standings, **said, **about)
    locked.version += 1
    locked.save(update_fields=["proposal", "version"])
    told = {**_told(locked), "number": locked.proposal.number}
    _hang_proposal(locked, by=by, at=at)
    record_about(by, at, PAPER_PROPOSED, locked, locked.release.document, **told)
    return locked
