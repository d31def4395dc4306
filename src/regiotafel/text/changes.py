"""What differs between two passages as they are kept: line by line and cell by cell, then word by word.

A table stays a table and an item an item. All that is same or added gives the text after; all that is same or removed
gives the text before (`side_of`). What stayed and only looks otherwise, says what it was. Pages show it
(`text/shown.py`), Word documents track it (`formats/prose/docx_out.py`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import compress, groupby, islice
from typing import TypeVar

from rapidfuzz.distance import Indel

from . import marked
from .differences import Kind, differences
from .looks import PLAIN, Look, looked_at
from .marked import Break, NoteMark, Runs, parsed

# --- A text as lines ---


@dataclass(frozen=True)
class Span:
    """Words of one look, or the mark of a note, on one side of a change. was: the words stayed and looked like this."""

    text: str
    look: Look = PLAIN
    note: str = ""
    side: Kind = "same"
    was: Look | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Shape:
    """`level`: of a heading from 1, of an item of a list from 0. `start`: the number of the first item of a list; of
    the others 1. `under`: a further paragraph of the same item."""

    kind: str
    level: int = 0
    start: int = 1
    under: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph, a heading or an item of a list. `of_list`: the place of its list, counted from 1. `side`: that it
    came or went as a whole; `was`: that it stayed and was something else."""

    shape: Shape
    spans: Spans
    of_list: int = 0
    side: Kind = "same"
    was: Shape | None = None


@dataclass(frozen=True)
class Row:
    cells: tuple[Spans, ...]
    side: Kind = "same"


@dataclass(frozen=True)
class Grid:
    """A table, the first row its head. `columns`: which of them came or went."""

    rows: tuple[Row, ...]
    columns: tuple[Kind, ...]


Unit = Line | Grid
Notes = Mapping[str, Spans]


def units_of(blocks: Sequence[marked.Block]) -> list[Unit]:
    """Without the notes themselves."""
    return list(_Flat().units(blocks))


def notes_of(blocks: Sequence[marked.Block]) -> dict[str, Spans]:
    return {one.mark: _spans(one.runs) for one in blocks if isinstance(one, marked.Note)}


@dataclass
class _Flat:
    n_lists: int = 0

    def units(self, blocks: Sequence[marked.Block]) -> Iterator[Unit]:
        for block in blocks:
            if isinstance(block, marked.List):
                yield from self._items(block, 0)
            elif isinstance(block, marked.Table):
                rows = tuple(Row(tuple(map(_spans, row))) for row in (block.head, *block.rows))
                columns: list[Kind] = ["same" for _cell in block.head]
                yield Grid(rows, tuple(columns))
            elif isinstance(block, marked.Heading):
                yield Line(Shape("heading", block.level - 2), _spans(block.runs))
            elif isinstance(block, marked.Paragraph):
                yield Line(Shape("paragraph"), _spans(block.runs))

    def _items(self, block: marked.List, level: int) -> Iterator[Unit]:
        self.n_lists += 1
        place = self.n_lists
        shape = Shape("numbered" if block.ordered else "list", level, block.start)
        for item in block.items:
            for one in item:
                if isinstance(one, marked.List):
                    yield from self._items(one, level + 1)
                elif isinstance(one, marked.Paragraph):
                    yield Line(shape, _spans(one.runs), place)
                    shape = replace(shape, start=1, under=True)
            shape = replace(shape, start=1, under=False)


def _spans(runs: Runs) -> Spans:
    return tuple(
        Span("", note=run.mark)
        if isinstance(run, NoteMark)
        else Span("\n" if isinstance(run, Break) else run.text, look)
        for look, run in looked_at(runs)
    )


# --- Two of them ---

# What is this much the same is the same line that changed; what got another shape must be more.
ALIKE, ALIKE_RESHAPED = 0.3, 0.5
# A line of some length of which every word stands in the other is this much the same, however much longer that one is.
HELD, FEWEST_HELD = 0.5, 5
# Up to so many pairs of lines the best pairs are sought; beyond it they are taken by their place.
MOST_PAIRS = 2_500
# Behind the mark of a note that went: a sign that no mark has.
GONE = "'"
# Stands for the mark of a note among letters: a sign that no script has and that is a word by itself, moved by the
# place of the note.
_NOTES, _MOST_NOTES = 0x3F000, 0xEFF
_WORD = re.compile(r"\w+|[^\w\s]")
T = TypeVar("T", bound=Unit | Row)


@dataclass(frozen=True)
class Compared:
    """`notes` by their marks."""

    units: Sequence[Unit]
    notes: Notes


@lru_cache(maxsize=256)
def changes(before: str, after: str) -> Compared:
    return compared(parsed(before), parsed(after))


