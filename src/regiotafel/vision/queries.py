"""Where things are in the text: documents, chapters, passages and releases, and what stands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, F, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext

from regiotafel.regions.models import Region
from regiotafel.text.marked import in_one_line
from regiotafel.thread.models import Knot
from regiotafel.thread.queries import knot_at
from regiotafel.vision.models import (
    TEXT,
    Brought,
    Document,
    Passage,
    PassageKind,
    Proposal,
    Release,
    ReleasedPassage,
    Remark,
    Section,
    Wording,
)

# So many words are enough to know a passage by.
OPENING = 12


@dataclass(frozen=True)
class Standing:
    """A passage with the words that it has, or had in a release."""

    passage: Passage
    wording: Wording
    # In a release: who acts, as it was frozen.
    frozen: ReleasedPassage | None = None

    @property
    def of_then(self) -> Passage | ReleasedPassage:
        """What says who acts and which kind it is: now, or in its release."""
        return self.frozen or self.passage

    @property
    def says(self) -> tuple[object, ...]:
        """What a reader sees of it beside its words."""
        return self.of_then.who_acts, self.of_then.particulars

    @property
    def opening(self) -> str:
        """The first words as people read them, without marks: enough to choose it by."""
        return Truncator(in_one_line(self.wording.text)).words(OPENING)

    @property
    def named(self) -> str:
        """In a list to choose from."""
        return gettext("Passage %(number)d: %(words)s") % {"number": self.passage.number, "words": self.opening}

    @property
    def after(self) -> str:
        """The place behind it, in a list to choose from."""
        return gettext("Na passage %(number)d: %(words)s") % {"number": self.passage.number, "words": self.opening}


@dataclass(frozen=True)
class SectionText:
    """A chapter with its passages in order. `section` is None in a release: that has its own title, frozen, and a
    number."""

    title: str
    section: Section | None
    passages: list[Standing]
    number: int = 0
    # Which part of a chapter that is too long for a page; 0: all of it.
    part: int = field(default=0, kw_only=True)

    @property
    def address(self) -> str:
        """What asks for it in an address."""
        first = f"&passage={self.passages[0].passage.number}" if self.part > 1 else ""
        return f"hoofdstuk={self.key}{first}"

    @property
    def key(self) -> int:
        """What names it in an address, and where it stands on a page."""
        return self.section.pk if self.section else self.number


# A text of no more passages is read on one page; a longer one by the chapter, and a chapter of more in parts.
WHOLE = 200
LONGEST = 200


def in_parts(sections: Sequence[SectionText]) -> list[SectionText]:
    return [part for one in sections for part in _parts(one)]


def _parts(one: SectionText) -> Iterator[SectionText]:
    total = -(-len(one.passages) // LONGEST)
    if total < 2:
        yield one
        return
    for n, start in enumerate(range(0, len(one.passages), LONGEST), start=1):
        title = gettext("%(title)s (deel %(n)d van %(total)d)") % {"title": one.title, "n": n, "total": total}
        yield replace(one, title=title, passages=one.passages[start : start + LONGEST], part=n)


def chapter_to_open(sections: Sequence[SectionText], key: int | None, passage: int | None) -> SectionText | None:
    """Of a long text: the one that was asked for, or in which this passage stands, or else the first. None: the text
    stands on one page."""
    if len(sections) < 2 or sum(len(one.passages) for one in sections) <= WHOLE:
        return None
    with_it = [one for one in sections if any(item.passage.number == passage for item in one.passages)]
    asked = [one for one in sections if one.key == key]
    return next(iter([*(one for one in asked if one in with_it), *asked, *with_it, sections[0]]))


def documents_of(region: Region) -> QuerySet[Document]:
    return Document.objects.filter(region=region)


def document_in(region: Region, slug: str) -> Document | None:
    found = documents_of(region).filter(slug=slug).first()
    if found is not None:
        found.region = region
    return found


def knot_of_text(document: Document) -> Knot | None:
    """What somebody follows who follows the whole text."""
    return knot_at(document.region, TEXT.code, document.slug)


def section_in(document: Document, section_id: int) -> Section | None:
    return Section.objects.filter(document=document, pk=section_id).first()


def sections_of(document: Document) -> QuerySet[Section]:
    return Section.objects.filter(document=document)


def passage_in(document: Document, number: int) -> Passage | None:
    """Also when it has lapsed: its number stays its own."""
    found = Passage.objects.filter(document=document, number=number).select_related("section", "principle").first()
    if found is not None:
        found.document = document
    return found


def wording_of(passage: Passage, number: int) -> Wording | None:
    return Wording.objects.filter(passage=passage, number=number).first()


def release_in(document: Document, number: int) -> Release | None:
    found = releases_of(document).filter(number=number).first()
    if found is not None:
        found.document = document
    return found


def releases_of(document: Document) -> QuerySet[Release]:
    """Newest first."""
    # Counting drops the order of the model: it is said here again.
    return Release.objects.filter(document=document).annotate(n_passages=Count("released")).order_by("-number")


def standing(document: Document) -> list[Standing]:
    """Every passage that stands, in the order of the text, with its newest words. One query."""
    return _standing(_newest_wordings(document))


def standing_in(document: Document, section: Section) -> list[Standing]:
    """Of one chapter. One query."""
    return _standing(_newest_wordings(document).filter(passage__section=section))


def standing_as(document: Document, kind: PassageKind) -> list[Standing]:
    """Of one kind. One query."""
    return _standing(_newest_wordings(document).filter(passage__kind=kind))


def standing_on(principle: Passage) -> list[Standing]:
    """The exceptions to it. One query."""
    return _standing(_newest_wordings(principle.document).filter(passage__principle=principle))


def with_knots(document: Document) -> list[Standing]:
    """The same, each with its place on the thread. One query."""
    return _standing(_newest_wordings(document).select_related("passage__knot"))


def _standing(wordings: QuerySet[Wording]) -> list[Standing]:
    return [Standing(wording.passage, wording) for wording in wordings]


def _newest_wordings(document: Document) -> QuerySet[Wording]:
    return (
        Wording.objects.filter(
            passage__document=document, passage__retired_at__isnull=True, number=F("passage__version")
        )
        .select_related("passage__section", "passage__principle")
        .order_by("passage__section__position", "passage__position", "passage__number")
    )


def newest_releases(documents: Collection[Document]) -> dict[int, Release]:
    """By the key of the text. At most one query."""
    rows = Release.objects.filter(document__in=documents).order_by("number") if documents else ()
    return {one.document_id: one for one in rows}


def last_release(document: Document) -> Release | None:
    return releases_of(document).first()


def proposal_rows() -> QuerySet[Proposal]:
    """With all that a page says of a proposal."""
    return Proposal.objects.select_related(
        "document__region", "passage__section", "section", "organisation", "municipality", "wording", "by", "knot"
    )


def proposal_in(document: Document, number: int) -> Proposal | None:
    found = proposal_rows().filter(document=document, number=number).first()
    if found is not None:
        found.document = found.section.document = document
        if found.passage is not None:
            found.passage.document = document
    return found


def brought_in(document: Document, pk: int) -> Brought | None:
    found = Brought.objects.filter(document=document, pk=pk).select_related("by").first()
    if found is not None:
        found.document = document
    return found


def remark_in(document: Document, pk: int) -> Remark | None:
    rows = Remark.objects.select_related("passage", "proposal", "by")
    found = rows.filter(document=document, pk=pk).first()
    if found is not None:
        found.document = document
    return found
