"""Links between knots: who may make them, what a person must look at again, and what hangs on nothing yet."""

from collections.abc import Callable

import pytest
from django.core import mail

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.keeping.messages import MESSAGES
from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from regiotafel.thread.actions import move, show
from regiotafel.thread.following import actions as following
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.linking import actions
from regiotafel.thread.linking.queries import coverage, link_of, to_review
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.models import GONE, Knot, Link, LinkState, Relation
from regiotafel.thread.queries import family, family_of
from regiotafel.thread.rules import SENTENCES, NotJudged, NotLinkable, is_to_review
from tests.factories import NOW, THING, KnotFactory, RegionFactory, make_member

pytestmark = pytest.mark.django_db
A, B = Relation.COMES_FROM, Relation.CARRIED_OUT_BY


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord")


@pytest.fixture
def editor(region: Region) -> User:
    return make_member(region, Role.EDITOR)


@pytest.fixture
def two(region: Region) -> list[Knot]:
    return list(KnotFactory.create_batch(2, region=region))


def linked(two: list[Knot], editor: User, relation: Relation = A) -> Link:
    return actions.confirm(by=editor, at=NOW, from_knot=two[0], to_knot=two[1], relation=relation)


def asked(region: Region) -> list[Link]:
    found = list(to_review(region))
    # What SQL says and what the rule says is the same.
    assert found == [link for link in Link.objects.all() if is_to_review(link)]
    return found


@pytest.mark.parametrize("end", [0, 1])
def test_a_link_is_looked_at_again_when_either_end_moves_and_until_a_person_did(
    region: Region, two: list[Knot], editor: User, end: int
) -> None:
    link = linked(two, editor)
    assert asked(region) == []
    move(knot=two[end], number=2, at=NOW)
    assert asked(region) == [link]
    move(knot=two[end], number=3, at=NOW)
    actions.clear_review(by=editor, at=NOW, link=link, seen=(3, 1) if end == 0 else (1, 3))
    assert asked(region) == []


def test_back_to_the_old_meaning_is_no_review(region: Region, two: list[Knot], editor: User) -> None:
    linked(two, editor)
    move(knot=two[0], number=2, at=NOW)
    move(knot=two[0], number=1, at=NOW)
    assert asked(region) == []


def test_what_is_gone_is_looked_at_and_what_speaks_through_another_is_not(
    region: Region, two: list[Knot], editor: User
) -> None:
    link = linked(two, editor)
    move(knot=two[0], number=GONE, at=NOW)
    assert asked(region) == [link]
    show(knot=two[1], is_public=True, is_live=False)
    assert asked(region) == []


def test_who_saw_other_words_clears_nothing(two: list[Knot], editor: User) -> None:
    link = linked(two, editor)
    move(knot=two[0], number=2, at=NOW)
    for seen in ((1, 1), (2, 2), (1, 2)):
        with pytest.raises(ChangedMeanwhile, match="intussen weer veranderd") as met:
            actions.clear_review(by=editor, at=NOW, link=link, seen=seen)
        assert met.value.theirs == link
        assert Link.objects.get().held_from == 1
    actions.clear_review(by=editor, at=NOW, link=link, seen=(2, 1))
    assert Link.objects.get().held_from == 2


def test_rejected_stays_rejected_until_a_person_says_otherwise(two: list[Knot], editor: User) -> None:
    link = actions.suggest(by=None, at=NOW, from_knot=two[0], to_knot=two[1], relation=A)
    actions.reject(by=editor, at=NOW, link=link)
    move(knot=two[0], number=2, at=NOW)
    assert actions.suggest(by=None, at=NOW, from_knot=two[0], to_knot=two[1], relation=A) == link
    assert Link.objects.get().state == LinkState.REJECTED
    linked(two, editor)
    link = Link.objects.get()
    assert (link.state, link.held_from) == (LinkState.CONFIRMED, 2)


