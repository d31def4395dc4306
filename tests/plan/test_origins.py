"""Ideas become measures, and hang on the thread with what they came from."""

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.plan.making.actions import move_plan
from regiotafel.plan.measures.actions import move_measure
from regiotafel.plan.models import Measure, PlanState
from regiotafel.plan.origins.actions import begin_from, tie_to
from regiotafel.plan.origins.queries import (
    knots_named,
    knots_without,
    measures_at,
    measures_without_voice,
    passages_without,
)
from regiotafel.plan.origins.rules import as_title
from regiotafel.plan.rules import PlanRefused
from regiotafel.regions.models import Role
from regiotafel.thread.following.actions import follow_with_role
from regiotafel.thread.linking.actions import tell_of_moves
from regiotafel.thread.models import Link, Mode, Notice, Relation
from regiotafel.thread.way.queries import way_of
from tests.factories import make_member
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def client_of(planned: Planned, role: Role | None) -> Client:
    client = Client()
    if role:
        client.force_login(make_member(planned.loop.region, role))
    return client


def test_one_press_makes_a_measure_of_a_voice_and_links_the_two(planned: Planned) -> None:
    voice = planned.loop.voice("De wachtlijst duurt te lang. Maak één aanmeldpunt.")
    client, region = client_of(planned, Role.EDITOR), planned.loop.region.slug
    page = client.get(reverse("plan:at_knot", args=[region, voice.knot_id]), {"woorden": voice.text}).content.decode()
    assert 'value="De wachtlijst duurt te lang"' in page, "its first sentence is the title to begin with"
    sent = {"begin-title": "Wachtlijst samen bijhouden", "begin-plan": planned.plan.pk}
    for _press in range(2):
        answer = client.post(reverse("plan:begin_from", args=[region, voice.knot_id]), sent)
        assert answer.status_code == 302
    made = Measure.objects.get(title="Wachtlijst samen bijhouden")
    link = Link.objects.get(from_knot=made.knot)
    assert (link.to_knot, link.relation) == (voice.knot, Relation.COMES_FROM)
    told = client.get(reverse("plan:measure", args=[region, planned.plan.slug, made.number])).content.decode()
    assert f"reactie {voice.number}" in told.lower()
    assert client.post(reverse("plan:begin_from", args=[region, voice.knot_id]), {}).status_code == 422
    assert client_of(planned, Role.CLERK).post(answer.request["PATH_INFO"], sent).status_code == 403


def test_a_measure_carries_out_a_passage_and_follows_the_thread_to_the_voice(planned: Planned) -> None:
    passage = planned.loop.waiting
    voice = planned.loop.voice("Het duurt te lang.", passage)
    made = begin_from(**planned.done(), plan=planned.plan, knot=passage.knot, title="Tien weken is de grens")
    [link] = Link.objects.filter(to_knot=made.knot)
    assert (link.from_knot, link.relation) == (passage.knot, Relation.CARRIED_OUT_BY)
    before = way_of(made.knot, with_suggested=True).before
    knots = {step.knot for stretch in before for step in stretch.steps}
    assert passage.knot in knots
    assert voice.knot in knots or not Link.objects.filter(to_knot=voice.knot).exists()
    assert measures_at(passage.knot, [planned.plan]) == [made]
    visitor = client_of(planned, None)
    address = reverse("plan:at_knot", args=[planned.loop.region.slug, passage.knot_id])
    assert "Tien weken" not in visitor.get(address).content.decode(), "a plan that is prepared is not told"
    plan = made.plan
    move_plan(**planned.done(), plan=plan, version=plan.version, state=PlanState.OPEN)
    assert "Tien weken" in visitor.get(address).content.decode()
    assert "Hier een maatregel van maken" not in visitor.get(address).content.decode()


