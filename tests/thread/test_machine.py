"""Whatever people do with the thread, in any order, on the real database: nothing is lost, and all is told once.

Beside the database the test keeps simple books of words, never of numbers: what each thing says, what a person last
held against what, and what each follower last heard.
"""

import os
from itertools import count
from typing import NamedTuple

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from regiotafel.regions.models import Region
from regiotafel.thread.actions import move, tie
from regiotafel.thread.following import actions as following
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.linking import actions as linking
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.messages import LAPSED, MOVED, OTHER_LAPSED, OTHER_MOVED
from regiotafel.thread.models import GONE, Knot, Link, LinkState, Notice, Relation, Subscription
from regiotafel.thread.rules import NotJudged, NotLinkable, meaning
from tests.factories import NOW, THING, RegionFactory

# The same words in two layouts are one; "" is a thing that is not there any more.
SAYS = st.sampled_from(["Ja.", "Ja .", "Nee.", "Misschien.", ""])
PLACES = st.integers(0, 30)
MOVES = [one.code for one in (MOVED, LAPSED, OTHER_MOVED, OTHER_LAPSED)]


class Words(NamedTuple):
    number: int
    text: str


class Thread(RuleBasedStateMachine):
    region: Region

    @initialize()
    def begin(self) -> None:
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        self.region = RegionFactory(slug="noord")
        self.editions: dict[int, list[Words]] = {}
        self.says: dict[int, str] = {}
        self.live: set[int] = set()
        # By key of the link: its ends, its state, the words at both ends that a person last held, and those that
        # followers of the other end last heard.
        self.ends: dict[int, tuple[int, int]] = {}
        self.states: dict[int, LinkState] = {}
        self.held: dict[int, tuple[str, str]] = {}
        self.heard: dict[int, tuple[str, str]] = {}
        # By knot and address: the words that they last heard.
        self.listens: dict[tuple[int, str], str] = {}
        self.came_from: dict[int, list[int]] = {}
        self.told: set[int] = set()
        self.names = count(1)
        for _ in range(3):
            self.begin_with(says="Ja.")

    def pick(self, place: int) -> Knot:
        return Knot.objects.get(pk=sorted(self.says)[place % len(self.says)])

    def plain(self, pk: int) -> str:
        return self.says[pk].replace(" ", "")

    def both(self, link: int) -> tuple[str, str]:
        one, other = self.ends[link]
        return self.plain(one), self.plain(other)

    def stands(self, link: int) -> bool:
        return self.states[link] == LinkState.CONFIRMED and set(self.ends[link]) <= self.live

    # --- what people do

    @rule(says=SAYS.filter(bool))
    def begin_with(self, says: str) -> None:
        knot = tie(kind=THING, region=self.region, it=f"ding {next(self.names)}")
        self.editions[knot.pk], self.says[knot.pk] = [Words(1, says)], says
        self.live.add(knot.pk)

    @rule(place=PLACES, says=SAYS)
    def say(self, place: int, says: str) -> None:
        knot = self.pick(place)
        self.says[knot.pk] = says
        if says:
            editions = self.editions[knot.pk]
            editions.append(Words(len(editions) + 1, says))
        move(knot=knot, number=meaning(self.editions[knot.pk]) if says else GONE, at=NOW)

    @rule(one=PLACES, other=PLACES, is_certain=st.booleans())
    def link(self, one: int, other: int, is_certain: bool) -> None:
        knots = self.pick(one), self.pick(other)
        act = linking.confirm if is_certain else linking.suggest
        try:
            link = act(by=None, at=NOW, from_knot=knots[0], to_knot=knots[1], relation=Relation.COMES_FROM)
        except NotLinkable:
            assert knots[0] == knots[1] or not all(self.says[k.pk] and k.pk in self.live for k in knots)
            return
        is_new = link.pk not in self.ends
        self.ends[link.pk] = knots[0].pk, knots[1].pk
        if is_certain and self.states.get(link.pk) != LinkState.CONFIRMED:
            self.states[link.pk] = LinkState.CONFIRMED
            self.held[link.pk] = self.heard[link.pk] = self.both(link.pk)
        elif is_new:
            self.states[link.pk] = LinkState.SUGGESTED
            self.held[link.pk] = self.heard[link.pk] = self.both(link.pk)

    @rule(place=PLACES)
    def reject(self, place: int) -> None:
        if self.ends:
            pk = sorted(self.ends)[place % len(self.ends)]
            linking.reject(by=None, at=NOW, link=Link.objects.get(pk=pk))
            self.states[pk] = LinkState.REJECTED

    @rule(place=PLACES)
    def clear(self, place: int) -> None:
        found = list(to_review(self.region))
        if found:
            link = found[place % len(found)]
            linking.clear_review(by=None, at=NOW, link=link, seen=link.numbers)
            self.held[link.pk] = self.both(link.pk)

    @rule(place=PLACES)
    def clear_what_nobody_confirmed(self, place: int) -> None:
        others = [pk for pk, state in sorted(self.states.items()) if state != LinkState.CONFIRMED]
        if others:
            link = Link.objects.get(pk=others[place % len(others)])
            with pytest.raises(NotJudged):
                linking.clear_review(by=None, at=NOW, link=link, seen=link.numbers)

    @rule(place=PLACES, is_certain=st.booleans())
    def say_by_hand_what_is_a_fact(self, place: int, is_certain: bool) -> None:
        act, one, other = linking.confirm if is_certain else linking.suggest, self.pick(place), self.pick(place + 1)
        with pytest.raises(NotLinkable):
            act(by=None, at=NOW, from_knot=one, to_knot=other, relation=Relation.GOES_ON_IN)

    @rule(place=PLACES)
    def judge_a_fact(self, place: int) -> None:
        facts = Link.objects.filter(relation=Relation.GOES_ON_IN)
        if facts:
            link = facts[place % len(facts)]
            with pytest.raises(NotJudged):
                linking.reject(by=None, at=NOW, link=link)
            with pytest.raises(NotJudged):
                linking.clear_review(by=None, at=NOW, link=link, seen=link.numbers)

    @rule(places=st.lists(PLACES, min_size=1, max_size=2))
    def merge(self, places: list[int]) -> None:
        originals = [knot for pk in {self.pick(place).pk for place in places} for knot in Knot.objects.filter(pk=pk)]
        if not {knot.pk for knot in originals} <= self.live:
            return
        self.begin_with(says="Samen.")
        result = Knot.objects.latest("pk")
        linking.go_on(by=None, at=NOW, originals=originals, results=[result], links_are=LinkState.CONFIRMED)
        self.came_from[result.pk] = [knot.pk for knot in originals]
        self.live -= {knot.pk for knot in originals}
        # What it was given is held as its originals were: by a person, and never as it is now.
        for link in Link.objects.exclude(relation=Relation.GOES_ON_IN).exclude(pk__in=self.ends):
            near = 0 if link.from_knot_id == result.pk else 1
            self.ends[link.pk], self.states[link.pk] = (link.from_knot_id, link.to_knot_id), LinkState(link.state)
            earlier = self.links_of(originals, near=near, far=self.ends[link.pk][1 - near])
            held = [self.held[pk][1 - near] for pk in earlier]
            moved = [words for words in held if words != self.plain(self.ends[link.pk][1 - near])]
            for books, words in ((self.held, (moved or held)[0]), (self.heard, self.heard[earlier[0]][1 - near])):
                books[link.pk] = (self.plain(result.pk), words) if near == 0 else (words, self.plain(result.pk))

    def links_of(self, originals: list[Knot], *, near: int, far: int) -> list[int]:
        """Confirmed links of these with that one, the oldest first. near: on which end of the link these stand."""
        keys = {knot.pk for knot in originals}
        return [
            pk
            for pk, ends in sorted(self.ends.items())
            if ends[near] in keys and ends[1 - near] == far and self.states[pk] == LinkState.CONFIRMED
        ]

    @rule(place=PLACES, who=st.sampled_from("ab"))
    def follow(self, place: int, who: str) -> None:
        knot, email = self.pick(place), f"{who}@example.org"
        following.follow_with_code(at=NOW, knot=knot, email=email, mode="direct")
        following.confirm(at=NOW, token=token_of(Subscription.objects.get(knot=knot, email=email)))
        self.listens.setdefault((knot.pk, email), self.plain(knot.pk))

    @rule(place=PLACES)
    def leave(self, place: int) -> None:
        if self.listens:
            key = sorted(self.listens)[place % len(self.listens)]
            assert following.leave(token=token_of(Subscription.objects.get(knot=key[0], email=key[1])))
            del self.listens[key]

    @rule()
    def tick(self) -> None:
        expected = {
            (email, knot)
            for (knot, email), words in self.listens.items()
            if words != self.plain(knot) and knot in self.live
        }
        for link, ends in self.ends.items():
            for end in (0, 1) if self.stands(link) else ():
                if self.heard[link][end] != self.both(link)[end]:
                    expected |= {(email, ends[end]) for email in self.followers(ends[1 - end])}
        before = self.notices()
        linking.tell_of_moves(at=NOW)
        new = self.notices() - before
        assert len(new) == len({(email, knot) for email, knot, _pk in new}), "an address is told once of one move"
        assert {(email, knot) for email, knot, _pk in new} == expected
        linking.tell_of_moves(at=NOW)
        assert self.notices() == before | new
        for link in self.ends:
            if self.stands(link):
                self.heard[link] = self.both(link)
        for knot, email in self.listens:
            if knot in self.live:
                self.listens[knot, email] = self.plain(knot)

    def followers(self, knot: int) -> set[str]:
        mine = {email for followed, email in self.listens if followed == knot}
        return mine.union(*(self.followers(one) for one in self.came_from.get(knot, [])))

    def notices(self) -> set[tuple[str, int, int]]:
        rows = Notice.objects.filter(message__in=MOVES).select_related("subscription")
        return {(one.subscription.email, one.about_id or one.subscription.knot_id, one.pk) for one in rows}

    # --- what is always so

    @invariant()
    def no_link_is_ever_lost_and_what_a_person_decided_stays(self) -> None:
        rows = Link.objects.exclude(relation=Relation.GOES_ON_IN)
        assert dict(rows.values_list("pk", "state")) == self.states

    @invariant()
    def what_went_on_in_another_is_a_fact(self) -> None:
        rows = Link.objects.filter(relation=Relation.GOES_ON_IN)
        assert set(rows.values_list("to_knot", "from_knot", "state")) == {
            (result, original, LinkState.CONFIRMED) for result, found in self.came_from.items() for original in found
        }

    @invariant()
    def a_link_is_looked_at_again_exactly_when_words_differ_from_those_that_a_person_held(self) -> None:
        asked = {link.pk for link in to_review(self.region)}
        assert asked == {link for link in self.ends if self.stands(link) and self.held[link] != self.both(link)}

    @invariant()
    def only_who_still_listens_is_known(self) -> None:
        assert set(Subscription.objects.values_list("knot_id", "email")) == set(self.listens)


# More of them, for whoever has the time: REGIOTAFEL_LOOPS=1000.
Thread.TestCase.settings = settings(
    max_examples=int(os.environ.get("REGIOTAFEL_LOOPS", "12")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class TestThread(Thread.TestCase, TransactionTestCase):  # type: ignore[misc, name-defined]
    """Later tests find nothing of it."""

    def tearDown(self) -> None:
        super().tearDown()
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.django_db
