"""What begins in which year, so that everything fits."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regiotafel.plan.measures.actions import add_measure, change_measure, move_measure, set_effort, set_needs
from regiotafel.plan.models import Measure, MeasureState
from regiotafel.plan.rules import Amount
from regiotafel.plan.years.analysis import Slot, Years, as_filled_in, computed
from regiotafel.plan.years.queries import Given, given_of
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.plan.conftest import YEARS, Planned
from tests.plan.test_order import scored_by

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def given(planned: Planned, year: int = 2026) -> Given:
    return given_of(planned.plan, year)


def found(planned: Planned) -> Years:
    return computed(given(planned))


def part(years: Years, word: str) -> list[Slot]:
    return next(slots for key, _name, slots in years.parts if key == word)


def takes(planned: Planned, n: int, amounts: dict[int, Amount]) -> None:
    now = planned.now(n)
    set_effort(**planned.done(), measure=now, version=now.version, amounts=amounts)


def test_the_best_comes_first_what_waits_later_and_what_does_not_fit_says_why(planned: Planned) -> None:
    n = 6
    for at, value in enumerate((2, 5, 3)):
        scored_by(planned, at, [value] * n)
    takes(planned, 0, {2027: Amount(70_000, 0)})
    takes(planned, 1, {2027: Amount(80_000, 0), 2028: Amount(80_000, 0)})
    takes(planned, 2, {2029: Amount(130_000, 70_000)})
    last = planned.now(0)
    set_needs(**planned.done(), measure=last, version=last.version, on=[planned.now(1)], one_of="")
    seen = found(planned)
    assert [(one.measure.number, one.first, one.last) for one in part(seen, "nu")] == [(2, 2027, 2028)]
    assert [(one.measure.number, one.first, one.is_moved) for one in part(seen, "later")] == [(1, 2029, True)]
    [short] = seen.out
    assert short.measure.number == 3
    assert short.why == [
        "Het vraagt in één jaar meer dan er in welk jaar ook is.",
        "In 2030 is er €\u00a030.000 en 68.000 uur te weinig.",
    ]
    assert [one.takes.money for one in seen.sums] == [80_000, 80_000, 70_000, 0]
    assert seen.gap == 0
    # As it is filled in, the first begins before what it waits for is done.
    [wrong] = as_filled_in(given(planned)).wrong
    assert wrong.measure.number == 1
    assert wrong.why == ["Het kan pas in 2029 beginnen: eerst moet “Crisisdienst uitbreiden” klaar zijn."]
    for state in (MeasureState.PROPOSED, MeasureState.NOT):
        second = planned.now(1)
        move_measure(**planned.done(), measure=second, version=second.version, state=state, reason="Te duur.")
    assert as_filled_in(given(planned)).wrong[0].why == [
        "Het wacht op “Crisisdienst uitbreiden”, en dat gaat niet door."
    ]


def test_what_the_law_asks_goes_before_and_a_year_without_a_sum_holds_everything(planned: Planned) -> None:
    scored_by(planned, 0, [5] * 6)
    takes(planned, 0, {year: Amount(90_000, 0) for year in YEARS})
    law = add_measure(**planned.done(), plan=planned.plan, title="Meldcode", is_statutory=True, ground="Jeugdwet 4.1.7")
    set_effort(**planned.done(), measure=law, version=law.version, amounts=dict.fromkeys(YEARS, Amount(20_000, 0)))
    seen = found(planned)
    assert law.number in [one.measure.number for one in part(seen, "nu")]
    assert [one.measure.number for one in seen.out] == [1]
    free = replace(given(planned), there_is=[None] * len(YEARS))
    assert not computed(free).out
    # A measure that nobody scored, and that takes nothing, still has a place.
    assert {one.measure.number for one in part(seen, "nu")} >= {2, 3}


def test_the_page_tells_it_and_asks_no_more_for_more_measures(
    planned: Planned, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = Client(), reverse("plan:years", args=[planned.loop.region.slug, planned.plan.slug])
    client.force_login(make_member(planned.loop.region, Role.OFFICIAL))
    takes(planned, 0, {2028: Amount(10_000, 100)})
    now = Measure.objects.get(pk=planned.measures[0].pk)
    values = {"title": now.title, "earliest_year": 2029}
    now.plan = planned.plan
    change_measure(**planned.done(), measure=planned.now(), version=now.version, **values)
    with django_assert_max_num_queries(30):
        page = client.get(address).content.decode()
    assert "nu ingevuld vanaf 2028" in page
    assert "Het kan pas in 2029 beginnen." in page
    assert "nog niet ingevuld" not in page
