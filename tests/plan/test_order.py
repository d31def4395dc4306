"""Which measures come first by their scores, and how sure that is."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regiotafel.plan.criteria.actions import give_scores
from regiotafel.plan.criteria.queries import criteria_of
from regiotafel.plan.criteria.rules import GivenScore
from regiotafel.plan.measures.actions import add_measure, set_effort
from regiotafel.plan.order.analysis import order_of
from regiotafel.plan.order.queries import weighed
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def scored_by(planned: Planned, n: int, values: list[int]) -> None:
    criteria = criteria_of(planned.plan)
    given = {one.pk: GivenScore(value) for one, value in zip(criteria, values, strict=True)}
    give_scores(**planned.done(), measure=planned.now(n), seen=0, given=given)


def test_a_measure_that_is_best_on_all_stays_first_whatever_weighs_most(planned: Planned) -> None:
    assert order_of(weighed(planned.plan)) is None, "nothing is scored yet"
    n = criteria_of(planned.plan).count()
    scored_by(planned, 0, [5] * n)
    scored_by(planned, 1, [1] * (n - 1) + [4])
    scored_by(planned, 2, [2] * n)
    seen = weighed(planned.plan)
    found = order_of(seen)
    assert found is not None
    assert [(one.measure.number, one.place) for one in found.placed] == [(1, 1), (3, 2), (2, 3)]
    best, third, second = found.placed
    assert (best.first, best.is_always, best.in_plan) == (100, True, None)
    # Of three measures the first two are told: the others are not sure of it.
    assert found.n_first == 2
    assert not second.is_always
    assert not third.is_always
    assert third.among + second.among == pytest.approx(100, abs=1)
    assert best.wanted_by is not None
    assert second.wanted_by is None


def test_what_does_not_fit_in_the_money_is_told_and_what_the_law_asks_goes_before(planned: Planned) -> None:
    n = criteria_of(planned.plan).count()
    for at, value in enumerate((4, 3, 2)):
        scored_by(planned, at, [value] * n)
    money = {0: 300_000, 1: 150_000}
    for at, amount in money.items():
        now = planned.now(at)
        set_effort(**planned.done(), measure=now, version=now.version, amounts={2027: Amount(amount, 0)})
    found = order_of(weighed(planned.plan))
    assert found is not None
    # Of 400,000 the first takes 300,000: the second does not fit; of the third nobody filled in the money.
    assert [one.in_plan for one in found.placed] == [100, 0, None]
    law = add_measure(**planned.done(), plan=planned.plan, title="Meldcode", is_statutory=True, ground="Jeugdwet 4.1.7")
    set_effort(**planned.done(), measure=law, version=law.version, amounts={2028: Amount(200_000, 0)})
    seen = weighed(planned.plan)
    assert [row.measure.number for row in seen.statutory] == [law.number]
    again = order_of(seen)
    assert again is not None
    assert [one.in_plan for one in again.placed] == [0, 100, None]


def test_the_page_tells_it_and_asks_as_much_of_the_database_for_more_measures(
    planned: Planned, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = Client(), reverse("plan:order", args=[planned.loop.region.slug, planned.plan.slug])
    client.force_login(make_member(planned.loop.region, Role.OFFICIAL))
    assert "Er is nog geen volgorde." in client.get(address).content.decode()
    n = criteria_of(planned.plan).count()
    scored_by(planned, 0, [5] * n)
    scored_by(planned, 1, [1] * n)
    with django_assert_max_num_queries(30):
        page = client.get(address).content.decode()
    assert "altijd, welke gewichten je ook kiest" in page
    assert "Hier ontbreekt nog een score" in page
    assert planned.measures[2].title in page
