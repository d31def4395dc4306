"""What differs between two passages, line by line and then word by word: as tracked changes show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, islice

from regiotafel.text import marked
from regiotafel.text.differences import Kind, differences
from regiotafel.text.marked import Break, NoteMark, Runs

from .blocks import PLAIN, Look
from .looks import looked_at

# Stands for the mark of a note among letters: a sign that no script has and that is a word by itself, moved by the
# number of the note.
_NOTES = 0x3F000
MOST_NOTES = 0xEFF


@dataclass(frozen=True)
class Span:
    """Words of one look, or the mark of a note, on one side of a change."""

    text: str
    look: Look = PLAIN
    note: int = 0
    side: Kind = "same"


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Line:
    """A paragraph, a heading or an item of a list, in which `level` counts from 0. `of_list`: the place of its list,
    counted from 1, and `start` the number of the first item. `side`: that it came or went as a whole."""

    kind: str
    spans: Spans
    level: int = 0
    of_list: int = 0
    start: int = 1
    side: Kind = "same"


@dataclass(frozen=True)
class TableRow:
    cells: tuple[Spans, ...]
    side: Kind = "same"


@dataclass(frozen=True)
class Grid:
    """A table, the first row its head."""

    rows: tuple[TableRow, ...]


Unit = Line | Grid


def units_of(blocks: Sequence[marked.Block]) -> list[Unit]:
    """Without the notes themselves."""
    return list(_Flat().units(blocks))


def notes_of(blocks: Sequence[marked.Block]) -> dict[int, Spans]:
    return {int(one.mark): tuple(_spans(one.runs)) for one in blocks if isinstance(one, marked.Note)}


@dataclass
class _Flat:
    n_lists: int = 0

    def units(self, blocks: Sequence[marked.Block]) -> Iterator[Unit]:
        for block in blocks:
            if isinstance(block, marked.List):
                yield from self._items(block, 0)
            elif isinstance(block, marked.Table):
                yield Grid(
                    tuple(TableRow(tuple(tuple(_spans(cell)) for cell in row)) for row in (block.head, *block.rows))
                )
            elif isinstance(block, marked.Heading):
                yield Line("heading", tuple(_spans(block.runs)), block.level - 2)
            elif isinstance(block, marked.Paragraph):
                yield Line("paragraph", tuple(_spans(block.runs)))

    def _items(self, block: marked.List, level: int) -> Iterator[Unit]:
        self.n_lists += 1
        place, kind = self.n_lists, "numbered" if block.ordered else "list"
        for item in block.items:
            for one in item:
                if isinstance(one, marked.List):
                    yield from self._items(one, level + 1)
                elif isinstance(one, marked.Paragraph):
                    yield Line(kind, tuple(_spans(one.runs)), level, place, block.start)


def _spans(runs: Runs) -> Iterator[Span]:
    for look, run in looked_at(runs):
        if isinstance(run, NoteMark):
            yield Span("", note=int(run.mark))
        else:
            yield Span("\n" if isinstance(run, Break) else run.text, look)


# --- Two of them


def compared(before: Sequence[Unit], after: Sequence[Unit]) -> list[Unit]:
    """All that is same or added gives `after`; all that is same or removed gives `before`."""
    found: list[Unit] = []
    keys = [_key(one) for one in before], [_key(one) for one in after]
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        old, new = before[old_from:old_to], after[new_from:new_to]
        if tag == "equal":
            found += new
            continue
        pairs = min(len(old), len(new))
        come: list[Unit] = []
        for one, other in zip(old[:pairs], new[:pairs], strict=True):
            if (both := _pair(one, other)) is not None:
                found += [*come, both]
                come = []
            else:
                found.append(_whole(one, "removed"))
                come.append(_whole(other, "added"))
        found += [_whole(one, "removed") for one in old[pairs:]]
        found += [*come, *(_whole(one, "added") for one in new[pairs:])]
    return found


def _key(unit: Unit) -> object:
    return (unit.kind, unit.level, unit.spans) if isinstance(unit, Line) else unit


def _pair(old: Unit, new: Unit) -> Unit | None:
    """The one with what differs in it; None when it is another thing."""
    if isinstance(old, Line) and isinstance(new, Line) and (old.kind, old.level) == (new.kind, new.level):
        return replace(new, spans=compared_spans(old.spans, new.spans))
    if isinstance(old, Grid) and isinstance(new, Grid) and len(old.rows[0].cells) == len(new.rows[0].cells):
        return _grids(old, new)
    return None


def _grids(old: Grid, new: Grid) -> Grid:
    rows: list[TableRow] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old.rows, new.rows, autojunk=False
    ).get_opcodes():
        gone, come = old.rows[old_from:old_to], new.rows[new_from:new_to]
        if tag == "equal":
            rows += come
            continue
        pairs = min(len(gone), len(come))
        for one, other in zip(gone[:pairs], come[:pairs], strict=True):
            cells = zip(one.cells, other.cells, strict=True)
            rows.append(TableRow(tuple(compared_spans(was, becomes) for was, becomes in cells)))
        rows += [_whole_row(one, "removed") for one in gone[pairs:]]
        rows += [_whole_row(one, "added") for one in come[pairs:]]
    return Grid(tuple(rows))


def _whole(unit: Unit, side: Kind) -> Unit:
    if isinstance(unit, Line):
        return replace(unit, spans=tuple(replace(one, side=side) for one in unit.spans), side=side)
    return Grid(tuple(_whole_row(row, side) for row in unit.rows))


def _whole_row(row: TableRow, side: Kind) -> TableRow:
    return TableRow(tuple(tuple(replace(one, side=side) for one in cell) for cell in row.cells), side)


def compared_spans(before: Spans, after: Spans) -> Spans:
    """Words and notes; a word that only looks otherwise went and came too, so that each side looks as it did."""
    old, new = list(_lettered(before)), list(_lettered(after))
    left, right = iter(old), iter(new)
    found: list[tuple[Span, Kind]] = []
    for kind, text in differences("".join(one.text for one in old), "".join(one.text for one in new)):
        gone = [] if kind == "added" else list(islice(left, len(text)))
        come = [] if kind == "removed" else list(islice(right, len(text)))
        if kind == "same":
            found += _looking(gone, come)
        else:
            found += [(one, kind) for one in (*gone, *come)]
    return tuple(_grouped(found))


def _looking(gone: Sequence[Span], come: Sequence[Span]) -> Iterator[tuple[Span, Kind]]:
    for is_same, group in groupby(zip(gone, come, strict=True), key=lambda pair: pair[0].look == pair[1].look):
        pairs = list(group)
        if is_same:
            yield from ((one, "same") for _other, one in pairs)
        else:
            yield from ((one, "removed") for one, _other in pairs)
            yield from ((one, "added") for _other, one in pairs)


def _lettered(spans: Spans) -> Iterator[Span]:
    for span in spans:
        if span.note:
            yield replace(span, text=chr(_NOTES + min(span.note, MOST_NOTES)))
        else:
            yield from (replace(span, text=letter) for letter in span.text)


def _grouped(letters: Sequence[tuple[Span, Kind]]) -> Iterator[Span]:
    for (look, note, side), group in groupby(letters, key=lambda one: (one[0].look, one[0].note, one[1])):
        text = "".join(span.text for span, _side in group)
        yield Span("" if note else text, look, note, side)
