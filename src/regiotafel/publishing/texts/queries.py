"""A text of the region as one thing to print: as it reads now, or as it was frozen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from regiotafel.vision.deciding.queries import OfCouncil, by_council, when_told_as_adopted
from regiotafel.vision.models import Document, Release, WhoActs
from regiotafel.vision.queries import SectionText, last_release
from regiotafel.vision.reading.queries import current_text, mark_of
from regiotafel.vision.releasing.queries import released_text


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


def by_who(sections: Iterable[SectionText]) -> list[tuple[str, list[int]]]:
    numbers: dict[str, list[int]] = {}
    for item in (one for part in sections for one in part.passages):
        numbers.setdefault(item.of_then.who_acts, []).append(item.passage.number)
    return [(str(who.label), numbers[who]) for who in WhoActs if who in numbers]