def test_each_act_is_in_the_history_once_by_name_of_what_was_linked(two: list[Knot], editor: User) -> None:
    link = linked(two, editor)
    linked(two, editor)
    actions.clear_review(by=editor, at=NOW, link=link, seen=(1, 1))
    actions.reject(by=editor, at=NOW, link=link)
    actions.reject(by=editor, at=NOW, link=link)
    entries = Entry.objects.order_by("number")
    assert [entry.act for entry in entries] == ["link.confirmed", "link.cleared", "link.rejected"]
    # Two of them can be linked in more ways than one; the voice was there before the passage that it belongs to.
    assert entries[0].data == {"what": two[1].title, "other": two[0].title}
    linked(two, editor, B)
    assert Entry.objects.latest("number").data == {"what": two[0].title, "other": two[1].title}
    assert Link.objects.count() == 2


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda one, _other: one, "aan zichzelf"),
        (lambda _one, _other: KnotFactory(), "verschillende regio"),
        (lambda one, _other: KnotFactory(region=one.region, number=GONE), "staat er niet meer"),
        (lambda one, _other: KnotFactory(region=one.region, is_live=False), "ging verder in iets anders"),
    ],
)
def test_two_that_do_not_belong_on_one_link_are_refused_in_a_sentence(
    two: list[Knot], editor: User, spoil: Callable[[Knot, Knot], Knot], says: str
) -> None:
    other = spoil(*two)
    for act in (actions.confirm, actions.suggest):
        with pytest.raises(NotLinkable, match=says):
            act(by=editor, at=NOW, from_knot=two[0], to_knot=other, relation=A)
    assert not Link.objects.exists()


def test_what_nobody_confirmed_is_not_cleared(two: list[Knot], editor: User) -> None:
    link = actions.suggest(by=None, at=NOW, from_knot=two[0], to_knot=two[1], relation=A)
    for state in (LinkState.SUGGESTED, LinkState.REJECTED):
        with pytest.raises(NotJudged) as met:
            actions.clear_review(by=editor, at=NOW, link=link, seen=(1, 1))
        said = "Deze koppeling is niet bevestigd. Je kunt die dus niet controleren. Koppel de twee eerst."
        assert (str(met.value), Link.objects.get().state) == (said, state)
        actions.reject(by=editor, at=NOW, link=link)
    assert [entry.act for entry in Entry.objects.all()] == ["link.rejected"]


def test_that_something_went_on_in_another_is_never_said_or_judged_by_hand(two: list[Knot], editor: User) -> None:
    for say in (actions.suggest, actions.confirm):
        with pytest.raises(NotLinkable) as refused:
            say(by=editor, at=NOW, from_knot=two[0], to_knot=two[1], relation=Relation.GOES_ON_IN)
        by_hand = "Dat iets verdergaat in iets anders, kun je niet zelf koppelen. Voeg samen of splits."
        assert str(refused.value) == by_hand
    actions.go_on(by=editor, at=NOW, originals=two[:1], results=two[1:], links_are=LinkState.CONFIRMED)
    link = Link.objects.get()
    for judge in (actions.reject, lambda **values: actions.clear_review(seen=(1, 1), **values)):
        with pytest.raises(NotJudged) as met:
            judge(by=editor, at=NOW, link=link)  # type: ignore[operator]
        stands = "Dat iets verderging in iets anders, staat vast. Je kunt het niet afwijzen of controleren."
        assert (str(met.value), Link.objects.get().state) == (stands, LinkState.CONFIRMED)
    assert not Entry.objects.exists()


def test_a_link_of_another_region_is_not_found(region: Region, two: list[Knot], editor: User) -> None:
    link = linked(two, editor)
    assert link_of(region, link.pk) == link
    assert link_of(RegionFactory(), link.pk) is None


# By relation: what who follows the one end, or else the other, is told when a person links them.
TOLD = {
    Relation.COMES_FROM: ("", "Besluit 2 hoort bij passage 1"),
    Relation.ANSWERS: ("", "Besluit 2 kreeg als antwoord passage 1"),
    Relation.DECIDED_BY: ("Passage 1 is besloten met besluit 2", ""),
    Relation.CARRIED_OUT_BY: ("Passage 1 wordt uitgevoerd met besluit 2", ""),
    Relation.LIMITED_BY: ("Passage 1 loopt vast op besluit 2", ""),
    Relation.WORKS_OUT: ("", "Besluit 2 is uitgewerkt in passage 1"),
    Relation.IN_CONFLICT_WITH: ("Passage 1 botst met besluit 2", ""),
}


