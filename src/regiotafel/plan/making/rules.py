"""What a plan is: its years, what these can hold, and how far it is."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import check_seen
from regiotafel.plan.models import TITLE_LENGTH, Plan, PlanState
from regiotafel.plan.rules import PlanRefused, check_lengths
from regiotafel.web.fields import EARLIEST_YEAR, LATEST_YEAR

LONGEST_ABOUT = 1000
# A plan is for one term of a council, or two.
MOST_YEARS = 10
# What can become of a plan; each step can be taken back, but what everybody could read is not hidden again.
WAYS: Mapping[str, tuple[PlanState, ...]] = {
    PlanState.DRAFT: (PlanState.OPEN,),
    PlanState.OPEN: (PlanState.RUNNING,),
    PlanState.RUNNING: (PlanState.DONE, PlanState.OPEN),
    PlanState.DONE: (PlanState.RUNNING,),
}


def check_plan(*, title: str, about: str, first_year: int, last_year: int) -> None:
    if not title:
        raise PlanRefused(_("Vul in hoe het plan heet."), field="title")
    check_lengths({"title": (title, TITLE_LENGTH), "about": (about, LONGEST_ABOUT)})
    for name, year in (("first_year", first_year), ("last_year", last_year)):
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            told = _("Kies een jaar van %(first)d tot en met %(last)d.")
            raise PlanRefused(told % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}, field=name)
    if last_year < first_year:
        raise PlanRefused(_("Het laatste jaar ligt voor het eerste. Kies een later jaar."), field="last_year")
    if last_year - first_year >= MOST_YEARS:
        raise PlanRefused(_("Een plan duurt hooguit %(n)d jaar.") % {"n": MOST_YEARS}, field="last_year")


def check_title_free(is_taken: bool) -> None:
    if is_taken:
        raise PlanRefused(_("Er is al een plan met deze titel. Kies een andere titel."), field="title")


def check_years_hold(plan: Plan, first_year: int, last_year: int, used: Mapping[int, str]) -> None:
    """used: by year that something was filled in for, what that is."""
    for year, what in used.items():
        if not first_year <= year <= last_year:
            told = _("In %(year)d staat al iets ingevuld: %(what)s. Haal dat eerst weg.")
            field = "first_year" if year < first_year else "last_year"
            raise PlanRefused(told % {"year": year, "what": what}, field=field)


def check_version(plan: Plan, seen: int) -> None:
    check_seen(seen, plan.version, plan)


def check_move(plan: Plan, state: str, n_measures: int) -> None:
    if state not in WAYS[plan.state]:
        raise PlanRefused(_("Dat kan nu niet met dit plan. Kies iets uit de lijst."), field="state")
    if plan.state == PlanState.DRAFT and not n_measures:
        raise PlanRefused(_("Er staat nog geen maatregel in dit plan. Voeg er eerst een toe."), field="state")
