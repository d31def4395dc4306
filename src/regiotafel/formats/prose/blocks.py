"""A text with its changes still in it, whatever format it came in.

Every piece of text, end of a paragraph, row and cell knows the changes that it stands in. So one question makes all
texts: what is left when these changes are accepted, or rejected (`is_left`)?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from regiotafel.text.looks import PLAIN, Look

from .document import Mode

Side = Literal["added", "removed"]


@dataclass(eq=False)
class Change:
    """One change by one person. `side`: of a move, which has words on both sides, None. `of`: text, paragraph, row or
    cell."""

    author: str
    date: str
    side: Side | None
    of: str = "text"
    was: list[str] = field(default_factory=list)
    becomes: list[str] = field(default_factory=list)
    # Where it begins: the paragraph; of a move where it came from and where it went.
    at: dict[Side, Paragraph] = field(default_factory=dict)
    # What it turned out to be the other side of.
    side_of: Change | None = None

    @property
    def kind(self) -> str:
        what = {None: "move", "added": "insertion", "removed": "deletion"}[self.side]
        return what if self.of == "text" else f"{self.of} {what}"


@dataclass(frozen=True)
class Mark:
    """That something stands on one side of a change."""

    change: Change
    side: Side

    def add(self, text: str) -> None:
        (self.change.becomes if self.side == "added" else self.change.was).append(text)


Marks = tuple[Mark, ...]


@dataclass(eq=False)
class Piece:
    text: str
    marks: Marks = ()
    # The footnote that is referred to here.
    note: Note | None = None
    look: Look = PLAIN


@dataclass(eq=False)
class Paragraph:
    """`kind`: as in the document, with "heading" and "title" beside these. `level`: of a heading or an item of a list.
    `end`: the changes of its end; when that goes, it becomes one with the paragraph that follows. `boxes`: the text
    boxes that hang on it. `before`: its kind and level before its style was changed. `where`: filled in when all is
    read."""

    kind: str = "paragraph"
    level: int = 0
    pieces: list[Piece] = field(default_factory=list)
    end: Marks = ()
    boxes: list[Block] = field(default_factory=list)
    before: tuple[str, int] | None = None
    # Those that begin in it.
    bookmarks: list[str] = field(default_factory=list)
    # The number of the first item of its list.
    start: int = 1
    where: str = ""

    def kind_in(self, mode: View) -> tuple[str, int]:
        return self.before if mode == "reject" and self.before is not None else (self.kind, self.level)

    def text(self, mode: View) -> str:
        return text_of(self.pieces, mode)


@dataclass(eq=False)
class Cell:
    blocks: list[Block]
    marks: Marks = ()


@dataclass(eq=False)
class Row:
    cells: list[Cell]
    marks: Marks = ()


@dataclass(eq=False)
class Table:
    rows: list[Row]


Block = Paragraph | Table


@dataclass(eq=False)
class Note:
    """A footnote or endnote."""

    blocks: list[Block] = field(default_factory=list)


@dataclass(eq=False)
class Comment:
    """`pieces`: what it is about. `at`: the paragraph of its point, or in which its words begin."""

    author: str
    date: str
    text: str
    is_resolved: bool = False
    parent: Comment | None = None
    pieces: list[Piece] = field(default_factory=list)
    at: Paragraph | None = None


@dataclass
class Story:
    """All that was found in a file. `apart`: text that is not in the text, such as that at the head of each page, with
    what it is called; its changes count. `n_comments`: in the file. `left_out`: how often something stands in it that
    we do not read, by its name in `telling.LEFT_OUT`."""

    blocks: list[Block]
    changes: list[Change] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    apart: list[tuple[str, list[Block]]] = field(default_factory=list)
    n_comments: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    # Who joins two paragraphs keeps the kind of the first (LibreOffice) or that of the second (Word).
    is_first_kept: bool = False


@dataclass(frozen=True)
class Only:
    """The text as one person would have it: their changes accepted, those of others rejected."""

    author: str


View = Mode | Only


def is_left(marks: Marks, mode: View) -> bool:
    if isinstance(mode, Only):
        return all((mark.change.author == mode.author) == (mark.side == "added") for mark in marks)
    gone = {"keep": None, "accept": "removed", "reject": "added"}[mode]
    return all(mark.side != gone for mark in marks)


SIGNS = {"added": ("{++", "++}"), "removed": ("{--", "--}")}


def text_of(pieces: Sequence[Piece], mode: View) -> str:
    """Kept changes are shown in the text: what was taken out wins where somebody took out what another put in."""
    found: list[str] = []
    shown: Side | None = None
    for piece in pieces:
        if not piece.text or not is_left(piece.marks, mode):
            continue
        sides = {mark.side for mark in piece.marks} if mode == "keep" else set()
        side: Side | None = "removed" if "removed" in sides else "added" if sides else None
        if side != shown:
            found += [SIGNS[shown][1]] if shown else []
            found += [SIGNS[side][0]] if side else []
            shown = side
        found.append(piece.text)
    return "".join([*found, SIGNS[shown][1]] if shown else found)


def left(blocks: Sequence[Block], mode: View, *, is_first_kept: bool = False) -> Iterator[Block]:
    """The paragraphs and tables that are left, without those that became one with the next."""
    before: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Table):
            if before is not None and before.text(mode):
                yield before
            before = None
            yield block
            continue
        joined = _joined(before, block, mode, is_first_kept=is_first_kept) if before is not None else block
        before = None if is_left(block.end, mode) else joined
        if before is None:
            yield joined
    if before is not None and before.text(mode):
        yield before


def _joined(before: Paragraph, block: Paragraph, mode: View, *, is_first_kept: bool) -> Paragraph:
    kept = before if is_first_kept and before.text(mode) else block
    pieces, boxes = [*before.pieces, *block.pieces], [*before.boxes, *block.boxes]
    return replace(kept, pieces=pieces, end=block.end, boxes=boxes)


def paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Every one, also those in tables, text boxes and notes."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from paragraphs_of(row)
        else:
            yield block
            yield from paragraphs(block.boxes)
            for note in notes_of(block):
                yield from paragraphs(note.blocks)


def paragraphs_of(row: Row) -> Iterator[Paragraph]:
    for cell in row.cells:
        yield from paragraphs(cell.blocks)


def notes_of(paragraph: Paragraph) -> list[Note]:
    return [piece.note for piece in paragraph.pieces if piece.note is not None]
