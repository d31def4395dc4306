"""Who decides what as one table: a row for each subject."""

from collections.abc import Iterable, Iterator, Sequence

from regiotafel.formats.tables import write_csv, write_xlsx

COLUMNS = (
    "onderwerp",
    "waar_gaat_het_over",
    "niveau",
    "wie_beslist",
    "op_grond_waarvan",
    "sinds",
    "gewenst_niveau",
    "wat_de_wet_zegt",
    "samen_leren",
    "gewenste_gelijkheid",
    "nodige_schaal",
    "afwijkingen",
    "wat_er_verandert",
    "niet_gebonden",
)


def write_register(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows with the cells of COLUMNS."""
    return write_csv(COLUMNS, rows)


def write_register_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """The same table as a workbook."""
    return write_xlsx(COLUMNS, rows, sheet="Register")
