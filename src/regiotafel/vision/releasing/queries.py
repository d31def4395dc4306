"""A release as it was frozen, and what differs between two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet

from regiotafel.text.folding import fold_name
from regiotafel.vision.models import Document, Passage, Release, ReleasedPassage, ReleasedSection, Wording
from regiotafel.vision.queries import SectionText, Standing, standing

# Working out what differs costs the most: a page of it takes a fifth of a second.
CHANGES_PAGE = 50


class Changed(NamedTuple):
    """What a release did to a passage. None: it was not there yet, or is not there any more."""

    passage: Passage
    was: Wording | None
    becomes: Wording | None


@dataclass(frozen=True)
class Beside:
    """A change as two texts side by side; one of them is None when the passage is new or lapsed."""

    change: Changed
    was: str | None
    becomes: str | None
    # Of every step in between, oldest first: the newest alone may be about a comma.
    reasons: Sequence[str]


def released(release: Release) -> QuerySet[ReleasedPassage]:
    return ReleasedPassage.objects.filter(release=release).select_related("passage__section", "wording", "principle")


def release_named(document: Document, name: str) -> Release | None:
    """Whatever capitals and accents it has there. One query."""
    wanted = fold_name(name)
    return next((one for one in Release.objects.filter(document=document) if fold_name(one.name) == wanted), None)


def chapters_of(release: Release) -> QuerySet[ReleasedSection]:
    """None of a release that was made before these were kept."""
    return ReleasedSection.objects.filter(release=release)


def released_text(release: Release) -> list[SectionText]:
    """The text as it was frozen; two chapters with one title are two, as far as their keys were kept. One query."""
    chapters = enumerate(groupby(released(release), key=lambda row: (row.section_id, row.section_title)), start=1)
    return [
        SectionText(title, None, [Standing(row.passage, row.wording, row) for row in rows], number)
        for number, ((_section, title), rows) in chapters
    ]


def as_released(rows: Iterable[ReleasedPassage], chapters: Iterable[ReleasedSection]) -> list[tuple[object, ...]]:
    """What makes two releases the same text: passage, words, chapter, place, who acts, kind; and the chapters, with
    their themes. A text without passages is none."""
    found = [
        (row.passage_id, row.wording_id, row.section_title, row.position, row.who_acts, row.particulars) for row in rows
    ]
    return [*found, *((one.section_id, one.title, one.theme) for one in chapters)] if found else []


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
    """Was and becomes next to each other, One query."""
    shown = list(changes)
    return [side_by_side(change, why) for change, why in zip(shown, reasons_of(shown), strict=True)]


def side_by_side(change: Changed, reasons: Sequence[str]) -> Beside:
    was, becomes = (one.text if one else None for one in (change.was, change.becomes))
    return Beside(change, was, becomes, reasons)


def reasons_of(changes: Sequence[Changed]) -> list[list[str]]:
    """Of each, those of every step in between. One query."""
    steps: dict[int, list[Wording]] = {}
    for wording in Wording.objects.filter(passage__in=[change.passage for change in changes]).order_by("number"):
        steps.setdefault(wording.passage_id, []).append(wording)
    return [_reasons(change, steps[change.passage.pk]) for change in changes]


def _reasons(change: Changed, steps: Sequence[Wording]) -> list[str]:
    if change.becomes is None:
        return [change.passage.retired_reason] if change.passage.retired_reason else []
    first, last = change.was.number if change.was else 0, change.becomes.number
    return list(dict.fromkeys(step.reason for step in steps if first < step.number <= last))
