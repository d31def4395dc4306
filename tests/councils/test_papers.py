"""Amendments, motions and promises in councils, and which words hold where."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.contributions.loops.actions import note_council
from regiotafel.councils.menu import dues, turns
from regiotafel.councils.models import Aim, Outcome, Paper, PaperKind, PaperState
from regiotafel.councils.papers import forms
from regiotafel.councils.papers.actions import add_paper, change_paper, move_paper, propose_for_all
from regiotafel.councils.papers.queries import Standings, advice_in, standings_of, told_release
from regiotafel.councils.papers.rules import BEGINS, WAYS, is_open
from regiotafel.councils.planning.actions import note_outcome
from regiotafel.councils.planning.queries import steps_of
from regiotafel.councils.rules import CouncilRefused
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.models import Membership, RegionMunicipality, Role
from regiotafel.regions.permissions import Standing
from regiotafel.regions.places.actions import let_municipality_leave
from regiotafel.thread.following.actions import follow_with_role
from regiotafel.thread.models import Mode, Notice
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.queries import standing
from regiotafel.vision.writing.actions import add_passage, retire
from tests.councils.conftest import TODAY, Ways
from tests.councils.test_planning import address, client_of, done
from tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("councils")]


def paper(ways: Ways, kind: str = "amendment", n: int = 0, **more: Any) -> Paper:
    told: dict[str, Any] = {"title": "School eerst", "text": "Hulp begint op school.", "on": TODAY}
    if kind == "promise":
        told |= {"owner": "de wethouder jeugd", "due_on": TODAY + timedelta(days=30)}
    if kind == "advice":
        told |= {"body": "advisory"}
    where = {"release": ways.loop.first, "municipality": ways.places[n], "kind": kind}
    return add_paper(**done(ways), **where, **{**told, **more})


def _is_late_on_the_desks_of_who_keeps_it_up(ways: Ways) -> None:
    promise = paper(ways, "promise", title="Een kaart", owner="de wethouder jeugd", due_on=TODAY + timedelta(days=2))
    later = timezone.now() + timedelta(days=3)
    for role in (Role.CLERK, Role.ALDERMAN):
        for_place = [Standing(role, ways.places[0].pk)]
        assert [one.on for one in dues(ways.loop.region, for_place, timezone.now())].count(promise.due_on) == 1
        [late] = [one for one in turns(ways.loop.region, for_place, later) if one.n_late]
        assert "“Een kaart” (de wethouder jeugd) in Aaldorp moest klaar zijn" in late.name
        assert late.first == address(ways, "paper", ways.loop.document.slug, ways.places[0].pk, promise.pk)
        assert promise.due_on not in [one.on for one in dues(ways.loop.region, for_place, later)]
    # Who only reads it sees that it is late.
    councillor = [Standing(Role.COUNCILLOR, ways.places[0].pk)]
    assert promise.due_on in [one.on for one in dues(ways.loop.region, councillor, later)]


def decided(ways: Ways, n: int, decision: str) -> None:
    told: dict[str, Any] = {"decision": decision, "decided_on": TODAY, "body": "de raad", "number": 0}
    note_decision(**done(ways), release=ways.loop.first, municipality=ways.places[n], **told)


def standings(ways: Ways) -> Standings:
    return standings_of(ways.loop.first)


@pytest.mark.parametrize("kind", PaperKind)
def test_every_way_of_a_paper_can_be_gone_and_no_other(kind: PaperKind, ways: Ways) -> None:
    """From every state to each that is next, and to none that is not; and back to the first, saying why."""
    made = paper(ways, kind)
    assert made.state == BEGINS[kind]
    for state, nexts in WAYS[kind].items():
        for wanted in PaperState:
            Paper.objects.filter(pk=made.pk).update(state=state, version=1)
            made.refresh_from_db()
            move: dict[str, Any] = {**done(ways), "paper": made, "version": 1, "state": wanted, "on": TODAY}
            move |= {"note": "Daarom."}
            if wanted in nexts:
                assert move_paper(**move).state == wanted
            elif wanted == BEGINS[kind] != state:
                with pytest.raises(CouncilRefused, match="waarom"):
                    move_paper(**{**move, "note": ""})
                assert move_paper(**move).state == wanted
            else:
                with pytest.raises(CouncilRefused):
                    move_paper(**move)
    assert not any(is_open(Paper(kind=kind, state=one)) for one in set(PaperState) - set(WAYS[kind]))


def test_in_a_long_text_a_passage_is_named_by_its_number(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "WHOLE", 0)
    passages, sent = standing(ways.loop.document), {"title": "Eerder", "text": "Wij wachten niet."}
    last = passages[-1].passage
    form = forms.ChangePaperForm({**sent, "passage": str(last.number)}, passages=passages)
    assert form.is_valid()
    assert form.values()["passage"] == last
    for number, is_right in (("", True), ("999", False), ("vijf", False)):
        assert forms.ChangePaperForm({**sent, "passage": number}, passages=passages).is_valid() is is_right
    begun = forms.ChangePaperForm(initial={"passage": last.pk}, passages=passages)
    assert begun["passage"].value() == last.number


def test_each_point_of_advice_gets_an_answer_with_its_reason_that_everybody_reads(ways: Ways) -> None:
    points = [paper(ways, "advice", title=title) for title in ("Geld", "School")]
    with pytest.raises(CouncilRefused, match="van wie dit punt is"):
        paper(ways, "advice", title="Van niemand", body="")
    move: dict[str, Any] = {**done(ways), "paper": points[0], "version": 1, "state": "partly", "on": TODAY}
    with pytest.raises(CouncilRefused, match="waarom"):
        move_paper(**move)
    clerk = [Standing(Role.CLERK, ways.places[0].pk)]
    assert [one.name for one in turns(ways.loop.region, clerk, timezone.now())] == [
        f"punt “{title}” van de adviesraad in Aaldorp wacht op antwoord" for title in ("Geld", "School")
    ]
    move_paper(**move, note="Het staat er nu in.")
    assert len(list(turns(ways.loop.region, clerk, timezone.now()))) == 1
    found = advice_in(ways.loop.document, ways.places[0])
    assert [(one.number, one.answer and one.answer.state) for one in found[0].points] == [(1, "partly"), (2, None)]
    told = client_of(ways, None).get(address(ways, "advice", ways.loop.document.slug, ways.places[0].pk))
    page = told.content.decode()
    assert "Eén punt heeft nog geen antwoord" in page
    assert "Het staat er nu in." in page
    assert standings(ways).rows[0].papers == []
    _is_late_on_the_desks_of_who_keeps_it_up(ways)


def test_whoever_follows_a_paper_or_a_way_is_told_of_each_outcome(ways: Ways) -> None:
    made, route, at = paper(ways), ways.route(), timezone.now()
    assert made.knot is not None
    assert route.knot is not None
    clerk = make_member(ways.loop.region, Role.CLERK, municipality=ways.places[0])
    membership = Membership.objects.get(user=clerk)
    for knot in (made.knot, route.knot):
        follow_with_role(at=at, knot=knot, membership=membership, mode=Mode.DIRECT)
    move_paper(**done(ways), paper=made, version=1, state="adopted", on=TODAY)
    step = next(one for one in steps_of(route) if one.aim == Aim.ADVISE)
    note_outcome(**done(ways), step=step, number=0, outcome=Outcome.POSITIVE, on=TODAY)
    said: dict[str, Any] = {"decision": "adopted", "decided_on": TODAY, "body": "de raad", "number": 0}
    note_council(**done(ways), release=ways.loop.first, municipality=ways.places[0], **said)
    told = Counter(
        Notice.objects.filter(subscription__knot__in=[made.knot, route.knot]).values_list("message", flat=True)
    )
    assert told == {"paper_moved": 1, "route_moved": 2}
    page = client_of(ways, None).get(address(ways, "route", ways.loop.document.slug, ways.places[0].pk))
    assert reverse("thread:follow", args=[ways.loop.region.slug, route.knot_id]) in page.content.decode()


def test_pressed_twice_it_is_one_and_one_who_read_another_is_stopped(ways: Ways) -> None:
    made = paper(ways)
    assert paper(ways) == made
    move: dict[str, Any] = {**done(ways), "paper": made, "state": "held", "on": TODAY}
    assert move_paper(**move, version=1) == move_paper(**move, version=1)
    with pytest.raises(ChangedMeanwhile):
        move_paper(**{**move, "state": "adopted"}, version=1)
    with pytest.raises(ChangedMeanwhile):
        change_paper(**done(ways), paper=made, version=1, title="Anders", text="Anders.")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "brief"}, "Kies wat het is"),
        ({"title": ""}, "titel"),
        ({"text": ""}, "wat erin staat"),
        ({"link": "http://raad"}, "https"),
        ({"title": "a" * 101}, "te lang"),
        ({"on": TODAY + timedelta(days=1)}, "moet nog komen"),
        ({"kind": "promise"}, "wie dit doet"),
        ({"kind": "promise", "owner": "de wethouder"}, "wanneer"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_with_a_sentence(given: dict[str, Any], told: str, ways: Ways) -> None:
    where: dict[str, Any] = {"release": ways.loop.first, "municipality": ways.places[0], "kind": "amendment"}
    words = {"title": "School eerst", "text": "Hulp begint op school.", "on": TODAY}
    with pytest.raises(CouncilRefused, match=told):
        add_paper(**done(ways), **{**where, **words, **given})


def test_which_words_hold_where_follows_decisions_and_adopted_amendments(ways: Ways) -> None:
    assert [one.group for one in standings(ways).rows] == [2, 2, 2]
    changed = paper(ways, passage=ways.loop.school)
    paper(ways, n=1, passage=ways.loop.school)
    for n, decision in enumerate(("amended", "adopted", "rejected")):
        decided(ways, n, decision)
    move_paper(**done(ways), paper=changed, version=1, state="adopted", on=TODAY)
    found = standings(ways)
    assert [one.group for one in found.rows] == [1, 0, 3]
    assert (found.n_same, found.n_decided) == (1, 3)
    assert found.passages == [(ways.loop.school.number, [changed])]
    told = client_of(ways, None).get(address(ways, "standing", ways.loop.document.slug)).content.decode()
    assert "De tekst is in één gemeente anders" in told
    assert all(words in told for words in ("begint", "is er", "doorgestreept geldt daar niet"))
    back: dict[str, Any] = {"decision": "none", "body": "de raad", "number": 1, "reason": "De raad besluit later."}
    note_decision(**done(ways), release=ways.loop.first, municipality=ways.places[0], **back)
    found = standings(ways)
    assert (found.rows[0].holds, found.rows[0].passages, found.passages) == ("nog geen: niet besloten", [], [])


def test_an_adopted_amendment_becomes_a_proposal_for_all_once(ways: Ways) -> None:
    made = paper(ways, passage=ways.loop.school)
    asked: dict[str, Any] = {**done(ways), "standings": frozenset({Standing(Role.EDITOR)}), "reason": "Dit helpt."}
    with pytest.raises(CouncilRefused, match="aangenomen amendement"):
        propose_for_all(**asked, paper=made)
    adopted = move_paper(**done(ways), paper=made, version=1, state="adopted", on=TODAY)
    found = propose_for_all(**asked, paper=adopted).proposal
    assert found is not None
    assert (found.text, found.municipality, found.passage) == (
        "Hulp begint op school.",
        ways.places[0],
        ways.loop.school,
    )
    assert propose_for_all(**asked, paper=adopted).proposal == found
    adopted.refresh_from_db()
    back: dict[str, Any] = {"version": adopted.version, "state": "submitted", "on": TODAY, "note": "Een vergissing."}
    with pytest.raises(CouncilRefused, match="Dat kan nu niet"):  # the others judge it now
        move_paper(**done(ways), paper=adopted, **back)
    assert ways.loop.document.proposals.count() == 1


def test_two_under_one_title_are_two_and_an_amendment_is_about_the_version_of_the_council(ways: Ways) -> None:
    """Also when the text went on since: a passage lapsed, another came."""
    document, place, clerk = ways.loop.document, ways.places[0], client_of(ways, Role.CLERK)
    retire(**done(ways), passage=ways.loop.own, reason="Dubbel.")
    new = add_passage(**done(ways), section=ways.loop.school.section, text="Later bedacht.", reason="Nieuw.")
    page, on = address(ways, "add_paper", document.slug, place.pk), TODAY.isoformat()
    sent = {"kind": "amendment", "title": "Amendement", "on": on, "passage": ways.loop.own.pk}
    texts = ["De regio telt zwaar mee.", "x" * 5000]
    for text in [*texts, texts[0]]:  # the last is the first again
        assert clerk.post(page, {**sent, "text": text}).status_code == 302
    assert sorted(Paper.objects.values_list("text", flat=True)) == sorted(texts)
    assert clerk.post(page, {**sent, "text": "Anders.", "passage": new.pk}).status_code == 422
    made = Paper.objects.order_by("pk")[0]
    change = address(ways, "change_paper", document.slug, place.pk, made.pk)
    form = clerk.get(change).context["form"]
    words = {name: form[name].value() or "" for name in form.fields}
    assert clerk.post(change, {**words, "title": "Amendement 1"}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.passage) == ("Amendement 1", ways.loop.own)


def test_what_was_taken_back_was_not_decided(ways: Ways) -> None:
    decided(ways, 0, "adopted")
    ways.loop.reword(ways.loop.waiting, "Je wacht hooguit acht weken.")
    second = ways.loop.release("Voor de raden", day=3)
    assert told_release(ways.loop.document) == ways.loop.first
    gone: dict[str, Any] = {"decision": "none", "body": "de raad", "number": 1, "reason": "Dit was een andere tekst."}
    note_decision(**done(ways), release=ways.loop.first, municipality=ways.places[0], **gone)
    assert told_release(ways.loop.document) == second


def test_what_a_council_was_promised_stays_to_be_read_and_done_when_its_municipality_leaves(ways: Ways) -> None:
    made, document, region = paper(ways, "promise"), ways.loop.document.slug, ways.loop.region
    decided(ways, 0, "adopted")
    place = RegionMunicipality.objects.get(region=region, municipality=ways.places[0])
    let_municipality_leave(**done(ways), place=place)
    where = (document, ways.places[0].pk)
    page = address(ways, "paper", *where, made.pk)
    assert page in client_of(ways, None).get(address(ways, "standing", document)).content.decode()
    for name in ("papers", "advice", "route", "own_calendar"):
        assert client_of(ways, None).get(address(ways, name, *where)).status_code == 200
    assert "doet niet meer mee" in client_of(ways, None).get(address(ways, "route", *where)).content.decode()
    kept = {"state": "kept", "on": TODAY.isoformat(), "version": "1"}
    assert client_of(ways, Role.EDITOR).post(address(ways, "move_paper", *where, made.pk), kept).status_code == 302
    assert client_of(ways, None).get(page).status_code == 200


def test_only_who_may_speak_for_a_council_sees_how_to_propose_its_amendment_to_all(ways: Ways) -> None:
    made = paper(ways, passage=ways.loop.school)
    move_paper(**done(ways), paper=made, version=1, state="adopted", on=TODAY)
    page = address(ways, "paper", ways.loop.document.slug, ways.places[0].pk, made.pk)
    propose = address(ways, "propose_paper", ways.loop.document.slug, ways.places[0].pk, made.pk)
    for role, may in ((Role.ALDERMAN, False), (Role.OFFICIAL, False), (Role.CLERK, True)):
        client = Client()
        client.force_login(make_member(ways.loop.region, role, municipality=ways.places[0]))
        assert ("Voorstel maken" in client.get(page).content.decode()) == may
        assert client.post(propose, {"reason": "Dit helpt."}).status_code == (302 if may else 422)


def test_a_clerk_keeps_up_what_was_promised_and_reads_it_on_the_desk(ways: Ways) -> None:
    clerk, document, place = client_of(ways, Role.CLERK), ways.loop.document.slug, ways.places[0]
    filled = {"kind": "promise", "title": "Cijfers", "text": "De raad krijgt cijfers.", "on": TODAY.isoformat()}
    page = address(ways, "add_paper", document, place.pk)
    assert "wie dit doet" in clerk.post(page, filled).content.decode()
    filled |= {"owner": "de wethouder jeugd", "due_on": (TODAY + timedelta(days=30)).isoformat()}
    assert clerk.post(page, filled).status_code == 302
    made = Paper.objects.get()
    desk = clerk.get(reverse("pages:desk", args=[ways.loop.region.slug])).content.decode()
    assert "Toezegging “Cijfers” (de wethouder jeugd)" in desk
    move = address(ways, "move_paper", document, place.pk, made.pk)
    kept = {"state": "kept", "on": TODAY.isoformat(), "version": "1"}
    assert clerk.post(move, {**kept, "on": ""}).status_code == 422
    assert clerk.post(move, kept).status_code == 302
    assert client_of(ways, Role.CLERK, 1).post(move, kept).status_code == 403
    made.refresh_from_db()
    assert made.state == "kept"
    shown = address(ways, "paper", document, place.pk, made.pk)
    assert "Verkeerd ingevuld?" in clerk.get(shown).content.decode()
    assert "Verkeerd ingevuld?" not in client_of(ways, None).get(shown).content.decode()
    change = address(ways, "change_paper", document, place.pk, made.pk)
    words = {"title": "Cijfers", "text": "Elk jaar.", "owner": "de wethouder", "due_on": filled["due_on"]}
    assert "intussen veranderd" in clerk.post(change, {**words, "version": "1"}).content.decode()
    assert clerk.post(change, {**words, "version": "2"}).status_code == 302
    told = client_of(ways, None).get(reverse("pages:search", args=[ways.loop.region.slug]) + "?zoek=cijfers")
    assert "Toezegging in Aaldorp: Cijfers" in told.content.decode()


def test_however_many_papers_there_are_the_page_asks_as_often(ways: Ways, django_assert_num_queries: Any) -> None:
    for n in range(3):
        paper(ways, n=n, title=f"Een {n}", passage=ways.loop.school)
    with django_assert_num_queries(3):
        standings_of(ways.loop.first)
