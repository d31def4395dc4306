"""Links to look at again."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regiotafel.contributions.linking import actions as linking
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.thread.actions import move, tie
from regiotafel.thread.linking import actions as thread
from regiotafel.thread.linking.actions import clear_review
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import GONE, Link, LinkState, Relation
from regiotafel.thread.rules import KnotKind
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import WORDS, World, make_world, opened
from tests.factories import NOW

pytestmark = pytest.mark.django_db
REVIEWS = "/noord/draad/controleren/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def editor(client: Client, world: World) -> Client:
    client.force_login(world.editor)
    return client


def judged(link: Link) -> str:
    return f"{REVIEWS}{link.pk}/"


def test_a_link_asks_for_another_look_when_the_words_change_and_only_a_person_clears_it(world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    layout = WORDS[0].replace(" ", "  ")
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text=layout, reason="opmaak")
    assert list(to_review(world.region)) == []
    passage.refresh_from_db()
    six = WORDS[0].replace("4", "6")
    now = vision.reword(by=world.editor, at=NOW, passage=passage, version=passage.version, text=six, reason="haalbaar")
    assert [(one, one.from_knot.number) for one in to_review(world.region)] == [(link, now.number)]
    with pytest.raises(ChangedMeanwhile):
        clear_review(by=world.editor, at=NOW, link=link, seen=(1, 1))
    clear_review(by=world.editor, at=NOW, link=link, seen=(now.number, 1))
    assert list(to_review(world.region)) == []


def test_a_passage_that_lapsed_asks_for_another_look(world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    vision.retire(by=world.editor, at=NOW + timedelta(hours=1), passage=passage, reason="dubbel")
    assert [one.from_knot.is_gone for one in to_review(world.region)] == [True]
    clear_review(by=world.editor, at=NOW + timedelta(hours=2), link=link, seen=(GONE, 1))
    assert list(to_review(world.region)) == []


def test_a_link_is_looked_at_again_by_a_person(editor: Client, world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    assert "Er is niets te controleren" in editor.get(REVIEWS).content.decode()
    assert REVIEWS not in editor.get("/noord/").content.decode()
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 9 weken hulp.", reason="r")
    assert "Controleer één koppeling" in editor.get(REVIEWS).content.decode()
    assert "1 koppeling moet je controleren" in editor.get("/noord/").content.decode()
    address = judged(link)
    wrong = [(number, "1") for number in ("1", "", "een", "9" * 5000)] + [("2", other) for other in ("2", "", "een")]
    for was, other in wrong:
        sent = {"verdict": "clear", "seen_from": was, "seen_to": other}
        refused = editor.post(address, sent)
        assert refused.status_code == 409
        assert "intussen weer veranderd" in refused.content.decode()
    assert editor.post(address, {"verdict": "clear", "seen_from": "2", "seen_to": "1"}).status_code == 302
    assert list(to_review(world.region)) == []
    assert editor.get(f"{REVIEWS}999/").status_code == 404


def test_each_end_shows_what_it_was_and_is_in_the_words_of_its_own_app(editor: Client, world: World) -> None:
    passage, voice = world.passages[0], opened(world)
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=voice, passage=passage)
    six = WORDS[0].replace("4", "6")
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text=six, reason="haalbaar")
    link = to_review(world.region).get()
    text, said = (end.words_url for end in link.ends)
    for address in (REVIEWS, judged(link)):
        page = html.unescape(editor.get(address).content.decode())
        assert f'hx-get="{text}"' in page
        assert f'href="{said}"' in page, "without scripts a link leads to the same"
        assert "is veranderd" in page
        assert "Bij passage 1 van “Regiovisie” hoort reactie 1." in page
    shown = editor.get(text, headers={"HX-Request": "true"}).content.decode()
    assert re.sub(r"<span.*?</span>", "", shown, flags=re.DOTALL).count("<del>4</del><ins>6</ins>") == 1
    assert "<html" not in shown
    assert voice.text in editor.get(said).content.decode()


def test_what_was_not_in_the_text_has_the_words_of_now(editor: Client, world: World) -> None:
    passage = world.passages[0]
    linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    vision.retire(by=world.editor, at=NOW, passage=passage, reason="dubbel")
    link = to_review(world.region).get()
    assert "staat er niet meer" in editor.get(judged(link)).content.decode()
    shown = editor.get(link.ends[0].words_url).content.decode()
    assert WORDS[0] in shown
    assert "<ins>" not in shown


def test_what_is_suggested_is_confirmed_or_rejected(editor: Client, world: World) -> None:
    values = {"from_knot": world.passages[0].knot, "to_knot": world.passages[1].knot}
    link = thread.suggest(by=None, at=NOW, relation=Relation.IN_CONFLICT_WITH, **values)
    page = editor.get(judged(link)).content.decode()
    assert "Hoort dit bij elkaar?" in page
    assert 'value="clear"' not in page
    refused = editor.post(judged(link), {"verdict": "clear", "seen_from": "1", "seen_to": "1"})
    assert refused.status_code == 409
    assert "niet bevestigd" in refused.content.decode()
    for verdict, state in (("reject", LinkState.REJECTED), ("confirm", LinkState.CONFIRMED)):
        assert editor.post(judged(link), {"verdict": verdict}).status_code == 302
        assert Link.objects.get(pk=link.pk).state == state


def test_the_list_takes_as_many_queries_for_two_as_for_twelve(
    editor: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kind = KnotKind("measure", "maatregelen", "{it}", route="pages:region_home")
    for n in (2, 10):
        for number in range(n):
            knot = tie(kind=kind, region=world.region, it=f"maatregel {n}.{number}")
            values = {"from_knot": world.passages[number % 3].knot, "to_knot": knot}
            thread.confirm(by=None, at=NOW, relation=Relation.CARRIED_OUT_BY, **values)
            move(knot=knot, number=2, at=NOW)
        with django_assert_max_num_queries(7):
            assert f"maatregel {n}.0" in editor.get(REVIEWS).content.decode()
