"""How far a release can be followed, and what waited beside it, as one table: a row for each figure of each moment."""

from collections.abc import Iterable, Iterator, Sequence

from regiotafel.formats.tables import write_csv

COLUMNS = ("wat", "wie", "moment", "aantal", "van")


def write_coverage(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows with the cells of COLUMNS."""
    return write_csv(COLUMNS, rows)
