"""What differs between two passages, as Word can track it: what only looks otherwise went and came too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from regiotafel.text.changes import Compared, Grid, Line, Spans, Unit, unit_without, whole


def tracked(found: Compared) -> list[Unit]:
    return [one for unit in found.units for one in _of_unit(unit)]


def _of_unit(unit: Unit) -> Iterator[Unit]:
    """A line that became something else, or a table with other columns, went and came as a whole."""
    if isinstance(unit, Line) and unit.was is None:
        yield replace(unit, spans=tracked_spans(unit.spans))
    elif isinstance(unit, Grid) and set(unit.columns) == {"same"}:
        rows = (replace(row, cells=tuple(map(tracked_spans, row.cells))) for row in unit.rows)
        yield replace(unit, rows=tuple(rows))
    else:
        yield whole(unit_without(unit, "added"), "removed")
        yield whole(unit_without(unit, "removed"), "added")


def tracked_spans(spans: Spans) -> Spans:
    return tuple(
        one
        for span in spans
        for one in (
            (span,)
            if span.was is None
            else (replace(span, look=span.was, was=None, side="removed"), replace(span, was=None, side="added"))
        )
    )
