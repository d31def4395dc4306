"""Printing a text as PDF, once for each way that it reads."""

from django.template.loader import render_to_string

from regiotafel.publishing.texts.queries import Whole
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.web.files import print_once


def text_key(found: Whole) -> str:
    """Names the print of this text as it reads now."""
    return f"tekst-{found.mark}"


def paper(found: Whole, source_url: str) -> str:
    """The text as one file for printing."""
    context = {
        "whole": found,
        "document": found.document,
        "region": found.document.region,
        "release": found.release,
        "styles": html.styles(),
        "source_url": source_url,
    }
    return render_to_string("publishing/text_file.html", context)


def print_text(found: Whole, source_url: str) -> bytes:
    """The text as PDF/UA, kept for the next reader."""
    return print_once(text_key(found), lambda: print_apart(paper(found, source_url)))
