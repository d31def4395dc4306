"""The way of a knot: the whole story, both directions, and only what this person may see."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.regions.models import Region, Role
from regiotafel.thread.actions import show
from regiotafel.thread.linking import actions
from regiotafel.thread.models import Knot, LinkState, Relation
from regiotafel.thread.way.queries import MOST, Stretch, Way, way_of
from tests.factories import NOW, KnotFactory, RegionFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord")


def link(from_knot: Knot, to_knot: Knot, relation: Relation, act: Any = actions.confirm) -> None:
    act(by=None, at=NOW, from_knot=from_knot, to_knot=to_knot, relation=relation)


@pytest.fixture
def story(region: Region) -> dict[str, Knot]:
    """A voice, merged into another, belongs to a passage; a measure carries that out and runs into a barrier."""
    names = ("first", "voice", "passage", "measure", "barrier", "answer")
    found = {name: KnotFactory(region=region, title=name) for name in names}
    link(found["passage"], found["voice"], Relation.COMES_FROM)
    link(found["passage"], found["measure"], Relation.CARRIED_OUT_BY)
    link(found["measure"], found["barrier"], Relation.LIMITED_BY)
    link(found["answer"], found["voice"], Relation.ANSWERS)
    actions.go_on(by=None, at=NOW, originals=[found["first"]], results=[found["voice"]], links_are=LinkState.CONFIRMED)
    return found


def names(way: Way) -> tuple[list[list[str]], list[list[str]]]:
    def told(part: Sequence[Stretch]) -> list[list[str]]:
        return [[str(step.knot) for step in stretch.first_steps] for stretch in part]

    return told(way.before), told(way.after)


def test_the_story_reads_from_any_of_its_knots(story: dict[str, Knot]) -> None:
    assert names(way_of(story["passage"])) == ([["first"], ["voice"]], [["measure"], ["barrier"]])
    assert names(way_of(story["voice"])) == ([["first"]], [["passage", "answer"], ["measure"], ["barrier"]])
    assert names(way_of(story["barrier"])) == ([["first"], ["voice"], ["passage"], ["measure"]], [])
    assert names(way_of(story["first"])) == ([], [["voice"], ["passage", "answer"], ["measure"], ["barrier"]])


def test_each_step_is_a_sentence_from_where_one_stands(story: dict[str, Knot]) -> None:
    assert [step.sentence for step in way_of(story["passage"]).sentences] == [
        "Bij passage hoort voice.",
        "Voice kwam voort uit first.",
        "Passage wordt uitgevoerd met measure.",
        "Measure loopt vast op barrier.",
    ]
    assert [step.sentence for step in way_of(story["voice"]).sentences] == [
        "Voice kwam voort uit first.",
        "Voice hoort bij passage.",
        "Voice kreeg als antwoord answer.",
        "Passage wordt uitgevoerd met measure.",
        "Measure loopt vast op barrier.",
    ]


def test_a_ring_ends(region: Region) -> None:
    ring = KnotFactory.create_batch(3, region=region)
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        link(one, other, Relation.IN_CONFLICT_WITH)
    assert names(way_of(ring[0]))[1] == [[str(ring[1])], [str(ring[2])]]


def test_a_visitor_reads_what_is_confirmed_and_public_and_an_editor_what_is_suggested_too(
    client: Client, region: Region, story: dict[str, Knot]
) -> None:
    idea, draft = KnotFactory(region=region, title="idea"), KnotFactory(region=region, title="draft")
    link(story["passage"], idea, Relation.COMES_FROM, actions.suggest)
    link(story["passage"], draft, Relation.CARRIED_OUT_BY)
    show(knot=draft, is_public=False, is_live=True)
    address = reverse("thread:way", args=["noord", story["passage"].pk])
    page = client.get(address).content.decode()
    assert "Measure" in page
    assert "idea" not in page.lower()
    assert "draft" not in page
    assert client.get(reverse("thread:way", args=["noord", draft.pk])).status_code == 404
    client.force_login(make_member(region, Role.EDITOR))
    page = client.get(address).content.decode()
    assert "Idea" in page
    assert "(voorgesteld)" in page
    assert "draft" in page
    assert client.get(reverse("thread:way", args=["noord", draft.pk])).status_code == 200


def test_the_part_stands_in_the_page(client: Client, story: dict[str, Knot]) -> None:
    address = reverse("thread:way", args=["noord", story["voice"].pk])
    part = client.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert part.content.decode().strip() in client.get(address).content.decode()
    assert "HX-Request" in part["Vary"]


def test_a_knot_of_another_region_is_not_found(client: Client) -> None:
    RegionFactory(slug="noord")
    assert client.get(reverse("thread:way", args=["noord", KnotFactory().pk])).status_code == 404


def test_many_voices_take_as_many_queries_as_one_and_are_not_all_shown(
    region: Region, django_assert_num_queries: Any
) -> None:
    passage, *voices = KnotFactory.create_batch(MOST + 3, region=region)
    link(passage, voices[0], Relation.COMES_FROM)
    with django_assert_num_queries(3):
        way_of(passage)
    for voice in voices[1:]:
        link(passage, voice, Relation.COMES_FROM)
    with django_assert_num_queries(3):
        (stretch,) = way_of(passage).before
    assert (len(stretch.steps), stretch.has_more) == (MOST, True)
