"""What a measure is, how far it is, and what it hangs on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import DecisionLevel
from regiotafel.plan.models import TITLE_LENGTH, Measure, MeasureState, Plan
from regiotafel.plan.rules import PlanRefused, as_owner, check_lengths
from regiotafel.text.tidy import tidy, tidy_line

# What somebody writes about a measure, and how long that may be.
FIELDS: Mapping[str, int] = {
    "title": TITLE_LENGTH,
    "about": 2000,
    "theme": 60,
    "ground": 300,
    "result": 1000,
    "measured_by": 1000,
}
LINES = ("title", "theme", "ground")
LONGEST_SIZE, LONGEST_LESS = 60, 500
MOST_NEEDS = 20
_CHOICES = (MeasureState.PLANNED, MeasureState.LATER, MeasureState.NOT)
# What can become of a measure. Each step can be taken back; of some it is said why.
WAYS: Mapping[str, tuple[MeasureState, ...]] = {
    MeasureState.IDEA: (MeasureState.PROPOSED, MeasureState.WITHDRAWN),
    MeasureState.PROPOSED: (*_CHOICES, MeasureState.IDEA, MeasureState.WITHDRAWN),
    MeasureState.PLANNED: (MeasureState.BUSY, MeasureState.LATER, MeasureState.NOT, MeasureState.PROPOSED),
    MeasureState.BUSY: (MeasureState.DONE, MeasureState.STOPPED, MeasureState.PLANNED),
    MeasureState.DONE: (MeasureState.BUSY,),
    MeasureState.STOPPED: (MeasureState.BUSY, MeasureState.LATER),
    MeasureState.LATER: (MeasureState.PROPOSED, MeasureState.PLANNED, MeasureState.NOT),
    MeasureState.NOT: (MeasureState.PROPOSED, MeasureState.LATER),
    MeasureState.WITHDRAWN: (MeasureState.IDEA,),
}
SAYS_WHY = frozenset({MeasureState.LATER, MeasureState.NOT, MeasureState.STOPPED, MeasureState.WITHDRAWN})


def next_states(measure: Measure) -> tuple[MeasureState, ...]:
    return WAYS[measure.state]


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody filled in about a measure, as it is kept; what was left out is empty."""
    said: dict[str, Any] = {name: (tidy_line if name in LINES else tidy)(values.get(name) or "") for name in FIELDS}
    said |= as_owner(values.get("owner"))
    years = {name: values.get(name) for name in ("earliest_year", "latest_year")}
    return {**said, **years, "level": values.get("level") or "", "is_statutory": bool(values.get("is_statutory"))}


def check_measure(plan: Plan, found: Mapping[str, Any]) -> None:
    if not found["title"]:
        raise PlanRefused(_("Vul in hoe de maatregel heet."), field="title")
    check_lengths({name: (found[name], most) for name, most in FIELDS.items()})
    if found["level"] and found["level"] not in DecisionLevel.values:
        raise PlanRefused(_("Dit niveau bestaat niet. Kies een niveau uit de lijst."), field="level")
    if found["is_statutory"] and not found["ground"]:
        told = _("Vul in welk artikel of besluit dit verplicht, zoals: Jeugdwet, artikel 2.3.")
        raise PlanRefused(told, field="ground")
    if found["ground"] and not found["is_statutory"]:
        told = _("Je vulde een artikel in. Vink dan ook aan dat de wet dit verplicht, of maak dit veld leeg.")
        raise PlanRefused(told, field="is_statutory")
    _check_years(plan, found["earliest_year"], found["latest_year"])


def _check_years(plan: Plan, earliest: int | None, latest: int | None) -> None:
    for name, year in (("earliest_year", earliest), ("latest_year", latest)):
        if year is not None and year not in plan.years:
            named = {"first": plan.first_year, "last": plan.last_year}
            raise PlanRefused(_("Kies een jaar van dit plan: %(first)d tot en met %(last)d.") % named, field=name)
    if earliest is not None and latest is not None and latest < earliest:
        raise PlanRefused(
            _("Dit ligt voor het jaar waarin het kan beginnen. Kies een later jaar."), field="latest_year"
        )


def check_title_free(same: Measure | None) -> None:
    if same is None:
        return
    told = _("Maatregel %(number)d heet al zo. Kies een andere titel, of vul die maatregel aan.")
    if same.state == MeasureState.WITHDRAWN:
        told = _(
            "Maatregel %(number)d heet al zo en is ingetrokken. Kies een andere titel, of maak er weer een idee van."
        )
    raise PlanRefused(told % {"number": same.number}, field="title")


def check_version(measure: Measure, seen: int) -> None:
    check_seen(seen, measure.version, measure)


def check_stands(measure: Measure) -> None:
    if measure.state == MeasureState.WITHDRAWN:
        raise PlanRefused(_("Deze maatregel is ingetrokken. Maak er eerst weer een idee van."))


def check_move(measure: Measure, *, state: str, reason: str) -> None:
    if state not in next_states(measure):
        raise PlanRefused(_("Dat kan nu niet met deze maatregel. Kies iets uit de lijst."), field="state")
    if state in SAYS_WHY and not reason:
        raise PlanRefused(_("Schrijf op waarom. Iedereen kan deze reden lezen."), field="reason")
    check_lengths({"reason": (reason, REASON_LENGTH)})


