"""Merging what says the same, and splitting what says several things."""

from datetime import timedelta

import pytest
from django.test import Client

from regiotafel.contributions.answering.queries import way_of
from regiotafel.contributions.answering.rules import Promise
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.linking.queries import links_of
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.merging.queries import look_alikes
from regiotafel.contributions.merging.rules import NotMergeable, NotSplittable
from regiotafel.contributions.models import Contribution, State, Via
from regiotafel.contributions.reading.queries import voices_of
from regiotafel.contributions.states.queries import made_of, went_on_in
from regiotafel.contributions.states.rules import FromElsewhere, NotInThisState
from regiotafel.thread.models import LinkState
from tests.contributions.people import TEXT, World, answer_form, answered, follow, kinds_told, make_world, opened, url
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_merging_keeps_the_originals_and_one_answer_reaches_all(world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.", at=NOW - timedelta(days=9))
    follow(first, "fatma@example.org")
    follow(second, "lars@example.org")
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    first.refresh_from_db()
    assert (first.state, first.text, merged.via, merged.state) == (State.MERGED, TEXT, Via.MADE, State.OPEN)
    assert merged.sent_in_at == second.sent_in_at
    assert made_of(merged) == [first, second]
    assert went_on_in(first) == [merged]
    answered(world, merged)
    assert [way_of(one).answers for one in (first, second)] == [way_of(merged).answers] * 2
    assert kinds_told("fatma@example.org") == kinds_told("lars@example.org") == ["went_on", "answered"]


def test_merging_takes_confirmed_links_along(world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    for one in (first, second):
        linking.confirm_link(by=world.editor, at=NOW, contribution=one, passage=world.passages[0])
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    voices = voices_of(world.passages[0])
    assert [voice.contribution for voice in voices] == [merged]


def test_merging_needs_two_open_ones_of_one_region(world: World) -> None:
    first, second = opened(world), opened(world)
    elsewhere = opened(make_world("zuid"))
    for wrong, fault in (([first], NotMergeable), ([first, first], NotMergeable), ([first, elsewhere], FromElsewhere)):
        with pytest.raises(fault):
            merging.merge(by=world.editor, at=NOW, contributions=wrong, text=TEXT, kind="idea")
    answered(world, second)
    with pytest.raises(NotInThisState):
        merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="idea")


def test_splitting_gives_each_thought_its_own_answer(world: World) -> None:
    original = opened(world)
    follow(original)
    linking.confirm_link(by=world.editor, at=NOW, contribution=original, passage=world.passages[0])
    one, two = merging.split(
        by=world.editor, at=NOW, contribution=original, parts=["De wachtlijst duurt te lang.", "Ik woon in het dorp."]
    )
    assert way_of(original).answers == []
    answered(world, one)
    answered(world, two)
    assert [answer.contribution for answer in way_of(original).answers] == [one, two]
    assert {link.state for link in links_of(one)} == {LinkState.SUGGESTED}
    assert kinds_told() == ["linked.comes_from", "answered", "answered"]
    with pytest.raises(NotInThisState):
        merging.split(by=world.editor, at=NOW, contribution=original, parts=["Nog een keer.", "En nog een keer."])


def test_splitting_needs_two_to_ten_parts(world: World) -> None:
    original = opened(world)
    for parts in (["Eén deel is geen splitsing."], ["Een deel met woorden."] * 11):
        with pytest.raises(NotSplittable):
            merging.split(by=world.editor, at=NOW, contribution=original, parts=parts)


def test_look_alikes_are_shown_and_never_merged_by_themselves(world: World) -> None:
    first, second = opened(world), opened(world, TEXT.replace("duurt", "is"))
    assert look_alikes(first) == [second]
    assert set(Contribution.objects.values_list("state", flat=True)) == {State.OPEN}


def test_lineage_is_shown_both_ways(client: Client, world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    answered(world, merged)
    original = client.get(url("read", first.number)).content.decode()
    assert url("read", merged.number) in original
    assert "Dat kan nu niet." in original
    result = client.get(url("read", merged.number)).content.decode()
    assert url("read", first.number) in result
    assert url("read", second.number) in result


def test_each_part_of_what_was_split_shows_its_own_answer(client: Client, world: World) -> None:
    whole = opened(world)
    first, second = merging.split(by=world.editor, at=NOW, contribution=whole, parts=[f"{TEXT} Een.", f"{TEXT} Twee."])
    answered(world, first, verdict="promised", promise=Promise("de werkgroep", NOW.date() + timedelta(days=30)))
    page = client.get(url("read", whole.number)).content.decode()
    assert "Er is één antwoord" in page
    assert f"Antwoord op reactie {first.number}" in page
    assert f"Antwoord op reactie {second.number}" not in page
    # It is promised, while who sent it in still waits for the rest: the page says why another counts another number.
    promised = client.get(url("promises")).content.decode()
    assert "Eén toezegging staat nog niet in de tekst" in promised
    assert "is dit aantal anders (0). Daar tellen we reacties" in promised
    answered(world, second)
    assert "is dit aantal anders" not in client.get(url("promises")).content.decode()


def test_an_editor_merges_and_splits(editor: Client, world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    values = {"others": [second.number], "more": "", "kind": "worry", "text": TEXT}
    assert editor.post(url("merge", first.number), {**values, "others": [], "more": "999"}).status_code == 409
    assert editor.post(url("merge", first.number), {**values, "more": "drie"}).status_code == 422
    merged = editor.post(url("merge", first.number), values)
    assert merged["Location"] == url("answer", 3)
    assert editor.post(url("split", 3), {"part_1": "Een hele gedachte.", "part_2": ""}).status_code == 422
    parts = {"part_1": "De wachtlijst duurt te lang.", "part_2": "Ik woon in het dorp."}
    assert editor.post(url("split", 3), parts).status_code == 302
    assert editor.post(url("split", 3), parts).status_code == 409
    assert Contribution.objects.filter(via=Via.MADE).count() == 3


def test_who_names_what_they_may_not_see_reads_that_it_is_not_known(editor: Client, world: World) -> None:
    """As it was found: for an editor, what a moderator refused was said to be refused, and so to be there."""
    first = opened(world)
    sent = {"more": "", "kind": "idea", "text": "Samen zeggen zij dit."}
    told = []
    for state, number in ((State.REFUSED, 901), (State.WAITING, 902), (None, 903)):
        if state:
            Contribution.objects.filter(pk=opened(world).pk).update(state=state, number=number, refusal="spam")
        page = editor.post(url("merge", first.number), sent | {"more": str(number)})
        assert f"Deze nummers kennen we niet: {number}." in page.text
        told.append(page.status_code)
    assert set(told) == {409}


def test_what_has_an_answer_is_shown_beside_a_merge_but_cannot_be_merged(editor: Client, world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    editor.post(url("answer", second.number), answer_form())
    html = editor.get(url("merge", first.number)).content.decode()
    assert "maar heeft al antwoord" in html
    assert 'name="others"' not in html
    refused = editor.post(url("merge", first.number), {"more": "2", "kind": "worry", "text": TEXT})
    assert refused.status_code == 409
    assert "Reactie 2 kan niet mee." in refused.content.decode()


def test_splitting_a_long_text_loses_no_paragraph(editor: Client, world: World) -> None:
    thoughts = [f"Dit is gedachte nummer {n}." for n in range(1, 9)]
    html = editor.get(url("split", opened(world, "\n\n".join(thoughts)).number)).content.decode()
    form = html[html.index('name="part_1"') :]
    assert all(thought in form for thought in thoughts)
