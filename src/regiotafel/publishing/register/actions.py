"""Printing who decides what on one large sheet, once for each way that it reads."""

from django.template.loader import render_to_string

from regiotafel.publishing.register.queries import Sheet
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.web.files import print_once


def register_key(found: Sheet) -> str:
    """Names the print of the register as it reads on this day."""
    return f"register-{found.mark}"


def paper(found: Sheet, source_url: str) -> str:
    """The register as one file for printing."""
    context = {"sheet": found, "region": found.region, "styles": html.styles(), "source_url": source_url}
    return render_to_string("publishing/register_file.html", context)


def print_register(found: Sheet, source_url: str) -> bytes:
    """The register as PDF/UA, kept for the next reader."""
    return print_once(register_key(found), lambda: print_apart(paper(found, source_url)))