def test_who_follows_a_passage_hears_of_its_measure_as_soon_as_everybody_reads_it(planned: Planned) -> None:
    member, knot = make_member(planned.loop.region, Role.EDITOR), planned.loop.waiting.knot
    follow_with_role(at=planned.done()["at"], knot=knot, membership=member.memberships.get(), mode=Mode.DIRECT)
    made = begin_from(**planned.done(), plan=planned.plan, knot=knot, title="Minder wachten")
    made = move_measure(**planned.done(), measure=made, version=made.version, state="proposed")
    tell_of_moves(at=planned.done()["at"])
    assert not Notice.objects.filter(about=made.knot).exists(), "its title is not told before the plan is"
    plan = made.plan
    move_plan(**planned.done(), plan=plan, version=plan.version, state=PlanState.OPEN)
    assert Notice.objects.filter(about=made.knot).count() == 1
    move_measure(**planned.done(), measure=made, version=made.version, state="planned")
    tell_of_moves(at=planned.done()["at"])
    assert Notice.objects.filter(about=made.knot).count() == 2


def test_a_measure_is_tied_by_the_name_of_what_it_belongs_to(planned: Planned) -> None:
    client, region = client_of(planned, Role.EDITOR), planned.loop.region
    address = reverse("plan:origins", args=[region.slug, planned.plan.slug, 1])
    name = str(planned.loop.school.knot)
    assert planned.loop.school.knot in knots_named(region, name)
    assert planned.loop.waiting.knot not in knots_named(region, "passage 2"), "no part of a number"
    assert client.post(f"{address}?zoek={name}", {"knot": planned.loop.school.knot_id}).status_code == 302
    assert measures_at(planned.loop.school.knot, [planned.plan]) == [planned.now()]
    assert client.post(f"{address}?zoek={name}", {"knot": 0}).status_code == 422
    with pytest.raises(PlanRefused):
        tie_to(**planned.done(), measure=planned.now(), knot=planned.now(1).knot)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Begin in de wijk.", "Begin in de wijk"),
        ("Het duurt lang. Doe iets.", "Het duurt lang"),
        ("Eén\nTwee", "Eén"),
        ("", ""),
        ("woord " * 60, ("woord " * 20).strip()),
        ("x" * 200, "x" * 120),
    ],
)
def test_the_first_sentence_is_the_title(words: str, title: str) -> None:
    assert as_title(words) == title


def test_what_is_missing_is_listed_for_who_writes(planned: Planned) -> None:
    voice = planned.loop.voice("Maak één aanmeldpunt.")
    tie_to(**planned.done(), measure=planned.now(), knot=voice.knot)
    tie_to(**planned.done(), measure=planned.now(1), knot=planned.loop.waiting.knot)
    assert [one.number for one in measures_without_voice(planned.plan)] == [2, 3]
    there = passages_without(planned.plan)
    assert planned.loop.school in [one.passage for one in there]
    assert planned.loop.waiting not in [one.passage for one in there]
    address = reverse("plan:missing", args=[planned.loop.region.slug, planned.plan.slug])
    told = client_of(planned, Role.EDITOR).get(address).content.decode()
    assert "Om 2 maatregelen vroeg niemand" in told
    assert "Crisisdienst uitbreiden" in told
    assert client_of(planned, Role.CLERK).get(address).status_code == 403


def test_what_was_asked_and_has_no_measure_is_listed_until_one_hangs_on_it_or_on_its_passage(planned: Planned) -> None:
    loop = planned.loop
    voices = [loop.voice("Maak één aanmeldpunt."), loop.voice("Het wachten duurt te lang.", loop.waiting)]
    loop.waiting.knot.refresh_from_db()
    asked = {one.pk for one in knots_without(planned.plan)["voice"]}
    assert {one.knot_id for one in voices if one.knot.is_public} <= asked
    for knot in (voices[0].knot, loop.waiting.knot):
        knot.refresh_from_db()
        tie_to(**planned.done(), measure=planned.now(), knot=knot)
    hangs = Link.objects.filter(to_knot=loop.waiting.knot, from_knot=voices[1].knot, state="confirmed").exists()
    left = {one.pk for one in knots_without(planned.plan)["voice"]}
    assert voices[0].knot_id not in left
    assert (voices[1].knot_id in left) != hangs
    address = reverse("plan:missing_csv", args=[loop.region.slug, planned.plan.slug])
    table = b"".join(client_of(planned, Role.EDITOR).get(address).streaming_content).decode()  # type: ignore[attr-defined]
    assert "maatregel zonder reactie,2,Crisisdienst uitbreiden" in table.replace(";", ",")
    assert f"passage zonder maatregel;{loop.school.number}" in table.replace(",", ";")
    assert client_of(planned, Role.CLERK).get(address).status_code == 403
