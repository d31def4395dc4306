"""How an answer is answered: who asked, where it stands in the text, and what it changed; and what waits beside a
text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from regiotafel.contributions.answering.queries import promises_in
from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.contributions.models import Answer, Contribution, Finding
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.councils.models import Paper, PaperKind, PaperState
from regiotafel.publishing.models import Waited, Waiting
from regiotafel.regions.models import Region
from regiotafel.thread.linking.queries import MOVED, confirmed
from regiotafel.thread.models import GONE, Link, Relation
from regiotafel.thread.queries import family_of
from regiotafel.vision.models import Document, Passage, Release, Section


@dataclass(frozen=True)
class Sender:
    """Who sent it in. A private person has a number and no name."""

    label: str
    contribution: Contribution | None = None
    # An organisation or a table: its number is not in its name.
    is_named: bool = False


@dataclass(frozen=True)
class Answered:
    """One answer with everybody who gets it: what was merged shares an answer, each part of what was split has its own.

    `was` and `becomes` are the words side by side; None: there were none, or none are named.
    """

    answer: Answer
    source: Contribution | Finding
    senders: Sequence[Sender]
    passage: Passage | None

    @property
    def was(self) -> str | None:
        return self.answer.was_text

    @property
    def becomes(self) -> str | None:
        return self.answer.becomes_text

    @property
    def section(self) -> Section | None:
        return self.passage.section if self.passage else None

    @property
    def finding(self) -> Finding | None:
        return self.source if isinstance(self.source, Finding) else None

    @property
    def contribution(self) -> Contribution | None:
        return self.source if isinstance(self.source, Contribution) else None


def with_senders(
    region: Region, answers: Iterable[Answer], passages: dict[int, Passage] | None = None
) -> list[Answered]:
    """Two queries, and one more for each time that something was merged again. `passages`: where a contribution
    belongs when its answer names no passage."""
    chosen = list(answers)
    tree = family_of({answer.about_id for answer in chosen}, only_before=True)
    beginnings = {answer.about_id: tree.beginnings(answer.about_id) for answer in chosen}
    keys = {knot for some in beginnings.values() for knot in some}
    rows = Contribution.objects.filter(knot__in=keys).select_related("organisation", "table")
    sent_in = {one.knot_id: one for one in rows}
    found = []
    for answer in chosen:
        source = answer.contribution or answer.finding
        if source is None:
            continue
        if isinstance(source, Finding):
            senders = [Sender(_("uitkomst van de ronde “%(title)s”") % {"title": source.consultation.title})]
        else:
            numbers = sorted((sent_in[knot] for knot in beginnings[source.knot_id]), key=lambda one: one.number)
            senders = [Sender(name_of(one), one, is_named(one)) for one in numbers]
        passage = answer.passage or (passages or {}).get(answer.pk)
        found.append(Answered(answer, source, senders, passage))
    return found


def name_of(contribution: Contribution) -> str:
    """An organisation or a table by its name; a private person by the number that only they know as theirs."""
    if contribution.organisation is not None:
        return contribution.organisation.name
    if contribution.table is not None:
        return contribution.table.name
    return _("inzender %(number)d") % {"number": contribution.number}


def is_named(contribution: Contribution) -> bool:
    return contribution.organisation_id is not None or contribution.table_id is not None


# --- What waits beside a text


@dataclass(frozen=True)
class Waits:
    """What waits now: voices that everybody can read, promises that are open, to people who sent something in and to
    councils, and links to look at again. rows: how many of each, as a release keeps them."""

    voices: Sequence[Contribution]
    promises: Sequence[Answer | Paper]
    unmeasured: Sequence[Answer | Paper]
    rows: Sequence[Waited]


def waits_of(release: Release) -> Waits:
    """A handful of queries, however much waits."""
    voices = unanswered_on(release)
    public = [one for one in voices if one.state in PUBLIC]
    promises = promises_of(release)
    measured = _measured([knot for knot in map(_knot, promises) if knot is not None])
    unmeasured = [one for one in promises if _knot(one) not in measured]
    rows = [
        Waited(release=release, what=Waiting.VOICE, n=len(public), knots=[one.knot_id for one in public]),
        Waited(release=release, what=Waiting.MODERATED, n=len(voices) - len(public)),
        Waited(release=release, what=Waiting.PROMISE, n=len(promises), knots=_knots(promises)),
        Waited(release=release, what=Waiting.UNMEASURED, n=len(unmeasured), knots=_knots(unmeasured)),
        *_links_of_owners(release),
    ]
    return Waits(public, promises, unmeasured, rows)


def promises_of(release: Release) -> list[Answer | Paper]:
    """Also about an earlier release: what was promised then is not done by a next one. Two queries."""
    document = release.document
    until_this = {"release__document": document, "release__number__lte": release.number}
    papers = Paper.objects.filter(**until_this, kind=PaperKind.PROMISE, state=PaperState.PROMISED)
    answers = promises_in(document.region).filter(
        Q(place__passage__document=document)
        | Q(about__contribution__about_passage__document=document)
        | Q(about__contribution__about_release__document=document)
    )
    return [*answers.select_related("about__region"), *papers.select_related("municipality").order_by("due_on", "pk")]


def _knot(promise: Answer | Paper) -> int | None:
    return promise.about_id if isinstance(promise, Answer) else promise.knot_id


def _knots(promises: Sequence[Answer | Paper]) -> list[int]:
    return [knot for knot in map(_knot, promises) if knot is not None]


def _measured(knots: Sequence[int]) -> set[int]:
    """Those that are carried out by something."""
    rows = confirmed().filter(from_knot__in=knots, relation=Relation.CARRIED_OUT_BY, to_knot__number__gt=GONE)
    return set(rows.order_by().values_list("from_knot", flat=True))


def links_to_review(document: Document) -> QuerySet[Link]:
    """Of the passages of this text, as they are now."""
    of_text = Q(from_knot__passage__document=document) | Q(to_knot__passage__document=document)
    return confirmed().filter(MOVED, of_text).order_by("waits_since", "pk")


def _links_of_owners(release: Release) -> list[Waited]:
    """By who held them against each other last; that there are none is said too."""
    counted = (
        links_to_review(release.document).order_by().values_list("by").annotate(n=Count("pk")).order_by("-n", "by")
    )
    rows = [Waited(release=release, what=Waiting.LINK, n=n, owner_id=owner) for owner, n in counted]
    return rows or [Waited(release=release, what=Waiting.LINK, n=0)]
