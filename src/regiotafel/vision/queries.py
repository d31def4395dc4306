"""Everything that reads the text: as it stands, as it was, and what differs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet

from regiotafel.regions.models import Region
from regiotafel.text.differences import Difference, differences
from regiotafel.vision.models import Document, Passage, Release, ReleasedPassage, Section, Wording


@dataclass(frozen=True)
class Standing:
    """A passage with the words that it has, or had in a release."""

    passage: Passage
    wording: Wording


@dataclass(frozen=True)
class SectionText:
    """A chapter with its passages in order. `section` is None in a release: that has its own title, frozen."""

    title: str
    section: Section | None
    passages: list[Standing]


@dataclass(frozen=True)
class Listed:
    """A document in the list of a region."""

    document: Document
    n_passages: int
    changed_at: datetime | None
    last_release: Release | None


class Changed(NamedTuple):
    """What a release did to a passage. None: it was not there yet, or is not there any more."""

    passage: Passage
    was: Wording | None
    becomes: Wording | None


@dataclass(frozen=True)
class Step:
    """One wording in the history of a passage, with what it changed in the one before."""

    wording: Wording
    differences: list[Difference]
    is_first: bool


@dataclass(frozen=True)
class Beside:
    """A change as two texts side by side; one of them is empty when the passage is new or lapsed."""

    change: Changed
    was: list[Difference]
    becomes: list[Difference]
    # Of every step in between, oldest first: the newest alone may be about a comma.
    reasons: list[str]


# --- Finding things ---


def documents_of(region: Region) -> QuerySet[Document]:
    return Document.objects.filter(region=region)


def listed(region: Region) -> list[Listed]:
    """All texts of a region with what a reader wants to know first. Two queries."""
    documents = (
        documents_of(region)
        .annotate(
            n_standing=Count("passages", filter=Q(passages__retired_at__isnull=True), distinct=True),
            changed_at=Max("passages__wordings__at"),
        )
        .order_by("title", "pk")
    )
    last: dict[int, Release] = {}
    for release in Release.objects.filter(document__region=region).order_by("number"):
        last[release.document_id] = release
    return [Listed(found, found.n_standing, found.changed_at, last.get(found.pk)) for found in documents]


def document_in(region: Region, slug: str) -> Document | None:
    found = documents_of(region).filter(slug=slug).first()
    if found is not None:
        found.region = region
    return found


def section_in(document: Document, section_id: int) -> Section | None:
    return Section.objects.filter(document=document, pk=section_id).first()


def sections_of(document: Document) -> QuerySet[Section]:
    return Section.objects.filter(document=document)


def passage_in(document: Document, number: int) -> Passage | None:
    """Also when it has lapsed: its number stays its own."""
    found = Passage.objects.filter(document=document, number=number).select_related("section").first()
    if found is not None:
        found.document = document
    return found


def release_in(document: Document, number: int) -> Release | None:
    found = releases_of(document).filter(number=number).first()
    if found is not None:
        found.document = document
    return found


def releases_of(document: Document) -> QuerySet[Release]:
    """Newest first."""
    # Counting drops the order of the model: it is said here again.
    return Release.objects.filter(document=document).annotate(n_passages=Count("released")).order_by("-number")


# --- The text ---


def standing(document: Document) -> list[Standing]:
    """Every passage that stands, in the order of the text, with its newest words. One query."""
    rows = (
        Wording.objects.filter(
            passage__document=document, passage__retired_at__isnull=True, number=F("passage__version")
        )
        .select_related("passage__section")
        .order_by("passage__section__position", "passage__position", "passage__number")
    )
    return [Standing(wording.passage, wording) for wording in rows]


def current_text(document: Document) -> list[SectionText]:
    """The chapters with their passages as they read now, also the empty ones. Two queries, however long it is."""
    by_section: dict[int, list[Standing]] = {}
    for item in standing(document):
        by_section.setdefault(item.passage.section_id, []).append(item)
    return [SectionText(section.title, section, by_section.get(section.pk, [])) for section in sections_of(document)]


def current_wording(passage: Passage) -> Wording:
    return Wording.objects.get(passage=passage, number=passage.version)


def editions_of(passage: Passage) -> list[Wording]:
    """All its words so far, the first one first."""
    return list(Wording.objects.filter(passage=passage).order_by("number"))


def wording_of(passage: Passage, number: int) -> Wording | None:
    return Wording.objects.filter(passage=passage, number=number).first()


def wordings_of(passage: Passage) -> QuerySet[Wording]:
    """Newest first."""
    return Wording.objects.filter(passage=passage).select_related("by").order_by("-number")


def history_of(passage: Passage) -> list[Step]:
    """Every wording, newest first, each beside the one before it."""
    return _steps(list(wordings_of(passage)))


def histories_of(passage_ids: Collection[int]) -> dict[int, list[Step]]:
    """The same for many passages, in one query."""
    rows = Wording.objects.filter(passage__in=passage_ids).select_related("by").order_by("passage", "-number")
    return {pk: _steps(list(some)) for pk, some in groupby(rows, key=lambda one: one.passage_id)}


def _steps(rows: Sequence[Wording]) -> list[Step]:
    steps = [Step(new, differences(old.text, new.text), is_first=False) for new, old in pairwise(rows)]
    return [*steps, *(Step(first, [("same", first.text)], is_first=True) for first in rows[-1:])]


def neighbours(passage: Passage) -> tuple[Passage | None, Passage | None]:
    """The passages before and after this one in the text. One query."""
    rows = list(Passage.objects.filter(document=passage.document_id, retired_at__isnull=True))
    place = next((n for n, one in enumerate(rows) if one.pk == passage.pk), None)
    if place is None:
        return None, None
    return rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None


def retired_passages(document: Document) -> QuerySet[Passage]:
    return Passage.objects.filter(document=document, retired_at__isnull=False).order_by("-retired_at", "number")


# --- Releases ---


def released(release: Release) -> QuerySet[ReleasedPassage]:
    return ReleasedPassage.objects.filter(release=release).select_related("passage__section", "wording")


def released_text(release: Release) -> list[SectionText]:
    """The text as it was frozen. One query."""
    return [
        SectionText(title, None, [Standing(row.passage, row.wording) for row in rows])
        for title, rows in groupby(released(release), key=lambda row: row.section_title)
    ]


def as_released(rows: Iterable[ReleasedPassage]) -> list[tuple[int, int, str, int]]:
    """What makes two releases the same text: passage, words, chapter, place."""
    return [(row.passage_id, row.wording_id, row.section_title, row.position) for row in rows]


def last_release(document: Document) -> Release | None:
    return releases_of(document).first()


def changes_between(before: Release | None, after: Release) -> list[Changed]:
    """What changed in words, in the order of the later text; what lapsed comes last. Two queries."""
    return _changes(before, [Standing(row.passage, row.wording) for row in released(after)])


def changes_since(before: Release | None, document: Document) -> list[Changed]:
    """What a release made now would change. Two queries."""
    return _changes(before, standing(document))


def _changes(before: Release | None, after: Iterable[Standing]) -> list[Changed]:
    was = {row.passage_id: row for row in released(before)} if before else {}
    found = []
    for item in after:
        old = was.pop(item.passage.pk, None)
        if old is None or old.wording_id != item.wording.pk:
            found.append(Changed(item.passage, old.wording if old else None, item.wording))
    return found + [Changed(row.passage, row.wording, None) for row in was.values()]


def beside(changes: Iterable[Changed]) -> list[Beside]:
    """Was and becomes next to each other, with what differs marked in both. One query."""
    shown = list(changes)
    steps: dict[int, list[Wording]] = {}
    for wording in Wording.objects.filter(passage__in=[change.passage for change in shown]).order_by("number"):
        steps.setdefault(wording.passage_id, []).append(wording)
    found = []
    for change in shown:
        parts = differences(change.was.text if change.was else "", change.becomes.text if change.becomes else "")
        was = [part for part in parts if part[0] != "added"]
        becomes = [part for part in parts if part[0] != "removed"]
        found.append(Beside(change, was, becomes, _reasons(change, steps[change.passage.pk])))
    return found


def _reasons(change: Changed, steps: Sequence[Wording]) -> list[str]:
    if change.becomes is None:
        return [change.passage.retired_reason] if change.passage.retired_reason else []
    first, last = change.was.number if change.was else 0, change.becomes.number
    return list(dict.fromkeys(step.reason for step in steps if first < step.number <= last))


def releases_with(passage: Passage) -> QuerySet[Release]:
    """The numbers in which this passage stands, oldest first."""
    return Release.objects.filter(released__passage=passage).order_by("number")


def chapters_of(region: Region) -> QuerySet[Section]:
    """All chapters of all texts of the region."""
    return (
        Section.objects.filter(document__region=region)
        .select_related("document")
        .order_by("document__title", "position")
    )


def standing_in(region: Region) -> list[Wording]:
    """Every passage that is in a text of the region now, with its words, in reading order. One query."""
    return list(
        Wording.objects.filter(
            passage__document__region=region, passage__retired_at__isnull=True, number=F("passage__version")
        )
        .select_related("passage__document", "passage__section")
        .order_by("passage__document__title", "passage__section__position", "passage__position", "passage__number")
    )


def passage_by_key(region: Region, pk: int | None) -> Passage | None:
    if pk is None:
        return None
    return Passage.objects.filter(document__region=region, pk=pk).select_related("document", "section", "knot").first()


def passage_at(region: Region, document: str, number: int) -> Passage | None:
    return (
        Passage.objects.filter(document__region=region, document__slug=document, number=number)
        .select_related("document", "section", "knot")
        .first()
    )


def wording_by_number(region: Region, passage: int, number: int) -> Wording | None:
    """These words of a passage of the region, by its key."""
    rows = Wording.objects.filter(passage__document__region=region, passage=passage, number=number)
    return rows.select_related("passage").first()


def wordings_to_name(passage_ids: set[int]) -> list[Wording]:
    """For an answer that says what the words were and what they became."""
    return list(
        Wording.objects.filter(passage__in=passage_ids).select_related("passage").order_by("passage__number", "number")
    )


def current_wordings(passage_ids: set[int]) -> dict[int, Wording]:
    """The words of these passages as they are now."""
    rows = Wording.objects.filter(passage__in=passage_ids, number=F("passage__version")).select_related(
        "passage__document", "passage__section"
    )
    return {wording.passage_id: wording for wording in rows}
