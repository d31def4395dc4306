"""What the subjects share: the word of this part of the site, who sees a plan, and how they say what cannot be."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.models import Measure, MeasureState, Plan, PlanState
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.regions.permissions import SeenBy, Standing, sees
from regiotafel.reports.numbers import large
from regiotafel.text.length import length

# The word of this part of the site in addresses and menus.
PART = "plan"
# A plan that is prepared is there for who writes it, for who scores its measures, and for who reads of it in the log.
SEEN_BY: SeenBy = {
    PlanState.DRAFT: ("plan.write", "measure.score", "history.read"),
    PlanState.OPEN: ("plan.read",),
    PlanState.RUNNING: ("plan.read",),
    PlanState.DONE: ("plan.read",),
}
# What a region can still choose from; what it chose and is not done yet; and what is over.
CHOSEN = (MeasureState.PLANNED, MeasureState.BUSY, MeasureState.DONE)
OUT = (MeasureState.NOT, MeasureState.STOPPED, MeasureState.WITHDRAWN)

# No sum of a region is larger.
MOST_MONEY, MOST_HOURS = 10_000_000_000, 100_000_000


class Amount(NamedTuple):
    """Of one year: whole euros and hours."""

    money: int = 0
    hours: int = 0


def total(amounts: Mapping[int, Amount]) -> Amount:
    """Over all years."""
    return Amount(sum(one.money for one in amounts.values()), sum(one.hours for one in amounts.values()))


# Who can own something: one of these, or "region" for all municipalities together.
Owner = Municipality | Organisation | str | None


def as_owner(owner: Owner) -> dict[str, Any]:
    """The fields of `Owned`."""
    return {
        "municipality": owner if isinstance(owner, Municipality) else None,
        "organisation": owner if isinstance(owner, Organisation) else None,
        "is_of_region": owner == "region",
    }


class PlanRefused(Refused):
    """What was filled in about a plan cannot be kept as it is; the sentence stands at its field."""

    status = 422


def key_of(number: int) -> str:
    """What the rules that choose call a measure: as text in the order of numbers."""
    return f"{number:06}"


def is_seen(plan: Plan, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, plan.state, standings)


def is_measure_seen(measure: Measure, standings: Collection[Standing]) -> bool:
    return is_seen(measure.plan, standings)


def check_lengths(said: Mapping[str, tuple[str, int]]) -> None:
    """By field: what was filled in, and how many characters that may be."""
    for name, (words, most) in said.items():
        if length(words) > most:
            raise PlanRefused(_("Dit is te lang: hooguit %(n)d tekens.") % {"n": most}, field=name)


def check_goes_on(plan: Plan) -> None:
    if plan.state == PlanState.DONE:
        raise PlanRefused(_("Dit plan is afgerond. Zet het eerst weer in uitvoering."))


def check_amounts(plan: Plan, amounts: Mapping[int, Amount]) -> None:
    for year, amount in amounts.items():
        if year not in plan.years:
            raise PlanRefused(_("%(year)d valt niet in dit plan.") % {"year": year})
        for name, value, most in (("money", amount.money, MOST_MONEY), ("hours", amount.hours, MOST_HOURS)):
            if not 0 <= value <= most:
                told = _("Vul een heel getal in van 0 tot en met %(most)s.") % {"most": large(most)}
                raise PlanRefused(told, field=name)
