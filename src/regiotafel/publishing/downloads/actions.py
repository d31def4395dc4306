"""Printing a report as PDF, once. A report never changes after it is made, so neither does its print."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel.consultations.models import Report
from regiotafel.reports import html
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.printer import print_apart
from regiotafel.web.files import print_once


def report_key(report: Report) -> str:
    """Names the print of this report."""
    return f"verslag-{report.pk}-{report.made_at:%Y%m%d%H%M%S%f}"


def print_report(report: Report, source_url: str) -> bytes:
    """The whole report as PDF/UA, kept for the next reader."""
    return print_once(report_key(report), lambda: print_apart(paper_of(report, source_url)))


def paper_of(report: Report, source_url: str) -> str:
    """What is printed, as a page of its own."""
    consultation = report.consultation
    return html.page(
        read(report.data),
        title=_("Uitkomst: %(title)s") % {"title": consultation.title},
        folded=False,
        place=consultation.region.name,
        is_invented=consultation.region.is_invented,
        consultation=consultation,
        counted_until=report.counted_until,
        source_url=source_url,
        method_url=urljoin(source_url, reverse("pages:method")),
    )
