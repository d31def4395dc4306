"""One region with a plan of four years, for whoever makes and weighs measures."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from regiotafel.people.models import User
from regiotafel.plan.making.actions import begin_plan, set_capacity
from regiotafel.plan.measures.actions import add_measure
from regiotafel.plan.models import Measure, Plan
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.publishing.loop import Loop, begin

YEARS = range(2027, 2031)


@dataclass
class Planned:
    """A plan that only who writes it reads, with three ideas."""

    loop: Loop
    place: Municipality
    plan: Plan
    measures: list[Measure]

    @property
    def editor(self) -> User:
        return self.loop.editor

    def done(self) -> dict[str, Any]:
        return {"by": self.editor, "at": timezone.now()}

    def now(self, n: int = 0) -> Measure:
        """As it stands in the table."""
        return Measure.objects.select_related("plan__region", "knot", "one_of").get(pk=self.measures[n].pk)


@pytest.fixture(scope="module")
def planned(undone: None) -> Planned:
    """Made once; each test takes back what it adds."""
    loop, now = begin("plannen"), timezone.now()
    place = invent_municipality(name="Aaldorp")
    add_municipality(by=None, at=now, region=loop.region, municipality=place)
    done: dict[str, Any] = {"by": loop.editor, "at": now}
    about = {"title": "Plan 2027–2030", "first_year": YEARS[0], "last_year": YEARS[-1], "document": loop.document}
    plan = begin_plan(**done, region=loop.region, **about)
    amounts = {year: Amount(100_000, 2_000) for year in YEARS}
    plan = set_capacity(**done, plan=plan, version=plan.version, amounts=amounts)
    titles = ("Eén aanmeldpunt openen", "Crisisdienst uitbreiden", "Verwijzers scholen")
    return Planned(loop, place, plan, [add_measure(**done, plan=plan, title=title) for title in titles])
