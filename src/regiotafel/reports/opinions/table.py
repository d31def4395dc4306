"""A report as one table: a row per statement and part of the people."""

from collections.abc import Iterator

from regiotafel.engine.results.opinions import Cell
from regiotafel.formats.tables import write_csv, write_xlsx

from . import sentences
from .outcome import Outcome
from .rows import FEW
from .statements import ORDERS

COLUMNS = (
    "stelling",
    "tekst",
    "uitkomst",
    "verdeling",
    "deel",
    "mensen",
    "eens",
    "oneens",
    "weet_ik_niet",
    "niet_genoemd",
    "eens_schatting",
    "eens_laag",
    "eens_hoog",
    "oneens_schatting",
    "oneens_laag",
    "oneens_hoog",
    "verborgen",
)
PARTS = {"group": "groep", "role": "rol", "municipality": "gemeente"}


def write_table(outcome: Outcome) -> Iterator[str]:
    """The table as text. A part that is hidden has no numbers; where answers of some people are not told
    (`niet_genoemd`), the other counts are the least that they can be, and empty where nothing is told."""
    return write_csv(COLUMNS, _rows(outcome))


def write_workbook(outcome: Outcome) -> bytes:
    """The same table as a workbook."""
    return write_xlsx(COLUMNS, _rows(outcome), sheet="Cijfers")


def _rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    names = [group.name for group in outcome.groups]
    for one in outcome.in_order(ORDERS[2]):
        number = int(one.id) if one.id.isdecimal() and str(int(one.id)) == one.id else one.id
        about = (number, one.text, sentences.status(one, outcome))
        yield *about, "iedereen", "", *_numbers(one.data.everybody)
        if len(names) > 1:
            for cell in one.data.by_group:
                yield *about, "groep", names[cell.group], *_numbers(cell)
        for name, values in one.data.by_declared.items():
            for value in values:
                yield *about, PARTS.get(name, name), value.value, *_numbers(value)
        for pair in one.data.by_crossing:
            part = " en ".join(PARTS.get(name, name) for name in pair.by)
            yield *about, part, ", ".join(pair.values), *_numbers(pair)


def _numbers(cell: Cell) -> tuple[object, ...]:
    if cell.hidden:
        return (*[""] * 11, "ja")
    # Of a few people there are counts only: their share looks surer than it is.
    is_few = (cell.n_people or 0) < FEW
    ends = [
        end
        for one in (cell.agree, cell.disagree)
        for end in (("", "", "") if one is None or is_few else (one.estimate, one.low, one.high))
    ]
    # That at least nobody gave an answer says nothing, and a zero would be read as nobody.
    counts = ["" if cell.n_untold and not count else count for count in cell.counts]
    return (cell.n_people, *counts, cell.n_untold, *ends, "nee")
