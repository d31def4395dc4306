"""The text of a LibreOffice document with all its changes (OpenDocument 1.3, part 3, 5.5).

What was put in stands in the text, between where it begins and where it ends. What was taken out stands apart, and the
text has only the point where it was: there it is put back, on the side of what is gone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from regiotafel.text.looks import PLAIN

from .blocks import (
    Block,
    Cell,
    Change,
    Comment,
    Mark,
    Marks,
    Note,
    Paragraph,
    Piece,
    Row,
    Side,
    Story,
    Table,
    paragraphs,
)
from .odt_styles import TEXT, Styles
from .packed import Element, local, number

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XLINK = "{http://www.w3.org/1999/xlink}"

MOST_SPACES = 1000
WHITE = re.compile(r"[ \t\r\n]+")
# LibreOffice says of a move that it is one by a bookmark on each of its sides.
MOVES: Mapping[str, Side] = {"__RefMoveFrom__": "removed", "__RefMoveTo__": "added"}
WITHOUT_WORDS = ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "note-citation")


class Body:
    """Walks through the parts of one document, from top to bottom."""

    def __init__(self, story: Story, styles: Styles, trees: Sequence[Element]) -> None:
        self.story, self.styles = story, styles
        self._regions = {
            region.get(f"{TEXT}id", "") or region.get(XML_ID, ""): region
            for tree in trees
            for region in tree.iter(f"{TEXT}changed-region")
        }
        self._marks: dict[str, Marks] = {}
        # The changes in which we are: by the name of their region.
        self._open: dict[str, Marks] = {}
        self._ends = {one.get(f"{OFFICE}name") for tree in trees for one in tree.iter(f"{OFFICE}annotation-end")}
        self._comments: dict[str, Comment] = {}
        self._open_comments: dict[str, Comment] = {}
        self._moves: dict[tuple[Side, str], Change] = {}
        # What is being made: the blocks of the body, a cell, a note or a box, and the paragraph that is not done yet.
        self._out: list[Block] = []
        self._paragraph: Paragraph | None = None
        self._look = PLAIN
        self._start = 1

    def blocks_of(self, parent: Element) -> list[Block]:
        """Also of what stands inside a paragraph, which goes on after it."""
        before = self._out, self._paragraph
        self._out, self._paragraph = [], None
        self._blocks(parent)
        found = self._out
        self._out, self._paragraph = before
        return found

    def finish(self) -> None:
        """When all is read: the two sides of a move become one change, and what nobody came by is counted."""
        for (side, name), gone in self._moves.items():
            new = self._moves.get(("added", name)) if side == "removed" else None
            if new is not None and "".join(new.becomes).strip() == "".join(gone.was).strip():
                gone.side, gone.becomes = None, new.becomes
                gone.at |= new.at
                new.side_of = gone
                self.story.changes.remove(new)
        for name, region in self._regions.items():
            for child in region:
                if local(child) == "format-change":
                    self.story.ignored["formatting"] += 1
                elif name not in self._marks:
                    self.story.ignored["not readable"] += 1

    # --- Blocks

    def _blocks(self, parent: Element, listed: tuple[str, int] | None = None, kind: str = "") -> None:
        """listed: the style of the list in which these stand, and how deep."""
        for child in parent:
            name = local(child)
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._begin(child, listed, kind)
                self._inline(child)
                self._end()
            elif child.tag == f"{TEXT}list":
                style, deep = listed or ("", -1)
                self._start = self.styles.start_of(child, style) if listed is None else self._start
                self._blocks(child, (child.get(f"{TEXT}style-name") or style, deep + 1), kind)
            elif child.tag == f"{TABLE}table":
                self._out.append(self._table(child))
            elif name in WITHOUT_WORDS:
                continue
            elif name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index"):
                self._blocks(child, listed, "contents")
            elif not self._is_point(child):
                self._loose(child) if name in ("frame", "annotation") else self._blocks(child, listed, kind)

    def _loose(self, element: Element) -> None:
        """What hangs on a page and stands in no paragraph."""
        self._paragraph = Paragraph()
        self._one(element)
        self._end()

    def _begin(self, element: Element, listed: tuple[str, int] | None = None, kind: str = "") -> None:
        for comment in self._open_comments.values():
            comment.pieces += [Piece("\n")] if comment.pieces else []
        self._paragraph = Paragraph(*self._kind_of(element, listed, kind), start=self._start if listed else 1)

    def _kind_of(self, element: Element, listed: tuple[str, int] | None, kind: str) -> tuple[str, int]:
        level = element.get(f"{TEXT}outline-level", "1")
        if element.tag == f"{TEXT}h" and not kind:
            return "heading", number(level, 1)
        found = kind or self.styles.kind_of(element.get(f"{TEXT}style-name", ""))
        if listed is not None and found == "paragraph":
            return ("list" if self.styles.is_bullet(*listed) else "numbered"), listed[1]
        return found, 0

    def _end(self) -> None:
        """Of the paragraph: it ends in the changes that go on."""
        paragraph = self._here()
        paragraph.end = self._now()
        for mark in paragraph.end:
            mark.add("\n")
        self._out.append(paragraph)
        self._paragraph = None

    def _now(self) -> Marks:
        return tuple(mark for marks in self._open.values() for mark in marks)

    def _table(self, element: Element) -> Table:
        rows = []
        for row in _inside(element, f"{TABLE}table-row", ("table-header-rows", "table-rows", "table-row-group")):
            begin = self._now()
            cells = [Cell(self.blocks_of(cell)) for cell in row if cell.tag == f"{TABLE}table-cell"]
            marks = tuple(mark for mark in begin if mark in self._now())
            if not marks and row.get(f"{TABLE}style-name") in self.styles.whole_rows:
                marks = _shared(cells)
            rows.append(Row(cells, marks))
        return Table(rows)

    # --- Inside a paragraph

    def _inline(self, element: Element) -> None:
        self._add(element.text)
        for child in element:
            self._one(child)
            self._add(child.tail)

    def _one(self, child: Element) -> None:
        name = local(child)
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            self._put(" " * min(number(count, 1), MOST_SPACES))
        elif child.tag == f"{TEXT}tab":
            self._put("\t")
        elif child.tag == f"{TEXT}line-break":
            self._put("\n")
        elif child.tag == f"{TEXT}note":
            body = child.find(f"{TEXT}note-body")
            note = Note([] if body is None else self.blocks_of(body))
            self._here().pieces.append(Piece("", self._now(), note))
        elif child.tag == f"{OFFICE}annotation":
            self._comment(child)
        elif name in ("text-box", "custom-shape"):
            self._here().boxes += self.blocks_of(child)
        elif name in ("title", "desc") and child.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:svg"):
            return  # the words for a picture
        elif child.tag in (f"{TEXT}span", f"{TEXT}a"):
            self._within(child)
        elif name not in WITHOUT_WORDS and not self._is_point(child):
            self.story.left_out["pictures"] += name == "image"
            self.story.left_out["documents"] += name in ("object", "object-ole")
            self._inline(child)

    def _within(self, element: Element) -> None:
        before = self._look
        if element.tag == f"{TEXT}a":
            self._look = replace(before, link=element.get(f"{XLINK}href", ""))
        else:
            strong, emphasis = self.styles.looks_of(element.get(f"{TEXT}style-name", ""))
            self._look = replace(before, strong=before.strong or strong, emphasis=before.emphasis or emphasis)
        self._inline(element)
        self._look = before

    def _here(self) -> Paragraph:
        if self._paragraph is None:
            self._paragraph = Paragraph()
        return self._paragraph

    def _add(self, text: str | None) -> None:
        """White space counts as one space, and as none after another or at the begin: it only lays out the file."""
        if text and (found := WHITE.sub(" ", text)):
            pieces = self._here().pieces
            before = next((piece.text for piece in reversed(pieces) if piece.text), "\n")
            self._put(found.lstrip(" ") if before[-1] in " \n" else found)

    def _put(self, text: str) -> None:
        if not text:
            return
        piece = Piece(text, self._now(), look=self._look)
        paragraph = self._here()
        paragraph.pieces.append(piece)
        for mark in piece.marks:
            mark.add(text)
            mark.change.at.setdefault(mark.side, paragraph)
        for comment in self._open_comments.values():
            comment.pieces.append(piece)

    # --- Where something begins or ends

    def _is_point(self, element: Element) -> bool:
        tag, name = element.tag, element.get(f"{TEXT}change-id", "")
        if tag == f"{TEXT}change-start":
            self._open[name] = self._marks_of(name)
        elif tag == f"{TEXT}change-end":
            self._open.pop(name, None)
        elif tag == f"{TEXT}change":
            self._put_back(name)
        elif tag == f"{OFFICE}annotation-end":
            self._open_comments.pop(element.get(f"{OFFICE}name", ""), None)
        elif tag in (f"{TEXT}bookmark-start", f"{TEXT}bookmark-end", f"{TEXT}bookmark"):
            self._move(element)
            if self._paragraph is not None and tag != f"{TEXT}bookmark-end":
                self._paragraph.bookmarks.append(element.get(f"{TEXT}name", ""))
        else:
            return False
        return True

    def _marks_of(self, name: str) -> Marks:
        if name not in self._marks and (region := self._regions.get(name)) is not None:
            self._marks[name] = tuple(
                Mark(_change(child), "added" if child.tag == f"{TEXT}insertion" else "removed")
                for child in region
                if child.tag in (f"{TEXT}insertion", f"{TEXT}deletion")
            )
            self.story.changes += [mark.change for mark in self._marks[name]]
        return self._marks.get(name, ())

    def _put_back(self, name: str) -> None:
        """What was taken out here. With its second paragraph the first ends: the end of it was taken out too."""
        deletion = None if (region := self._regions.get(name)) is None else region.find(f"{TEXT}deletion")
        if deletion is None or name in self._open:
            return
        is_between = self._paragraph is None
        self._open[name] = self._marks_of(name)
        flat = _flat(deletion)
        if self._paragraph is not None and len(flat) > 1 and not any(one.text for one in self._paragraph.pieces):
            # All of it went, and what it was stands in what was taken out.
            self._paragraph.kind, self._paragraph.level = self._kind_of(*flat[0], "")
        for n, (block, listed) in enumerate(flat):
            if self._paragraph is not None and (n or block.tag == f"{TABLE}table"):
                self._end()
            if block.tag == f"{TABLE}table":
                self._out.append(self._table(block))
                continue
            if self._paragraph is None:
                self._begin(block, listed)
            self._inline(block)
        if is_between and self._paragraph is not None:
            self._end()
        elif not is_between and self._paragraph is None:
            self._paragraph = Paragraph()
        del self._open[name]

    def _move(self, element: Element) -> None:
        name = element.get(f"{TEXT}name", "")
        for begin, side in MOVES.items():
            for mark in self._now() if name.startswith(begin) else ():
                if mark.side == side:
                    self._moves.setdefault((side, name.removeprefix(begin).partition(" Copy ")[0]), mark.change)

    def _comment(self, element: Element) -> None:
        name = element.get(f"{OFFICE}name", "")
        said = {local(child): child.text or "" for child in element if child.tag.startswith(DC)}
        lines = ["".join(one.itertext()) for one in element.iter(f"{TEXT}p")]
        own = {key.rpartition("}")[2]: value for key, value in element.items()}
        comment = Comment(
            said.get("creator", ""),
            said.get("date", ""),
            "\n".join(lines).strip(),
            is_resolved=own.get("resolved") == "true",
            parent=self._comments.get(own.get("parent-name", "")),
            at=self._here(),
        )
        self.story.comments.append(comment)
        self.story.n_comments += 1
        if name:
            self._comments[name] = comment
        if name in self._ends:
            self._open_comments[name] = comment


def _change(element: Element) -> Change:
    author, date = (element.find(f"{OFFICE}change-info/{DC}{name}") for name in ("creator", "date"))
    return Change(
        "" if author is None else author.text or "",
        "" if date is None else date.text or "",
        "added" if element.tag == f"{TEXT}insertion" else "removed",
    )


def _flat(element: Element, listed: tuple[str, int] | None = None) -> list[tuple[Element, tuple[str, int] | None]]:
    """The paragraphs and tables of what was taken out, with the style and the depth of their list."""
    found: list[tuple[Element, tuple[str, int] | None]] = []
    for child in element:
        if child.tag in (f"{TEXT}p", f"{TEXT}h", f"{TABLE}table"):
            found.append((child, listed))
        elif child.tag == f"{TEXT}list":
            style, deep = listed or ("", -1)
            found += _flat(child, (child.get(f"{TEXT}style-name") or style, deep + 1))
        elif local(child) in ("list-item", "list-header", "section", "index-body"):
            found += _flat(child, listed)
    return found


def _inside(element: Element, tag: str, around: Sequence[str]) -> list[Element]:
    found: list[Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif local(child) in around:
            found += _inside(child, tag, around)
    return found


def _shared(cells: Sequence[Cell]) -> Marks:
    """The changes on the one side on which all words of a row stand; none when some stand in no change."""
    pieces = [piece for cell in cells for one in paragraphs(cell.blocks) for piece in one.pieces if piece.text]
    sides: tuple[Side, ...] = ("added", "removed")
    for side in sides:
        if pieces and all(any(mark.side == side for mark in piece.marks) for piece in pieces):
            return tuple(mark for mark in pieces[0].marks if mark.side == side)
    return ()
