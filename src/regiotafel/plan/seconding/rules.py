"""Whose people work where: what can be filled in, and what that comes to in a year. No database here."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from regiotafel.plan.models import Secondment
from regiotafel.plan.rules import PlanRefused, check_lengths

LONGEST_TEAM, LONGEST_ROLE, MOST_HOURS_A_WEEK = 100, 100, 2_000
FIELDS: Mapping[str, int] = {"team": LONGEST_TEAM, "role": LONGEST_ROLE}
# A secondment without end is counted so many years ahead.
YEARS_AHEAD = 3


def check_secondment(found: Mapping[str, Any]) -> None:
    if found["municipality"] is None and found["organisation"] is None:
        raise PlanRefused(_("Kies wie iemand detacheert."), field="owner")
    if not found["team"] and found["to"] is None:
        raise PlanRefused(_("Kies een organisatie, of vul een team in."), field="to")
    if found["to"] is not None and found["to"] == found["organisation"] and not found["team"]:
        raise PlanRefused(_("Dit is dezelfde organisatie. Kies een andere, of vul een team in."), field="to")
    if not found["role"]:
        raise PlanRefused(_("Vul een functie of deskundigheid in. Schrijf geen naam op."), field="role")
    check_lengths({name: (found[name], most) for name, most in FIELDS.items()})
    if not 0 < found["hours"] <= MOST_HOURS_A_WEEK:
        raise PlanRefused(
            _("Vul een heel getal in van 1 tot en met %(most)d.") % {"most": MOST_HOURS_A_WEEK}, field="hours"
        )
    if found["until_on"] is not None and found["until_on"] < found["from_on"]:
        raise PlanRefused(_("Deze dag ligt voor de eerste dag."), field="until_on")


def hours_in(secondment: Secondment, year: int) -> int:
    """Of a year of 52 weeks: the hours a week, for as many days of it as somebody works there."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins, ends = max(secondment.from_on, first), min(secondment.until_on or last, last)
    n_days = max((ends - begins + timedelta(days=1)).days, 0)
    return round(secondment.hours * 52 * n_days / ((last - first).days + 1))


def years_of(secondments: Iterable[Secondment], today: date) -> list[int]:
    """In which somebody works somewhere; of what has no end some years ahead."""
    rows = list(secondments)
    if not rows:
        return []
    first = min(one.from_on.year for one in rows)
    open_until = max(today.year, first) + YEARS_AHEAD - 1
    last = max(one.until_on.year if one.until_on else max(open_until, one.from_on.year) for one in rows)
    return list(range(first, min(last, first + 14) + 1))
