"""Giving an answer, or a better one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.contributions.answering.actions import call_it_promised, call_promised
from regiotafel.contributions.answering.queries import untrue_changes
from regiotafel.contributions.answering.rules import AnswerIncomplete, Promise, is_late
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.models import Answer
from regiotafel.contributions.states.rules import NotInThisState
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.models import Role
from regiotafel.vision.writing import actions as vision
from regiotafel.web.days import day
from tests.contributions.people import (
    TEXT,
    World,
    answer_form,
    answered,
    follow,
    kinds_told,
    opened,
    reworded,
    send,
    url,
)
from tests.factories import NOW, make_member

pytestmark = pytest.mark.django_db


def test_a_better_answer_keeps_the_earlier_one(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    answered(world, contribution)
    answered(world, contribution, number=1, why="Dat kan nu niet, want er is te weinig geld.")
    assert [answer.number for answer in contribution.knot.answers.all()] == [2, 1]
    assert kinds_told() == ["answered", "answer_improved"]


def test_two_editors_at_once_lose_nothing(world: World) -> None:
    contribution = opened(world)
    answered(world, contribution, why="De eerste.")
    with pytest.raises(ChangedMeanwhile) as conflict:
        answered(world, contribution, why="De tweede.")
    assert conflict.value.theirs is not None
    assert conflict.value.theirs.why == "De eerste."
    assert contribution.knot.answers.count() == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("heard", {"heard": " "}),
        ("verdict", {"verdict": "misschien"}),
        ("why", {"why": ""}),
        ("why", {"why": "x" * 2001}),
        ("who_then", {"verdict": "out_of_scope"}),
        ("passage", {"verdict": "yes"}),
        ("owner", {"verdict": "promised", "promise": Promise("", NOW.date())}),
        ("owner", {"verdict": "promised", "promise": Promise("w" * 201, NOW.date())}),
        ("due_on", {"verdict": "promised", "promise": Promise("de werkgroep")}),
        ("due_on", {"verdict": "promised", "promise": Promise("de werkgroep", NOW.date())}),
    ],
)
def test_an_answer_is_complete_or_it_is_not_given(world: World, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(AnswerIncomplete) as fault:
        answered(world, opened(world), **values)
    assert fault.value.field == field


def test_nobody_is_told_that_the_text_changed_before_it_did(world: World) -> None:
    """Words of before the question are no change by it; nor is a passage that nobody touched."""
    passage, contribution = world.passages[0], opened(world)
    for verdict, more in (("yes", {}), ("partly", {"becomes": passage.wordings.get()})):
        with pytest.raises(AnswerIncomplete) as fault:
            answered(world, contribution, verdict=verdict, passage=passage, **more)
        assert fault.value.field == "becomes"
    answered(world, contribution, verdict="yes", passage=passage, becomes=reworded(world, passage))
    gone = world.passages[1]
    vision.retire(by=world.editor, at=NOW + timedelta(days=1), passage=gone, reason="Dubbel.")
    answered(world, opened(world, f"{TEXT} Echt."), verdict="yes", passage=gone)


def test_a_promise_is_counted_apart_turns_late_and_is_kept_when_the_text_has_it(editor: Client, world: World) -> None:
    passage, contribution = world.passages[0], opened(world)
    follow(contribution)
    due = NOW + timedelta(days=30)
    form = answer_form(verdict="promised", owner="de werkgroep", due_on=due.date().isoformat())
    answered(world, contribution, verdict="promised", promise=Promise("de werkgroep", due.date()), passage=passage)
    answer = contribution.knot.answers.get()
    assert [is_late(answer, (due + timedelta(days=n)).date()) for n in (0, 1)] == [False, True]
    for days, late in ((29, 0), (31, 1)):
        found = counts(world.region, NOW + timedelta(days=days))
        assert (found.led_to_change, found.promised, found.late) == (0, 1, late)
    for page in (url("promises"), url("read", contribution.number), reverse("publishing:done", args=["noord"])):
        text = editor.get(page).content.decode()
        assert ("de werkgroep" in text, day(due) in text) == (True, True), page
    assert "Antwoord bijwerken" in editor.get(url("promises")).content.decode()
    becomes = reworded(world, passage, days=9)
    assert "De tekst is sindsdien veranderd." in editor.get(url("promises")).content.decode()
    shown = editor.get(url("answer", contribution.number)).content.decode()
    assert f'value="{due.date().isoformat()}"' in shown
    place = f"{passage.pk}-{becomes.number}"
    form |= {"verdict": "yes", "passage": str(passage.pk), "becomes": place, "number": "1"}
    assert editor.post(url("answer", contribution.number), form).status_code == 302
    kept = contribution.knot.answers.first()
    assert kept is not None
    assert (kept.owner, kept.due_on) == ("", None)
    found = counts(world.region, NOW + timedelta(days=31))
    assert (found.led_to_change, found.promised, found.late) == (1, 0, 0)
    assert kinds_told() == ["answered", "promise_kept"]
    assert "Er staan geen toezeggingen open" in editor.get(url("promises")).content.decode()


def test_what_an_older_release_called_a_change_becomes_a_promise_without_a_day(editor: Client, world: World) -> None:
    """Its row, its act and its words stay; the next answer calls it what it is. What did change is left alone."""
    passage, other = world.passages[:2]
    untrue, true = opened(world), opened(world, f"{TEXT} Echt.")
    answered(world, true, verdict="yes", passage=other, becomes=reworded(world, other))
    answered(world, untrue, passage=passage, why="Dat doen we.", who_then="de gemeenten samen")
    follow(untrue)
    Answer.objects.filter(about=untrue.knot).update(verdict="yes")
    seen = untrue_changes()[0]
    assert [call_it_promised(at=NOW + timedelta(days=5)) for _ in range(2)] == [1, 0]
    # Who found it too, or while somebody answered, finds that another was before and leaves the rest as it is.
    assert not call_promised(at=NOW + timedelta(days=5), answer=seen)
    now, before = untrue.knot.answers.all()
    assert (now.verdict, now.why, now.who_then, now.owner, now.due_on, before.verdict) == (
        "promised",
        "Dat doen we.",
        "de gemeenten samen",
        "",
        None,
        "yes",
    )
    assert true.knot.answers.count() == 1
    assert kinds_told() == []
    assert "Er is nog geen datum." in editor.get(url("promises")).content.decode()


def test_the_words_before_and_after_belong_to_the_passage_in_that_order(world: World) -> None:
    passage = world.passages[0]
    was = passage.wordings.get()
    becomes = reworded(world, passage)
    contribution = opened(world)
    wrong = world.passages[1].wordings.get()
    for values in ({"was": becomes, "becomes": was}, {"was": wrong}):
        with pytest.raises(AnswerIncomplete):
            answered(world, contribution, verdict="yes", passage=passage, **values)
    answered(world, contribution, verdict="yes", passage=passage, was=was, becomes=becomes)


def test_waiting_and_refused_ones_get_no_answer(world: World) -> None:
    with pytest.raises(NotInThisState):
        answered(world, send(world.region)[0])


def test_an_editor_answers_with_the_words_of_the_passage_at_hand(editor: Client, world: World) -> None:
    contribution = opened(world)
    html = editor.get(url("answer", contribution.number)).content.decode()
    assert "nog niet gekoppeld" in html
    editor.post(url("answer", contribution.number), {"confirm": world.passages[0].pk})
    html = editor.get(url("answer", contribution.number)).content.decode()
    assert world.passages[0].wordings.get().text in html
    assert reverse("vision:reword", args=["noord", world.passages[0].document.slug, world.passages[0].number]) in html
    assert url("split", contribution.number) in html


def test_an_editor_says_what_the_words_were_and_what_they_became(editor: Client, world: World) -> None:
    contribution, passage = opened(world), world.passages[0]
    editor.post(url("answer", contribution.number), {"confirm": passage.pk})
    text = "Hulp komt binnen 2 weken."
    reworded(world, passage, text)
    address = url("answer", contribution.number)
    offered = dict(editor.get(address).context["form"].fields["was"].widget.choices)
    was, becomes = (f"{passage.pk}-{number}" for number in (1, 2))
    assert set(offered) == {"", was, becomes}
    placed = {"verdict": "yes", "passage": passage.pk}
    for wrong in ({"was": f"{passage.pk}-9"}, {"was": "iets"}, {"was": becomes, "becomes": was}, {"passage": 999_999}):
        assert editor.post(address, answer_form(**placed | wrong)).status_code == 422
    assert editor.post(address, answer_form(**placed, was=was, becomes=becomes)).status_code == 302
    answer = contribution.knot.answers.get()
    assert (answer.was, answer.becomes) == (1, 2)
    form = editor.get(address).context["form"]
    assert (form["was"].value(), form["becomes"].value(), form["passage"].value()) == (was, becomes, passage.pk)


def test_two_editors_who_answer_at_once_see_both_answers(editor: Client, world: World) -> None:
    contribution = opened(world)
    address = url("answer", contribution.number)
    assert editor.post(address, answer_form(why="De eerste redacteur.")).status_code == 302
    promise = {"verdict": "promised", "owner": "de werkgroep", "due_on": "1-3-2099"}
    late = editor.post(address, answer_form(why="De tweede redacteur.", **promise))
    html = late.content.decode()
    assert late.status_code == 409
    # A verdict is a long sentence: what differs in it is marked too.
    assert "we gaan dit doen, maar de tekst is nog niet veranderd" in html
    assert "De eerste redacteur." in html
    assert "De tweede redacteur." in html
    assert 'name="number" value="1"' in html
    assert editor.post(address, answer_form(why="Samen gemaakt.", number=1)).status_code == 302
    assert [answer.why for answer in contribution.knot.answers.all()] == ["Samen gemaakt.", "De eerste redacteur."]


def test_an_answer_that_misses_something_is_not_given(editor: Client, world: World) -> None:
    address = url("answer", opened(world).number)
    for wrong in ({"verdict": "out_of_scope"}, {"verdict": "yes"}, {"why": ""}, {"verdict": "x"}, {"number": "x"}):
        assert editor.post(address, answer_form(**wrong)).status_code == 422
    passage = world.passages[0]
    becomes = f"{passage.pk}-{reworded(world, passage).number}"
    assert editor.post(address, answer_form(verdict="yes", passage=passage.pk)).status_code == 422
    assert editor.post(address, answer_form(verdict="yes", passage=passage.pk, becomes=becomes)).status_code == 302


def test_what_waits_for_a_moderator_gets_no_answer_yet(editor: Client, world: World) -> None:
    contribution, _code = send(world.region)
    administrator = Client()
    administrator.force_login(make_member(world.region, Role.REGION_ADMINISTRATOR))
    html = administrator.get(url("answer", contribution.number)).content.decode()
    assert "Hier kun je nu geen antwoord op geven." in html
    assert administrator.post(url("answer", contribution.number), answer_form()).status_code == 409
    # Who does not decide about letting in, does not read what waits.
    assert editor.get(url("answer", contribution.number)).status_code == 404
    assert editor.post(url("answer", contribution.number), answer_form()).status_code == 404
