"""From blocks to a passage as it is kept: its words with their marks (docs/marked-text.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from regiotafel.text import marked
from regiotafel.text.looks import PLAIN, Look
from regiotafel.text.marked import MOST_COLUMNS, Break, Heading, List, NoteMark, Run, Runs, Text

from .blocks import Block, Paragraph, Row, Table, View, is_left, left
from .looks import on_one_line, runs_of
from .normal import DEEPEST_HEADING, normal
from .packed import tangled

LISTS = ("list", "numbered")
# Somebody who types a list instead of making one.
TYPED = ("- ", "• ", "– ", "* ")
# Of headings: the level in a document of ours, and in a passage.
LEVELS = {2: 3}
DEEPEST_ITEM = 1
# A number of more than three digits before a line counts no item.
LAST_START = 999


def told(blocks: Sequence[Block], view: View, *, is_first_kept: bool = False) -> str:
    """The words of a passage."""
    return marked.as_text(marked_of(blocks, view, is_first_kept=is_first_kept))


def marked_of(blocks: Sequence[Block], view: View, *, is_first_kept: bool = False) -> tuple[marked.Block, ...]:
    telling = _Telling(view)
    for block in left(blocks, view, is_first_kept=is_first_kept):
        telling.add(block)
    return normal(telling.finished())


@dataclass
class _Telling:
    """`items`: of a list that goes on: whether it counts, how deep it is, its words, and where it begins to count."""

    view: View
    found: list[marked.Block] = field(default_factory=list)
    items: list[tuple[bool, int, Runs, int]] = field(default_factory=list)
    # Two that say the same are one.
    notes: list[Runs] = field(default_factory=list)

    def add(self, block: Block) -> None:
        if isinstance(block, Table):
            if table := self._table(block):
                self._end_list()
                self.found.append(table)
            return
        kind, level = block.kind_in(self.view)
        runs = self._runs(block)
        typed = next((one for one in TYPED if runs and isinstance(runs[0], Text) and runs[0].text.startswith(one)), "")
        if typed and kind in ("paragraph", *LISTS):
            kind, level = ("list", 0) if kind == "paragraph" else (kind, level)
            runs = (Text(runs[0].text.removeprefix(typed).lstrip()), *runs[1:])  # type: ignore[union-attr]
        if not marked.plain_runs(runs).strip() and not runs:
            return
        if kind in LISTS:
            start = block.start if 0 <= block.start <= LAST_START else 1
            self.items.append((kind == "numbered", min(level, DEEPEST_ITEM), runs, start))
            return
        self._end_list()
        if kind == "heading":
            self.found.append(Heading(LEVELS.get(level, DEEPEST_HEADING), on_one_line(runs)))
        else:
            self.found.append(marked.Paragraph(runs))

    def finished(self) -> Sequence[marked.Block]:
        self._end_list()
        for number, note in enumerate(self.notes, 1):
            self.found.append(marked.Note(str(number), note))
        return self.found

    def _end_list(self) -> None:
        self.found += _lists(self.items)
        self.items = []

    def _runs(self, paragraph: Paragraph) -> Runs:
        return runs_of(self._pieces(paragraph))

    def _pieces(self, paragraph: Paragraph) -> Iterator[tuple[Look, Text | NoteMark]]:
        for piece in paragraph.pieces:
            if not is_left(piece.marks, self.view):
                continue
            if piece.text:
                yield piece.look, Text(piece.text)
            if piece.note is not None and (words := self._words(piece.note.blocks, Break())):
                if words not in self.notes:
                    self.notes.append(words)
                yield PLAIN, NoteMark(str(self.notes.index(words) + 1))

    def _words(self, blocks: Sequence[Block], between: Run) -> Runs:
        """Of a cell or a note: its paragraphs on one line, or each on its own."""
        found: list[Run] = []
        for block in left(blocks, self.view):
            if isinstance(block, Table):
                rows = (row for row in block.rows if is_left(row.marks, self.view))
                parts = [self._words(cell.blocks, between) for row in rows for cell in row.cells]
            else:
                parts = [self._runs(block)]
            for part in parts:
                found += [between] * bool(found and part) + [*part]
        return tuple(found)

    def _table(self, table: Table) -> marked.Table | None:
        rows = [self._row(row) for row in table.rows if is_left(row.marks, self.view)]
        rows = [row for row in rows if any(row)]
        if not rows:
            return None
        width = max(map(len, rows))
        if width > MOST_COLUMNS:
            raise tangled()
        head, *rest = (row + ((),) * (width - len(row)) for row in rows)
        return marked.Table(head, tuple(rest))

    def _row(self, row: Row) -> tuple[Runs, ...]:
        cells = [cell for cell in row.cells if is_left(cell.marks, self.view)]
        return tuple(on_one_line(self._words(cell.blocks, Text(" "))) for cell in cells)


def _lists(items: Sequence[tuple[bool, int, Runs, int]]) -> list[List]:
    """An item of the second level lies in the one of the first that stands before it."""
    found: list[tuple[bool, int, list[list[marked.Block]]]] = []
    for is_ordered, level, runs, start in items:
        if level and found:
            last = found[-1][2][-1]
            before = last[-1] if isinstance(last[-1], List) and last[-1].ordered == is_ordered else None
            inner = (*(before.items if before else ()), (marked.Paragraph(runs),))
            last[-1:] = [List(is_ordered, inner)] if before else [last[-1], List(is_ordered, inner)]
            continue
        if not found or found[-1][0] != is_ordered:
            found.append((is_ordered, start, []))
        found[-1][2].append([marked.Paragraph(runs)])
    return [List(is_ordered, tuple(map(tuple, rows)), start) for is_ordered, start, rows in found]
