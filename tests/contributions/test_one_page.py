"""Linking and answering on one page: what was written stays, several get one answer, and there is a next."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.contributions.answering.actions import give_answers
from regiotafel.contributions.answering.queries import next_open
from regiotafel.contributions.answering.rules import OtherAnswered
from regiotafel.contributions.assigning.actions import assign
from regiotafel.contributions.assigning.rules import CannotAnswer
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import AnswerDraft, Contribution, Phrase, State
from regiotafel.contributions.withdrawing.actions import withdraw
from regiotafel.regions.members.actions import take_role
from regiotafel.regions.models import Role
from regiotafel.thread.models import Link, LinkState
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import World, answer_form, answered, opened, url
from tests.factories import NOW, make_member

pytestmark = pytest.mark.django_db
WRITTEN = {"heard": "Je wacht te lang.", "why": "We doen er iets aan.", "verdict": "no"}


def aside(editor: Client, contribution: Contribution, **pressed: Any) -> str:
    """One press beside giving the answer: the page comes back with what was written."""
    response = editor.post(url("answer", contribution.number), WRITTEN | pressed)
    html: str = response.content.decode()
    assert response.status_code == 200
    assert WRITTEN["heard"] in html
    assert WRITTEN["why"] in html
    assert not contribution.knot.answers.exists()
    return html


def test_a_press_beside_the_answer_loses_nothing_of_it(editor: Client, world: World) -> None:
    contribution, passage = opened(world), world.passages[1]
    found = aside(editor, contribution, find="1", zoek=passage.wordings.get().text.split()[0].upper())
    assert f'name="confirm" value="{passage.pk}"' in squeezed(found)
    assert "Geen passage gevonden" in aside(editor, contribution, find="1", zoek="onvindbaar woord")
    assert "hoort erbij" in aside(editor, contribution, confirm=passage.pk)
    assert Link.objects.get(to_knot=contribution.knot_id).state == LinkState.CONFIRMED
    aside(editor, contribution, reject=passage.pk)
    assert Link.objects.get(to_knot=contribution.knot_id).state == LinkState.REJECTED


def test_a_phrase_comes_behind_what_was_written(editor: Client, world: World) -> None:
    sent = {"name": "Dank", "text": "Dank je wel dat je dit liet weten."}
    for _twice in range(2):
        assert editor.post(url("phrases"), sent).status_code == 302
    phrase = Phrase.objects.get()
    html = aside(editor, opened(world), phrase=phrase.pk)
    assert f"{WRITTEN['why']}\n\n{phrase.text}" in html
    assert editor.post(url("phrases"), {"name": " ", "text": ""}).status_code == 422
    assert editor.post(url("phrases"), {"remove": phrase.pk}).status_code == 302
    assert editor.post(url("phrases"), {"remove": phrase.pk}).status_code == 404


def test_how_the_text_changed_since_is_filled_in_with_one_press(editor: Client, world: World) -> None:
    contribution, passage = opened(world), world.passages[0]
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=passage)
    assert "Invullen als wijziging" not in editor.get(url("answer", contribution.number)).content.decode()
    assert 'value="yes" checked' not in squeezed(aside(editor, contribution, changed=passage.pk))
    at = timezone.now() + timedelta(seconds=1)
    vision.reword(by=world.editor, at=at, passage=passage, version=1, text="Binnen 9 weken hulp.", reason="r")
    assert "Invullen als wijziging" in editor.get(url("answer", contribution.number)).content.decode()
    html = squeezed(aside(editor, contribution, changed=passage.pk))
    for number in (1, 2):
        assert f'<option value="{passage.pk}-{number}" selected' in html
    assert re.search(r'value="yes"[^>]* checked', html)


def squeezed(html: str) -> str:
    return " ".join(html.split())


def test_a_member_takes_an_answer_upon_them(editor: Client, world: World) -> None:
    contribution = opened(world)
    aside(editor, contribution, assign="1", assignee=world.editor.pk)
    contribution.refresh_from_db()
    assert contribution.assignee == world.editor
    with pytest.raises(CannotAnswer):
        assign(by=world.editor, at=NOW, contribution=contribution, to=make_member(world.region, Role.CLERK))
    other = opened(world, "Iets heel anders over de bus.")
    mine = editor.get(url("workbench"), {"wie": "mij"}).content.decode()
    assert url("answer", contribution.number) in mine
    assert url("answer", other.number) not in mine
    nobody = editor.get(url("workbench"), {"wie": "niemand"}).content.decode()
    assert url("answer", other.number) in nobody
    assert url("answer", contribution.number) not in nobody
    # Who lost the role does nothing any more: what they took upon them is nobody's, and comes up again.
    gone = make_member(world.region, Role.EDITOR)
    assign(by=world.editor, at=NOW, contribution=other, to=gone)
    assert next_open(contribution, world.editor) is None
    take_role(by=None, at=NOW, membership=gone.memberships.get())
    assert next_open(contribution, world.editor) == other
    assert url("answer", other.number) in editor.get(url("workbench"), {"wie": "niemand"}).content.decode()
    aside(editor, contribution, assign="1", assignee="")
    contribution.refresh_from_db()
    assert contribution.assignee is None


def test_several_that_ask_the_same_get_one_answer_each_as_their_own(editor: Client, world: World) -> None:
    passage = world.passages[0]
    first, second, third = (opened(world, f"De bus rijdt te weinig, zegt nummer {n}.") for n in "abc")
    for one in (first, second):
        linking.confirm_link(by=world.editor, at=NOW, contribution=one, passage=passage)
    page = editor.get(url("answer", first.number)).content.decode()
    assert f'name="also" id="ook-{second.number}"' in squeezed(page)
    response = editor.post(url("answer", first.number), answer_form() | {"also": [second.number], "next": "1"})
    assert response["Location"] == url("answer", third.number)
    said = [one.knot.answers.get().why for one in (first, second)]
    assert said[0] == said[1]
    # Who improves the one is offered the other, as long as both say the same.
    page = squeezed(editor.get(url("answer", first.number)).content.decode())
    assert f'name="also" id="ook-{second.number}" value="{second.number}" checked' in page
    assert f'id="ook-{third.number}"' not in page
    better = answer_form(why="Beter.", number=1) | {"also": [second.number]}
    for _twice in range(2):
        assert editor.post(url("answer", first.number), better).status_code == 302
    assert [[one.why for one in voice.knot.answers.all()] for voice in (first, second)] == [["Beter.", said[0]]] * 2
    editor.post(url("answer", second.number), answer_form(why="Apart.", number=2))
    assert f'id="ook-{second.number}"' not in editor.get(url("answer", first.number)).content.decode()
    third.refresh_from_db()
    assert third.state == State.OPEN
    response = editor.post(url("answer", third.number), answer_form() | {"next": "1"})
    assert response["Location"] == url("workbench")


def test_nothing_is_sent_when_one_of_several_has_an_answer_by_now(world: World) -> None:
    first, second = opened(world), opened(world)
    answered(world, second)
    said = {"heard": "Je wacht.", "verdict": "no", "why": "Geld.", "number": 0}
    with pytest.raises(OtherAnswered, match=str(second.number)):
        give_answers(by=world.editor, at=NOW, contribution=first, also=[second], **said)
    assert not first.knot.answers.exists()


def test_an_answer_may_wait_unfinished_until_anything_happens_to_what_it_is_about(editor: Client, world: World) -> None:
    contribution = opened(world)
    page = url("answer", contribution.number)
    sent = {"do": "save", "heard": "We hoorden je.", "why": "", "draft": 0}
    assert editor.post(page, sent).status_code == 302
    assert "We hoorden je." in editor.get(page).content.decode()
    desk = editor.get(reverse("pages:desk", args=[world.region.slug])).content.decode()
    assert f"Antwoord op reactie {contribution.number}" in desk
    assert "We hoorden je." not in Client().get(url("read", contribution.number)).content.decode()
    by_script = {"headers": {"HX-Request": "true"}}
    kept = editor.post(page, sent | {"why": "Daarom.", "draft": 1}, **by_script).json()
    assert kept["draft"] == 2
    assert "Automatisch opgeslagen om" in kept["told"]
    stale = editor.post(page, sent | {"why": "Iets anders.", "draft": 1})
    assert stale.status_code == 409
    for words in ("Iets anders.", "Daarom."):
        assert words in stale.content.decode()
    assert editor.post(page, sent | {"why": "x" * 5001, "draft": 2}).status_code == 409
    other = Client()
    other.force_login(make_member(world.region, Role.EDITOR))
    # Who answers takes away no draft of a colleague that they never saw: not here, nor as one of several.
    mine = answer_form(why="Van een ander.")
    incomplete = other.post(page, mine | {"why": "", "draft": 0}).content.decode()
    assert 'name="draft" value="0"' in incomplete
    unread = other.post(page, mine | {"draft": 0})
    assert unread.status_code == 409
    for words in ("Van een ander.", "Daarom.", 'name="draft" value="2"'):
        assert words in unread.content.decode()
    second = opened(world, f"{contribution.text} Echt.")
    along = other.post(url("answer", second.number), mine | {"also": [contribution.number]})
    assert along.status_code == 409
    assert "Een collega schrijft aan een antwoord" in along.content.decode()
    assert AnswerDraft.objects.get().values["why"] == "Daarom."
    assert not contribution.knot.answers.exists()
    assert other.post(page, mine | {"draft": 2}).status_code == 302
    assert not AnswerDraft.objects.exists()


def test_what_was_written_about_words_that_were_taken_back_goes_with_them(editor: Client, world: World) -> None:
    contribution = opened(world)
    editor.post(url("answer", contribution.number), {"do": "save", "heard": contribution.text, "draft": 0})
    withdraw(at=NOW, contribution=contribution)
    assert not AnswerDraft.objects.exists()
