"""Printing a report as PDF, once. A report never changes after it is made, so neither does its print."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel import __version__
from regiotafel.consultations.models import Report
from regiotafel.reports import html
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.printer import can_print
from regiotafel.web.files import ask_to_print, print_once


def report_key(report: Report) -> str:
    """Names the print of this report."""
    return f"verslag-{__version__}-{report.pk}-{report.made_at:%Y%m%d%H%M%S%f}"


def must_print(key: str) -> bool:
    """True for the one caller who must start the printing, on a machine that can."""
    return can_print() and ask_to_print(key)


def print_report(report: Report, source_url: str) -> bytes:
    """The whole report as PDF/UA, kept for the next reader."""
    return print_once(report_key(report), lambda: as_pdf(_paper(report, source_url)))


def as_pdf(page: str) -> bytes:
    from regiotafel.reports import pdf  # noqa: PLC0415  # takes a second and much memory: only for who prints

    return pdf.write(page)


def _paper(report: Report, source_url: str) -> str:
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