def test_every_relation_that_a_person_judges_has_a_sentence_for_mail() -> None:
    assert set(TOLD) == set(Relation) - {Relation.GOES_ON_IN} == set(SENTENCES) - {Relation.GOES_ON_IN}


@pytest.mark.parametrize("relation", TOLD)
@pytest.mark.parametrize("end", [0, 1])
def test_who_follows_what_was_there_first_is_told_in_the_words_of_the_relation(
    region: Region, editor: User, relation: Relation, end: int
) -> None:
    two = [KnotFactory(region=region, title=title) for title in ("passage 1", "besluit 2")]
    following.follow(at=NOW, knot=two[end], email="ouder@example.org", mode="direct")
    following.confirm(at=NOW, token=token_of(two[end].subscriptions.get()))
    linked(two, editor, relation)
    send_notices(messages=MESSAGES)
    subjects = [letter.subject for letter in mail.outbox if "Bevestig" not in letter.subject]
    assert subjects == [told for told in [TOLD[relation][end]] if told]


# --- merging and splitting


def test_merged_hands_on_its_links_as_they_were_held_and_speaks_no_more(
    region: Region, two: list[Knot], editor: User
) -> None:
    passage, voice, result = KnotFactory(region=region), two[0], KnotFactory(region=region)
    for original in two:
        actions.confirm(by=editor, at=NOW, from_knot=passage, to_knot=original, relation=A)
        move(knot=passage, number=2, at=NOW)
    actions.go_on(by=editor, at=NOW, originals=two, results=[result], links_are=LinkState.CONFIRMED)
    handed = Link.objects.get(from_knot=passage, to_knot=result)
    # One of the two was held against the first words, so a person looks again.
    assert (handed.state, handed.held_from) == (LinkState.CONFIRMED, 1)
    assert asked(region) == [handed]
    assert not Knot.objects.filter(pk__in=[voice.pk, two[1].pk], is_live=True).exists()
    for found in (family(region), family_of([two[0].pk])):
        assert found.ends(two[0].pk) == [result.pk]
    assert family(region).beginnings(result.pk) == [one.pk for one in two]
    assert family_of([result.pk], only_before=True).everything_before(result.pk) == [result.pk, two[0].pk, two[1].pk]


def test_of_what_was_split_a_person_says_which_part_belongs_where(region: Region, editor: User) -> None:
    passage, voice, *parts = KnotFactory.create_batch(4, region=region)
    actions.confirm(by=editor, at=NOW, from_knot=passage, to_knot=voice, relation=A)
    actions.go_on(by=editor, at=NOW, originals=[voice], results=parts, links_are=LinkState.SUGGESTED)
    suggested = Link.objects.filter(from_knot=passage, to_knot__in=parts)
    assert [link.state for link in suggested] == [LinkState.SUGGESTED] * 2
    assert family(region).ends(voice.pk) == [part.pk for part in parts]


# --- what hangs on nothing


def test_coverage_counts_what_is_there_and_names_what_has_no_link(
    region: Region, two: list[Knot], editor: User, django_assert_num_queries: Callable[..., object]
) -> None:
    KnotFactory(region=region, number=GONE)
    KnotFactory(region=region, is_public=False)
    KnotFactory(region=region, kind="other")
    bare = KnotFactory(region=region)
    link = linked(two, editor)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        found = coverage(region, THING, A)
    assert (found.n, found.n_linked) == (3, 1)
    assert list(found.without) == [two[1], bare]
    assert list(coverage(region, THING, A, at_end="to").without) == [two[0], bare]
    actions.reject(by=editor, at=NOW, link=link)
    assert coverage(region, THING, A).n_linked == 0
