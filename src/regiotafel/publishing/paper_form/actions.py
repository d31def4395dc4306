"""Printing the empty sheet of a municipality, once for each way that it reads."""

from django.template.loader import render_to_string

from regiotafel.mandates.rules import LEVELS
from regiotafel.publishing.paper_form.queries import EmptySheet
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.web.files import print_once


def form_key(found: EmptySheet) -> str:
    """Names the print of this sheet."""
    return f"sheet-{found.mark}"


def paper(found: EmptySheet) -> str:
    """The sheet as one file for printing."""
    context = {"sheet": found, "round": found.party.round, "municipality": found.party.municipality}
    context |= {"levels": LEVELS, "styles": html.styles()}
    return render_to_string("publishing/sheet_file.html", context)


def print_form(found: EmptySheet) -> bytes:
    """The sheet as PDF/UA, kept for the next reader."""
    return print_once(form_key(found), lambda: print_apart(paper(found)))