def compared(before: Sequence[marked.Block], after: Sequence[marked.Block]) -> Compared:
    old_notes, new_notes = notes_of(before), notes_of(after)
    # A note that stayed has one name on both sides, so that its mark is no difference.
    names = _names(old_notes, new_notes)
    old = [_renamed(unit, names) for unit in units_of(before)]
    notes = {mark: _whole_spans(spans, "added") for mark, spans in new_notes.items()}
    for mark, spans in old_notes.items():
        new = new_notes.get(names[mark])
        notes[names[mark]] = _whole_spans(spans, "removed") if new is None else _words_compared(spans, new)
    return Compared([_unit(*pair) for pair in _aligned(old, units_of(after), _least)], notes)


def _names(old: Notes, new: Notes) -> dict[str, str]:
    """What each note of before is called now: by the same words, and else by the same mark."""
    names: dict[str, str] = {}
    left = dict(new)
    for mark, spans in old.items():
        name = next((one for one in (mark, *left) if left.get(one) == spans), None)
        if name is not None:
            names[mark] = name
            del left[name]
    for mark in old:
        if mark not in names:
            names[mark] = mark if left.pop(mark, None) is not None else mark + GONE
    return names


def _renamed(unit: Unit, names: Mapping[str, str]) -> Unit:
    def spans_of(spans: Spans) -> Spans:
        return tuple(replace(one, note=names[one.note]) if one.note else one for one in spans)

    if isinstance(unit, Line):
        return replace(unit, spans=spans_of(unit.spans))
    return replace(unit, rows=tuple(replace(row, cells=tuple(map(spans_of, row.cells))) for row in unit.rows))


def _aligned(old: Sequence[T], new: Sequence[T], least: Callable[[T, T], float]) -> Iterator[tuple[Kind, T, T]]:
    """What became what, in order; what came or went stands there twice. least: how much two must be alike to be the
    same that changed."""
    keys = [_key(one) for one in old], [_key(one) for one in new]
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        gone, come = old[old_from:old_to], new[new_from:new_to]
        pairs = _pairs(gone, come, least) if tag != "equal" else [(n, n) for n in range(len(gone))]
        for side, at, to in _steps(pairs, len(gone), len(come)):
            yield side, (come if side == "added" else gone)[at], (gone if side == "removed" else come)[to]


def _steps(pairs: Sequence[tuple[int, int]], n_old: int, n_new: int) -> Iterator[tuple[Kind, int, int]]:
    """All places in order, each with the one beside it or twice its own."""
    at, to = 0, 0
    for one, other in [*pairs, (n_old, n_new)]:
        yield from (("removed", n, n) for n in range(at, one))
        yield from (("added", n, n) for n in range(to, other))
        if one < n_old:
            yield "same", one, other
        at, to = one + 1, other + 1


def _key(one: object) -> object:
    """The place of its list is no part of a line."""
    return (one.shape, one.spans) if isinstance(one, Line) else one


def _pairs(old: Sequence[T], new: Sequence[T], least: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """The places of those that are most alike, in order."""
    gone, come = [_words_of(one) for one in old], [_words_of(one) for one in new]

    def score(n: int, m: int) -> float:
        return _alike(gone[n], come[m]) - least(old[n], new[m])

    if len(old) * len(new) > MOST_PAIRS:
        return [(n, n) for n in range(min(len(old), len(new))) if score(n, n) >= 0]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[score(n, m) for m in range(len(new))] for n in range(len(old))]
    for n in reversed(range(len(old))):
        for m in reversed(range(len(new))):
            both = scores[n][m] + best[n + 1][m + 1] if scores[n][m] >= 0 else -1.0
            best[n][m] = max(best[n + 1][m], best[n][m + 1], both)
    found, n, m = [], 0, 0
    while n < len(old) and m < len(new):
        if scores[n][m] >= 0 and best[n][m] == scores[n][m] + best[n + 1][m + 1]:
            found.append((n, m))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """From 0 to 1: how many of their words they share, in order."""
    total, fewest = len(one) + len(other), min(len(one), len(other))
    shared = (total - Indel.distance(one, other)) / 2
    held = HELD * shared / fewest if fewest >= FEWEST_HELD else 0.0
    return max(2 * shared / total if total else 1.0, held)


def _least(old: Unit, new: Unit) -> float:
    """A table and a line are never the same."""
    if isinstance(old, Line) and isinstance(new, Line):
        is_same = (old.shape.kind, old.shape.level) == (new.shape.kind, new.shape.level)
        return ALIKE if is_same else ALIKE_RESHAPED
    return ALIKE if isinstance(old, Grid) and isinstance(new, Grid) else 2.0


def _words_of(one: Unit | Row | Spans) -> list[str]:
    if isinstance(one, Line):
        return _words_of(one.spans)
    if isinstance(one, Grid):
        return [word for row in one.rows for word in _words_of(row)]
    if isinstance(one, Row):
        return [word for cell in one.cells for word in _words_of(cell)]
    return _WORD.findall("".join(span.text for span in one))


