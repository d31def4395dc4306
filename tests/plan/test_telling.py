"""What everybody reads of a plan: why each measure stands where it stands, and what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.plan.making.actions import move_plan
from regiotafel.plan.measures.actions import change_measure, move_measure, set_effort
from regiotafel.plan.models import Measure, MeasureState, Plan, PlanState
from regiotafel.plan.order.analysis import Placed
from regiotafel.plan.origins.actions import tie_to
from regiotafel.plan.progress.actions import tell_progress
from regiotafel.plan.rules import Amount
from regiotafel.plan.telling.queries import Told, chosen_among, moves_in, parts_of, story_of
from regiotafel.plan.telling.rules import PARTS, Choice, part_of, year_now
from regiotafel.plan.telling.tags import how, place, serves, why
from regiotafel.regions.models import Municipality, Organisation, Reach
from regiotafel.thread.way.queries import way_of
from tests.plan.conftest import Planned

pytestmark = pytest.mark.xdist_group("plan")


def told(number: int = 1, state: str = MeasureState.PLANNED, **more: Any) -> Told:
    names = {"title": f"Maatregel {number}", "in_order": f"maatregel {number}"}
    measure = Measure(number=number, state=state, **{**names, **more.pop("measure", {})})
    given = {"takes": Amount(), "years": None, "reason": "", "since": None, "waits": (), **more}
    return Told(measure=measure, **given)


@pytest.mark.parametrize(
    ("state", "begins", "word"),
    [
        ("busy", 2029, "bezig"),
        ("planned", None, "eerst"),
        ("planned", 2026, "eerst"),
        ("planned", 2027, "eerst"),
        ("planned", 2028, "daarna"),
        ("planned", 2029, "later"),
        ("later", None, "later"),
        ("not", 2027, "niet"),
        ("stopped", 2027, "niet"),
        ("done", 2027, "klaar"),
        ("proposed", 2027, "keuze"),
        ("idea", None, "idee"),
    ],
)
def test_a_measure_is_told_where_its_state_and_its_first_year_say(state: str, begins: int | None, word: str) -> None:
    assert part_of(state, begins, year_now(2027, 2026)) == word
    by_law = part_of(state, begins, year_now(2027, 2026), is_statutory=True)
    assert by_law == ("wet" if word == "keuze" else word), "about that nobody chooses"


def test_every_state_but_withdrawn_has_its_part_and_a_plan_that_is_over_says_so() -> None:
    words = [one.word for one in PARTS]
    rows = [told(n, state, years=(2027 + n, 2030)) for n, state in enumerate(MeasureState) if state != "withdrawn"]
    running = Plan(first_year=2027, last_year=2030, state=PlanState.RUNNING)
    parts = parts_of(running, rows, 2026)
    assert [one.word for one in parts] == [word for word in words if word in {one.word for one in parts}]
    assert sum(len(one.rows) for one in parts) == len(rows)
    over = parts_of(Plan(first_year=2027, last_year=2030, state=PlanState.DONE), [*rows, told(99)], 2031)
    names = [one.name for one in over]
    assert "Dit stond in het plan en is niet begonnen" in names
    assert len(set(names)) == len(names), "two parts with one name are one"
    assert not [name for name in names if "komt" in name], "nothing comes any more"


def test_the_sentences_say_who_when_what_and_why() -> None:
    owned = {"municipality": Municipality(name="Aaldorp"), "is_statutory": True, "ground": "Jeugdwet, artikel 2.3"}
    one = told(takes=Amount(60_000, 900), years=(2027, 2028), reason="Het wachten is te lang.", measure=owned)
    assert how(one) == (
        "Aaldorp zorgt hiervoor. Dit gebeurt van 2027 tot en met 2028. Het kost €\u00a060.000 en 900 uur werk."
    )
    assert why(one) == "Het moet van de wet: Jeugdwet, artikel 2.3. Waarom: Het wachten is te lang."
    later = told(state="later", years=(2029, 2029), measure={"is_of_region": True})
    assert how(later) == "De gemeenten zouden hier samen voor zorgen. Dit zou gebeuren in 2029."
    assert how(told()) == "Nog niemand zorgt hiervoor."
    waits = [told(2).measure, told(3).measure, told(4, "not").measure]
    assert why(told(waits=waits)) == (
        "Eerst moeten klaar zijn: “Maatregel 2” en “Maatregel 3”. Het wacht op “Maatregel 4”, en dat gaat niet door."
    )
    assert serves(told(n_voices=1, n_passages=2)) == "Eén reactie vroeg hierom. Het voert twee passages uit."
    assert why(told()) == serves(told()) == ""


@pytest.mark.parametrize(
    ("among", "is_always", "says"),
    [(100, True, "het hoort bij"), (40, False, "40 van de 100"), (0, False, "niet bij")],
)
def test_how_sure_a_place_is(among: int, is_always: bool, says: str) -> None:
    placed = Placed(told().measure, 3, 3.5, 0, among, None, is_always, None)
    assert place(placed).startswith("Volgens de scores staat het op plaats 3. ")
    assert says in place(placed)


def test_rows_are_chosen_by_theme_owner_and_place() -> None:
    here, there = Municipality(pk=1, name="Hier"), Municipality(pk=2, name="Daar")
    local = Organisation(pk=5, name="Team", reach=Reach.LOCAL, municipality=there)
    wide = Organisation(pk=6, name="Wijd", reach=Reach.REGIONAL, municipality=there)
    rows = [
        told(1, measure={"municipality": here, "theme": "Wachten"}, takes=Amount(10, 0)),
        told(2, measure={"municipality": there}, years=(2027, 2027)),
        told(3, measure={"organisation": local, "is_statutory": True}, takes=Amount(20, 0)),
        told(4, measure={"organisation": wide, "theme": "Wachten"}),
        told(5, measure={"is_of_region": True}),
    ]

    def numbers(**choice: Any) -> list[int]:
        return [one.measure.number for one in chosen_among(rows, Choice(**choice))]

    assert numbers() == [3, 1, 2, 4, 5], "what the law asks for stands first"
    assert numbers(theme="Wachten") == [1, 4]
    assert numbers(place=1) == [1, 4, 5]
    assert numbers(place=2) == [3, 2, 4, 5]
    assert numbers(owner="organisation-5") == [3]
    assert numbers(owner="region") == [5]
    assert numbers(order="jaar")[0] == 2
    assert numbers(order="geld")[:2] == [3, 1]
    assert numbers(order="titel") == [1, 2, 3, 4, 5]
    assert Choice(order="geld").is_all


@pytest.mark.django_db
def test_the_story_of_a_measure_goes_from_the_first_voice_to_what_happened(planned: Planned) -> None:
    voice, first = planned.loop.voice("Maak één aanmeldpunt."), planned.now()
    tie_to(**planned.done(), measure=first, knot=voice.knot)
    later = planned.done()
    later["at"] += timedelta(days=100)
    for money in (90_000, 40_000):
        now = planned.now()
        set_effort(**later, measure=now, version=now.version, amounts={2027: Amount(money, 100)})
    now = planned.now()
    change_measure(**later, measure=now, version=now.version, title=now.title, result="Eén nummer.")
    now = planned.now()
    move_measure(**later, measure=now, version=now.version, state="proposed", reason="Het is uitgewerkt.")
    way = way_of(first.knot, with_suggested=True)
    story = story_of(planned.now(), way)
    assert [(one.title, [knot.pk for knot in one.knots]) for one in story.before] == [
        ("Mensen vroegen hierom", [voice.knot_id])
    ]
    titles = [one.title for one in story.moments]
    assert titles[0] == "Idee"
    assert {*titles[1:]} == {"Geld en inzet ingevuld", "Kleiner gemaakt", "Veranderd", "Voorgesteld"}
    assert [one.is_now for one in story.moments] == [False] * 4 + [True]
    moves = moves_in(planned.plan, 3)
    assert len(moves) == 3
    assert "Het is uitgewerkt." in [one.text for one in moves_in(planned.plan, 50)]
    now = planned.now()
    move_measure(**later, measure=now, version=now.version, state="planned")
    for n in range(3):
        tell_progress(**later, measure=planned.now(), number=n, pace="late", late=f"Er is te weinig plek ({n}).")
    told_so = [one.text for one in story_of(planned.now(), way).moments if one.title == "Gemeld: loopt achter"]
    assert told_so == [f"Er is te weinig plek ({n})." for n in range(3)]
    plan = planned.now().plan
    move_plan(**planned.done(), plan=plan, version=plan.version, state=PlanState.OPEN)
    page = Client().get(reverse("plan:measure", args=[planned.loop.region.slug, plan.slug, 1])).text
    assert "Kleiner gemaakt" in page
    assert planned.editor.email not in page
    assert str(planned.editor) not in page, "who did it is for who writes"
    page = Client().get(reverse("plan:plan", args=[planned.loop.region.slug, plan.slug])).text
    assert "gemeld: loopt achter. Er is te weinig plek (2)." in page


@pytest.mark.django_db
def test_a_plan_is_taken_along_by_other_programs_and_other_sites(planned: Planned) -> None:
    region, plan, first = planned.loop.region.slug, planned.plan, planned.now()
    change_measure(**planned.done(), measure=first, version=first.version, title=first.title, theme="Toegang")
    for state, reason in (("proposed", ""), ("later", "Eerst het <geld>.")):
        now = planned.now()
        move_measure(**planned.done(), measure=now, version=now.version, state=state, reason=reason)
    names = ("moves_feed", "plan_json", "embed", "embedded")
    feed, data, embed, embedded = (reverse(f"plan:{name}", args=[region, plan.slug]) for name in names)
    visitor, editor = Client(), Client()
    editor.force_login(planned.editor)
    assert {visitor.get(one).status_code for one in (feed, data, embed, embedded)} == {404}, "it is prepared"
    assert [editor.get(one).status_code for one in (feed, data, embed, embedded)] == [200, 200, 200, 404]
    assert "X-Frame-Options" in editor.get(embedded), "no error page stands in a page of another site"
    move_plan(**planned.done(), plan=plan, version=plan.version, state=PlanState.OPEN)

    news = visitor.get(feed).text
    assert "Eén aanmeldpunt openen: later" in news
    assert "Eerst het &amp;lt;geld&amp;gt;." in news, "a reader of feeds takes it for HTML"
    assert "Het plan is nu: in bespreking" in news

    told = visitor.get(data).json()
    [later] = [one for part in told["delen"] if part["deel"] == "later" for one in part["maatregelen"]]
    assert (later["nummer"], later["waarom"], later["thema"]) == (1, "Eerst het <geld>.", "Toegang")

    page = visitor.get(embed, {"thema": "Toegang"}).text
    assert "&lt;iframe src=&quot;" in page
    assert "?thema=Toegang" in page
    assert "<iframe" not in page
    inside = visitor.get(embedded, {"thema": "Toegang"})
    assert "frame-ancestors *" in inside["Content-Security-Policy"]
    assert "X-Frame-Options" not in inside
    assert not inside.cookies
    assert "Eén aanmeldpunt openen" in inside.text
    assert "Crisisdienst uitbreiden" not in inside.text
    assert "<form" not in inside.text
    assert "<script" not in inside.text
    assert inside.text.count("<a ") == inside.text.count('target="_blank" rel="noopener"')
