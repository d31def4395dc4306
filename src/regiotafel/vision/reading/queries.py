"""The text as it stands and as it was, for its readers and for other apps."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby, pairwise

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot
from regiotafel.vision.models import (
    Document,
    NamedKind,
    Passage,
    PassageKind,
    Release,
    Reshaped,
    Section,
    WhoActs,
    Wording,
)
from regiotafel.vision.queries import SectionText, Standing, documents_of, sections_of, standing


@dataclass(frozen=True)
class Listed:
    """A document in the list of a region."""

    document: Document
    n_passages: int
    changed_at: datetime | None
    last_release: Release | None


@dataclass(frozen=True)
class Step:
    """One wording in the history of a passage, with the text that it changed; None: it is the first."""

    wording: Wording
    was: str | None


def listed(region: Region) -> list[Listed]:
    """All texts of a region with what a reader wants to know first. Two queries."""
    documents = (
        documents_of(region)
        .annotate(
            n_standing=Count("passages", filter=Q(passages__retired_at__isnull=True), distinct=True),
            changed_at=Max("passages__wordings__at"),
        )
        .order_by("in_order", "pk")
    )
    last: dict[int, Release] = {}
    for release in Release.objects.filter(document__region=region).order_by("number"):
        last[release.document_id] = release
    return [Listed(found, found.n_standing, found.changed_at, last.get(found.pk)) for found in documents]


def current_text(document: Document) -> list[SectionText]:
    """The chapters with their passages as they read now, also the empty ones. Two queries, however long it is."""
    return in_chapters(document, standing(document))


def in_chapters(document: Document, items: Iterable[Standing]) -> list[SectionText]:
    by_section: dict[int, list[Standing]] = {}
    for item in items:
        by_section.setdefault(item.passage.section_id, []).append(item)
    return [SectionText(section.title, section, by_section.get(section.pk, [])) for section in sections_of(document)]


@dataclass(frozen=True)
class Chosen:
    """How many passages say the same of one thing: who acts, or which kind it is."""

    value: str
    label: str
    n: int


# What somebody can choose passages by: what a passage says, and of what, in order.
CHOSEN_BY: Mapping[str, type[WhoActs] | type[PassageKind]] = {"kind": PassageKind, "who_acts": WhoActs}


def counts_of(sections: Iterable[SectionText], says: str) -> list[Chosen]:
    """In order: who acts from near to far. Only what is said somewhere."""
    counted = Counter(getattr(item.passage, says) for part in sections for item in part.passages)
    return [Chosen(one.value, str(one.label), counted[one.value]) for one in CHOSEN_BY[says] if counted[one.value]]


def that_say(sections: Sequence[SectionText], chosen: Mapping[str, str]) -> list[SectionText]:
    """Only the passages that say all of this, and the chapters with those."""
    mine = (
        [one for one in part.passages if all(getattr(one.passage, says) == word for says, word in chosen.items())]
        for part in sections
    )
    return [replace(part, passages=some) for part, some in zip(sections, mine, strict=True) if some]


def mark_of(sections: Iterable[SectionText]) -> str:
    """Another one as soon as a reader sees anything else: wordings never change, but others come in their place. After
    a backup was put back another one has the same key, but not the same moment."""
    seen = [
        (
            part.section and part.section.pk,
            part.title,
            [
                (item.passage.number, item.of_then.who_acts, item.of_then.particulars, item.wording.pk, item.wording.at)
                for item in part.passages
            ],
        )
        for part in sections
    ]
    return sha256(repr(seen).encode()).hexdigest()


def current_wording(passage: Passage) -> Wording:
    return Wording.objects.get(passage=passage, number=passage.version)


def words_between(passage: Passage, since: int | None, until: int | None) -> tuple[str, str]:
    """The texts of one number and of another. A number that has no words, as when it was not in the text, stands for
    those of now. One query."""
    texts = {one.number: one.text for one in wordings_of(passage)}
    now = texts[passage.version]
    return texts.get(since or 0, now), texts.get(until or 0, now)


def wordings_of(passage: Passage) -> QuerySet[Wording]:
    """Newest first."""
    return Wording.objects.filter(passage=passage).select_related("by").order_by("-number")


def history_of(passage: Passage) -> list[Step]:
    """Every wording, newest first, each beside the one before it, with what led to it as far as everybody reads that.
    Two queries."""
    told = Prefetch("led_by", Knot.objects.filter(is_public=True).select_related("region").order_by("pk"))
    return _steps(list(wordings_of(passage).prefetch_related(told)))


def kinds_of(passage: Passage) -> QuerySet[NamedKind]:
    """Which kind it was said to be, the newest first."""
    return NamedKind.objects.filter(passage=passage).select_related("principle", "by")


def reshaped_of(passage: Passage) -> list[Reshaped]:
    """What became of it, or of what it came: splits and joins, the oldest first. One query."""
    rows = Reshaped.objects.filter(Q(kept=passage) | Q(other=passage))
    return list(rows.select_related("kept", "other"))


def histories_of(passage_ids: Collection[int]) -> dict[int, list[Step]]:
    """The same for many passages, in one query."""
    rows = Wording.objects.filter(passage__in=passage_ids).select_related("by").order_by("passage", "-number")
    return {pk: _steps(list(some)) for pk, some in groupby(rows, key=lambda one: one.passage_id)}


def _steps(rows: Sequence[Wording]) -> list[Step]:
    steps = [Step(new, old.text) for new, old in pairwise(rows)]
    return [*steps, *(Step(first, None) for first in rows[-1:])]


def neighbours(passage: Passage) -> tuple[Passage | None, Passage | None]:
    """The passages before and after this one in the text. One query."""
    rows = list(Passage.objects.filter(document=passage.document_id, retired_at__isnull=True).only("number"))
    place = next((n for n, one in enumerate(rows) if one.pk == passage.pk), None)
    if place is None:
        return None, None
    return rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None


def releases_with(passage: Passage) -> QuerySet[Release]:
    """The numbers in which this passage stands, oldest first."""
    return Release.objects.filter(released__passage=passage).order_by("number")


def chapters_of(region: Region) -> QuerySet[Section]:
    """All chapters of all texts of the region."""
    return (
        Section.objects.filter(document__region=region)
        .select_related("document")
        .order_by("document__in_order", "position")
    )


def standing_in(region: Region) -> list[Wording]:
    """Every passage that is in a text of the region now, with its words, in reading order. One query."""
    return list(
        Wording.objects.filter(
            passage__document__region=region, passage__retired_at__isnull=True, number=F("passage__version")
        )
        .select_related("passage__document", "passage__section")
        .order_by("passage__document__in_order", "passage__section__position", "passage__position", "passage__number")
    )


def n_of_kinds(region: Region) -> list[tuple[str, int]]:
    """How many passages of each kind stand in the texts of the region."""
    rows = Passage.objects.filter(document__region=region, retired_at=None).order_by()
    return list(rows.values_list("kind").annotate(Count("pk")))


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
