"""Printing a plan on one large sheet, once for each way that it reads."""

from django.template.loader import render_to_string

from regiotafel.publishing.plan_sheet.queries import Sheet
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.web.files import print_once


def sheet_key(found: Sheet) -> str:
    """Names the print of the plan as it reads on this day."""
    return f"plan-{found.mark}"


def paper(found: Sheet, source_url: str) -> str:
    """The plan as one file for printing."""
    region = found.plan.region
    context = {"sheet": found, "plan": found.plan, "region": region, "styles": html.styles(), "source_url": source_url}
    return render_to_string("publishing/plan_file.html", context)


def print_sheet(found: Sheet, source_url: str) -> bytes:
    """The plan as PDF/UA, kept for the next reader."""
    return print_once(sheet_key(found), lambda: print_apart(paper(found, source_url)))
