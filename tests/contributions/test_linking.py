"""What belongs to which passage."""

import pytest
from django.test import Client

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.linking.queries import links_of, suggested_passages
from regiotafel.contributions.reading.queries import voices_of
from regiotafel.contributions.states.rules import FromElsewhere
from regiotafel.thread.models import LinkState
from tests.contributions.people import World, make_world, opened, url
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_suggestions_come_from_the_words_and_a_rejected_one_stays_away(world: World) -> None:
    contribution = opened(world, "Hulp thuis binnen 4 weken, dat lukt bij gezinnen niet.")
    suggested = suggested_passages(contribution)
    assert suggested[0].passage == world.passages[0]
    linking.reject_suggestion(by=world.editor, at=NOW, contribution=contribution, passage=world.passages[0])
    assert world.passages[0] not in [suggestion.passage for suggestion in suggested_passages(contribution)]
    assert voices_of(world.passages[0]) == []


def test_a_link_to_another_regions_passage_is_refused(world: World) -> None:
    with pytest.raises(FromElsewhere):
        linking.confirm_link(
            by=world.editor, at=NOW, contribution=opened(world), passage=make_world("zuid").passages[0]
        )


def test_an_editor_links_a_suggestion_and_rejects_another(editor: Client, world: World) -> None:
    contribution = opened(world, "Hulp thuis binnen 4 weken, dat lukt bij gezinnen niet.", passage=world.passages[1])
    html = editor.get(url("answer", contribution.number)).content.decode()
    assert "de inzender wees dit aan" in html
    editor.post(url("answer", contribution.number), {"confirm": world.passages[0].pk})
    editor.post(url("answer", contribution.number), {"reject": world.passages[1].pk})
    editor.post(url("answer", contribution.number), {"confirm": world.passages[2].pk})
    states = {link.passage.pk: link.state for link in links_of(contribution)}
    assert states == {
        world.passages[0].pk: LinkState.CONFIRMED,
        world.passages[1].pk: LinkState.REJECTED,
        world.passages[2].pk: LinkState.CONFIRMED,
    }
    elsewhere = make_world("zuid").passages[0]
    for wrong, status in (
        ({"confirm": elsewhere.pk}, 404),
        ({"confirm": "x"}, 404),
        ({"reject": "9" * 5000}, 404),
    ):
        assert editor.post(url("answer", contribution.number), wrong).status_code == status
    # Where linking was a page of its own, the address leads on.
    was = editor.get(url("link", contribution.number))
    assert (was.status_code, was["Location"]) == (302, url("answer", contribution.number))
