"""A document that came back: its passages found again, each as every person would have it.

Our own export says above each passage which it is, and has a bookmark in it with the number of its words. In another
document every paragraph is a part of its own, for who knows the text to find.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .blocks import Block, Marks, Only, Paragraph, Story, is_left, notes_of, paragraphs
from .document import Part, Returned, Version
from .docx_out import ABOUT, BOOKMARK, LABEL
from .sections import document_of
from .stored import LISTS, told


@dataclass(eq=False)
class _Found:
    """A part as it is gathered: its own paragraphs, and those that somebody put behind it."""

    number: int = 0
    version: int = 0
    heading: str = ""
    label: Paragraph | None = None
    blocks: list[Block] = field(default_factory=list)
    added: list[Paragraph] = field(default_factory=list)


class _Gathering:
    """Goes through the text from the begin to the end. `place_of`: of each paragraph in which part it stands."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.found: list[_Found] = []
        self.place_of: dict[int, int] = {}
        self._now: _Found | None = None
        self._heading = ""
        for block in story.blocks:
            self._take(block)

    def _take(self, block: Block) -> None:
        if is_about(block):
            return
        if isinstance(block, Paragraph):
            was, becomes = block.text("reject").strip(), block.text("accept").strip()
            if label := LABEL.fullmatch(was or becomes):
                self._see_bookmarks(block)
                if self._now is None or self._now.number != int(label[1]) or self._now.blocks:
                    self._begin(block, number=int(label[1]))
                if self._now is not None:
                    self._now.label = block
                return
            kind, level = block.kind_in("reject" if was else "accept")
            if kind in ("heading", "title") and (was or becomes) and not self._is_inside(level):
                self._heading, self._now = was or becomes, None
                return
            self._see_bookmarks(block)
            if not was and not becomes and not block.boxes:
                self._put(block, self._now)
                return
            if not was and becomes and self.found and not self._goes_on(block):
                self.found[-1].added.append(block)
                self._place(block)
                return
        else:
            for paragraph in paragraphs([block]):
                self._see_bookmarks(paragraph)
        self._put(block, self._now if self._is_anchored() or self._goes_on(block) else self._begin(block))

    def _is_inside(self, level: int) -> bool:
        """A heading that is part of a passage of ours; those of the chapters are of the first level."""
        return self._is_anchored() and level > 1

    def _goes_on(self, block: Block) -> bool:
        """The next item of a list, of which all items belong together."""
        before = self._now.blocks[-1] if self._now is not None and self._now.blocks else None
        return (
            isinstance(block, Paragraph)
            and isinstance(before, Paragraph)
            and block.kind in LISTS
            and before.kind in LISTS
            and not (self._now is not None and self._now.added)
        )

    def _is_anchored(self) -> bool:
        return self._now is not None and self._now.number > 0

    def _begin(self, block: Block, *, number: int = 0, version: int = 0) -> _Found:
        self._now = _Found(number, version, self._heading)
        self.found.append(self._now)
        self._place(block)
        return self._now

    def _see_bookmarks(self, block: Paragraph) -> None:
        for name in block.bookmarks:
            if not (said := BOOKMARK.fullmatch(name)):
                continue
            number, version = int(said[1]), int(said[2])
            if self._now is None or self._now.number != number:
                self._begin(block, number=number)
            if self._now is not None:
                self._now.version = version

    def _put(self, block: Block, into: _Found | None) -> None:
        """What came before it as a new paragraph stood in the middle: it belongs to these words after all."""
        if into is None:
            return
        into.blocks += [*into.added, block]
        into.added.clear()
        self._place(block)

    def _place(self, block: Block) -> None:
        for paragraph in paragraphs([block]):
            self.place_of[id(paragraph)] = len(self.found) - 1


def is_about(block: Block) -> bool:
    """What we wrote about the text above it."""
    return any(ABOUT.fullmatch(name) for one in paragraphs([block]) for name in one.bookmarks)


def returned_of(story: Story) -> Returned:
    gathered = _Gathering(story)
    numbers = {id(change): n for n, change in enumerate(story.changes)}
    document = document_of(story, "reject")  # which says where each paragraph stands
    parts = [_part(one, story, numbers) for one in gathered.found]
    named = {n for part in parts for version in (*part.versions, *part.added) for n in version.changes}
    places = [gathered.place_of.get(id(one.at)) if one.at else None for one in story.comments]
    beside = [n for n in range(len(story.changes)) if n not in named]
    return Returned(document, parts, places, beside)


def _part(found: _Found, story: Story, numbers: dict[int, int]) -> Part:
    first = story.is_first_kept
    text = told(found.blocks, "reject", is_first_kept=first)
    effects = _effects(found.blocks, numbers)
    above = _effects([found.label] if found.label else [], numbers)
    versions = []
    for author in effects:
        words = told(found.blocks, Only(author), is_first_kept=first)
        places = effects[author] | above.get(author, set())  # who takes out a passage takes out its number with it
        if words != text:
            versions.append(Version(author, _date(story, places), words, sorted(places)))
    where = str(next((one.where for one in paragraphs(found.blocks)), ""))
    return Part(found.number, found.version, found.heading, where, text, versions, list(_added(found, story, numbers)))


def _added(found: _Found, story: Story, numbers: dict[int, int]) -> Iterator[Version]:
    """Whole new paragraphs, those of one person that follow each other together."""
    runs: list[tuple[str, list[Paragraph]]] = []
    for paragraph in found.added:
        author = next((m.change.author for p in paragraph.pieces for m in p.marks if m.side == "added"), "")
        if runs and runs[-1][0] == author:
            runs[-1][1].append(paragraph)
        else:
            runs.append((author, [paragraph]))
    for author, some in runs:
        places = _effects(some, numbers).get(author, set())
        # The end of the words before them: Word calls that of the last new one the old.
        places |= _ends(found.blocks[-1:], author, numbers)
        yield Version(author, _date(story, places), told(some, Only(author)), sorted(places))


def _ends(blocks: Sequence[Block], author: str, numbers: dict[int, int]) -> set[int]:
    ends = (mark for block in blocks if isinstance(block, Paragraph) for mark in block.end)
    return {
        numbers[id(mark.change.side_of or mark.change)]
        for mark in ends
        if mark.side == "added" and mark.change.author == author
    }


def _date(story: Story, places: set[int]) -> str:
    return max((story.changes[n].date for n in places), default="")


def _effects(blocks: Sequence[Block], numbers: dict[int, int]) -> dict[str, set[int]]:
    """By person: which of their changes these words are read with. What somebody did in what another put in says
    something only once that is there."""
    found: dict[str, set[int]] = {}
    for marks in _all_marks(blocks):
        for mark in marks:
            author = mark.change.author
            others = tuple(one for one in marks if one.change.author != author)
            if is_left(others, "reject"):
                found.setdefault(author, set()).add(numbers[id(mark.change.side_of or mark.change)])
    return found


def _all_marks(blocks: Sequence[Block]) -> Iterator[Marks]:
    """Of the words themselves and their notes: not of boxes that hang on them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (piece.marks for piece in block.pieces if piece.text)
            yield block.end
            for note in notes_of(block):
                yield from _all_marks(note.blocks)
            continue
        for row in block.rows:
            yield row.marks
            for cell in row.cells:
                yield cell.marks
                yield from _all_marks(cell.blocks)
