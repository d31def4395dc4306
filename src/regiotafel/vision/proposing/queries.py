"""What was proposed for a text, beside the words that it is about, and what else was proposed for the same words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from regiotafel.people.models import User
from regiotafel.regions.models import Membership, Municipality, Organisation, Region, Role
from regiotafel.regions.parties.queries import municipalities_of, organisations_of
from regiotafel.regions.permissions import Standing
from regiotafel.vision.models import (
    Document,
    Intent,
    Passage,
    Proposal,
    ProposalKind,
    ProposalsFor,
    ProposalState,
    ProposalStep,
    Remark,
    StepKind,
    Wording,
)
from regiotafel.vision.queries import proposal_rows


@dataclass(frozen=True)
class Shown:
    """A proposal as it is read, beside the words that it started from: none of a new passage."""

    proposal: Proposal
    was: str = ""
    # The passage has other words by now.
    is_outdated: bool = False
    # The numbers of the others that are about the same words and wait too.
    beside: Sequence[int] = field(default_factory=list)
    n_remarks: int = 0


def proposals_of(document: Document, state: str = "") -> QuerySet[Proposal]:
    """In the order of the text, those of one passage together; without what was hidden."""
    rows = proposal_rows().filter(document=document, hidden_at=None)
    rows = rows.filter(state=ProposalState.DONE) if state == "done" else rows.exclude(state=ProposalState.DONE)
    return rows.order_by("section__position", "passage__position", "passage__number", "number")


def proposals_about(passage: Passage) -> QuerySet[Proposal]:
    """What waits first; of a new passage the one before it. Without what was hidden."""
    return proposal_rows().filter(passage=passage, hidden_at=None).order_by("-state", "number")  # open, intended, done


def colliding(proposal: Proposal) -> list[Proposal]:
    """The others for the same words that wait too: at most one of them is taken over as it is."""
    if proposal.passage_id is None or proposal.kind == ProposalKind.ADD:
        return []
    rows = proposal_rows().filter(passage=proposal.passage_id).exclude(pk=proposal.pk).exclude(kind=ProposalKind.ADD)
    return list(rows.exclude(state=ProposalState.DONE).order_by("number"))


def steps_of(proposal: Proposal) -> list[ProposalStep]:
    """The newest first."""
    return list(ProposalStep.objects.filter(proposal=proposal).select_related("by").order_by("-number"))


def last_intention(proposal: Proposal) -> ProposalStep | None:
    rows = ProposalStep.objects.filter(proposal=proposal, kind=StepKind.INTENTION)
    return rows.order_by("-number").first()


def shown(proposals: Iterable[Proposal]) -> list[Shown]:
    """With what each would change. Three queries, however many there are."""
    found = list(proposals)
    passages = {one.passage_id for one in found if one.passage_id}
    texts = {(one.passage_id, one.number): one.text for one in Wording.objects.filter(passage__in=passages)}
    waiting: dict[int, list[int]] = {}
    open_ones = Proposal.objects.filter(passage__in=passages).exclude(kind=ProposalKind.ADD)
    for passage, number in open_ones.exclude(state=ProposalState.DONE).values_list("passage_id", "number"):
        waiting.setdefault(passage or 0, []).append(number)
    counted = Remark.objects.filter(proposal__in=found, hidden_at=None).values("proposal").annotate(n=Count("pk"))
    n_remarks = {row["proposal"]: row["n"] for row in counted.order_by()}
    return [_shown(one, texts, waiting, n_remarks.get(one.pk, 0)) for one in found]


def _shown(
    one: Proposal, texts: Mapping[tuple[int, int], str], waiting: Mapping[int, Sequence[int]], n_remarks: int
) -> Shown:
    if one.kind == ProposalKind.ADD:
        return Shown(one, n_remarks=n_remarks)
    was = texts.get((one.passage_id or 0, one.base), "")
    is_outdated = one.passage is not None and one.passage.version != one.base
    beside = [number for number in waiting.get(one.passage_id or 0, ()) if number != one.number]
    return Shown(one, was, is_outdated and not one.is_done, [] if one.is_done else beside, n_remarks)


@dataclass(frozen=True)
class Counted:
    n_waiting: int
    n_done: int


def counted(document: Document) -> Counted:
    is_done = Q(state=ProposalState.DONE)
    found = Proposal.objects.filter(document=document, hidden_at=None).aggregate(
        n_done=Count("pk", filter=is_done), n_waiting=Count("pk", filter=~is_done)
    )
    return Counted(**found)


def open_in(region: Region) -> list[Proposal]:
    """What waits for an intention or a decision, the oldest first. One query."""
    rows = Proposal.objects.filter(document__region=region).exclude(state=ProposalState.DONE)
    return list(rows.select_related("document").order_by("at", "pk"))


def public_in(region: Region) -> list[Proposal]:
    """What everybody reads, to be found. One query."""
    public = {"document__proposals_for": ProposalsFor.PUBLIC, "hidden_at": None}
    rows = proposal_rows().filter(document__region=region, **public)
    return list(rows.exclude(intent=Intent.WITHDRAWN).order_by("-at"))


def membership_here(by: User, region: Region) -> Membership | None:
    return Membership.objects.filter(user=by, region=region).select_related("user").order_by("pk").first()


def made_before(document: Document, by: User | None, said: Mapping[str, object]) -> Proposal | None:
    """The same by the same person, that still waits."""
    rows = Proposal.objects.filter(document=document, by=by, state=ProposalState.OPEN, **said)
    return rows.first()


def speaks_for(
    region: Region, standings: Collection[Standing], *, everybody: bool
) -> tuple[list[Organisation], list[Municipality]]:
    """The organisations and the councils for which somebody with these roles can propose something."""
    organisations, councils = organisations_of(region), municipalities_of(region)
    if not everybody:
        own = {held.organisation_id for held in standings if held.organisation_id}
        places = {held.municipality_id for held in standings if held.municipality_id and held.role == Role.CLERK}
        organisations, councils = organisations.filter(pk__in=own), councils.filter(pk__in=places)
    return list(organisations), list(councils)
