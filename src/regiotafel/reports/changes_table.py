"""What differs between two releases of a text as one table: a row for each thing that changed."""

from collections.abc import Iterable, Iterator, Sequence

from regiotafel.formats.tables import write_csv, write_xlsx

COLUMNS = ("wat", "hoofdstuk", "passage", "was", "wordt", "redenen")


def write_changes(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows with the cells of COLUMNS."""
    return write_csv(COLUMNS, rows)


def write_changes_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """The same table as a workbook."""
    return write_xlsx(COLUMNS, rows, sheet="Wijzigingen")
