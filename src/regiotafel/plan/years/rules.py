"""What a variant is: a name, and for each measure that is in its first year and size."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.plan.models import MeasureState, Plan, Variant
from regiotafel.plan.rules import PlanRefused, check_lengths

# More of them nobody compares.
MOST_VARIANTS = 10
LONGEST_NAME = 80
# What a measure was before it became smaller stays to be chosen, under this name.
AS_PROPOSED = "Zoals eerst voorgesteld"
# What can be chosen to be in the plan, or is.
CAN_BE_PLANNED = (MeasureState.PROPOSED, MeasureState.LATER, MeasureState.PLANNED)


class At(NamedTuple):
    """Where a measure is: its first year, and the key of the smaller size; None as it was proposed."""

    year: int
    size: int | None = None


def check_name(name: str, is_taken: bool) -> None:
    if not name:
        raise PlanRefused(_("Vul in hoe de variant heet, zoals: eerst de crisishulp."), field="name")
    check_lengths({"name": (name, LONGEST_NAME)})
    if is_taken:
        raise PlanRefused(_("Er is al een variant met deze naam. Kies een andere naam."), field="name")


def check_room(n: int) -> None:
    if n >= MOST_VARIANTS:
        raise PlanRefused(_("Er zijn al %(n)d varianten. Haal er eerst een weg.") % {"n": n}, field="name")


def check_places(plan: Plan, at: Mapping[int, At], sizes: Mapping[int, Collection[int]]) -> None:
    """sizes: by the number of each measure that can have a place, the keys of its sizes."""
    for number, (year, size) in at.items():
        if number not in sizes:
            told = _("Maatregel %(number)d doet niet meer mee. Bekijk de indeling opnieuw.")
            raise PlanRefused(told % {"number": number})
        if year not in plan.years:
            raise PlanRefused(_("%(year)d valt niet in dit plan.") % {"year": year})
        if size is not None and size not in sizes[number]:
            told = _("Deze kleinere vorm van maatregel %(number)d is er niet meer. Bekijk de indeling opnieuw.")
            raise PlanRefused(told % {"number": number})


def check_version(variant: Variant, seen: int) -> None:
    check_seen(seen, variant.version, variant)


def check_reason(reason: str) -> None:
    if not reason:
        raise PlanRefused(_("Schrijf op waarom. Iedereen kan deze reden lezen."), field="reason")
    check_lengths({"reason": (reason, REASON_LENGTH)})


def check_ends_in_time(plan: Plan, ends: Mapping[str, int]) -> None:
    """ends: by title, the last year of each measure that gets other years."""
    for title, year in ends.items():
        if year > plan.last_year:
            told = _("“%(title)s” loopt door na %(year)d. Laat die eerder beginnen, of haal die uit de variant.")
            raise PlanRefused(told % {"title": title, "year": plan.last_year})
