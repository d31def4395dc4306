"""A reaction note as one table: a row per answer, then a row per change on our own initiative."""

from collections.abc import Iterable, Iterator, Sequence

from regiotafel.formats.tables import write_csv, write_xlsx

COLUMNS = (
    "nr",
    "inzender",
    "inbreng",
    "hoofdstuk",
    "thema",
    "passage",
    "wat_we_hoorden",
    "ons_antwoord",
    "leidt_tot_wijziging",
    "wie_dan_wel",
    "was",
    "wordt",
    "wie_zorgt_ervoor",
    "uiterlijk_op",
    "versie",
    "status",
)


def write_note(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows with the cells of COLUMNS."""
    return write_csv(COLUMNS, rows)


def write_note_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """The same table as a workbook."""
    return write_xlsx(COLUMNS, rows, sheet="Reactienota")
