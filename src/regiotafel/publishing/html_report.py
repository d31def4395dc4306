"""A report as one HTML file: for `regiotafel analyse --html`, and as the page that the PDF is printed from.

Uses the templates of the site with a template engine of its own, so that the command line needs no database, no apps
and no settings (docs/decisions/0010-report-in-one-template.md).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from regiotafel.formats.report import Outcome, read

PACKAGE = Path(__file__).resolve().parent.parent
STYLE = PACKAGE / "static" / "regiotafel" / "report.css"


def render(report: Mapping[str, Any], *, title: str = "Uitkomst van het gesprek") -> str:
    """One file that needs nothing else: its style is inside, it has no scripts and loads nothing."""
    return page(read(report), title=title, folded=True)


def page(outcome: Outcome, *, title: str, folded: bool, **more: Any) -> str:
    """folded: the numbers of a statement open on demand; on paper they stand open."""
    context = {
        "outcome": outcome,
        "statements": outcome.in_order("eens"),
        "title": title,
        "folded": folded,
        "styles": mark_safe(_styles()),  # noqa: S308  # our own file
        **more,
    }
    return _engine().get_template("report/file.html").render(Context(context))


@cache
def _styles() -> str:
    widths = "".join(f".w-{percent}{{width:{percent}%}}" for percent in range(101))
    return STYLE.read_text(encoding="utf-8") + widths


@cache
def _engine() -> Engine:
    if not settings.configured:
        settings.configure(USE_I18N=False, LANGUAGE_CODE="nl", TIME_ZONE="Europe/Amsterdam")
    return Engine(
        dirs=[str(PACKAGE / "templates")],
        libraries={
            "i18n": "django.templatetags.i18n",
            "report": "regiotafel.consultations.templatetags.report",
        },
    )
