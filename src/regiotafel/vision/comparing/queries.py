"""All that differs between any two releases of a text, from what both froze."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from regiotafel.vision.comparing.rules import Differs, Kind, moved_among
from regiotafel.vision.models import Release, ReleasedPassage, ReleasedSection
from regiotafel.vision.naming.rules import name_of
from regiotafel.vision.releasing.queries import Changed, chapters_of, reasons_of, released
from regiotafel.web.days import day


@dataclass(frozen=True)
class Comparison:
    """In the order of the later text: chapters, then passages, and last what lapsed."""

    differs: Sequence[Differs]
    # One of the two was made before chapters were kept: only the titles above passages are known of it.
    knows_chapters: bool

    @property
    def about_words(self) -> list[Differs]:
        """To be read beside each other."""
        return [one for one in self.differs if one.is_about_words]


def compare(before: Release, after: Release) -> Comparison:
    """The earlier first. Five queries, however long the text is."""
    old, new = list(released(before)), list(released(after))
    old_chapters, new_chapters = list(chapters_of(before)), list(chapters_of(after))
    knows_chapters = bool(old_chapters and new_chapters)
    found = [*_chapters(old_chapters, new_chapters)] if knows_chapters else []
    passages = [*_passages(old, new)]
    told = reasons_of([one.change for one in passages if one.change is not None])
    passages = [
        replace(one, reasons=why) if one.is_about_words else one for one, why in zip(passages, told, strict=True)
    ]
    return Comparison([*found, *passages], knows_chapters)


def _chapters(old: Sequence[ReleasedSection], new: Sequence[ReleasedSection]) -> Iterator[Differs]:
    was = {one.section_id: one for one in old}
    moved = moved_among(list(was), [one.section_id for one in new])
    for one in new:
        before = was.pop(one.section_id, None)
        if before is None:
            yield Differs(Kind.NEW, one.title)
            continue
        if before.title != one.title:
            yield Differs(Kind.RENAMED, one.title, before.title, one.title)
        if before.theme != one.theme:
            yield Differs(Kind.THEME, one.title, before.theme, one.theme)
        if one.section_id in moved:
            yield Differs(Kind.PLACE, one.title, str(before.position), str(one.position))
    for gone in was.values():
        yield Differs(Kind.LAPSED, gone.title)


def _passages(old: Sequence[ReleasedPassage], new: Sequence[ReleasedPassage]) -> Iterator[Differs]:
    was = {row.passage_id: row for row in old}
    moved = _moved(was, new)
    for row in new:
        before = was.pop(row.passage_id, None)
        change = Changed(row.passage, before.wording if before else None, row.wording)
        chapter = row.section_title
        if before is None:
            yield Differs(Kind.NEW, chapter, "", row.wording.text, change)
            continue
        if before.wording_id != row.wording_id:
            yield Differs(Kind.REWORDED, chapter, before.wording.text, row.wording.text, change)
        if _is_other_chapter(before, row):
            yield Differs(Kind.CHAPTER, chapter, before.section_title, chapter, change)
        elif row.passage_id in moved:
            yield Differs(Kind.PLACE, chapter, change=change)
        if before.who_acts != row.who_acts:
            yield Differs(Kind.WHO_ACTS, chapter, before.get_who_acts_display(), row.get_who_acts_display(), change)
        if before.particulars != row.particulars:
            yield Differs(Kind.NAMED, chapter, _kind_of(before), _kind_of(row), change)
    for gone in was.values():
        change = Changed(gone.passage, gone.wording, None)
        yield Differs(Kind.LAPSED, gone.section_title, gone.wording.text, "", change)


def _kind_of(row: ReleasedPassage) -> str:
    """Of an exception with all that was said of it: another motive or another day is a difference."""
    days = (day(on) for on in (row.ends_on, row.review_on) if on)
    return "; ".join([name_of(row.particulars, row.principle), *filter(None, [row.motive]), *days])


def _is_other_chapter(before: ReleasedPassage, after: ReleasedPassage) -> bool:
    """By the chapter itself: one with another title is the same. Of before these were kept only the title is known."""
    if before.section_id and after.section_id:
        return before.section_id != after.section_id
    return before.section_title != after.section_title


def _moved(was: Mapping[int, ReleasedPassage], new: Sequence[ReleasedPassage]) -> set[int]:
    """Within their chapter: a chapter that moved took its passages along."""
    stayed: dict[object, list[int]] = {}
    for row in new:
        before = was.get(row.passage_id)
        if before is not None and not _is_other_chapter(before, row):
            stayed.setdefault(row.section_id or row.section_title, []).append(row.passage_id)
    return {
        moved
        for after in stayed.values()
        for moved in moved_among(sorted(after, key=lambda passage: was[passage].position), after)
    }