def _unit(side: Kind, old: Unit, new: Unit) -> Unit:
    if side != "same":
        return whole(new, side)
    if isinstance(old, Grid) and isinstance(new, Grid):
        return _grids(old, new)
    if isinstance(old, Line) and isinstance(new, Line):
        was = old.shape if old.shape != new.shape else None
        return replace(new, spans=_words_compared(old.spans, new.spans), was=was)
    raise TypeError(new)


def _grids(old: Grid, new: Grid) -> Grid:
    columns = _columns(old, new)
    head: tuple[Kind, Row, Row] = ("same", old.rows[0], new.rows[0])
    rows = [
        Row(tuple(_cell(side, was, becomes, column) for column in columns), side)
        for side, was, becomes in [head, *_aligned(old.rows[1:], new.rows[1:], lambda _old, _new: ALIKE)]
    ]
    return Grid(tuple(rows), tuple(side for side, _at, _to in columns))


def _cell(side: Kind, was: Row, becomes: Row, column: tuple[Kind, int, int]) -> Spans:
    of_column, at, to = column
    gone = was.cells[at] if "added" not in (side, of_column) else ()
    come = becomes.cells[to] if "removed" not in (side, of_column) else ()
    return _words_compared(gone, come)


def _columns(old: Grid, new: Grid) -> list[tuple[Kind, int, int]]:
    """Which became which: as many as there were stay in their place."""
    n_old, n_new = len(old.columns), len(new.columns)
    if n_old == n_new:
        return [("same", n, n) for n in range(n_old)]
    pairs = _pairs(_turned(old), _turned(new), lambda _old, _new: ALIKE)
    return list(_steps(pairs, n_old, n_new))


def _turned(grid: Grid) -> list[Row]:
    """The columns as rows."""
    return [Row(cells) for cells in zip(*(row.cells for row in grid.rows), strict=True)]


def whole(unit: Unit, side: Kind) -> Unit:
    if isinstance(unit, Line):
        return replace(unit, spans=_whole_spans(unit.spans, side), side=side)
    rows = (Row(tuple(_whole_spans(cell, side) for cell in row.cells), side) for row in unit.rows)
    return replace(unit, rows=tuple(rows))


def _whole_spans(spans: Spans, side: Kind) -> Spans:
    return tuple(replace(one, side=side) for one in spans)


def _words_compared(before: Spans, after: Spans) -> Spans:
    if before == after:
        return after
    places = {mark: n for n, mark in enumerate(dict.fromkeys(one.note for one in (*before, *after) if one.note))}
    old, new = list(_lettered(before, places)), list(_lettered(after, places))
    left, right = iter(old), iter(new)
    found: list[Span] = []
    for kind, text in differences("".join(one.text for one in old), "".join(one.text for one in new)):
        gone = [] if kind == "added" else list(islice(left, len(text)))
        come = [] if kind == "removed" else list(islice(right, len(text)))
        if kind == "same":
            found += [
                becomes if was.look == becomes.look else replace(becomes, was=was.look)
                for was, becomes in zip(gone, come, strict=True)
            ]
        else:
            found += [replace(one, side=kind) for one in (*gone, *come)]
    return tuple(_grouped(found))


def _lettered(spans: Spans, places: Mapping[str, int]) -> Iterator[Span]:
    for span in spans:
        if span.note:
            yield replace(span, text=chr(_NOTES + min(places[span.note], _MOST_NOTES)))
        else:
            yield from (replace(span, text=letter) for letter in span.text)


def _grouped(letters: Sequence[Span]) -> Iterator[Span]:
    for first, group in groupby(letters, key=lambda one: replace(one, text="")):
        yield first if first.note else replace(first, text="".join(span.text for span in group))


# --- One side of them ---


def without(found: Compared, side: Kind) -> Compared:
    """What came left out, or what went: the rest still says what it is. Without what came, all looks as it did."""
    units = [unit_without(one, side) for one in found.units if not (isinstance(one, Line) and one.side == side)]
    notes = {mark: rest for mark, spans in found.notes.items() if (rest := _spans_without(spans, side))}
    return Compared([one for one in units if not isinstance(one, Grid) or one.rows], notes)


def unit_without(unit: Unit, side: Kind) -> Unit:
    if isinstance(unit, Line):
        shape = unit.was if unit.was and side == "added" else unit.shape
        was = None if side == "added" else unit.was
        return replace(unit, shape=shape, was=was, spans=_spans_without(unit.spans, side))
    is_left = [one != side for one in unit.columns]
    rows = (
        replace(row, cells=tuple(_spans_without(cell, side) for cell in compress(row.cells, is_left)))
        for row in unit.rows
        if row.side != side
    )
    return Grid(tuple(rows), tuple(compress(unit.columns, is_left)))


def _spans_without(spans: Spans, side: Kind) -> Spans:
    left = (one for one in spans if one.side != side)
    if side == "added":
        left = (replace(one, look=one.was, was=None) if one.was is not None else one for one in left)
    return tuple(left)
