"""One region with a plan of four years, for whoever makes and weighs measures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from regiotafel.people.models import User
from regiotafel.plan.ballots import actions
from regiotafel.plan.ballots.rules import Behalf
from regiotafel.plan.making.actions import begin_plan, move_plan, set_capacity
from regiotafel.plan.measures.actions import add_measure, move_measure, set_effort
from regiotafel.plan.models import Ballot, ChoiceRound, Measure, PartyKind, Plan
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.factories import UserFactory
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


SHARES = {PartyKind.MUNICIPALITIES: 40, PartyKind.CLIENTS: 30, PartyKind.RESIDENTS: 30}
MINE = Behalf(PartyKind.RESIDENTS)


@dataclass
class Chosen:
    """A plan that everybody reads, with a round about its three measures."""

    planned: Planned
    round: ChoiceRound

    def done(self) -> dict[str, Any]:
        return self.planned.done()

    def open(self, **values: Any) -> ChoiceRound:
        said = {"title": "Wat komt eerst?", "question": "Wat moet eerst?", "shares": SHARES, **days()}
        now = ChoiceRound.objects.select_related("plan__region").get(pk=self.round.pk)
        measures = {"measures": self.planned.measures}
        now = actions.change_round(**self.done(), round=now, version=now.version, **said | measures | values)
        return actions.open_round(**self.done(), round=now, version=now.version)

    def give(self, round: ChoiceRound, said: Any, behalf: Behalf = MINE, **more: Any) -> Ballot:
        done = {"by": UserFactory(), "at": timezone.now(), "seen": 0, "among": [behalf], **more}
        return actions.give_ballot(**done, round=round, behalf=behalf, said=said)


def days(n: int = 14) -> dict[str, Any]:
    return {"closes_on": timezone.localdate() + timedelta(days=n)}


@pytest.fixture(scope="module")
def chosen(planned: Planned, undone: None) -> Chosen:
    done = planned.done()
    for number, one in enumerate(planned.measures, start=1):
        move_measure(**done, measure=planned.now(number - 1), version=1, state="proposed")
        amounts = {2027: Amount(1000 * number, 10 * number)}
        set_effort(**done, measure=planned.now(number - 1), version=2, amounts=amounts)
        one.refresh_from_db()
    plan = Plan.objects.select_related("region").get(pk=planned.plan.pk)
    move_plan(**done, plan=plan, version=plan.version, state="open")
    plan.refresh_from_db()
    said = {"title": "Wat komt eerst?", "measures": planned.measures, "shares": SHARES}
    return Chosen(planned, actions.prepare_round(**done, plan=plan, **said))
