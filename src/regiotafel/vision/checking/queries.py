"""How a text stands beside what the law asks: as it is now, and as it was frozen with a release."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from regiotafel.regions.models import Region
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.vision.checking.rules import GROUPS, Requirement, requirement_from, requirements, state_of
from regiotafel.vision.models import (
    CheckState,
    Document,
    Judgement,
    Passage,
    Release,
    ReleasedRequirement,
    TextRequirement,
)
from regiotafel.vision.queries import documents_of


@dataclass(frozen=True)
class LeansOn:
    """A passage that an editor pointed at. link: what a person held against each other; None in a release."""

    number: int
    link: Link | None = None
    is_moved: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class Checked:
    """One requirement, and how it stands."""

    requirement: Requirement
    state: CheckState
    why: str = ""
    passages: Sequence[LeansOn] = ()
    # Newest first.
    judgements: Sequence[Judgement] = ()
    knot: int | None = None

    @property
    def latest(self) -> Judgement | None:
        return self.judgements[0] if self.judgements else None

    @property
    def number(self) -> int:
        return self.latest.number if self.latest else 0

    @property
    def is_met(self) -> bool:
        return self.state in (CheckState.MET, CheckState.MET_UNVERIFIED)


@dataclass(frozen=True)
class CheckGroup:
    name: str | Promise
    checks: Sequence[Checked]


@dataclass(frozen=True)
class Completeness:
    """All requirements beside one text, with how many of each state there are."""

    checks: Sequence[Checked]
    counts: Counter[CheckState] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        return len(self.checks)

    @property
    def n_met(self) -> int:
        """Only what was verified, too."""
        return self.counts[CheckState.MET]

    @property
    def n_unverified(self) -> int:
        """Of which the source, or the day from which it holds, nobody could verify; however it stands."""
        return sum(not one.requirement.is_verified for one in self.checks)

    @property
    def tally(self) -> list[tuple[CheckState, int]]:
        """Only what there is, in the order of `CheckState`."""
        return [(state, self.counts[state]) for state in CheckState if self.counts[state]]

    @property
    def groups(self) -> list[CheckGroup]:
        found = ((name, [one for one in self.checks if one.requirement.group == key]) for key, name in GROUPS.items())
        return [CheckGroup(name, some) for name, some in found if some]

    @property
    def is_begun(self) -> bool:
        return self.counts[CheckState.OPEN] < self.n


def completeness(checks: Iterable[Checked]) -> Completeness:
    found = list(checks)
    return Completeness(found, Counter(one.state for one in found))


def checks_of(document: Document) -> Completeness:
    """As it stands now. Four queries."""
    rows = {one.code: one for one in TextRequirement.objects.filter(document=document)}
    given: dict[int, list[Judgement]] = {}
    for judgement in Judgement.objects.filter(requirement__document=document).select_related("by").order_by("-number"):
        given.setdefault(judgement.requirement_id, []).append(judgement)
    leans = _passages_by_knot(document)
    return completeness(
        _checked(one, rows.get(one.code), given, leans.get(rows[one.code].knot_id, []) if one.code in rows else [])
        for one in requirements()
    )


def check_of(document: Document, code: str) -> Checked | None:
    return next((one for one in checks_of(document).checks if one.requirement.code == code), None)


def _passages_by_knot(document: Document) -> dict[int, list[LeansOn]]:
    """By the knot of a requirement: what somebody confirmed that it leans on. What went on in another passage, or was
    rejected, is not among them."""
    links = list(links_to(document))
    passages = {
        one.knot_id: one for one in Passage.objects.filter(document=document, knot__in={i.from_knot_id for i in links})
    }
    found: dict[int, list[LeansOn]] = {}
    for link in links:
        if (passage := passages.get(link.from_knot_id)) is not None:
            moved = link.ends[0].is_moved or link.ends[1].is_moved
            leans_on = LeansOn(passage.number, link, moved, passage.retired_at is not None)
            found.setdefault(link.to_knot_id, []).append(leans_on)
    return {knot: sorted(some, key=lambda one: one.number) for knot, some in found.items()}


def links_to(document: Document) -> Iterable[Link]:
    """From passages to what the law asks, as far as a person says that they belong together."""
    rows = Link.objects.filter(
        relation=Relation.WORKS_OUT,
        state=LinkState.CONFIRMED,
        from_knot__is_live=True,
        to_knot__textrequirement__document=document,
    )
    return rows.select_related("from_knot__region", "to_knot__region").order_by("pk")


def _checked(
    requirement: Requirement, row: TextRequirement | None, given: dict[int, list[Judgement]], leans_on: list[LeansOn]
) -> Checked:
    judgements = given.get(row.pk, []) if row else []
    latest = judgements[0] if judgements else None
    standing = [one.number for one in leans_on if not one.is_gone]
    state = state_of(requirement, latest, standing, moved=any(one.is_moved for one in leans_on))
    return Checked(requirement, state, latest.why if latest else "", leans_on, judgements, row.knot_id if row else None)


def latest_judgement(requirement: TextRequirement) -> Judgement | None:
    return Judgement.objects.filter(requirement=requirement).order_by("-number").first()


def released_checks(release: Release) -> Completeness | None:
    """As it was frozen. None: of before this was kept. One query."""
    rows = list(ReleasedRequirement.objects.filter(release=release))
    return completeness(map(_released, rows)) if rows else None


def _released(row: ReleasedRequirement) -> Checked:
    leans_on = [LeansOn(number) for number in row.passages]
    return Checked(requirement_from(row.requirement), CheckState(row.state), row.why, leans_on)


def freeze_checks(document: Document) -> list[ReleasedRequirement]:
    """What is kept with a release that is made now; not stored yet. Nothing while nobody looked."""
    found = checks_of(document)
    return [
        ReleasedRequirement(
            position=position,
            requirement=one.requirement.as_json(),
            state=one.state,
            why=one.why,
            passages=[leans_on.number for leans_on in one.passages if not leans_on.is_gone],
        )
        for position, one in enumerate(found.checks if found.is_begun else (), start=1)
    ]


def to_judge_again(region: Region) -> list[tuple[Document, Checked]]:
    """What does not hold any more and that no link waits for: other passages than were judged, or another version of
    what is asked. One query while nobody judged anything."""
    begun = documents_of(region).filter(requirements__isnull=False).distinct()
    return [
        (document, one)
        for document in begun
        for one in checks_of(document).checks
        if one.state == CheckState.TO_REVIEW and not any(leans_on.is_moved for leans_on in one.passages)
    ]


@dataclass(frozen=True)
class TextChecked:
    """A text of the region with how it stands."""

    document: Document
    found: Completeness


def texts_checked(region: Region) -> list[TextChecked]:
    """Four queries for each text, of which a region has a few."""
    return [TextChecked(one, checks_of(one)) for one in documents_of(region)]
