"""A compromise, or two groups beside each other, as one HTML file: for `--html` of the command line."""

from __future__ import annotations

from django.template import Context

from regiotafel.engine.results.compromise import Compromise
from regiotafel.engine.results.differences import Differences
from regiotafel.reports.html import engine, styles
from regiotafel.reports.language import _

from . import sentences, tables
from .differences import headline, rows


def render(found: Compromise, *, title: str = "") -> str:
    """One file that needs nothing else: its style is inside, it has no scripts and loads nothing."""
    template = engine().get_template("report/compromise/file.html")  # first: without it no text has a language
    first = sentences.proposed(found)
    context = {
        "found": found,
        "title": title or _("Wie beslist wat: een pakket"),
        "styles": styles(),
        "proposal": first[1] if first else None,
        "rule": found.proposal,
        "rules": tables.rules(found),
        "weighed": tables.weighed(found),
        "subjects": tables.subjects(found),
        "parties": tables.parties(found),
    }
    return template.render(Context(context))


def render_differences(found: Differences) -> str:
    template = engine().get_template("report/compromise/differences_file.html")
    return template.render(Context({"found": found, "title": headline(found), "styles": styles(), "rows": rows(found)}))
