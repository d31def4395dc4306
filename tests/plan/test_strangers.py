"""What is of another region, another plan or another measure is no choice in any form of a plan, and shows nowhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.plan.criteria.actions import give_scores
from regiotafel.plan.criteria.queries import criteria_of
from regiotafel.plan.criteria.rules import GivenScore
from regiotafel.plan.making.actions import begin_plan, move_plan
from regiotafel.plan.measures.actions import add_measure, move_measure, set_needs, set_size
from regiotafel.plan.models import Criterion, Measure, Plan, PlanState, Score, Size
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Region, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.factories import RegionFactory, make_member
from tests.plan.conftest import Planned
from tests.plan.test_bad_input import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]

SECRET = "Alleen voor Zuid"


class Strange:
    """The same things as in the plan of these tests, in another plan: of another region, or of the same."""

    def __init__(self, region: Region) -> None:
        done: dict[str, Any] = {"by": None, "at": timezone.now()}
        self.place = invent_municipality(name="Zuidveen")
        if region.slug == "zuid":
            add_municipality(**done, region=region, municipality=self.place)
        about = {"title": SECRET, "first_year": 2027, "last_year": 2030}
        self.plan: Plan = begin_plan(**done, region=region, **about)
        for n in range(4):  # numbers that the other plan does not have
            self.measure: Measure = add_measure(**done, plan=self.plan, title=f"{SECRET} {n}")
        amounts = {2027: Amount(1, 1)}
        self.size: Size = set_size(**done, measure=self.measure, version=1, name=SECRET, amounts=amounts)
        self.measure.refresh_from_db()
        set_needs(**done, measure=self.measure, version=self.measure.version, on=[], one_of=SECRET)
        self.criterion: Criterion = Criterion.objects.filter(plan=self.plan)[0]


CASES: dict[str, Callable[[World, Strange], Any]] = {
    "waiting for its measure": lambda w, other: w.needs(0, [other.measure.number]),
    "in its choice": lambda w, _o: w.press("needs", {"version": 1, "one_of": SECRET}, 1),
    "owned by its municipality": lambda w, other: w.measure(owner=f"municipality-{other.place.pk}"),
    "its size, read": lambda w, other: w.press("change_size", None, 1, other.size.pk),
    "its size, changed": lambda w, other: w.press("change_size", {"name": "x", "version": 1}, 1, other.size.pk),
    "its size, taken away": lambda w, other: w.press("remove_size", {}, 1, other.size.pk),
    "its criterion, read": lambda w, other: w.press("change_criterion", None, other.criterion.pk),
    "its criterion, retired": lambda w, other: w.press("retire_criterion", {"version": 1}, other.criterion.pk),
    "a score by its criterion": lambda w, other: w.press("score", {"seen": 0, f"score_{other.criterion.pk}": 5}, 1),
}


@pytest.mark.parametrize("of", ["another region", "another plan"])
def test_nothing_of_another_plan_can_be_chosen_or_touched(of: str, planned: Planned) -> None:
    region = planned.loop.region if of == "another plan" else RegionFactory(name="Zuid", slug="zuid")
    world, other = World(planned), Strange(region)
    for case, act in CASES.items():
        response = act(world, other)
        assert not world.stored, case
        assert not Score.objects.exists(), case
        assert response.status_code in (302, 404, 422), case
        assert SECRET not in response.content.decode(), case


def test_a_measure_begins_and_is_tied_only_in_a_plan_of_its_own_region(planned: Planned) -> None:
    world, other = World(planned), Strange(RegionFactory(name="Zuid", slug="zuid"))
    slug, theirs, own = planned.loop.region.slug, other.measure.knot.pk, planned.loop.waiting.knot.pk
    presses = [
        ("begin_from", own, {"begin-title": "Nieuw", "begin-plan": other.plan.pk}, 422),
        ("begin_from", theirs, {"begin-title": "Nieuw", "begin-plan": planned.plan.pk}, 404),
        ("tie", own, {"tie-measure": other.measure.pk}, 422),
        ("tie", theirs, {"tie-measure": planned.measures[0].pk}, 404),
    ]
    for name, knot, data, status in presses:
        response = world.client.post(reverse(f"plan:{name}", args=[slug, knot]), data)
        assert response.status_code == status, name
        assert SECRET not in response.content.decode(), name
    now = planned.now()
    response = world.press("origins", {"knot": theirs}, now.number)
    assert (response.status_code, world.stored) == (422, False)


def test_what_a_few_gave_is_read_by_who_scores_and_by_nobody_else(planned: Planned) -> None:
    region, at = planned.loop.region, timezone.now()
    scorers = [make_member(region, Role.OFFICIAL) for _n in range(5)]

    def score(by: Any) -> None:
        for n in range(2):
            given = {one.pk: GivenScore(2 + n, "Geheime reden") for one in criteria_of(planned.plan)}
            give_scores(by=by, at=at, measure=planned.now(n), seen=0, given=given)

    for n in range(3):
        for state in ("proposed", "planned") if n == 0 else ("proposed",):
            now = planned.now(n)
            move_measure(**planned.done(), measure=now, version=now.version, state=state)
    plan = Plan.objects.get(pk=planned.plan.pk)
    move_plan(**planned.done(), plan=plan, version=plan.version, state=PlanState.OPEN)
    where = [region.slug, planned.plan.slug]
    pages = ["plan", "measures", "criteria", "measures_csv", "measures_xlsx"]
    addresses = [reverse(f"plan:{name}", args=where) for name in pages]
    addresses += [reverse("plan:measure", args=[*where, n]) for n in (1, 2)]
    visitor = Client()
    for by in scorers[:4]:
        score(by)
    few = [b"".join(visitor.get(one)) for one in addresses]
    for page in few:
        assert b"Volgens de scores" not in page
        assert b"Geheime reden" not in page
    for name in ("scores", "order", "years"):
        assert visitor.get(reverse(f"plan:{name}", args=where)).status_code in (302, 403, 404), name
    score(scorers[4])
    enough = [b"".join(visitor.get(one)) for one in addresses]
    assert any(b"Volgens de scores" in page for page in enough)
    assert not any(b"Geheime reden" in page for page in enough)
