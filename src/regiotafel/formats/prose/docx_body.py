"""The text of a Word document with all its changes, read from its own XML (ECMA-376, part 1, 17.13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from regiotafel.text.looks import PLAIN, Look

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
from .docx_package import W
from .docx_styles import Styles
from .packed import Element, local

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# A change of words, and on which side of it they are. Two of them together are a move.
SIDES: Mapping[str, Side] = {f"{W}ins": "added", f"{W}del": "removed", f"{W}moveTo": "added", f"{W}moveFrom": "removed"}
MOVES = (f"{W}moveTo", f"{W}moveFrom")
RANGES: Mapping[str, Side] = {f"{W}moveToRangeStart": "added", f"{W}moveFromRangeStart": "removed"}
RANGE_ENDS: Mapping[str, Side] = {f"{W}moveToRangeEnd": "added", f"{W}moveFromRangeEnd": "removed"}
CELLS: Mapping[str, Side] = {f"{W}cellIns": "added", f"{W}cellDel": "removed"}
WORDS = (f"{W}t", f"{W}delText", f"{M}t")
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# In these stand no words: properties, and what a field asks for, of which the answer stands beside it.
WITHOUT_WORDS = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText")
)
PICTURES = ("pic", "imagedata", "chart", "relIds")
AROUND = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "txbxContent"))
LINKS = (f"{W}hyperlink", f"{W}fldSimple")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LINK_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]{1,2000})"')
MOST_FIELDS = 50
# Half a sign is none.
HALF = re.compile("[\ud800-\udfff]")
CONTENT_CONTROL = re.compile(r"customXml(?:Ins|Del|MoveFrom|MoveTo)RangeStart")


class Body:
    """Walks through the parts of one document."""

    def __init__(self, story: Story, styles: Styles) -> None:
        self.story, self.styles = story, styles
        self.notes: dict[tuple[str, str], Note] = {}
        self.comments: dict[str, Comment] = {}
        # Of the part that is read now: where its links lead to.
        self.links: dict[str, str] = {}
        self._look = PLAIN
        # The fields in which we are: what each asks for, until its answer begins.
        self._fields: list[str] = []
        self._read: set[Element] = set()
        self._listed: set[Change] = set()
        self._open: dict[str, Comment] = {}
        self._moves: dict[str, Change] = {}
        # The names of the moves in which we are, by the number of their range; and the last of them on each side.
        self._ranges: dict[Side, dict[str, str]] = {"added": {}, "removed": {}}
        self._last_move: dict[Side, Change] = {}

    def blocks(self, parent: Element, marks: Marks = ()) -> list[Block]:
        found: list[Block] = []
        for child in parent:
            if child.tag == f"{W}p":
                found.append(self._paragraph(child, marks))
            elif child.tag == f"{W}tbl":
                found.append(self._table(child, marks))
            elif child.tag in AROUND or local(child) in ("AlternateContent", "Choice", "Fallback"):
                found += self.blocks(child, marks)
            elif child.tag in SIDES:
                found += self.blocks(child, (*marks, self._mark(child, SIDES[child.tag])))
            else:
                loose = Paragraph()
                self._inline(child, marks, loose)
                found += [loose] if loose.pieces or loose.boxes else []
        return found

    def count_ignored(self, part: Element) -> None:
        """All changes that say nothing about words; and those that we did not come by, which should be none."""
        waiting = [(part, child) for child in part]
        while waiting:
            above, one = waiting.pop()
            kind = _ignored(above, one)
            if kind is None and (one.tag in SIDES or one.tag in CELLS) and one not in self._read:
                kind = "not readable"
            if kind is not None:
                self.story.ignored[kind] += 1
            if not one.tag.endswith("Change"):  # there stands how it was, with what was changed then
                waiting += [(one, child) for child in one]

    def _paragraph(self, element: Element, marks: Marks) -> Paragraph:
        kind, before = self.styles.kinds_of(element)
        paragraph = Paragraph(*kind, before=before, start=self.styles.start_of(element))
        for comment in self._open.values():
            comment.pieces += [Piece("\n", marks)] if comment.pieces else []
        for child in element:
            self._inline(child, marks, paragraph)
        ends = []
        for properties in element.findall(f"{W}pPr/{W}rPr"):
            for child in properties:
                if child.tag in SIDES:
                    mark = self._mark(child, SIDES[child.tag], paragraph, of="paragraph")
                    mark.add("\n")
                    ends.append(mark)
        paragraph.end = (*marks, *ends)
        return paragraph

    def _inline(self, element: Element, marks: Marks, paragraph: Paragraph) -> None:
        tag = element.tag
        if tag in WORDS:
            self._add(element.text or "", marks, paragraph)
        elif tag in SIGNS:
            self._add(SIGNS[tag], marks, paragraph)
        elif tag == f"{W}sym":
            self._add(_symbol(element), marks, paragraph)
        elif tag == f"{W}instrText" and self._fields:
            self._fields[-1] += element.text or ""
        elif tag in WITHOUT_WORDS or tag == f"{M}ctrlPr":
            return
        elif tag == f"{W}r":
            strong, emphasis = self.styles.looks_of(element.find(f"{W}rPr"))
            self._within(element, marks, paragraph, replace(self._look, strong=strong, emphasis=emphasis))
        elif tag in LINKS:
            self._within(element, marks, paragraph, replace(self._look, link=self._address(element)))
        elif tag == f"{W}fldChar":
            self._field(element.get(f"{W}fldCharType", ""))
        elif tag in SIDES:
            inner = (*marks, self._mark(element, SIDES[tag], paragraph))
            for child in element:
                self._inline(child, inner, paragraph)
        elif tag == f"{W}txbxContent":
            paragraph.boxes += self.blocks(element, marks)
        elif tag in NOTES:
            note = self.notes.get((NOTES[tag], element.get(f"{W}id", "")))
            paragraph.pieces.append(Piece("", marks, note))
        elif not self._is_point(element, paragraph):
            self.story.left_out["pictures"] += local(element) in PICTURES
            self.story.left_out["documents"] += tag == f"{W}altChunk"
            for child in element:
                self._inline(child, marks, paragraph)

    def _within(self, element: Element, marks: Marks, paragraph: Paragraph, look: Look) -> None:
        before, self._look = self._look, look
        for child in element:
            self._inline(child, marks, paragraph)
        self._look = replace(before, link=self._look.link) if element.tag == f"{W}r" else before

    def _address(self, element: Element) -> str:
        if element.tag == f"{W}fldSimple":
            return _address_in(element.get(f"{W}instr", ""))
        return self.links.get(element.get(RELATION, ""), "")

    def _field(self, what: str) -> None:
        """A field begins, its answer begins, or it ends; one of links says where its answer leads to."""
        if what == "begin" and len(self._fields) < MOST_FIELDS:
            self._fields.append("")
        elif what == "separate" and self._fields:
            self._look = replace(self._look, link=_address_in(self._fields[-1]) or self._look.link)
        elif what == "end" and self._fields and _address_in(self._fields.pop()):
            self._look = replace(self._look, link="")

    def _is_point(self, element: Element, paragraph: Paragraph) -> bool:
        """Where something begins or ends that is no tree: comments and moves."""
        tag, name = element.tag, element.get(f"{W}id", "")
        if tag in RANGES:
            self._ranges[RANGES[tag]][name] = _range_name(element)
        elif tag in RANGE_ENDS:
            self._ranges[RANGE_ENDS[tag]].pop(name, None)
        elif tag == f"{W}bookmarkStart":
            paragraph.bookmarks.append(element.get(f"{W}name", ""))
        elif tag == f"{W}commentRangeEnd":
            self._open.pop(name, None)
        elif tag in (f"{W}commentRangeStart", f"{W}commentReference"):
            if comment := self.comments.get(name):
                comment.at = comment.at or paragraph
                if tag == f"{W}commentRangeStart":
                    self._open[name] = comment
        else:
            return False
        return True

    def _add(self, text: str, marks: Marks, paragraph: Paragraph) -> None:
        piece = Piece(text, marks, look=self._look)
        paragraph.pieces.append(piece)
        for mark in marks:
            mark.add(text)
        for comment in self._open.values():
            comment.pieces.append(piece)

    def _mark(self, element: Element, side: Side, paragraph: Paragraph | None = None, of: str = "text") -> Mark:
        self._read.add(element)
        change = self._move(element, side, of) if element.tag in MOVES else _change(element, side, of)
        if change not in self._listed:
            self._listed.add(change)
            self.story.changes.append(change)
        if paragraph is not None:
            change.at.setdefault(side, paragraph)
        return Mark(change, side)

    def _move(self, element: Element, side: Side, of: str) -> Change:
        """What moves in one go is one change, its two sides together. The end of a paragraph moves along with it."""
        if of == "paragraph" and not self._ranges[side] and side in self._last_move:
            return self._last_move[side]
        # Word begins the range before it; LibreOffice inside.
        inside = [_range_name(child) for child in element if child.tag in RANGES]
        names = [*self._ranges[side].values(), *inside]
        made = _change(element, None, "text" if names else of)
        self._last_move[side] = self._moves.setdefault(names[-1], made) if names else made
        return self._last_move[side]

    def _table(self, element: Element, marks: Marks) -> Table:
        return Table([self._row(row, marks) for row in _inside(element, f"{W}tr")])

    def _row(self, element: Element, marks: Marks) -> Row:
        own = [
            self._mark(child, SIDES[child.tag], of="row")
            for properties in element.findall(f"{W}trPr")
            for child in properties
            if child.tag in SIDES
        ]
        cells = [self._cell(cell, (*marks, *own)) for cell in _inside(element, f"{W}tc")]
        _mark_all(own, cells)
        return Row(cells, (*marks, *own))

    def _cell(self, element: Element, marks: Marks) -> Cell:
        own = [
            self._mark(child, CELLS[child.tag], of="cell")
            for properties in element.findall(f"{W}tcPr")
            for child in properties
            if child.tag in CELLS
        ]
        cell = Cell(self.blocks(element), (*marks, *own))
        _mark_all(own, [cell])
        return cell


def _ignored(above: Element, one: Element) -> str | None:
    """Under which name a change is counted that says nothing about words."""
    if one.tag == f"{W}numberingChange" or (one.tag in SIDES and above.tag == f"{W}numPr"):
        return "numbering"
    if one.tag in SIDES and above.tag == f"{M}ctrlPr":
        return "formula"
    if one.tag == f"{W}cellMerge":
        return "cell merge"
    if one.tag.startswith(W):
        if one.tag.endswith("Change"):
            return "formatting"
        if CONTENT_CONTROL.fullmatch(local(one)):
            return "content control"
    return None


def _address_in(field: str) -> str:
    found = LINK_FIELD.match(field)
    return found[1] if found else ""


def _range_name(element: Element) -> str:
    """LibreOffice calls one of two sides a copy."""
    return element.get(f"{W}name", element.get(f"{W}id", "")).partition("_Copy_")[0]


def _change(element: Element, side: Side | None, of: str) -> Change:
    return Change(element.get(f"{W}author", ""), element.get(f"{W}date", ""), side, of)


def _inside(element: Element, tag: str) -> list[Element]:
    """Rows of a table or cells of a row, also those in a content control."""
    found: list[Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in AROUND:
            found += _inside(child, tag)
    return found


def _all_words(blocks: list[Block]) -> str:
    return "\n".join(
        "".join(piece.text for piece in block.pieces)
        if isinstance(block, Paragraph)
        else "\n".join("\t".join(_all_words(cell.blocks) for cell in row.cells) for row in block.rows)
        for block in blocks
    )


def _mark_all(marks: list[Mark], cells: list[Cell]) -> None:
    """What came or went as a whole: its words did so too, whether they say it themselves or not."""
    for mark in marks:
        mark.add("\t".join(_all_words(cell.blocks) for cell in cells))
        for paragraph in (one for cell in cells for one in paragraphs(cell.blocks)):
            mark.change.at.setdefault(mark.side, paragraph)
            for piece in paragraph.pieces:
                piece.marks = (mark, *piece.marks)


def _symbol(element: Element) -> str:
    """A sign that stands in a font of signs, by its number."""
    try:
        sign = chr(int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return "" if HALF.fullmatch(sign) else sign
