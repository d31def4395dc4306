"""The way of a text along councils: planned, changed, and told."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.councils.calendars.actions import keep_days
from regiotafel.councils.calendars.queries import calendar_of, days_of
from regiotafel.councils.calendars.rules import Meeting, body_of
from regiotafel.councils.menu import dues
from regiotafel.councils.models import Aim, Body, Calendar, Outcome, RouteStep, StepOutcome
from regiotafel.councils.planning.actions import change_pattern, change_route, follow_pattern, note_outcome, plan_text
from regiotafel.councils.planning.queries import Planning, planning_of, steps_of, texts_of
from regiotafel.councils.planning.rules import StepText
from regiotafel.councils.rules import CouncilRefused
from regiotafel.history.queries import FORGET
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.pages.queries.desk import own_places
from regiotafel.regions.models import RegionMunicipality, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from regiotafel.regions.permissions import Standing
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.writing.actions import draft_document
from regiotafel.web.days import day
from tests.councils.conftest import EVENINGS, TODAY, WANTED, Ways
from tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("councils")]


def done(ways: Ways) -> dict[str, Any]:
    return {"by": ways.loop.editor, "at": timezone.now()}


def planned(ways: Ways, **more: Any) -> Planning:
    found = planning_of(ways.loop.document, TODAY, **more)
    assert found is not None
    return found


def step(ways: Ways, aim: str, n: int = 0) -> RouteStep:
    return next(one for one in steps_of(ways.route(n)) if one.aim == aim)


def test_every_municipality_gets_the_steps_of_the_region_and_days_that_keep_the_terms(ways: Ways) -> None:
    found = planned(ways)
    assert [way.municipality.name for way in found.routes] == ["Aaldorp", "Beekdam", "Ceesveen"]
    first = found.routes[0]
    assert first.decides_on == max(on for on in EVENINGS if on <= WANTED)
    for way in found.routes:
        days = [one.last_on for one in way.steps]
        for before, after, one in zip(days, days[1:], way.steps[1:], strict=False):
            assert before is not None
            assert after is not None
            assert after - before >= timedelta(days=max(one.step.term_days, one.step.papers_days))
    assert found.ready_by == min(way.ready_by for way in found.routes if way.ready_by)
    assert [way for way in found.routes if way.is_critical] == found.critical


def test_without_any_calendar_nobody_sets_the_pace_and_the_page_says_what_is_missing(ways: Ways) -> None:
    missing = "Er zijn nog geen vergaderdagen van gemeenteraden ingevuld."
    page = address(ways, "overview", ways.loop.document.slug)
    assert missing not in Client().get(page).content.decode()
    keep_days(**done(ways), region=ways.loop.region, municipality=ways.places[0], version=1, meetings=[])
    assert planned(ways).critical == []
    told = Client().get(page).content.decode()
    assert missing in told
    assert "bepaalt het tempo</span>" not in told
    # A day that one municipality chose for itself sets the pace without a calendar.
    own = ways.route(1)
    texts = texts_of(steps_of(own))
    early = [*texts[:-1], replace(texts[-1], planned_on=WANTED - timedelta(days=100))]
    change_route(**done(ways), route=own, version=own.version, steps=early)
    assert [way.municipality.name for way in planned(ways).critical] == ["Beekdam"]


def test_the_same_plan_again_is_no_news_and_one_who_read_another_is_stopped(ways: Ways) -> None:
    pattern, texts = ways.pattern, texts_of(steps_of(ways.pattern))
    longer = [replace(texts[0], term_days=7), *texts[1:]]
    made = change_pattern(**done(ways), document=ways.loop.document, version=pattern.version, steps=longer)
    assert made.version == pattern.version + 1
    assert change_pattern(**done(ways), document=ways.loop.document, version=1, steps=longer).version == made.version
    with pytest.raises(ChangedMeanwhile):
        change_pattern(**done(ways), document=ways.loop.document, version=pattern.version, steps=texts)
    assert [texts_of(steps_of(ways.route(n)))[0].term_days for n in range(3)] == [7, 7, 7]


def test_a_municipality_with_steps_of_its_own_keeps_them_until_it_follows_again(ways: Ways) -> None:
    own, texts = ways.route(1), texts_of(steps_of(ways.pattern))
    change_route(**done(ways), route=own, version=own.version, steps=texts[3:])
    change_pattern(**done(ways), document=ways.loop.document, version=1, steps=texts[1:])
    assert texts_of(steps_of(ways.route(1))) == texts[3:]
    assert texts_of(steps_of(ways.route(0))) == texts[1:]
    own = ways.route(1)
    follow_pattern(**done(ways), route=own, version=own.version)
    assert texts_of(steps_of(ways.route(1))) == texts[1:]
    assert not ways.route(1).is_own


def test_a_day_that_a_municipality_chose_stays_and_is_no_other_route(ways: Ways) -> None:
    own, texts = ways.route(), texts_of(steps_of(ways.route()))
    evening = EVENINGS[9]
    change_route(**done(ways), route=own, version=1, steps=[*texts[:-1], replace(texts[-1], planned_on=evening)])
    assert not ways.route().is_own
    change_pattern(**done(ways), document=ways.loop.document, version=1, steps=texts[1:])
    assert planned(ways).routes[0].decides_on == evening


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], "minstens één stap"),
        ([StepText(Body.COLLEGE, Aim.RELEASE)], "De laatste stap is het besluit"),
        ([StepText("wie", "wat"), StepText(Body.COUNCIL, Aim.DECIDE)], "Kies bij stap 1"),
        ([StepText(Body.COUNCIL, Aim.DECIDE)] * 2, "besluit één keer"),
        ([StepText(Body.COUNCIL, Aim.DECIDE, term_days=401)], "hooguit 400 dagen"),
        ([StepText(Body.COLLEGE, Aim.RELEASE)] * 20 + [StepText(Body.COUNCIL, Aim.DECIDE)], "hooguit 20 stappen"),
    ],
)
def test_a_route_that_cannot_be_is_refused_with_a_sentence(steps: list[StepText], told: str, ways: Ways) -> None:
    with pytest.raises(CouncilRefused, match=told):
        change_pattern(**done(ways), document=ways.loop.document, version=1, steps=steps)


def test_what_came_of_a_step_is_its_real_day_and_a_correction_says_why(ways: Ways) -> None:
    asked = step(ways, Aim.ADVISE)
    given: dict[str, Any] = {**done(ways), "step": asked, "outcome": Outcome.MIXED, "on": TODAY, "text": "Let op geld."}
    first = note_outcome(**given, number=0)
    assert note_outcome(**given, number=0) == first
    now = planned(ways).routes[0]
    assert [one.done_on for one in now.steps][:3] == [None, TODAY, None]
    assert now.ready_by is None  # it is on its way
    with pytest.raises(ChangedMeanwhile):
        note_outcome(**{**given, "outcome": Outcome.POSITIVE}, number=0)
    with pytest.raises(CouncilRefused, match="waarom"):
        note_outcome(**{**given, "outcome": Outcome.POSITIVE}, number=1)
    note_outcome(**{**given, "outcome": Outcome.HELD}, number=1, reason="Het kwam terug.")
    assert planned(ways).routes[0].steps[1].done_on is None
    # What was held over comes back: that is no correction, but that it was never said is one.
    with pytest.raises(CouncilRefused, match="waarom"):
        note_outcome(**{**given, "outcome": Outcome.NONE}, number=2)
    note_outcome(**given, number=2)
    assert planned(ways).routes[0].steps[1].done_on == TODAY
    gone = RouteStep(pk=0, route=asked.route, body=asked.body, aim=asked.aim)  # removed while somebody wrote
    with pytest.raises(CouncilRefused, match="niet meer in de route"):
        note_outcome(**{**given, "step": gone}, number=0)
    with pytest.raises(CouncilRefused, match="staat al een uitkomst"):
        change_route(**done(ways), route=ways.route(), version=1, steps=texts_of(steps_of(ways.route()))[3:])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"outcome": "zomaar"}, "Kies wat"),
        ({"outcome": Outcome.RELEASED}, "Kies wat"),
        ({"outcome": Outcome.POSITIVE}, "op welke dag"),
        ({"outcome": Outcome.POSITIVE, "on": TODAY + timedelta(days=1)}, "moet nog komen"),
        ({"outcome": Outcome.POSITIVE, "on": TODAY, "link": "javascript:alert(1)"}, "https"),
        ({"outcome": Outcome.POSITIVE, "on": TODAY, "text": "a" * 2001}, "te lang"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_with_a_sentence(given: dict[str, Any], told: str, ways: Ways) -> None:
    with pytest.raises(CouncilRefused, match=told):
        note_outcome(**done(ways), step=step(ways, Aim.ADVISE), number=0, **given)


def test_what_the_council_decides_is_told_by_the_decision_about_the_version_alone(ways: Ways) -> None:
    with pytest.raises(CouncilRefused, match="bij de versie zelf"):
        note_outcome(**done(ways), step=step(ways, Aim.DECIDE), number=0, outcome=Outcome.RELEASED, on=TODAY)
    decided = {"body": "de raad van Aaldorp", "decided_on": TODAY, "vote": "14 voor en 9 tegen"}
    release = ways.loop.first
    editor, own = client_of(ways, Role.EDITOR), address(ways, "route", ways.loop.document.slug, ways.places[0].pk)
    decide = reverse("publishing:decide", args=[ways.loop.region.slug, ways.loop.document.slug, 1, ways.places[0].pk])
    for number, (decision, is_over) in enumerate([("held", False), ("tied", False), ("amended", True)]):
        assert "Besluit invullen" in editor.get(own).text
        note_decision(
            **done(ways), release=release, municipality=ways.places[0], number=number, decision=decision, **decided
        )
        way = planned(ways).routes[0]
        assert (not way.left) is is_over
        assert way.steps[-1].told
    assert way.decides_on == TODAY
    client, document = client_of(ways, None), ways.loop.document.slug
    assert "Klaar" in client.get(address(ways, "overview", document)).content.decode()
    assert "Gemeenteraad van Aaldorp: vastgesteld met een gewijzigde tekst" in client.get(own).text
    assert decide in editor.get(own).text
    assert "Besluit invullen" not in editor.get(own).text
    assert "Verbeteren" not in client.get(own).text


def test_a_day_that_cannot_be_kept_says_at_which_step(ways: Ways) -> None:
    keep_days(
        **done(ways), region=ways.loop.region, municipality=ways.places[0], version=1,
        meetings=[Meeting(TODAY + timedelta(days=3), Body.COUNCIL)],
    )  # fmt: skip
    way = planned(ways).routes[0]
    assert "de gemeenteraad: besluiten" in way.fault
    assert planned(ways).routes[1].fault == ""


def test_a_municipality_that_comes_later_gets_its_steps_with_the_next_save(ways: Ways) -> None:
    late = invent_municipality(name="Dalzicht")
    add_municipality(by=None, at=timezone.now(), region=ways.loop.region, municipality=late)
    assert len(planned(ways).routes) == 3
    texts = texts_of(steps_of(ways.pattern))
    change_pattern(**done(ways), document=ways.loop.document, version=1, steps=texts[1:])
    assert [way.municipality.name for way in planned(ways).routes][-1] == "Dalzicht"


def test_however_many_municipalities_the_planning_is_read_in_as_many_queries(
    ways: Ways, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(8):
        planned(ways)


# --- Pages


def client_of(ways: Ways, role: Role | None, n: int = 0) -> Client:
    client = Client()
    if role is Role.CLERK:
        client.force_login(make_member(ways.loop.region, role, municipality=ways.places[n]))
    elif role:
        client.force_login(make_member(ways.loop.region, role))
    return client


def address(ways: Ways, name: str, *more: object) -> str:
    return reverse(f"councils:{name}", args=[ways.loop.region.slug, *more])


def test_everybody_reads_the_planning_and_a_clerk_writes_only_about_the_own_council(ways: Ways) -> None:
    document, (own, other, _third) = ways.loop.document.slug, ways.places
    told = client_of(ways, None).get(address(ways, "overview", document)).content.decode()
    assert "Het concept moet er uiterlijk op" in told
    assert 'class="rt-chart rt-gantt"' in told
    clerk = client_of(ways, Role.CLERK)
    mine = address(ways, "change", document, own.pk)
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "version": "1"}
    rows |= {"form-0-body": "college", "form-0-aim": "release", "form-0-place": "1", "form-0-term_days": "7"}
    rows |= {"form-1-body": "council", "form-1-aim": "decide", "form-1-place": "2", "form-1-papers_days": "10"}
    assert clerk.post(mine, rows).status_code == 302
    assert [one.kind for one in texts_of(steps_of(ways.route()))] == [("college", "release"), ("council", "decide")]
    assert "intussen veranderd" in clerk.post(mine, {**rows, "form-0-term_days": "8"}).content.decode()
    assert clerk.post(mine, {**rows, "version": "2", "form-1-body": ""}).status_code == 422
    assert clerk.post(address(ways, "change", document, other.pk), rows).status_code == 403
    assert clerk.post(address(ways, "days", other.pk), {}).status_code == 403
    assert clerk.get(address(ways, "plan", document)).status_code == 403


def test_what_if_changes_nothing_and_says_what_moves(ways: Ways) -> None:
    page, client = address(ways, "overview", ways.loop.document.slug), client_of(ways, None)
    ready = (TODAY + timedelta(days=30)).isoformat()
    assert "de raad besluit op zijn vroegst op" in client.get(page, {"klaar": ready}).content.decode()
    asked = {"klaar": "", "gemeente": ways.places[0].pk, "dag": EVENINGS[8].isoformat()}
    assert "Het concept moet er dan uiterlijk op" in client.get(page, asked).content.decode()
    assert "31-01-2027" in client.get(page, {**asked, "dag": "morgen"}).content.decode()
    assert planned(ways).routes[0].decides_on != EVENINGS[8]


def test_a_clerk_brings_the_calendar_of_the_council_and_reads_it_before_it_is_saved(ways: Ways) -> None:
    clerk, place = client_of(ways, Role.CLERK, 1), ways.places[1]
    days = [TODAY + timedelta(days=n) for n in (10, 11, 12)]
    names = ("Raadsvergadering", "Commissie Samenleving", "Verjaardag")
    events = "".join(
        f"BEGIN:VEVENT\nDTSTART;VALUE=DATE:{on:%Y%m%d}\nSUMMARY:{name}\nEND:VEVENT\n"
        for on, name in zip(days, names, strict=True)
    )
    data = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{events}END:VCALENDAR\n".encode()
    bring = address(ways, "bring", place.pk)
    told = clerk.post(bring, {"calendar": SimpleUploadedFile("raad.ics", data)}).content.decode()
    assert "1 van de raad, 1 van een commissie, 0 van het college; 1 lijken geen van deze" in told
    assert calendar_of(ways.loop.region, place) is None
    refused = clerk.post(bring, {"calendar": SimpleUploadedFile("raad.ics", b"geen")})
    assert (refused.status_code, "geen agenda" in refused.content.decode()) == (422, True)
    page, filled = address(ways, "days", place.pk), {"council": f"{days[0]}: Raad\n{days[0]}", "version": "0"}
    assert clerk.post(page, filled).status_code == 302
    assert [str(one.on) for one in days_of(calendar_of(ways.loop.region, place))] == [str(days[0])]
    assert "intussen veranderd" in clerk.post(page, {**filled, "council": str(days[1])}).content.decode()
    wrongs = ("ooit", "1-1-0207", "1-1-9999", "1-1-2027 t/m 1-1-9999: reces")
    for field, wrong in ((field, wrong) for field in ("council", "recess") for wrong in wrongs):
        assert "kunnen we niet lezen" in clerk.post(page, {"version": "1", field: wrong}).content.decode()


def test_the_outcome_of_a_step_is_written_down_on_its_page(ways: Ways) -> None:
    clerk, document = client_of(ways, Role.CLERK), ways.loop.document.slug
    page = address(ways, "outcome", document, ways.places[0].pk, step(ways, Aim.ADVISE).pk)
    filled = {"outcome": "mixed", "on": TODAY.isoformat(), "text": "Let op geld.", "number": "0"}
    assert clerk.post(page, filled).status_code == 302
    assert (
        "positief, met opmerkingen" in clerk.get(address(ways, "route", document, ways.places[0].pk)).content.decode()
    )
    again = clerk.post(page, {**filled, "outcome": "positive"})
    assert "vulde dit intussen in" in again.content.decode()
    assert clerk.post(page, {**filled, "outcome": "positive", "number": "1"}).status_code == 422
    assert StepOutcome.objects.count() == 1
    decision = address(ways, "outcome", document, ways.places[0].pk, step(ways, Aim.DECIDE).pk)
    assert clerk.get(decision).status_code == 302


def test_a_calendar_program_moves_what_it_knows_when_the_plan_moves(ways: Ways) -> None:
    page = address(ways, "own_calendar", ways.loop.document.slug, ways.places[0].pk)

    def told() -> dict[str, int]:
        lines = Client().get(page).content.decode().replace("\r\n ", "").splitlines()
        uids = [line.removeprefix("UID:") for line in lines if line.startswith("UID:")]
        return dict(zip(uids, (int(line[9:]) for line in lines if line.startswith("SEQUENCE:")), strict=True))

    before = told()
    assert len(before) == len(steps_of(ways.route()))
    keep_days(
        **done(ways), region=ways.loop.region, municipality=ways.places[0], version=1,
        meetings=[Meeting(on, Body.COUNCIL) for on in EVENINGS[:9]],
    )  # fmt: skip
    after = told()
    assert after.keys() == before.keys()
    assert all(after[uid] > before[uid] for uid in before)
    whole = Client().get(address(ways, "whole_calendar", ways.loop.document.slug)).content.decode()
    assert whole.count("BEGIN:VEVENT") == 3 * len(before)
    # What was written down and taken back is news each time.
    asked, last = step(ways, Aim.ADVISE), step(ways, Aim.DECIDE)
    note: dict[str, Any] = {**done(ways), "step": asked, "on": TODAY}
    decide: dict[str, Any] = {
        **done(ways),
        "release": ways.loop.first,
        "municipality": ways.places[0],
        "body": "de raad",
    }
    back = {"number": 1, "reason": "Van een ander."}
    for moved, press in (
        (asked, lambda: note_outcome(**note, outcome=Outcome.POSITIVE, number=0)),
        (asked, lambda: note_outcome(**note, outcome=Outcome.NONE, **back)),
        (last, lambda: note_decision(**decide, decision="adopted", decided_on=TODAY, number=0)),
        (last, lambda: note_decision(**decide, decision="none", **back)),
    ):
        was = told()
        press()
        assert told()[f"stap-{moved.pk}@regiotafel"] > was.get(f"stap-{moved.pk}@regiotafel", 0)


def test_who_works_for_a_council_reads_on_the_desk_what_is_next(ways: Ways) -> None:
    told = client_of(ways, Role.CLERK).get(reverse("pages:desk", args=[ways.loop.region.slug])).content.decode()
    assert "De gemeenten samen: vrijgeven of voorstellen" in told


def _decides_on(place: RegionMunicipality, on: date) -> None:
    place.council_decides_on = on
    place.save()
    for forget in FORGET:
        forget()  # no act told of it


def test_the_evening_that_a_region_wrote_down_is_the_last_day_of_the_planning_and_that_of_the_desk(
    ways: Ways, django_assert_num_queries: Any
) -> None:
    here = RegionMunicipality.objects.get(municipality=ways.places[0])
    _decides_on(here, EVENINGS[8])
    assert planned(ways).routes[0].decides_on == EVENINGS[8]
    given: dict[str, Any] = {"region": ways.loop.region, "today": TODAY}
    clerk = [Standing(Role.CLERK, ways.places[0].pk)]
    assert own_places(**given, standings=clerk)[0].decides_on == EVENINGS[8]
    page = reverse("regions:municipality", args=[ways.loop.region.slug, here.pk])
    assert f"<dd>{day(EVENINGS[8])}</dd>" in Client().get(page).content.decode()
    # It is the evening of one text: another one that is wanted later is planned by the other evenings.
    other = draft_document(**done(ways), region=ways.loop.region, title="Nog een tekst")
    plan_text(**done(ways), document=other, wanted_on=WANTED + timedelta(days=60))
    later_text = planning_of(other, TODAY)
    assert later_text is not None
    assert later_text.routes[0].decides_on == EVENINGS[-4]
    assert planned(ways).routes[0].decides_on == EVENINGS[8]
    # That evening does not do, and the planning names a later one: so does the page that everybody reads.
    _decides_on(here, TODAY - timedelta(days=3))
    later = planned(ways).routes[0].decides_on
    assert later is not None
    assert f"Volgens de planning uiterlijk op {day(later)}." in Client().get(page).content.decode()
    # The planning stands until the next act: the desk asks for its end, the steps and the papers.
    with django_assert_num_queries(3):
        assert list(dues(ways.loop.region, clerk, timezone.now()))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Raadsvergadering", Body.COUNCIL),
        ("Raadscommissie sociaal", Body.COMMITTEE),
        ("Vergadering college van B&W", Body.COLLEGE),
        ("Adviesraad sociaal domein", ""),
        ("Bezoek brandweer", ""),
    ],
)
def test_whose_meeting_it_is_shows_in_its_name(name: str, body: str) -> None:
    assert body_of(name) == body


def test_days_that_stay_are_not_written_anew(ways: Ways) -> None:
    before = {one.pk for one in days_of(Calendar.objects.get(municipality=ways.places[0]))}
    kept = [Meeting(on, Body.COUNCIL) for on in EVENINGS[1:]]
    keep_days(**done(ways), region=ways.loop.region, municipality=ways.places[0], version=1, meetings=kept)
    after = {one.pk for one in days_of(Calendar.objects.get(municipality=ways.places[0]))}
    assert after < before
