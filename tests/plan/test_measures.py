"""Measures: what they are, what they take, what they hang on, and how far they are."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.making.actions import begin_plan, change_plan, move_plan, set_capacity
from regiotafel.plan.measures.actions import (
    add_measure,
    change_measure,
    move_measure,
    remove_size,
    set_effort,
    set_needs,
    set_size,
)
from regiotafel.plan.measures.queries import Asked, efforts_of, found, needs_in, sums
from regiotafel.plan.measures.rules import SAYS_WHY, WAYS
from regiotafel.plan.menu import turns
from regiotafel.plan.models import Effort, Measure, MeasureState, MeasureStep, PlanState
from regiotafel.plan.rules import Amount, PlanRefused
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import Standing
from regiotafel.thread.models import GONE
from tests.factories import make_member
from tests.plan.conftest import YEARS, Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def test_a_plan_begins_with_six_criteria_and_only_who_works_at_it_reads_it(planned: Planned) -> None:
    assert planned.plan.criteria.count() == 6
    assert all(anchor for one in planned.plan.criteria.all() for _n, anchor in one.anchors)
    address = reverse("plan:measure", args=[planned.loop.region.slug, planned.plan.slug, 1])
    visitor, editor = Client(), Client()
    editor.force_login(make_member(planned.loop.region, Role.EDITOR))
    assert (visitor.get(address).status_code, editor.get(address).status_code) == (404, 200)
    assert not planned.now().knot.is_public
    plan = planned.now().plan
    move_plan(**planned.done(), plan=plan, version=plan.version, state=PlanState.OPEN)
    assert visitor.get(address).status_code == 200
    assert planned.now().knot.is_public


@pytest.mark.parametrize("state", MeasureState)
def test_every_way_of_a_measure_can_be_gone_and_no_other(state: MeasureState, planned: Planned) -> None:
    for wanted in MeasureState:
        Measure.objects.filter(pk=planned.measures[0].pk).update(state=state)
        now = planned.now()
        done: dict[str, Any] = {**planned.done(), "measure": now, "version": now.version, "state": wanted}
        if wanted not in WAYS[state]:
            with pytest.raises(PlanRefused):
                move_measure(**done, reason="Daarom.")
            continue
        if wanted in SAYS_WHY:
            with pytest.raises(PlanRefused, match="waarom"):
                move_measure(**done)
        n_steps = MeasureStep.objects.count()
        moved = move_measure(**done, reason="Daarom.")
        again = move_measure(**done, reason="Daarom.")
        assert (moved.state, again.version, MeasureStep.objects.count()) == (wanted, moved.version, n_steps + 1)
        assert (planned.now().knot.number == GONE) == (wanted == MeasureState.WITHDRAWN)


def test_what_a_measure_takes_is_kept_by_year_and_the_last_to_save_has_seen_the_first(planned: Planned) -> None:
    now = planned.now()
    takes = {2027: Amount(40_000, 300), 2028: Amount(0, 100)}
    set_effort(**planned.done(), measure=now, version=now.version, amounts=takes)
    assert efforts_of(now) == takes
    with pytest.raises(ChangedMeanwhile):
        set_effort(**planned.done(), measure=now, version=now.version, amounts={2027: Amount(1, 1)})
    with pytest.raises(PlanRefused, match="2031"):
        set_effort(**planned.done(), measure=now, version=2, amounts={2031: Amount(1, 1)})
    later = planned.now()
    small = set_size(**planned.done(), measure=later, version=later.version, name="Klein", amounts={2027: Amount(9, 9)})
    assert efforts_of(now, small) == {2027: Amount(9, 9)}
    assert efforts_of(now) == takes, "beside it"
    [first, *_rest] = sums(later.plan, {2027: Amount(30_000, 2_000)}, [MeasureState.IDEA])
    assert (first.takes, first.is_over) == (Amount(40_000, 300), True)
    plan = later.plan
    with pytest.raises(PlanRefused, match="2027 staat al iets"):
        change_plan(**planned.done(), plan=plan, version=plan.version, title="P", first_year=2028, last_year=2030)
    remove_size(**planned.done(), size=small)
    assert not Effort.objects.filter(size__isnull=False).exists()
    assert set_capacity(**planned.done(), plan=plan, version=plan.version, amounts={}).capacity.count() == 0


def test_measures_that_wait_for_each_other_are_refused_with_the_circle(planned: Planned) -> None:
    for n, on in ((0, 1), (1, 2)):
        now = planned.now(n)
        set_needs(**planned.done(), measure=now, version=now.version, on=[planned.measures[on]])
    now = planned.now(2)
    with pytest.raises(PlanRefused, match="1 → 2 → 3 → 1"):
        set_needs(**planned.done(), measure=now, version=now.version, on=[planned.measures[0]])
    assert needs_in(now.plan) == {1: [2], 2: [3]}
    with pytest.raises(PlanRefused, match="niet op zichzelf"):
        set_needs(**planned.done(), measure=now, version=now.version, on=[now])
    with pytest.raises(PlanRefused, match="Maatregel 2"):
        move_measure(**planned.done(), measure=now, version=now.version, state="withdrawn", reason="Dubbel.")


def test_a_measure_has_one_owner_and_a_duty_says_its_ground(planned: Planned) -> None:
    now, said = planned.now(), {"title": "Eén aanmeldpunt openen"}
    with pytest.raises(PlanRefused, match="artikel"):
        change_measure(**planned.done(), measure=now, version=1, **said, is_statutory=True)
    with pytest.raises(PlanRefused, match="Maatregel 2 heet al zo"):
        change_measure(**planned.done(), measure=now, version=1, title="crisisdienst  uitbreiden")
    with pytest.raises(PlanRefused, match="later jaar"):
        change_measure(**planned.done(), measure=now, version=1, **said, earliest_year=2029, latest_year=2028)
    owned = change_measure(**planned.done(), measure=now, version=1, **said, owner=planned.place, theme="Toegang")
    assert list(found(now.plan, Asked(owner=f"municipality-{planned.place.pk}"))) == [owned]
    assert list(found(now.plan, Asked(theme="Toegang", text="AANMELDPUNT"))) == [owned]
    assert [one.number for one in found(now.plan, Asked(owner="nobody", order="titel"))] == [2, 3]
    assert add_measure(**planned.done(), plan=now.plan, title="Nog een", owner="region").is_of_region


def test_a_measure_without_owner_waits_on_the_desk_of_who_writes_the_plan(planned: Planned) -> None:
    region, now = planned.loop.region, planned.done()["at"]
    held = {role: [Standing(role)] for role in (Role.EDITOR, Role.OFFICIAL)}
    assert list(turns(region, held[Role.EDITOR], now)) == [], "an idea may wait"
    for n in (0, 1):
        one = planned.now(n)
        move_measure(**planned.done(), measure=one, version=one.version, state="proposed")
    [turn] = turns(region, held[Role.EDITOR], now)
    assert turn.name.startswith("2 maatregelen van “")
    assert turn.url.endswith("?eigenaar=nobody")
    assert list(turns(region, held[Role.OFFICIAL], now)) == []


def test_what_was_withdrawn_stays_gone_and_nothing_begins_to_wait_for_it(planned: Planned) -> None:
    first = planned.now()
    amounts = {2027: Amount(10, 1)}
    size = set_size(**planned.done(), measure=first, version=first.version, name="één team", amounts=amounts)
    first, second = planned.now(), planned.now(1)
    gone = {"state": MeasureState.WITHDRAWN, "reason": "Bestaat al."}
    move_measure(**planned.done(), measure=first, version=first.version, **gone)
    with pytest.raises(PlanRefused):
        remove_size(**planned.done(), size=size)
    assert planned.now().knot.number == GONE
    # Chosen on a page that was read before.
    with pytest.raises(PlanRefused, match="is ingetrokken"):
        set_needs(**planned.done(), measure=second, version=second.version, on=[first])
    other = begin_plan(**planned.done(), region=planned.loop.region, title="Ander", first_year=2027, last_year=2027)
    elsewhere = add_measure(**planned.done(), plan=other, title="Elders")
    with pytest.raises(PlanRefused, match="niet in dit plan"):
        set_needs(**planned.done(), measure=second, version=second.version, on=[elsewhere])
    assert not needs_in(planned.plan)


def test_what_excludes_each_other_does_not_wait_for_each_other_nor_is_two_duties(planned: Planned) -> None:
    def hang(n: int, on: list[int], one_of: str = "") -> Measure:
        now, others = planned.now(n), [planned.now(other) for other in on]
        return set_needs(**planned.done(), measure=now, version=now.version, on=others, one_of=one_of)

    def must(n: int) -> Measure:
        now = planned.now(n)
        said = {"title": now.title, "is_statutory": True, "ground": "Jeugdwet, artikel 2.3"}
        return change_measure(**planned.done(), measure=now, version=now.version, **said)

    hang(1, [], "Welke?")
    with pytest.raises(PlanRefused, match="Maatregel 1 wacht op maatregel 2"):
        hang(0, [1], "Welke?")
    # With another between the two.
    hang(0, [], "welke?")
    hang(2, [1])
    with pytest.raises(PlanRefused, match="Maatregel 1 wacht op maatregel 2"):
        hang(0, [2], "Welke?")
    hang(0, [2])
    with pytest.raises(PlanRefused, match="Maatregel 1 wacht op maatregel 2"):
        hang(0, [2], "Welke?")
    hang(0, [], "Welke?")
    must(0)
    with pytest.raises(PlanRefused, match="verplicht ook maatregel 1"):
        must(1)
    assert must(2).is_statutory, "in no choice"
    hang(2, [])
    with pytest.raises(PlanRefused, match="verplicht ook maatregel 1"):
        hang(2, [], "Welke?")


def test_what_was_withdrawn_comes_back_after_what_it_waits_for(planned: Planned) -> None:
    def move(n: int, state: str) -> None:
        now = planned.now(n)
        move_measure(**planned.done(), measure=now, version=now.version, state=state, reason="Bestaat al.")

    now = planned.now()
    set_needs(**planned.done(), measure=now, version=now.version, on=[planned.now(1)])
    for n in (0, 1):
        move(n, "withdrawn")
    with pytest.raises(PlanRefused, match="wacht op maatregel 2, “Crisisdienst uitbreiden”, en die is ingetrokken"):
        move(0, "idea")
    for n in (1, 0):
        move(n, "idea")
    move(2, "withdrawn")
    with pytest.raises(PlanRefused, match="Maatregel 3 heet al zo en is ingetrokken"):
        add_measure(**planned.done(), plan=planned.plan, title=planned.measures[2].title)


def test_many_measures_are_listed_in_as_many_queries_as_a_few(planned: Planned) -> None:
    client = Client()
    client.force_login(make_member(planned.loop.region, Role.EDITOR))
    pages = [reverse(f"plan:{name}", args=[planned.loop.region.slug, planned.plan.slug]) for name in PAGES]
    few = [_n_queries(client, page) for page in pages]
    for n in range(40):
        made = add_measure(**planned.done(), plan=planned.plan, title=f"Maatregel {n}", owner=planned.place)
        set_effort(**planned.done(), measure=made, version=1, amounts={year: Amount(n, n) for year in YEARS})
    assert [_n_queries(client, page) for page in pages] == few


PAGES = ("plan", "plan_json", "moves_feed", "missing", "measures", "criteria", "scores")


def _n_queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
