"""A report as one HTML file: for `regiotafel analyse --html`, and as the page that the PDF is printed from.

Uses the templates of the site with a template engine of its own, so that the command line needs no database, no apps
and no settings (docs/decisions/0010-a-report-is-rendered-once.md).
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from regiotafel.engine.results.opinions import Report
from regiotafel.reports.language import CATALOGUES, DUTCH, _, chosen, gettext_noop
from regiotafel.reports.opinions.outcome import Outcome, read

PACKAGE = Path(__file__).resolve().parent.parent
STYLE = PACKAGE / "static" / "regiotafel" / "report.css"


# What a file is called that was not asked for by a consultation.
TITLE = gettext_noop("Uitkomst van de ronde")


def render(report: Report, *, title: str = "", source: str = "", profile: Sequence[str] = ()) -> str:
    """One file that needs nothing else: its style is inside, it has no scripts and loads nothing. source: whose answers
    these are, of when; profile: statements that tell who somebody is, which were not counted."""
    return page(read(report), title=title, folded=True, source=source, profile=profile)


def page(outcome: Outcome, *, title: str, folded: bool, **more: Any) -> str:
    """folded: for the screen, where the numbers of a statement open on demand. Else for paper: the first look, and all
    statements with the groups in one table. Roles and municipalities stand on the site and in the table of figures."""
    template = engine().get_template("report/file.html")  # sets Django up where there is no site
    context = {
        "outcome": outcome,
        "statements": outcome.in_order("eens"),
        "title": title or _(TITLE),
        "language": chosen(),
        "folded": folded,
        "styles": mark_safe(styles() + _widths(outcome)),  # noqa: S308  # our own file and numbers
        **more,
    }
    return template.render(Context(context))


@cache
def styles() -> SafeString:
    return mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308  # our own file


def _widths(outcome: Outcome) -> str:
    """The widths of the bars that occur: a hundred rules cost the maker of a PDF a second."""
    shown = [one for found in outcome.glance for one in found]
    by_group = [(row, one.answer) for one in shown for row in one.statement.by_group.rows]
    rows = [*(one.everybody for one in outcome.statements), *(row for row, _ in by_group)]
    used = {percent for row in rows for percent in (row.agree, row.disagree, row.unsure)}
    used |= {percent for row, answer in by_group for percent in row.margin(answer)}
    used |= {100} | {width for presence in outcome.presences for _, width in presence.bars}
    return "".join(f".w-{percent}{{width:{percent}%}}" for percent in sorted(used))


def _configure(language: str) -> None:
    """Django as far as templates need it; their words come from the catalogue where that is not Dutch."""
    settings.configure(
        USE_I18N=language != DUTCH, LANGUAGE_CODE=language, LOCALE_PATHS=[CATALOGUES], TIME_ZONE="Europe/Amsterdam"
    )
    if settings.USE_I18N:
        apps.populate(())  # translations ask it for those of apps


@cache
def engine() -> Engine:
    """The templates of reports, without the site."""
    if not settings.configured:
        _configure(chosen())
    return Engine(
        dirs=[str(PACKAGE / "templates")],
        libraries={
            "i18n": "django.templatetags.i18n",
            "report": "regiotafel.reports.tags",
            "compromise": "regiotafel.reports.compromise.tags",
            "days": "regiotafel.web.days",
        },
    )
