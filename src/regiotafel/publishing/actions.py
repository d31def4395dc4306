"""Printing what takes seconds, once."""

from regiotafel.reports.printer import can_print
from regiotafel.web.files import ask_to_print


def must_print(key: str) -> bool:
    """True for the one caller who must start the printing, on a machine that can."""
    return can_print() and ask_to_print(key)


def as_pdf(page: str) -> bytes:
    from regiotafel.reports import pdf  # noqa: PLC0415  # takes a second and much memory: only for who prints

    return pdf.write(page)
