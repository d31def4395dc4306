"""A text of the region as one thing to print: as it reads now, or as it was frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.formats.prose.out import OutPassage, OutSection, OutText
from regiotafel.vision.deciding.queries import OfCouncil, by_council, when_told_as_adopted
from regiotafel.vision.models import Document, PassageKind, Release, WhoActs, Wording
from regiotafel.vision.naming.rules import name_of
from regiotafel.vision.queries import SectionText, Standing, last_release
from regiotafel.vision.reading.queries import current_text, mark_of
from regiotafel.vision.releasing.queries import Changed, released_text
from regiotafel.web.days import day
from regiotafel.web.files import PRINTS
from regiotafel.web.links import whole as to_site


@dataclass(frozen=True)
class Whole:
    """The chapters, and what their reader must know. release: what it is a print of; None while it is written."""

    document: Document
    release: Release | None
    last_release: Release | None
    sections: Sequence[SectionText]
    adopted: Sequence[OfCouncil]
    told_as_adopted: datetime | None

    @property
    def n_passages(self) -> int:
        return sum(len(part.passages) for part in self.sections)

    @property
    def changed_at(self) -> datetime | None:
        return max((item.wording.at for part in self.sections for item in part.passages), default=None)

    @property
    def who_acts(self) -> list[tuple[str, list[int]]]:
        """From near to far, with the numbers of their passages."""
        return by_who(self.sections)

    @property
    def mark(self) -> str:
        """Another one as soon as the print reads otherwise."""
        document, latest = self.document, self.last_release
        about = [document.pk, document.title, document.about, document.region.name, mark_of(self.sections)]
        number = [(one.pk, one.number, one.name, one.note, one.at) for one in (self.release, latest) if one]
        councils = [(one.latest.body, one.latest.decided_on) for one in self.adopted if one.latest]
        return sha256(repr((about, number, councils, self.told_as_adopted)).encode()).hexdigest()


def whole(document: Document, release: Release | None) -> Whole:
    """A few queries, however long it is."""
    if release is None:
        return Whole(document, None, last_release(document), current_text(document), (), None)
    adopted = [one for one in by_council(release) if one.is_adopted]
    return Whole(document, release, None, released_text(release), adopted, when_told_as_adopted(release))


def sizes_key(document: Document, release: Release | None) -> str:
    return f"sizes-{document.pk}-{release.number if release else 0}"


def sizes_of(document: Document, release: Release | None) -> dict[str, int]:
    """How many bytes each file of a text had when it was last made, by its kind. One query."""
    found: dict[str, int] = caches[PRINTS].get(sizes_key(document, release), {})
    return found


def as_document(found: Whole, changes: Sequence[Changed] | None = None, *, address: str = "") -> OutText:
    """As it goes out. address: where it is read. changes: since an earlier version, to be shown; what lapsed stands at
    the end of its chapter."""
    release, latest = found.release, found.release or found.last_release
    was = {one.passage.pk: one.was for one in changes or () if one.becomes is not None}
    gone = [one for one in changes or () if one.becomes is None]
    sections = [OutSection(part.title, [_out(one, was) for one in part.passages]) for part in found.sections]
    for one in gone:
        title = one.passage.section.title
        there = next((n for n, part in enumerate(sections) if part.title == title), len(sections) - 1)
        if one.was is not None and sections:
            last = OutPassage(one.passage.number, one.was.number, "", was=one.was.text)
            sections[there] = replace(sections[there], passages=[*sections[there].passages, last])
    document = found.document
    at = release.at if release else found.changed_at
    facts = [
        (_("Gegeven"), _("Inhoud")),
        (_("Regio"), document.region.name),
        (_("Versie"), f"{release.number}: {release.name}" if release else _("tekst in bewerking")),
        *([(_("Datum"), day(at))] if at else []),
        *by_kind(found.sections),
    ]
    date = latest.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if latest else ""
    more: dict[str, Any] = {"author": document.region.name, "date": date, "site": to_site(""), "address": address}
    if release:
        more |= {"release": release.number, "release_name": release.name}
    if at:
        more["day"] = timezone.localdate(at).isoformat()
    return OutText(document.title, document.about, facts, sections, **more)


def _out(one: Standing, was: Mapping[int, Wording | None]) -> OutPassage:
    passage, wording, who = one.passage, one.wording, str(one.of_then.get_who_acts_display())
    before = was.get(passage.pk)
    words_before = (before.text if before else "") if passage.pk in was else None
    said = one.of_then
    days = {name: on.isoformat() for name in ("ends_on", "review_on") if (on := getattr(said, name))}
    kind = name_of(said.particulars, said.principle) if said.kind else ""
    more: dict[str, Any] = {"who": who, "kind": kind, "motive": said.motive, **days}
    return OutPassage(passage.number, wording.number, wording.text, was=words_before, **more)


def by_kind(sections: Iterable[SectionText]) -> list[tuple[str, str]]:
    """Which passages are of which kind, for the table above the text."""
    numbers: dict[str, list[str]] = {}
    for item in (one for part in sections for one in part.passages):
        numbers.setdefault(item.of_then.kind, []).append(str(item.passage.number))
    return [
        (capfirst(str(kind.label)), _("passage %(numbers)s") % {"numbers": ", ".join(numbers[kind])})
        for kind in PassageKind
        if kind in numbers
    ]


def by_who(sections: Iterable[SectionText]) -> list[tuple[str, list[int]]]:
    numbers: dict[str, list[int]] = {}
    for item in (one for part in sections for one in part.passages):
        numbers.setdefault(item.of_then.who_acts, []).append(item.passage.number)
    return [(str(who.label), numbers[who]) for who in WhoActs if who in numbers]
