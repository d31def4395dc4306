"""Printing a report as PDF, once. A report never changes after it is made, so neither does its print."""

from urllib.parse import urljoin

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel import __version__
from regiotafel.consultations.models import Report
from regiotafel.reports import html
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.printer import can_print

KEPT_FOR = 7 * 24 * 3600
# A task that was asked for this long ago has died: ask again.
TAKES_AT_MOST = 120


def printed(report: Report) -> bytes | None:
    """The PDF, when it was made before."""
    found: bytes | None = cache.get(_key(report))
    return found


def ask_to_print(report: Report) -> bool:
    """True for the one caller who must start the printing."""
    return can_print() and cache.add(f"{_key(report)}-asked", 1, TAKES_AT_MOST)


def print_report(report: Report, source_url: str) -> bytes:
    """The whole report as PDF/UA, kept for the next reader."""
    from regiotafel.reports import pdf  # noqa: PLC0415  # takes a second and much memory: only for who prints

    if (before := printed(report)) is not None:
        return before
    consultation = report.consultation
    page = html.page(
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
    made = pdf.write(page)
    cache.set(_key(report), made, KEPT_FOR)
    return made


def _key(report: Report) -> str:
    return f"verslag-{__version__}-{report.pk}-{report.made_at:%Y%m%d%H%M%S%f}"
