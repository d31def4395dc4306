"""From blocks to what is told of a document: sections and passages, changes, comments, and the count of all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from regiotafel.formats.sentence import _

from . import document
from .blocks import Block, Change, Comment, Paragraph, Story, Table, is_left, left, notes_of, paragraphs, paragraphs_of
from .document import Mode, Passage, Section
from .telling import warnings_of

LISTS = ("list", "numbered")


def document_of(story: Story, mode: Mode) -> document.Document:
    _say_where(story)
    made = _Making(mode, is_first_kept=story.is_first_kept)
    for block in made.left(story.blocks):
        made.add(block)
    n_read, n_ignored = len(story.changes), sum(story.ignored.values())
    counts = document.Counts(
        changes_in_file=n_read + n_ignored,
        changes_read=n_read,
        comments_in_file=story.n_comments,
        comments_read=len(story.comments),
        ignored={kind: n for kind, n in sorted(story.ignored.items()) if n},
    )
    return document.Document(
        title=made.title,
        sections=made.finished(),
        changes=[_change(one) for one in story.changes],
        comments=[_comment(one, story.comments, mode) for one in story.comments],
        counts=counts,
        warnings=[str(one) for one in warnings_of(story)],
    )


@dataclass
class _Making:
    """The sections as far as they are made. Footnotes wait for the end of the section in which they are referred to."""

    mode: Mode
    is_first_kept: bool
    title: str = ""
    sections: list[Section] = field(default_factory=lambda: [Section("", 0, [])])
    notes: list[Passage] = field(default_factory=list)

    def left(self, blocks: Sequence[Block]) -> Iterator[Block]:
        return left(blocks, self.mode, is_first_kept=self.is_first_kept)

    def add(self, block: Block) -> None:
        if isinstance(block, Table):
            if rows := self._rows(block):
                self._append(Passage(_told(rows), "table", rows))
            return
        text = block.text(self.mode).strip()
        kind, level = block.kind_in(self.mode)
        if kind == "heading" and text:
            self._end_section()
            self.sections.append(Section(text, level, []))
        elif kind == "title" and not self.title and self._is_at_begin():
            self.title = text
        elif text:
            self._append_text(text, kind if kind not in ("heading", "title") else "paragraph", level)
        self._add_beside(block)

    def _add_beside(self, block: Paragraph) -> None:
        """What hangs on a paragraph: its text boxes, and the footnotes that it refers to."""
        if text := self._text(block.boxes):
            self._append(Passage(text, "text box"))
        for piece in block.pieces:
            if piece.note is not None and is_left(piece.marks, self.mode) and (text := self._text(piece.note.blocks)):
                self.notes.append(Passage(text, "footnote"))

    def _append_text(self, text: str, kind: str, level: int) -> None:
        passages = self.sections[-1].passages
        if kind in LISTS:
            text = "  " * level + text
            if passages and passages[-1].kind == kind:
                passages[-1] = Passage(f"{passages[-1].text}\n{text}", kind)
                return
        passages.append(Passage(text, kind))

    def _append(self, passage: Passage) -> None:
        self.sections[-1].passages.append(passage)

    def _is_at_begin(self) -> bool:
        return len(self.sections) == 1 and not self.sections[0].passages

    def _end_section(self) -> None:
        self.sections[-1].passages.extend(self.notes)
        self.notes.clear()

    def _rows(self, table: Table) -> list[list[str]]:
        rows = []
        for row in table.rows:
            if is_left(row.marks, self.mode):
                cells = [self._text(cell.blocks) for cell in row.cells if is_left(cell.marks, self.mode)]
                rows += [cells] if cells else []
        return rows if any(map(any, rows)) else []

    def _text(self, blocks: Sequence[Block]) -> str:
        """Of a cell, a note or a box: a line for each paragraph. A note inside it comes after its section too."""
        lines = []
        for block in self.left(blocks):
            if isinstance(block, Table):
                lines.append(_told(self._rows(block)))
            else:
                lines.append(block.text(self.mode).strip())
                lines += [self._text(block.boxes)] if block.boxes else []
                self._add_beside(Paragraph(pieces=block.pieces))
        return "\n".join(line for line in lines if line)

    def finished(self) -> list[Section]:
        self._end_section()
        return [one for one in self.sections if one.title or one.passages]


def _told(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def _change(one: Change) -> document.Change:
    return document.Change(
        author=one.author,
        date=one.date,
        kind=one.kind,
        was="".join(one.was),
        becomes="".join(one.becomes),
        where=" → ".join(dict.fromkeys(one.at[side].where for side in ("removed", "added") if side in one.at)),
    )


def _comment(one: Comment, comments: Sequence[Comment], mode: Mode) -> document.Comment:
    is_on_point = not any(piece.text.strip() for piece in one.pieces)
    pieces = one.at.pieces if is_on_point and one.at is not None else one.pieces
    shown: Mode = "accept" if mode == "keep" else mode
    left_over = "".join(piece.text for piece in pieces if is_left(piece.marks, shown))
    return document.Comment(
        author=one.author,
        date=one.date,
        text=one.text,
        on=(left_over.strip() or "".join(piece.text for piece in pieces).strip()),
        where=one.at.where if one.at else "",
        is_on_point=is_on_point,
        is_resolved=one.is_resolved,
        replies_to=comments.index(one.parent) if one.parent in comments else None,
    )


def _say_where(story: Story) -> None:
    """Gives each paragraph its place, as a person finds it in the file: the heading above it and a count below that."""
    heading, n_paragraphs, n_tables = "", 0, 0
    for block in story.blocks:
        if isinstance(block, Table):
            n_tables += 1
            for n, row in enumerate(block.rows, 1):
                _place(paragraphs_of(row), _below(heading, _("tabel %(table)d, rij %(row)d", table=n_tables, row=n)))
            continue
        text = (block.text("accept") or block.text("reject")).strip()
        if block.kind in ("heading", "title") and text:
            block.where = text
            heading, n_paragraphs, n_tables = text if block.kind == "heading" else heading, 0, 0
        else:
            n_paragraphs += bool(text)
            block.where = _below(heading, _("alinea %(n)d", n=max(n_paragraphs, 1)))
        _place(paragraphs(block.boxes), block.where)
        for note in notes_of(block):
            _place(paragraphs(note.blocks), _("%(where)s, voetnoot", where=block.where))
    for name, blocks in story.apart:
        _place(paragraphs(blocks), name)


def _below(heading: str, place: str) -> str:
    return f"{heading}, {place}" if heading else place


def _place(found: Iterator[Paragraph], where: str) -> None:
    for paragraph in found:
        paragraph.where = where
