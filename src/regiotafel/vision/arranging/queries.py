"""What hangs on a passage that becomes two or goes into another, and where each can go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from regiotafel.thread.linking.queries import confirmed
from regiotafel.vision.drafting.queries import draft_of
from regiotafel.vision.models import Passage, PassageDraft, Proposal, ProposalState, Remark, Reshaped
from regiotafel.vision.queries import SectionText, Standing
from regiotafel.vision.writing.queries import exceptions_of


@dataclass(frozen=True)
class Hanging:
    """All that is lost if nobody thinks of it."""

    n_links: int
    proposals: Sequence[Proposal]
    n_remarks: int
    draft: PassageDraft | None
    exceptions: Sequence[Passage]


def hanging_on(passage: Passage) -> Hanging:
    links = confirmed().filter(Q(from_knot=passage.knot_id) | Q(to_knot=passage.knot_id))
    return Hanging(
        links.count(), open_about(passage), open_remarks(passage).count(), draft_of(passage), exceptions_of(passage)
    )


def open_about(passage: Passage) -> list[Proposal]:
    return list(Proposal.objects.filter(passage=passage).exclude(state=ProposalState.DONE))


def open_remarks(passage: Passage) -> QuerySet[Remark]:
    return Remark.objects.filter(passage=passage, proposal=None, answers=None, resolved_at=None, hidden_at=None)


def reshaped_before(how: str, kept: Passage, kept_version: int, other: Passage | None = None) -> Reshaped | None:
    """The same press before."""
    rows = Reshaped.objects.filter(how=how, kept=kept, kept_version=kept_version)
    rows = rows.filter(other=other) if other is not None else rows
    return rows.select_related("other__document").last()


@dataclass(frozen=True)
class Placed(Standing):
    """With where one step up and one step down would bring it; empty: nowhere. As the form of moving says it."""

    up: str = ""
    down: str = ""


@dataclass(frozen=True)
class PlacedSection(SectionText):
    """With the chapter behind which one step up and one step down would bring it; 0: to the beginning."""

    up: int | None = None
    down: int | None = None


def placed(sections: Sequence[SectionText]) -> list[PlacedSection]:
    return [
        PlacedSection(part.title, part.section, list(_steps(sections, n)), part.number, *_around(sections, n))
        for n, part in enumerate(sections)
    ]


def _around(sections: Sequence[SectionText], n: int) -> tuple[int | None, int | None]:
    keys = [part.key for part in sections]
    up = None if n == 0 else keys[n - 2] if n > 1 else 0
    return up, keys[n + 1] if n + 1 < len(keys) else None


def _steps(sections: Sequence[SectionText], n: int) -> Iterator[Placed]:
    """Out of the chapter at its ends: to the end of the one before, or to the beginning of the next."""
    keys = [part.key for part in sections]
    there = [item.passage.number for item in sections[n].passages]
    before = [item.passage.number for item in sections[n - 1].passages] if n else []
    above = f"{keys[n - 1]}-{before[-1] if before else 0}" if n else ""
    below = f"{keys[n + 1]}-0" if n + 1 < len(sections) else ""
    for at, item in enumerate(sections[n].passages):
        up = above if at == 0 else f"{keys[n]}-{there[at - 2] if at > 1 else 0}"
        down = f"{keys[n]}-{there[at + 1]}" if at + 1 < len(there) else below
        yield Placed(item.passage, item.wording, item.frozen, up, down)
