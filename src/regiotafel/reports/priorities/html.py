"""What comes first as one HTML file: for `--html` of the command line."""

from __future__ import annotations

from django.template import Context

from regiotafel.engine.results.priorities import Priorities, Year
from regiotafel.reports.html import engine, styles
from regiotafel.reports.language import _, chosen
from regiotafel.reports.numbers import large

from . import sentences


def render(found: Priorities) -> str:
    """One file that needs nothing else: its style is inside, it has no scripts and loads nothing."""
    template = engine().get_template("report/priorities/file.html")  # first: without it no text has a language
    context = {
        "language": chosen(),
        "title": sentences.title(found),
        "headline": sentences.headline(found),
        "rule": sentences.rule_told(found),
        "styles": styles(),
        "years": [_year(one) for one in found.years],
        "columns": {
            "name": _("Maatregel"),
            "cost": _("Kosten"),
            "people": _("Mensen die dit willen"),
            "why": _("Waarom"),
        },
        "made": _("Gemaakt met Regiotafel."),
    }
    return template.render(Context(context))


def _year(one: Year) -> dict[str, object]:
    parts = [
        (_("In het plan"), [_row(key, one, sentences.inside_told(key, one)) for key in one.plan]),
        (_("Niet in het plan"), [_row(key, one, sentences.outside_told(key, one)) for key in one.losers]),
    ]
    return {
        "name": one.year,
        "money": sentences.money_told(one),
        "kinds": [sentences.kind_told(name, one) for name in one.kinds],
        "parts": [(head, rows) for head, rows in parts if rows],
    }


def _row(key: str, year: Year, told: str) -> dict[str, str]:
    one = year.inside.get(key) or year.losers[key]
    return {"name": sentences.called(key, one), "cost": large(one.cost), "people": large(one.people), "why": told}
