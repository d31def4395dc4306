"""How measures go: told, corrected, hidden, asked when it is due, and what it delays."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regiotafel import codes
from regiotafel.contributions.moderating.actions import accept
from regiotafel.contributions.sending.actions import send_in
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.making.actions import move_plan
from regiotafel.plan.measures.actions import add_measure, change_measure, move_measure, set_effort, set_needs
from regiotafel.plan.menu import dues, turns
from regiotafel.plan.models import Asking, Measure, MeasureState, Pace, Progress
from regiotafel.plan.progress.actions import (
    ask_for_progress,
    correct_progress,
    hide_progress,
    set_rhythm,
    tell_progress,
)
from regiotafel.plan.progress.analysis import delays
from regiotafel.plan.progress.queries import current_by_measure, current_of, measures_planned, progress_of, spans_of
from regiotafel.plan.progress.rules import day_after, due_days, is_told_for, steps_to
from regiotafel.plan.rules import Amount, PlanRefused
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import Standing
from regiotafel.thread.following.actions import confirm as confirm_following
from regiotafel.thread.following.actions import follow
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.linking.actions import confirm, tell_of_moves
from regiotafel.thread.models import Notice, Relation, Subscription
from tests.factories import make_member
from tests.forms import forms_in
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def chosen(planned: Planned, n: int = 0) -> Measure:
    """In the plan, which everybody reads."""
    now = planned.now(n)
    if not now.plan.is_public:
        move_plan(**planned.done(), plan=now.plan, version=now.plan.version, state="open")
    for state in ("proposed", "planned"):
        now = planned.now(n)
        move_measure(**planned.done(), measure=now, version=now.version, state=state)
    return planned.now(n)


def test_a_measure_moves_by_what_is_told_and_by_nothing_else(planned: Planned) -> None:
    now = chosen(planned)
    said = {"pace": "late", "late": "Er is geen plek.", "expected_year": 2029}
    late = tell_progress(**planned.done(), measure=now, number=0, **said)
    assert planned.now().state == MeasureState.PLANNED, "what is late did not begin by that"
    assert tell_progress(**planned.done(), measure=now, number=0, **said) == late, "pressed twice"
    with pytest.raises(ChangedMeanwhile):
        tell_progress(**planned.done(), measure=now, number=0, pace="on", done="Er is plek.")
    done = tell_progress(**planned.done(), measure=now, number=1, pace="done", done="Het is open.", expected_year=2030)
    assert (planned.now().state, done.expected_year) == (MeasureState.DONE, None), "by way of busy"
    stopped = tell_progress(**planned.done(), measure=now, number=2, pace="stopped", late="Te duur. " * 90)
    steps = list(planned.now().steps.values_list("state", flat=True))
    assert steps[-4:] == ["busy", "done", "busy", "stopped"]
    assert current_of(now) == stopped
    with pytest.raises(PlanRefused, match="nog niets te melden"):
        tell_progress(**planned.done(), measure=planned.now(1), number=0, pace="on", done="Zo.")


@pytest.mark.parametrize("said", [{"pace": "on"}, {"pace": "late"}, {"pace": "stopped"}, {"pace": "x", "done": "Zo."}])
def test_who_says_nothing_reads_what_is_missing(said: dict[str, Any], planned: Planned) -> None:
    now = chosen(planned)
    with pytest.raises(PlanRefused) as refused:
        tell_progress(**planned.done(), measure=now, number=0, **said)
    assert refused.value.field
    assert not Progress.objects.exists()


def test_what_was_corrected_or_hidden_makes_way_and_stays(planned: Planned) -> None:
    now = chosen(planned)
    first = tell_progress(**planned.done(), measure=now, number=0, pace="on", done="Twee teams.")
    better = correct_progress(**planned.done(), progress=first, pace="on", done="Eén team.")
    assert correct_progress(**planned.done(), progress=first, pace="on", done="Eén team.") == better
    with pytest.raises(PlanRefused, match="al iets nieuws"):
        correct_progress(**planned.done(), progress=first, pace="on", done="Drie teams.")
    assert [one.done for one in progress_of(now)] == ["Eén team.", "Twee teams."]
    hide_progress(**planned.done(), progress=better, reason="Er staat een naam in.")
    assert current_of(now) is None, "what was wrong does not come back"
    client, address = Client(), reverse("plan:measure", args=[planned.loop.region.slug, now.plan.slug, now.number])
    page = client.get(address).content.decode()
    assert "Eén team." not in page
    assert "Twee teams." in page
    client.force_login(make_member(planned.loop.region, Role.MODERATOR))
    assert "Er staat een naam in." in client.get(address).content.decode()


def test_who_sees_to_a_measure_tells_it_on_a_form_that_warns_first(planned: Planned) -> None:
    now = chosen(planned)
    told = {"title": now.title, "owner": planned.place}
    change_measure(**planned.done(), measure=now, version=now.version, **told)
    region = planned.loop.region
    address = reverse("plan:tell_progress", args=[region.slug, now.plan.slug, now.number])
    official = make_member(region, Role.OFFICIAL, municipality=planned.place)
    stranger = make_member(region, Role.MODERATOR)
    client = Client()
    client.force_login(stranger)
    assert client.get(address).status_code == 403
    client.force_login(official)
    [form] = [one for one in forms_in(client.get(address)) if "number" in one.hidden]
    sent = {**form.values, "pace": "on", "done": "Mijn zoon Sem van acht is geholpen."}
    warned = client.post(address, sent)
    assert "te herkennen" in warned.content.decode()
    assert not Progress.objects.exists()
    [form] = [one for one in forms_in(warned) if "number" in one.hidden]
    assert client.post(address, form.values | {"pace": "on"}).status_code == 302
    assert Progress.objects.get().by == official


def test_a_draft_of_it_waits_for_who_wrote_it(planned: Planned) -> None:
    now = chosen(planned)
    client = Client()
    client.force_login(make_member(planned.loop.region, Role.EDITOR))
    address = reverse("plan:tell_progress", args=[planned.loop.region.slug, now.plan.slug, now.number])
    client.post(address, {"do": "save", "draft": "0", "pace": "late", "late": "Nog geen plek", "number": "0"})
    assert "Nog geen plek" in client.get(address).content.decode()


# --- When it is asked


@pytest.mark.parametrize(
    ("first_on", "months", "today", "due"),
    [
        (date(2027, 1, 31), 3, date(2027, 1, 30), (None, date(2027, 1, 31))),
        (date(2027, 1, 31), 3, date(2027, 1, 31), (date(2027, 1, 31), date(2027, 4, 30))),
        (date(2027, 1, 31), 3, date(2027, 4, 29), (date(2027, 1, 31), date(2027, 4, 30))),
        (date(2027, 1, 31), 3, date(2027, 8, 1), (date(2027, 7, 31), date(2027, 10, 31))),
        (date(2028, 2, 29), 12, date(2029, 2, 28), (date(2029, 2, 28), date(2030, 2, 28))),
        (date(2027, 6, 15), 6, date(2030, 6, 14), (date(2029, 12, 15), date(2030, 6, 15))),
    ],
)
def test_the_days_of_a_rhythm(first_on: date, months: int, today: date, due: tuple[date | None, date]) -> None:
    assert due_days(first_on, months, today) == due


def test_who_told_it_just_before_the_day_is_not_asked() -> None:
    on = date(2027, 6, 1)
    told = [is_told_for(on, day) for day in (None, date(2027, 4, 30), date(2027, 5, 4), on)]
    assert told == [False, False, True, True]
    assert day_after(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_every_pace_leads_somewhere_from_every_state_of_a_plan() -> None:
    assert {(state, pace): steps_to(state, pace) for state in ("planned", "done") for pace in Pace} == {
        ("planned", "waits"): (),
        ("planned", "on"): ("busy",),
        ("planned", "late"): (),
        ("planned", "done"): ("busy", "done"),
        ("planned", "stopped"): ("busy", "stopped"),
        ("done", "waits"): ("busy",),
        ("done", "on"): ("busy",),
        ("done", "late"): ("busy",),
        ("done", "done"): (),
        ("done", "stopped"): ("busy", "stopped"),
    }


@pytest.fixture
def asked(planned: Planned) -> Planned:
    """Of two measures it is due to be told how they go, since three weeks: one of a municipality, one of nobody."""
    for n in (0, 1):
        chosen(planned, n)
    now = planned.now()
    change_measure(**planned.done(), measure=now, version=now.version, title=now.title, owner=planned.place)
    plan, on = now.plan, timezone.localdate() - timedelta(days=21)
    Measure.objects.get(pk=now.pk).steps.update(at=timezone.now() - timedelta(days=90))
    planned.now(1).steps.update(at=timezone.now() - timedelta(days=90))
    set_rhythm(**planned.done(), plan=plan, version=0, months=3, first_on=on)
    return planned


def test_it_is_asked_by_one_letter_each_and_never_again(
    asked: Planned, django_capture_on_commit_callbacks: Any
) -> None:
    region, now = asked.loop.region, timezone.now()
    official = make_member(region, Role.OFFICIAL, municipality=asked.place)
    make_member(region, Role.EDITOR)
    for _tick in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_progress(at=now)
    to_official = [one for one in mail.outbox if one.to == [official.email]]
    assert len(to_official) == 1
    assert asked.now().title in to_official[0].body
    assert "/voortgang/" in to_official[0].body
    editors = region.memberships.filter(role=Role.EDITOR).values_list("user__email", flat=True)
    assert sorted(one.to[0] for one in mail.outbox) == sorted([official.email, *editors])
    assert Asking.objects.count() == 2


def test_a_worker_that_dies_before_sending_leaves_nobody_with_two(asked: Planned) -> None:
    make_member(asked.loop.region, Role.OFFICIAL, municipality=asked.place)
    for _tick in range(2):
        ask_for_progress(at=timezone.now())  # marked, and never sent
    assert not mail.outbox
    assert Asking.objects.count() == 2


def test_what_is_late_stands_on_the_desk_of_its_owner_and_of_who_writes_the_plan(asked: Planned) -> None:
    region, now = asked.loop.region, timezone.now()
    place = [Standing(Role.OFFICIAL, municipality_id=asked.place.pk)]
    [own] = turns(region, place, now)
    assert (own.name[:4], own.n_late, own.explained) == ("Eén ", 1, "Eén is te laat.")
    found = [one for one in turns(region, [Standing(Role.EDITOR)], now) if "voortgang" in one.url]
    assert [(one.name[:2], one.n_late, one.explained) for one in found] == [("2 ", 2, "2 zijn te laat.")]
    [due] = dues(region, place, now)
    assert due.on > timezone.localdate(now)
    tell_progress(**asked.done(), measure=asked.now(), number=0, pace="on", done="Er is een team.")
    assert list(turns(region, place, now)) == []


# --- What it delays


def test_what_is_late_delays_what_waits_for_it_and_what_waits_for_that(planned: Planned) -> None:
    for n, year in enumerate((2027, 2028, 2029)):
        one = planned.now(n)
        set_effort(**planned.done(), measure=one, version=one.version, amounts={year: Amount(1, 1)})
    for n in (1, 2):
        one = planned.now(n)
        set_needs(**planned.done(), measure=one, version=one.version, on=[planned.measures[n - 1]])
    now = chosen(planned)
    assert delays(now.plan, spans_of(now.plan), {}) == []
    tell_progress(**planned.done(), measure=now, number=0, pace="late", late="Geen plek.", expected_year=2028)
    current = current_by_measure(measures_planned(now.plan))
    found = delays(now.plan, spans_of(now.plan), current)
    assert [(one.other.number, one.begins, one.becomes) for one in found] == [(2, 2028, 2029), (3, 2029, 2030)]
    client = Client()
    for number, told in ((1, "pas in 2029 beginnen, en niet in 2028"), (3, "pas klaar in 2028")):
        page = client.get(reverse("plan:measure", args=[planned.loop.region.slug, now.plan.slug, number]))
        assert told in page.content.decode()
    listed = client.get(reverse("plan:measures", args=[planned.loop.region.slug, now.plan.slug])).content.decode()
    assert "Wacht op maatregel 1: kan pas in 2030." in listed
    assert listed.count("Loopt achter: klaar in 2028.") == 1


# --- Who followed hears


def test_who_follows_a_voice_a_passage_or_the_measure_hears_once(planned: Planned) -> None:
    now, at = chosen(planned), timezone.now()
    passage = planned.loop.school
    ends = {"from_knot": passage.knot, "to_knot": now.knot, "relation": Relation.CARRIED_OUT_BY}
    confirm(**planned.done(), **ends)
    for knot, email in ((passage.knot, "een@voorbeeld.nl"), (now.knot, "een@voorbeeld.nl"), (now.knot, "twee@v.nl")):
        follow(at=at, knot=knot, email=email, mode="direct")
        [row] = Subscription.objects.filter(knot=knot, email=email)
        confirm_following(at=at, token=token_of(row))
    Notice.objects.all().delete()
    tell_progress(**planned.done(), measure=planned.now(), number=0, pace="on", done="Er is een team.")
    tell_of_moves(at=at)
    told = sorted(Notice.objects.values_list("subscription__email", "message"))
    assert told == [("een@voorbeeld.nl", "progress"), ("twee@v.nl", "progress")]


def test_the_sender_reads_at_the_receipt_what_is_done_and_how_it_goes(planned: Planned) -> None:
    now, passage = chosen(planned), planned.loop.school
    confirm(**planned.done(), from_knot=passage.knot, to_knot=now.knot, relation=Relation.CARRIED_OUT_BY)
    said = {"kind": "idea", "text": "Er moet één plek zijn om te bellen.", "key": uuid.uuid4()}
    voice, code = send_in(at=timezone.now(), region=planned.loop.region, **said, about_passage=None)
    voice = accept(by=planned.editor, at=timezone.now(), contribution=voice)
    confirm(**planned.done(), from_knot=passage.knot, to_knot=voice.knot, relation=Relation.COMES_FROM)
    tell_progress(**planned.done(), measure=planned.now(), number=0, pace="on", done="Er is een team.")
    page = Client().get(reverse("receipts:receipt", args=[codes.show(code)])).content.decode()
    assert "Wat wordt er gedaan?" in page
    assert "Er is een team." in page


def test_pages_ask_as_many_questions_however_many_measures_go(planned: Planned) -> None:
    client, region = Client(), planned.loop.region
    now = chosen(planned)
    plan = now.plan
    pages = [reverse(f"plan:{name}", args=[region.slug, plan.slug]) for name in ("progress", "measures")]
    tell_progress(**planned.done(), measure=now, number=0, pace="late", late="Geen plek.", expected_year=2029)

    def asks() -> list[int]:
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(page)
            counts.append(len(asked))
        return counts

    before = asks()
    for n in range(12):
        one = add_measure(**planned.done(), plan=plan, title=f"Nog {n}", state="proposed")
        one = move_measure(**planned.done(), measure=one, version=1, state="planned")
        set_needs(**planned.done(), measure=one, version=2, on=[now])
        one = Measure.objects.select_related("plan__region").get(pk=one.pk)
        tell_progress(**planned.done(), measure=one, number=0, pace="late", late="Wacht.", expected_year=2030)
    assert asks() == before
    assert re.search(r"Loopt achter \(13\)", client.get(pages[0]).content.decode())
