"""How a page of a round finds it, and for whom somebody gives a ballot."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.plan.ballots.forms import BehalfForm
from regiotafel.plan.ballots.queries import OwnBallot, own_ballots, round_in
from regiotafel.plan.ballots.rules import Behalf, is_choice_seen
from regiotafel.plan.loading import done_by, load
from regiotafel.plan.models import Ballot, ChoiceRound, Plan
from regiotafel.regions.access import RegionRequest, behind_its_door, member, shown

MISSING = gettext_lazy("Deze keuzeronde is er niet bij dit plan.")


def load_round(request: RegionRequest, plan: Plan, number: int) -> ChoiceRound:
    now = timezone.now()
    found = round_in(plan, number)
    return shown(found, request.standings, lambda one, held: is_choice_seen(one, held, now), MISSING)


def load_choice(request: RegionRequest, plan: str, choice: int) -> ChoiceRound:
    return load_round(request, load(request, plan), choice)


@dataclass
class Giving:
    """Who gives, in which round, and for whom."""

    plan: Plan
    round: ChoiceRound
    own: list[OwnBallot]
    mine: OwnBallot

    def to(self, name: str, **query: object) -> str:
        of = self.plan
        words = {"namens": self.mine.behalf.word, **query}
        address = reverse(f"plan:{name}", args=[of.region.slug, of.slug, self.round.number])
        return f"{address}?{'&'.join(f'{key}={value}' for key, value in words.items())}"

    @property
    def context(self) -> dict[str, Any]:
        return {"plan": self.plan, "choice": self.round, "own": self.own, "mine": self.mine}

    def done(self, request: RegionRequest) -> dict[str, Any]:
        among = [one.behalf for one in self.own]
        return done_by(request, round=self.round, behalf=self.mine.behalf, among=among)


def load_giving(request: RegionRequest, plan: str, choice: int) -> Giving:
    one = load_choice(request, plan, choice)
    own = own_ballots(one, request.standings, member(request))
    word = BehalfForm(request.GET).word()
    # Who can give for nobody reads why on the page of the round.
    first = own[0] if own else OwnBallot(Behalf(None), "", None, is_asked=False)
    found = next((each for each in own if each.behalf.word == word), None if word else first)
    mine = shown(found, request.standings, behind_its_door, _("Namens deze partij kun je hier niet kiezen."))
    return Giving(one.plan, one, own, mine)


def load_turn(request: RegionRequest, round: ChoiceRound, ballot: Ballot, turn: int) -> int:
    """Which four: the next when the address names none; else one that was shown before, or is next."""
    last = min(len(ballot.said) + 1, round.points)
    found = turn or last
    missing = _("Deze vier zijn nog niet aan de beurt.")
    return shown(found if found <= last else None, request.standings, behind_its_door, missing)
