"""What councils handed in beside a text, and which words hold where."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel.councils.models import Body, Paper, PaperKind, PaperState, PaperStep
from regiotafel.councils.papers.rules import is_open
from regiotafel.formats.outlines import Map, Place
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import drawn
from regiotafel.vision.deciding.queries import OfCouncil, by_council
from regiotafel.vision.models import CouncilDecision, Decision, Document, Release, ReleasedPassage
from regiotafel.vision.queries import Standing, releases_of
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.releasing.queries import released_text


def papers_of(document: Document, municipality: Municipality) -> QuerySet[Paper]:
    """Newest first."""
    rows = Paper.objects.filter(release__document=document, municipality=municipality)
    return rows.select_related("release", "passage", "municipality").order_by("-pk")


@dataclass(frozen=True)
class Point:
    """A point of advice with its number, and the answer to it when there is one."""

    number: int
    paper: Paper
    answer: PaperStep | None


@dataclass(frozen=True)
class Advice:
    """What one body brought forward, point by point."""

    body: str
    points: Sequence[Point]

    @property
    def n_open(self) -> int:
        return sum(one.answer is None for one in self.points)


def advice_in(document: Document, municipality: Municipality) -> list[Advice]:
    """By body, its points in the order in which they came. Two queries."""
    rows = papers_of(document, municipality).filter(kind=PaperKind.ADVICE).order_by("pk")
    papers = list(rows.prefetch_related(Prefetch("steps", PaperStep.objects.order_by("-number"))))
    found: dict[str, list[Point]] = {}
    for one in papers:
        points = found.setdefault(one.body, [])
        newest = None if is_open(one) else next(iter(one.steps.all()), None)
        points.append(Point(len(points) + 1, one, newest))
    return [Advice(str(Body(body).label), points) for body, points in found.items()]


def papers_beside(document: Document, municipality: Municipality) -> QuerySet[Paper]:
    """What the council itself handed in, or got as a promise: no points of advice."""
    return papers_of(document, municipality).exclude(kind=PaperKind.ADVICE)


def paper_in(document: Document, municipality: Municipality, pk: int) -> Paper | None:
    rows = papers_of(document, municipality).select_related("release__document__region", "passage", "proposal")
    return rows.select_related("municipality").filter(pk=pk).first()


def same_paper(
    release: Release, municipality: Municipality, kind: str, on: date, said: Mapping[str, object]
) -> Paper | None:
    """That says the same in all: a council often hands in two under one title."""
    rows = Paper.objects.filter(release=release, municipality=municipality, kind=kind, **said)
    return rows.filter(steps__number=1, steps__on=on).first()


def passages_before(release: Release, paper: Paper | None = None) -> list[Standing]:
    """Which an amendment can be about: those of the version that the council has before it, with the words that it
    reads there, also of what lapsed since; and the one that it is about already."""
    found = [item for part in released_text(release) for item in part.passages]
    if paper is not None and paper.passage is not None and paper.passage not in (one.passage for one in found):
        found.append(Standing(paper.passage, current_wording(paper.passage)))
    return found


def words_before(paper: Paper) -> str | None:
    """What its passage says in the version that the council had before it. At most one query."""
    if paper.passage_id is None:
        return None
    rows = ReleasedPassage.objects.filter(release=paper.release_id, passage=paper.passage_id)
    return rows.values_list("wording__text", flat=True).first()


def steps_of(paper: Paper) -> list[PaperStep]:
    return list(PaperStep.objects.filter(paper=paper).order_by("number"))


def open_papers(region: Region, municipalities: Collection[int]) -> list[Paper]:
    """What these councils wait for: with who does it and when. One query."""
    rows = Paper.objects.filter(release__document__region=region, municipality__in=municipalities)
    rows = rows.select_related("release__document", "municipality").order_by("due_on", "pk")
    return [one for one in rows if is_open(one)]


def untied_papers() -> list[Paper]:
    """Written down before papers stood on the thread."""
    rows = Paper.objects.filter(knot=None).select_related("release__document__region")
    return list(rows.order_by("pk"))


def told_release(document: Document) -> Release | None:
    """The newest version about which some council decided; before that, the newest of all."""
    rows = CouncilDecision.objects.filter(release__document=document).order_by("number")
    newest = {(one.release_id, one.municipality_id): one for one in rows}  # what was taken back, was not decided
    decided = {one.release_id for one in newest.values() if one.decision != Decision.NONE}
    releases = list(releases_of(document))
    found = next((one for one in releases if one.pk in decided), next(iter(releases), None))
    if found is not None:
        found.document = document
    return found


@dataclass(frozen=True)
class StandingOf:
    """What holds in one municipality: its decision, and the amendments that changed its words."""

    council: OfCouncil
    amendments: Sequence[Paper] = field(default_factory=list)
    others: Sequence[Paper] = field(default_factory=list)

    @property
    def municipality(self) -> Municipality:
        return self.council.municipality

    @property
    def papers(self) -> list[Paper]:
        return [*self.amendments, *self.others]

    @property
    def is_same(self) -> bool:
        """The words of the version, and nothing else."""
        return self.council.is_adopted and not self.amendments

    @property
    def is_other(self) -> bool:
        latest = self.council.latest
        return latest is not None and (latest.is_amended or (self.council.is_adopted and bool(self.amendments)))

    @property
    def is_rejected(self) -> bool:
        latest = self.council.latest
        return latest is not None and latest.decision == Decision.REJECTED

    @property
    def holds(self) -> str:
        """Which words hold here, in a few words."""
        if self.is_same:
            return _("dezelfde tekst")
        if self.is_other:
            return _("een andere tekst")
        return _("geen: niet vastgesteld") if self.is_rejected else _("nog geen: niet besloten")

    @property
    def passages(self) -> list[int]:
        """In which other words hold here: an amendment binds nobody before its council adopts the text."""
        changed = {one.passage.number for one in self.amendments if one.passage is not None}
        return sorted(changed) if self.is_other else []

    @property
    def is_unknown(self) -> bool:
        """Its council changed the text, and nobody wrote down in which passage."""
        return self.is_other and not self.passages

    @property
    def group(self) -> int:
        """How it is drawn on the map."""
        return 0 if self.is_same else 1 if self.is_other else 3 if self.is_rejected else 2


@dataclass(frozen=True)
class Standings:
    """Of one version: what holds where. By passage: in which municipalities its words are others."""

    release: Release
    rows: Sequence[StandingOf]
    by_passage: Mapping[int, Sequence[Paper]]

    @property
    def n_same(self) -> int:
        return sum(one.is_same for one in self.rows)

    @property
    def n_decided(self) -> int:
        return sum(one.is_same or one.is_other or one.is_rejected for one in self.rows)

    @property
    def others(self) -> list[StandingOf]:
        return [one for one in self.rows if one.is_other]

    @property
    def rejected(self) -> list[StandingOf]:
        return [one for one in self.rows if one.is_rejected]

    @property
    def passages(self) -> list[tuple[int, Sequence[Paper]]]:
        return sorted(self.by_passage.items())


def standings_of(release: Release) -> Standings:
    """Four queries, however many councils there are."""
    papers: dict[int, list[Paper]] = defaultdict(list)
    rows = Paper.objects.filter(release=release).exclude(kind=PaperKind.ADVICE)
    rows = rows.select_related("municipality", "passage")
    for one in rows.order_by("pk"):
        papers[one.municipality_id].append(one)
    told = []
    for council in by_council(release):
        own = papers[council.municipality.pk]
        amendments = [one for one in own if _changes_words(one)]
        told.append(StandingOf(council, amendments, [one for one in own if one not in amendments]))
    by_passage: dict[int, list[Paper]] = defaultdict(list)
    for one in (one for row in told if row.is_other for one in row.amendments):
        if one.passage is not None:
            by_passage[one.passage.number].append(one)
    return Standings(release, told, dict(by_passage))


def _changes_words(paper: Paper) -> bool:
    return paper.kind == PaperKind.AMENDMENT and paper.state == PaperState.ADOPTED


@dataclass(frozen=True)
class Deviation:
    """The words of a passage in one municipality, held against those of the version."""

    paper: Paper
    was: str


def deviations(standings: Standings) -> list[tuple[int, Sequence[Deviation]]]:
    """By passage, where its words are others and what they are. One query."""
    rows = ReleasedPassage.objects.filter(release=standings.release, passage__number__in=standings.by_passage)
    was = {one.passage.number: one.wording.text for one in rows.select_related("passage", "wording")}
    return [(number, [Deviation(one, was.get(number, "")) for one in papers]) for number, papers in standings.passages]


STANDING_COLUMNS = ("gemeente", "besluit", "op", "gestemd", "geldt", "andere_passages", "stukken", "link")


def standing_rows(standings: Standings) -> Iterator[list[object]]:
    """What holds where, as a table."""
    for one in standings.rows:
        latest = one.council.latest
        papers = [f"{paper.get_kind_display()}: {paper.title} ({paper.get_state_display()})" for paper in one.papers]
        yield [
            one.municipality.name,
            latest.get_decision_display() if latest else _("nog niet besproken"),
            latest.decided_on.isoformat() if latest and latest.decided_on else "",
            latest.vote if latest else "",
            one.holds,
            ", ".join(map(str, one.passages)),
            "; ".join(papers),
            latest.link if latest else "",
        ]


def map_of_standings(standings: Standings) -> Map | None:
    document = standings.release.document
    region = document.region
    return drawn(
        [
            Place(one.municipality.name, _address(region, document, one.municipality), None, one.group)
            for one in standings.rows
            if one.council.is_here
        ]
    )


def _address(region: Region, document: Document, municipality: Municipality) -> str:
    return reverse("councils:papers", args=[region.slug, document.slug, municipality.pk])


def last_day(paper: Paper) -> date:
    """Of the newest step of its way."""
    return PaperStep.objects.filter(paper=paper).order_by("-number").values_list("on", flat=True)[0]