def check_not_needed(measure: Measure, state: str, needed_by: Sequence[Measure]) -> None:
    """needed_by: what cannot be done without it, and is not over."""
    if state == MeasureState.WITHDRAWN and needed_by:
        named = {"number": needed_by[0].number, "title": needed_by[0].title}
        told = _(
            "Maatregel %(number)d, “%(title)s”, kan niet zonder deze. Haal eerst daar weg dat die dit nodig heeft."
        )
        raise PlanRefused(told % named, field="state")


def check_can_return(measure: Measure, gone: Sequence[Measure]) -> None:
    """gone: what it waits for, and was withdrawn."""
    if measure.state == MeasureState.WITHDRAWN and gone:
        named = {"number": gone[0].number, "title": gone[0].title}
        told = _(
            "Deze maatregel wacht op maatregel %(number)d, “%(title)s”, en die is ingetrokken."
            " Maak van die maatregel eerst weer een idee."
        )
        raise PlanRefused(told % named, field="state")


def check_one_duty(duties: Sequence[Measure], *, field: str) -> None:
    """duties: what the law asks for too, of those that exclude this one, which it asks for as well."""
    if duties:
        named = {"number": duties[0].number, "title": duties[0].title}
        told = _(
            "De wet verplicht ook maatregel %(number)d, “%(title)s”, en die staat in dezelfde keuze."
            " Van een keuze komt er hooguit één in het plan. Haal een van de twee uit de keuze."
        )
        raise PlanRefused(told % named, field=field)


def check_size(name: str, about: str, is_taken: bool) -> None:
    if not name:
        raise PlanRefused(_("Vul in hoe jullie de kleinere vorm noemen, zoals: één team."), field="name")
    check_lengths({"name": (name, LONGEST_SIZE), "about": (about, LONGEST_LESS)})
    if is_taken:
        raise PlanRefused(_("Er is al een kleinere vorm met deze naam. Kies een andere naam."), field="name")


def check_in_no_variant(name: str) -> None:
    """name: of a variant over the years that has it; empty: none has."""
    if name:
        told = _("Deze vorm staat in de variant “%(name)s” over de jaren. Kies daar eerst een andere vorm.")
        raise PlanRefused(told % {"name": name})


# --- What hangs on what


def circle(needs: Mapping[int, Iterable[int]]) -> list[int]:
    """The first circle, from one number back to itself: nothing in it can ever be begun. Empty: there is none.

    needs: by the number of a measure the numbers of what it needs.
    """
    done: set[int] = set()
    for start in sorted(needs):
        path: list[int] = []
        waiting: list[tuple[int, bool]] = [(start, False)]
        while waiting:
            number, is_left = waiting.pop()
            if is_left:
                done.add(path.pop())
            elif number in path:
                return [*path[path.index(number) :], number]
            elif number not in done:
                path.append(number)
                waiting.append((number, True))
                waiting += [(one, False) for one in sorted(needs.get(number, ()), reverse=True)]
    return []


def check_all_there(on: Iterable[Measure], others: Iterable[Measure]) -> None:
    """others: what stands in the plan at this moment, beside the measure itself."""
    there = {one.pk for one in others}
    for one in on:
        if one.pk not in there:
            told = _("Maatregel %(number)d, “%(title)s”, is ingetrokken of staat niet in dit plan. Kies een andere.")
            raise PlanRefused(told % {"number": one.number, "title": one.title}, field="on")


def check_needs(measure: Measure, on: Sequence[Measure], needs: Mapping[int, Iterable[int]]) -> None:
    """needs: of the whole plan as it would be."""
    if len(on) > MOST_NEEDS:
        raise PlanRefused(
            _("Kies hooguit %(n)d maatregelen die eerst klaar moeten zijn.") % {"n": MOST_NEEDS}, field="on"
        )
    if measure.number in {one.number for one in on}:
        raise PlanRefused(_("Een maatregel kan niet op zichzelf wachten. Kies een andere."), field="on")
    if round := circle(needs):
        way = " → ".join(str(number) for number in round)
        told = _(
            "Zo wachten maatregelen op elkaar in een kring: %(way)s. Dan kan geen ervan beginnen. Kies een andere."
        )
        raise PlanRefused(told % {"way": way}, field="on")


def check_can_be_both(
    number: int, needs: Mapping[int, Sequence[int]], choices: Mapping[int, str], *, field: str = "on"
) -> None:
    """What waits for something that excludes it can never be begun, also when others stand between the two.

    number: of the measure that changes. needs: as in `circle`, without one; choices: the name of the choice in which a
    measure is, by its number. Both of the whole plan as it would be.
    """
    above = [one for one in sorted(choices) if one == number or number in _waits_for(one, needs)]
    for one in sorted({*above, *(other for other in choices if choices[other] == choices.get(number))}):
        for other in sorted(_waits_for(one, needs)):
            if choices.get(other) == choices[one]:
                told = _(
                    "Maatregel %(number)d wacht op maatregel %(other)d, en beide staan in de keuze “%(name)s”."
                    " Daarvan komt er hooguit één in het plan. Haal er een uit de keuze, of laat die niet wachten."
                )
                named = {"number": one, "other": other, "name": choices[one]}
                raise PlanRefused(told % named, field=field)


def _waits_for(number: int, needs: Mapping[int, Iterable[int]]) -> set[int]:
    """All that must be done before it, near and far."""
    found: set[int] = set()
    waiting = [number]
    while waiting:
        more = [one for one in needs.get(waiting.pop(), ()) if one not in found]
        found.update(more)
        waiting += more
    return found
