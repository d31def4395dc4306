"""Moving a measure by hand, keeping that as a variant, comparing it, and making it the planning."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.making.actions import change_plan
from regiotafel.plan.measures.actions import move_measure, remove_size, set_effort, set_size
from regiotafel.plan.measures.queries import efforts_of
from regiotafel.plan.models import Measure, MeasureState, Place, Plan, Size, Variant
from regiotafel.plan.rules import Amount, PlanRefused
from regiotafel.plan.years import actions
from regiotafel.plan.years.analysis import (
    Years,
    as_filled_in,
    as_placed,
    beside,
    by_owner,
    computed,
    notes,
    picture,
    shifted,
)
from regiotafel.plan.years.queries import Given, Timed, given_of, places_of
from regiotafel.plan.years.rules import AS_PROPOSED, MOST_VARIANTS, At
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


# --- What is laid out: no database


def plan_of(first: int = 2027, last: int = 2030) -> Plan:
    return Plan(title="Plan", first_year=first, last_year=last)


def timed(number: int, amounts: dict[int, int], needs: tuple[int, ...] = (), **about: Any) -> Timed:
    """amounts: money by year."""
    measure = Measure(number=number, title=f"Maatregel {number}", **{"state": MeasureState.PROPOSED, **about})
    return Timed(measure, {year: Amount(money, 0) for year, money in amounts.items()}, needs, ())


def laid(*rows: Timed, money: int | None = 10, year: int = 2026, plan: Plan | None = None) -> Given:
    of = plan or plan_of()
    there = [None if money is None else Amount(money, 0) for _ in of.years]
    return Given(of, rows, there, [Amount()] * len(there), {}, year)


def begins(years: Years) -> dict[int, int]:
    return {number: one.year for number, one in years.at.items()}


def test_what_breaks_and_what_moves_along_is_said_in_sentences() -> None:
    given = laid(
        timed(1, {2027: 8}), timed(2, {2028: 6, 2029: 6}, (1,)), timed(3, {2030: 2}, (2,)), timed(4, {2029: 3})
    )
    before = as_filled_in(given)
    assert (before.faults, begins(before)) == ([], {1: 2027, 2: 2028, 3: 2030, 4: 2029})
    found = shifted(given, before, 1, At(2028), is_along=True)
    assert [(one.measure.number, one.since, one.to) for one in found.pushed] == [(2, 2028, 2029), (3, 2030, None)]
    # What falls out of the plan is no fault of another; the rest fits.
    assert (begins(found.years), found.worse, found.better) == ({1: 2028, 2: 2029, 4: 2029}, [], [])
    alone = shifted(given, before, 1, At(2029), is_along=False)
    assert alone.worse == [
        "“Maatregel 2”: Het kan pas in 2030 beginnen: eerst moet “Maatregel 1” klaar zijn.",
        "In 2029 is er €\u00a07 te weinig.",
    ]
    gone = shifted(given, before, 1, None, is_along=True)
    assert gone.worse == ["“Maatregel 2”: Het wacht op “Maatregel 1”, en dat staat er niet in."]
    back = shifted(given, gone.years, 1, At(2027), is_along=True)
    assert (back.better, back.worse, begins(back.years)) == (gone.worse, [], begins(before))
    assert [(one.measure.number, one.left and one.left.first, one.right) for one in beside(before, gone.years)] == [
        (1, 2027, None)
    ]


def test_what_has_begun_stays_what_is_done_has_taken_its_part_and_a_past_year_is_over() -> None:
    busy = timed(1, {2027: 4, 2028: 4}, state=MeasureState.BUSY)
    given = laid(busy, timed(2, {2027: 5}), timed(3, {2027: 2}, latest_year=2027), year=2028)
    found = computed(given)
    assert (begins(found), found.now) == ({1: 2027, 2: 2028}, 2028)
    assert [[one.measure.number for one in slots] for _word, _name, slots in found.parts] == [[1, 2], [], []]
    assert [one.why for one in found.out] == [
        ["Het had uiterlijk in 2027 moeten beginnen om op tijd klaar te zijn. Dat kan niet meer."]
    ]
    spent = replace(given, spent=[Amount(), Amount(2, 0), Amount(), Amount()])
    assert begins(computed(spent)) == {1: 2027, 2: 2029}
    assert [one.takes.money for one in computed(spent).sums] == [4, 6, 5, 0]
    moved = as_placed(given, {1: At(2029), 2: At(2027)})
    assert moved.faults == [
        "“Maatregel 2”: Het kan pas in 2028 beginnen.",
        "“Maatregel 1”: Het is al bezig sinds 2027.",
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (laid(), []),
        (
            laid(timed(1, {2027: 1}, is_statutory=True, ground="Jeugdwet 2.3")),
            ["Alle maatregelen moeten van de wet. Te kiezen valt dus alleen wanneer ze beginnen."],
        ),
        (
            laid(timed(1, {2027: 20}), timed(2, {2027: 11})),
            ["Geen enkele maatregel past erin. Hieronder staat bij elke maatregel wat er tekortkomt."],
        ),
        (
            laid(timed(1, {2027: 1}), plan=plan_of(2027, 2027)),
            ["Dit plan duurt één jaar. Wat erin past, begint dus in 2027."],
        ),
        (
            laid(timed(1, {2027: 1}), money=None),
            ["Er is nog niet ingevuld wat er per jaar is. Daarom begint alles zo vroeg als het kan."],
        ),
        (
            laid(timed(1, {2027: 1}, (2,)), timed(2, {2027: 1}, (1,)), timed(3, {2027: 1})),
            ["Maatregelen wachten op elkaar in een kring: 1 → 2 → 1. Hier wachten ze daarom niet op elkaar."],
        ),
        (
            laid(timed(1, {2030: 1}), year=2031),
            ["Dit plan liep tot en met 2030. Wat hieronder staat, kan dus niet meer beginnen."],
        ),
    ],
)
def test_what_is_special_about_a_plan_is_said_in_one_sentence(given: Given, told: list[str]) -> None:
    found = computed(given)
    assert notes(given, found) == told
    assert bool(picture(found)) == bool(found.slots)


def test_a_measure_dearer_than_any_year_and_one_without_room_between_its_years_say_so() -> None:
    found = computed(laid(timed(1, {2027: 11}), timed(2, {2027: 1, 2028: 1}, earliest_year=2029, latest_year=2029)))
    assert [one.why for one in found.out] == [
        ["Het vraagt in één jaar meer dan er in welk jaar ook is.", "In 2027 is er €\u00a01 te weinig."],
        ["Het kan pas in 2029 beginnen, en moet uiterlijk in 2028 beginnen om op tijd klaar te zijn."],
    ]


def test_each_owner_sees_what_it_does_in_which_year() -> None:
    given = laid(
        timed(1, {2027: 2, 2028: 3}, is_of_region=True), timed(2, {2028: 4}), timed(3, {2028: 1}, is_of_region=True)
    )
    together, nobody = by_owner(as_filled_in(given))
    assert (together.word, nobody.name) == ("region", "nog niemand")
    assert [(year, [one.measure.number for one in slots], takes.money) for year, slots, takes in together.years] == [
        (2027, [1], 2),
        (2028, [1, 3], 4),
    ]
    assert together.takes == Amount(6, 0)


# --- What is kept


@pytest.fixture
def kept(planned: Planned) -> Variant:
    """Of three measures: the first takes two years and can be smaller, the second one, the third nothing yet."""
    for n, amounts in enumerate(({2027: 60_000, 2028: 60_000}, {2027: 50_000})):
        now = planned.now(n)
        takes = {year: Amount(money, 100) for year, money in amounts.items()}
        set_effort(**planned.done(), measure=now, version=now.version, amounts=takes)
    now = planned.now()
    set_size(**planned.done(), measure=now, version=now.version, name="Eén team", amounts={2027: Amount(30_000, 50)})
    places = {1: At(2028), 2: At(2028)}
    return actions.keep_variant(**planned.done(), plan=planned.plan, name="Eerst  later", places=places)


def test_a_variant_is_kept_once_changed_renamed_and_removed_and_the_log_says_so(
    planned: Planned, kept: Variant
) -> None:
    done, places = planned.done(), {1: At(2028), 2: At(2028)}
    assert actions.keep_variant(**done, plan=planned.plan, name="Eerst later", places=places) == kept
    with pytest.raises(PlanRefused, match="Er is al een variant met deze naam"):
        actions.keep_variant(**done, plan=planned.plan, name="eerst LATER", places={1: At(2027)})
    size = Size.objects.get(measure=planned.measures[0])
    fresh = {1: At(2029, size.pk), 2: At(2028)}
    changed = actions.change_variant(**done, variant=kept, version=1, places=fresh)
    assert (places_of(changed), changed.version) == (fresh, 2)
    assert actions.change_variant(**done, variant=kept, version=1, places=fresh).version == 2, "pressed twice"
    with pytest.raises(ChangedMeanwhile):
        actions.change_variant(**done, variant=kept, version=1, places={1: At(2030)})
    with pytest.raises(PlanRefused, match="staat in de variant “Eerst later”"):
        remove_size(**done, size=size)
    writer = Client()
    writer.force_login(make_member(planned.plan.region, Role.EDITOR))
    button = reverse("plan:remove_size", args=[planned.plan.region.slug, planned.plan.slug, 1, size.pk])
    assert "staat in de variant “Eerst later”" in writer.post(button, follow=True).content.decode()
    with pytest.raises(PlanRefused, match=r"In 2029 staat al iets ingevuld: de variant “Eerst later” over de jaren\."):
        change_plan(
            **done, plan=planned.plan, version=planned.plan.version, title="Plan", first_year=2027, last_year=2028
        )
    for wrong, told in (
        ({9: At(2027)}, "Maatregel 9 doet niet meer mee"),
        ({1: At(2031)}, "2031 valt niet in dit plan"),
        ({2: At(2027, size.pk)}, "Deze kleinere vorm van maatregel 2 is er niet meer"),
    ):
        with pytest.raises(PlanRefused, match=told):
            actions.change_variant(**done, variant=kept, version=2, places=wrong)
    named = actions.rename_variant(**done, variant=kept, version=2, name="Met één team")
    actions.remove_variant(**done, variant=named, version=3)
    actions.remove_variant(**done, variant=named, version=3)
    assert not Place.objects.filter(variant=kept.pk).exists()
    told = list(Entry.objects.filter(act__startswith="variant.").order_by("number").values_list("act", flat=True))
    assert told == ["variant.kept", "variant.changed", "variant.renamed", "variant.removed"]
    with pytest.raises(PlanRefused, match="iemand heeft die weggehaald"):
        actions.rename_variant(**done, variant=named, version=3, name="Weg")


def test_no_more_than_ten_are_kept(planned: Planned) -> None:
    for n in range(MOST_VARIANTS):
        actions.keep_variant(**planned.done(), plan=planned.plan, name=f"Variant {n}", places={1: At(2027)})
    with pytest.raises(PlanRefused, match="Er zijn al 10 varianten"):
        actions.keep_variant(**planned.done(), plan=planned.plan, name="Nog een", places={})


def test_made_the_planning_its_years_and_sizes_become_those_of_the_plan(planned: Planned, kept: Variant) -> None:
    done: dict[str, Any] = planned.done()
    for n, state in ((0, MeasureState.PROPOSED), (2, MeasureState.PROPOSED), (2, MeasureState.PLANNED)):
        now = planned.now(n)
        move_measure(**done, measure=now, version=now.version, state=state)
    size = Size.objects.get(measure=planned.measures[0])
    kept = actions.change_variant(**done, variant=kept, version=1, places={1: At(2029, size.pk), 2: At(2028)})
    seen = given_of(planned.plan, 2026).seen
    about: dict[str, Any] = {"variant": kept, "version": 2, "seen": seen, "reason": "Zo past het."}
    with pytest.raises(ChangedMeanwhile):
        actions.choose_variant(**done, **{**about, "seen": "anders"})
    with pytest.raises(PlanRefused, match="Schrijf op waarom"):
        actions.choose_variant(**done, **{**about, "reason": " "})
    changed = actions.choose_variant(**done, **about)
    assert [one.number for one in changed] == [1, 3]
    first, idea, out = (planned.now(n) for n in range(3))
    assert (first.state, efforts_of(first)) == (MeasureState.PLANNED, {2029: Amount(30_000, 50)})
    # What was proposed can still be chosen; an idea stays as it is; what is not in comes later, and says why.
    assert set(first.sizes.values_list("name", flat=True)) == {"Eén team", AS_PROPOSED}
    assert (idea.state, list(efforts_of(idea))) == (MeasureState.IDEA, [2027])
    assert (out.state, out.steps.last().reason) == (MeasureState.LATER, "Zo past het.")
    assert actions.choose_variant(**done, **about) == [], "pressed twice"
    assert Entry.objects.filter(act="variant.chosen").count() == 1
    late = actions.keep_variant(**done, plan=planned.plan, name="Te laat", places={1: At(2030, first.sizes.last().pk)})
    with pytest.raises(PlanRefused, match="“Eén aanmeldpunt openen” loopt door na 2030"):
        actions.choose_variant(**done, variant=late, version=1, seen=given_of(planned.plan, 2026).seen, reason="Toch.")


# --- In the browser's words


def test_the_whole_way_by_forms_alone(
    planned: Planned, kept: Variant, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    base, client = [planned.loop.region.slug, planned.plan.slug], Client()
    client.force_login(planned.editor)
    address = reverse("plan:shift", args=base)
    asked = {"uit": str(kept.pk), "maatregel": "1", "jaar": "2030", "mee": "on"}
    with django_assert_max_num_queries(34):
        page = client.get(address, asked).content.decode()
    assert "Deze maatregel begint dan in 2030 en niet in 2028." in page
    assert "Het moet uiterlijk in 2029 beginnen om op tijd klaar te zijn." in page
    assert "In 2028 is er €\u00a010.000 te weinig." in page, "which it mends"
    places = page.split('name="places" value="')[1].split('"')[0]
    change = reverse("plan:change_variant", args=[*base, kept.pk])
    assert client.post(change, {"places": places, "version": "1"}).status_code == 302
    assert places_of(kept)[1] == At(2030)
    assert "niet meer te lezen" in client.post(change, {"places": "x", "version": "2"}).content.decode()
    wrong = client.get(address, {**asked, "maatregel": "2", "vorm": str(Size.objects.get().pk)}).content.decode()
    assert "Deze vorm hoort bij een andere maatregel." in wrong
    made = client.post(reverse("plan:keep_variant", args=base), {"places": places, "name": "Nog een"}, follow=True)
    assert "Variant: Nog een" in made.content.decode()
    for name, more, told in (
        ("plan:years", {}, "Past het in elk jaar?"),
        ("plan:years", {"indeling": "ingevuld"}, "Wat staat er nu per jaar ingevuld?"),
        ("plan:owners", {"indeling": str(kept.pk)}, "Volgens variant “Eerst later”."),
        ("plan:compare", {}, "maatregelen beginnen anders"),
    ):
        with django_assert_max_num_queries(34):
            assert told in client.get(reverse(name, args=base), more).content.decode()
    answer = client.get(reverse("plan:schedule_csv", args=base), {"indeling": str(kept.pk)})
    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert table[1][:6] == ["2", "Crisisdienst uitbreiden", "", "", "2028", "2028"]
    choose = reverse("plan:choose_variant", args=[*base, kept.pk])
    assert "Let op: dit gaat zo mis" in client.get(choose).content.decode()
    official = Client()
    official.force_login(make_member(planned.loop.region, Role.OFFICIAL))
    shown = official.get(reverse("plan:variant", args=[*base, kept.pk])).content.decode()
    assert "Bekijk wat er gebeurt" in shown
    assert "Dit de planning maken" not in shown
    assert official.post(change, {"places": places, "version": "2"}).status_code == 403
