"""Two passages as one to read: a table stays a table; what came, went or only looks otherwise is marked inside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from . import marked
from .changes import Compared, Grid, Line, Shape, Span, Spans
from .differences import Kind
from .looks import Look
from .marked import Break, Changed, Emphasis, Link, NoteMark, Run, Runs, Strong, Text

ITEMS = ("list", "numbered")


@dataclass(frozen=True)
class Telling:
    """The words around what came and what went, for who does not see how it looks; and what tells that words stayed
    and look otherwise, or that a line became something else."""

    added: str
    removed: str
    end: str
    looks: Callable[[Look, Look], str]
    becomes: Callable[[Shape, Shape], str]


def shown(found: Compared, telling: Telling) -> list[marked.Block]:
    """What `marked.as_html` writes."""
    return list(_Shown(telling).blocks(found))


@dataclass(frozen=True)
class _Shown:
    telling: Telling

    def blocks(self, found: Compared) -> Iterator[marked.Block]:
        for is_list, group in groupby(found.units, key=lambda one: isinstance(one, Line) and one.shape.kind in ITEMS):
            units = list(group)
            if is_list:
                yield from self._lists([one for one in units if isinstance(one, Line)])
                continue
            for unit in units:
                if isinstance(unit, Grid):
                    head, *rows = (tuple(self._runs(cell) for cell in row.cells) for row in unit.rows)
                    yield marked.Table(head, tuple(rows))
                elif unit.shape.kind == "heading":
                    yield marked.Heading(unit.shape.level + 2, self._line(unit))
                else:
                    yield marked.Paragraph(self._line(unit))
        yield from (marked.Note(mark, self._runs(spans)) for mark, spans in found.notes.items())

    def _lists(self, lines: Sequence[Line]) -> Iterator[marked.List]:
        """What stands deeper than the least deep belongs to the item above it."""
        top = min(line.shape.level for line in lines)
        items: list[list[Line]] = []
        for line in lines:
            if not items or (line.shape.level == top and not line.shape.under):
                items.append([])
            items[-1].append(line)
        for kind, group in groupby(items, key=lambda item: item[0].shape.kind):
            some = list(group)
            found = tuple(tuple(self._item(item, top)) for item in some)
            yield marked.List(kind == "numbered", found, some[0][0].shape.start)

    def _item(self, lines: Sequence[Line], top: int) -> Iterator[marked.Block]:
        first, *rest = lines
        yield marked.Paragraph(self._line(first))
        for is_deeper, group in groupby(rest, key=lambda line: line.shape.level > top):
            if is_deeper:
                yield from self._lists(list(group))
            else:
                yield from (marked.Paragraph(self._line(line)) for line in group)

    def _line(self, line: Line) -> Runs:
        runs = self._runs(line.spans)
        if line.was is None:
            return runs
        return (*runs, Changed((), "same", "", self.telling.becomes(line.was, line.shape)))

    def _runs(self, spans: Spans) -> Runs:
        found: list[Run] = []
        for (side, was, look), group in groupby(spans, key=_told_by):
            runs = tuple(_runs(list(group)))
            if side != "same":
                before = self.telling.added if side == "added" else self.telling.removed
                runs = (Changed(runs, side, before, self.telling.end),)
            elif was is not None:
                runs = (Changed(runs, "same", "", self.telling.looks(was, look)),)
            found += runs
        return tuple(found)


def _told_by(span: Span) -> tuple[Kind, Look | None, Look]:
    """White space looks like nothing."""
    if span.side != "same" or span.was is None or not span.text.strip():
        return span.side, None, Look()
    return span.side, span.was, span.look


def _runs(spans: Sequence[Span]) -> Iterator[Run]:
    for look, group in groupby(spans, key=lambda span: span.look):
        runs: Runs = tuple(run for span in group for run in _letters(span))
        runs = (Emphasis(runs),) if look.emphasis else runs
        runs = (Strong(runs),) if look.strong else runs
        yield from (Link(look.link, runs),) if look.link else runs


def _letters(span: Span) -> Iterator[Run]:
    if span.note:
        yield NoteMark(span.note)
        return
    for n, line in enumerate(span.text.split("\n")):
        if n:
            yield Break()
        if line:
            yield Text(line)
