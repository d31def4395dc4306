"""How far we are with answering, and when a text stands."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.loops import actions as loops
from regiotafel.contributions.loops.queries import counts, open_loops, unanswered_on
from regiotafel.contributions.loops.rules import UnansweredLeft
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Kind, State, Via
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending import actions as sending
from regiotafel.publishing.releasing import actions as releasing
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties import actions as parties
from regiotafel.vision.models import CouncilDecision, Release
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import TEXT, World, answered, opened, reworded, send
from tests.factories import (
    NOW,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def decide(world: World, release: Release, **more: Any) -> CouncilDecision:
    values = {"decision": "adopted", "body": "de gemeenteraad", "decided_on": NOW.date(), "number": 0, **more}
    council = Municipality.objects.first() or parties.invent_municipality(name="Roggerade")
    return loops.note_council(by=world.editor, at=NOW, release=release, municipality=council, **values)


def test_a_text_is_not_adopted_while_somebody_waits_for_an_answer(world: World) -> None:
    release = releasing.release(by=world.editor, at=NOW, document=world.document, name="Ontwerp", note="")
    contribution = opened(world, passage=world.passages[0])
    unrelated = opened(world, TEXT + " Zomaar.")
    assert contribution.about_release == release
    with pytest.raises(UnansweredLeft) as refused:
        decide(world, release)
    assert refused.value.left == [contribution]
    assert str(contribution.number) in str(refused.value)
    # A council that adopts a text of its own does not adopt this one: it waits for nobody.
    assert not decide(world, release, decision="amended").is_adopted
    answered(world, contribution)
    # What comes in after the council decided does not undo what it did.
    late = opened(world, TEXT + " Te laat.", passage=world.passages[0], at=NOW + timedelta(days=1))
    assert unanswered_on(release) == [late]
    assert decide(world, release, number=1, reason="Het was toch deze tekst.").is_adopted
    assert unrelated.state == State.OPEN


def test_what_is_about_a_later_release_does_not_hold_up_an_earlier_one(world: World) -> None:
    first = releasing.release(by=world.editor, at=NOW, document=world.document, name="Een", note="")
    passage = world.passages[0]
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 6 weken hulp.", reason="r")
    second = releasing.release(by=world.editor, at=NOW, document=world.document, name="Twee", note="")
    contribution = opened(world, passage=passage)
    assert unanswered_on(first) == []
    assert unanswered_on(second) == [contribution]


def test_an_idea_waits_for_the_release_that_was_the_newest_when_it_came_in(world: World) -> None:
    """It names no release: which one it holds up is told by its moment. The release before it stays closed."""
    passage = world.passages[0]
    first = releasing.release(by=world.editor, at=NOW, document=world.document, name="Een", note="")
    early = opened(world, at=NOW + timedelta(days=1))
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 6 weken hulp.", reason="r")
    second = releasing.release(
        by=world.editor, at=NOW + timedelta(days=2), document=world.document, name="Twee", note=""
    )
    late = opened(world, TEXT + " Nog steeds.", at=NOW + timedelta(days=3))
    assert unanswered_on(first) == unanswered_on(second) == []
    for one in (early, late):
        linking.confirm_link(by=world.editor, at=NOW, passage=passage, contribution=one)
    assert unanswered_on(first) == [early]
    assert unanswered_on(second) == [early, late]


def test_counts_follow_what_came_of_a_voice(world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    send(world.region, TEXT + " Nog niet gelezen.")
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    becomes = reworded(world, world.passages[0])
    answered(world, merged, verdict="partly", passage=world.passages[0], becomes=becomes, after=timedelta(days=4))
    found = counts(world.region, NOW + timedelta(days=5))
    assert (found.received, found.waiting, found.open, found.answered, found.led_to_change) == (3, 1, 0, 2, 2)
    assert (found.longest_wait, found.median_wait) == (timedelta(days=5), timedelta(days=4))


def test_each_party_sees_what_it_still_waits_for(world: World) -> None:
    party = OrganisationFactory(region=world.region, name="Pleegzorg")
    values = {"by": world.editor, "at": NOW, "region": world.region, "kind": Kind.IDEA, "via": Via.MAIL}
    both = [sending.enter_for(**values, text=f"{TEXT} {n}", key=uuid.uuid4(), organisation=party)[0] for n in range(2)]
    for one in both:
        moderating.accept(by=world.editor, at=NOW, contribution=one)
    answered(world, both[0])
    # What a moderator did not decide about is nobody's business yet: gone again, it would tell what was refused.
    sending.enter_for(**values, text=f"{TEXT} Wacht.", key=uuid.uuid4(), organisation=party)
    (loops,) = open_loops(world.region)
    assert (loops.organisation, loops.n_received, loops.n_answered) == (party, 2, 1)
    assert loops.unanswered == [both[1]]
