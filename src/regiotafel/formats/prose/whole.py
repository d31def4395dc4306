"""A document as a whole new text: its headings as chapters, and what stands below them as passages.

What we write into a document of ours about the text (its facts, and above each passage its number) is no text: a
document of ours that is read as a new one has the passages that it had. What others changed in it is left out, for
nobody decided that; only a text that is nothing but such changes is taken as it becomes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from .blocks import Block, Paragraph, Story, Table, left, paragraphs
from .document import Chapter, Mode, Whole
from .docx_out import BOOKMARK, LABEL
from .returned import is_about
from .sections import document_of
from .stored import LISTS, told

# Of these a document may have one that is its title, with the chapters a level deeper.
FEWEST_CHAPTERS = 2
OMITTED = ("contents", "title")


def whole_of(story: Story) -> Whole:
    was = whole_with(story, "reject")
    return was if any(one.passages for one in was.chapters) else whole_with(story, "accept")


def whole_with(story: Story, view: Mode) -> Whole:
    document = document_of(story, view)
    gathering = _Gathering(story, view)
    for block in left(story.blocks, view, is_first_kept=story.is_first_kept):
        gathering.add(block)
    gathering.end()
    title = document.title or gathering.title
    chapters = [one for one in gathering.chapters if one.title or one.passages]
    return Whole(document, title, chapters, has_changes=view == "accept")


@dataclass
class _Gathering:
    story: Story
    view: Mode
    chapters: list[Chapter] = field(default_factory=lambda: [Chapter("", [])])
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    is_numbered: bool = False

    def __post_init__(self) -> None:
        every = list(paragraphs(self.story.blocks))
        self.is_ours = any(BOOKMARK.fullmatch(name) for one in every for name in one.bookmarks)
        headings = [one for one in every if _is_heading(one, self.view)]
        # In a file without bookmarks the number of a passage is a heading.
        labels = {one.level for one in headings if LABEL.fullmatch(one.text(self.view).strip())}
        self.top = min(labels) - 1 if labels else self._top(headings)
        # Where headings inside a passage begin.
        self.inner = self.top + 1 + bool(labels)
        self.is_numbered_above = self.is_ours or bool(labels)
        if labels:
            self.title = next((one.text(self.view).strip() for one in headings if one.level < self.top), "")

    def _top(self, headings: list[Paragraph]) -> int:
        """The level of the chapters: the first, unless there is one of it, before anything else."""
        levels = [one.level for one in headings]
        top = min(levels, default=1)
        deeper = [level for level in levels if level > top]
        is_title = levels[:1] == [top] and levels.count(top) == 1
        if self.is_ours or not is_title or deeper.count(min(deeper, default=0)) < FEWEST_CHAPTERS:
            return top
        self.title = headings[0].text(self.view).strip()
        return min(deeper)

    def add(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            kind, level = block.kind_in(self.view)
            text = block.text(self.view).strip()
            if kind in OMITTED or not (text or block.boxes):
                return
            if self.is_numbered_above and LABEL.fullmatch(text):
                self.end()
                self.is_numbered = True
                return
            if kind == "heading" and level <= self.top:
                self.end()
                self.is_numbered = False
                if level == self.top or text != self.title:
                    self.chapters.append(Chapter(text, []))
                return
        if is_about(block):
            return
        if not self._goes_on(block):
            self.end()
        self.blocks.append(block)
        if isinstance(block, Paragraph):
            self._add_boxes(block)

    def _add_boxes(self, block: Paragraph) -> None:
        if block.boxes:
            self.end()
            self.blocks = list(block.boxes)
            self.end()

    def _goes_on(self, block: Block) -> bool:
        """Numbered by us all belongs together. Else a heading goes with what stands below it, and a list with its
        other items and the line that introduces it."""
        before = self.blocks[-1] if self.blocks else None
        if self.is_numbered or before is None or _is_heading(before, self.view):
            return True
        if isinstance(before, Table) or not isinstance(block, Paragraph) or block.kind_in(self.view)[0] not in LISTS:
            return False
        return before.kind_in(self.view)[0] in LISTS or before.text(self.view).rstrip().endswith(":")

    def end(self) -> None:
        blocks = list(_shifted(self.blocks, self.inner - 2, self.view))
        text = told(blocks, self.view, is_first_kept=self.story.is_first_kept)
        # What stands above the first chapter of a text of ours tells about it.
        if text and not (self.is_numbered_above and len(self.chapters) == 1):
            self.chapters[-1].passages.append(text)
        self.blocks = []


def _is_heading(block: Block, view: Mode) -> TypeGuard[Paragraph]:
    if not isinstance(block, Paragraph):
        return False
    return block.kind_in(view)[0] == "heading" and bool(block.text(view).strip())


def _shifted(blocks: list[Block], by: int, view: Mode) -> Iterator[Block]:
    """Headings below those of the chapters are of the second level, as in a Word document of ours."""
    for block in blocks:
        yield replace(block, level=block.level - by, before=None) if by and _is_heading(block, view) else block
