"""Links to look at again."""

from datetime import timedelta

import pytest
from django.test import Client

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.reviewing.queries import reviews
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.thread.linking.actions import clear_review
from regiotafel.thread.models import GONE
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import WORDS, World, opened, url
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_link_asks_for_another_look_when_the_words_change_and_only_a_person_clears_it(world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    layout = WORDS[0].replace(" ", "  ")
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text=layout, reason="opmaak")
    assert reviews(world.region) == []
    passage.refresh_from_db()
    six = WORDS[0].replace("4", "6")
    now = vision.reword(by=world.editor, at=NOW, passage=passage, version=passage.version, text=six, reason="haalbaar")
    assert [(review.link.link, review.now) for review in reviews(world.region)] == [(link, now)]
    with pytest.raises(ChangedMeanwhile):
        clear_review(by=world.editor, at=NOW, link=link, seen=(1, 1))
    clear_review(by=world.editor, at=NOW, link=link, seen=(now.number, 1))
    assert reviews(world.region) == []


def test_a_passage_that_lapsed_asks_for_another_look(world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    vision.retire(by=world.editor, at=NOW + timedelta(hours=1), passage=passage, reason="dubbel")
    assert [review.is_retired for review in reviews(world.region)] == [True]
    clear_review(by=world.editor, at=NOW + timedelta(hours=2), link=link, seen=(GONE, 1))
    assert reviews(world.region) == []


def test_a_link_is_looked_at_again_by_a_person(editor: Client, world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    assert "Er is niets na te kijken" in editor.get(url("reviews")).content.decode()
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 9 weken hulp.", reason="r")
    assert "Kijk één koppeling na" in editor.get(url("reviews")).content.decode()
    address = url("clear_review", link.pk)
    wrong = [(number, "1") for number in ("1", "", "een", "9" * 5000)] + [("2", other) for other in ("2", "", "een")]
    for was, other in wrong:
        sent = {"verdict": "clear", "seen_from": was, "seen_to": other}
        assert editor.post(address, sent).status_code == 409
    assert editor.post(address, {"verdict": "clear", "seen_from": "2", "seen_to": "1"}).status_code == 302
    assert reviews(world.region) == []
    assert editor.get(url("clear_review", 999)).status_code == 404
