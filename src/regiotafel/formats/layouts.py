"""The tables that we know, told apart by the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from .cells import short
from .faults import FileRefused
from .sentence import _, gettext_noop
from .tables import Table, column_name, read_table

LINES_LOOKED_AT = 30


@dataclass(frozen=True)
class Layout:
    """called: how a person names it. columns: those that it needs. more: those that it may have."""

    called: str
    columns: tuple[str, ...]
    more: tuple[str, ...] = ()


VOTES = Layout(_("een lijst met stemmen"), ("comment-id", "voter-id", "vote"), ("timestamp", "datetime"))
MATRIX = Layout(
    _("een tabel met een rij per deelnemer"),
    ("participant",),
    ("xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"),
)
COMMENTS = Layout(
    _("een lijst met stellingen"),
    ("comment-id", "comment-body"),
    ("timestamp", "datetime", "author-id", "agrees", "disagrees", "passes", "moderated", "is-meta", "is-seed"),
)
ROLES = Layout(_("een lijst met rollen"), ("voter-id", "role"), ("municipality",))
BENCHMARK = Layout(_("een lijst met hoeveel mensen er zijn"), ("by", "value", "number", "source", "year"))
KNOWN = (VOTES, MATRIX, COMMENTS, ROLES, BENCHMARK)
COLUMNS = frozenset(name for one in KNOWN for name in one.columns + one.more)


def read(data: bytes, *wanted: Layout) -> tuple[Layout, Table]:
    """The table, and which of these it is. Raises FileRefused when it is another, or none that we know."""
    table = read_table(data, COLUMNS, {name for one in wanted for name in one.columns})
    found = _layout(table.header)
    for one in wanted:
        if one is found or all(name in table.header for name in one.columns):
            return one, table
    if (line := _line_with_names(table, wanted)) and not found:
        words = gettext_noop("hier staan de namen van de kolommen pas. Haal weg wat erboven staat.")
        raise FileRefused(_("De eerste regel heeft niet de namen van de kolommen."), [(line, _(words))])
    missing = ", ".join(name for name in wanted[0].columns if name not in table.header)
    looks = _("Het lijkt op %(other)s.", other=found.called) if found else ""
    raise FileRefused(
        _("Dit is niet %(wanted)s. %(looks)s", wanted=wanted[0].called, looks=looks).rstrip(),
        [
            (
                table.line,
                _(
                    "deze kolommen ontbreken: %(missing)s. Gevonden: %(found)s.",
                    missing=missing,
                    found=short(", ".join(table.header)),
                ),
            )
        ],
    )


def _line_with_names(table: Table, wanted: Sequence[Layout]) -> int:
    """The line on which the names stand after all, below a title or an explanation; 0 when nowhere near."""
    for line, row in islice(table.rows, LINES_LOOKED_AT):
        names = {column_name(cell, COLUMNS) for cell in row}
        if any(names.issuperset(one.columns) for one in wanted):
            return line
    return 0


def _layout(header: Sequence[str]) -> Layout | None:
    return next((one for one in KNOWN if all(name in header for name in one.columns)), None)
