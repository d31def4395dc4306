"""Everything that can happen, in any order, on the real database: nothing is lost on the way."""

import os
import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from regiotafel.contributions import actions, queries
from regiotafel.contributions.models import Answer, Contribution, Lineage, Link, LinkState, Notice, State, Via
from regiotafel.contributions.rules import MOVES, UNANSWERED, ContributionFault, UnansweredLeft
from regiotafel.vision import actions as vision
from regiotafel.vision.models import Passage, Wording
from regiotafel.vision.rules import VisionFault, is_substantial
from tests.contributions.people import World, make_world
from tests.factories import NOW

PLACES = st.integers(0, 40)
TEXTS = st.sampled_from(
    [
        "De wachtlijst voor hulp thuis duurt te lang.",
        "Hulp thuis moet binnen 4 weken beginnen.",
        "Jongeren willen zelf beslissen over hun hulp.",
        "School en jeugdhulp weten niets van elkaar.",
    ]
)


class Loop(RuleBasedStateMachine):
    """Keeps its own simple books beside the database: what was sent in, answered, merged, split and told."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.world = make_world(f"r{uuid.uuid4().hex[:10]}")
        self.at = NOW
        self.sent: dict[int, str] = {}
        self.answers: dict[int, list[str]] = {}
        self.lineage: set[tuple[int, int]] = set()
        self.states: dict[int, State] = {}
        self.cleared: dict[int, int] = {}
        self.gone: set[int] = set()
        for place in range(3):
            self.send_in(text="Iemand moet de eerste zijn die iets zegt.", points_at=place, presses=1)
            self.moderate(place=place, is_welcome=True)

    def later(self) -> None:
        self.at += timedelta(minutes=30)

    def pick(self, place: int) -> Contribution:
        keys = sorted(self.states)
        return Contribution.objects.select_related("region").get(pk=keys[place % len(keys)])

    def passage(self, place: int) -> Passage:
        return Passage.objects.get(pk=self.world.passages[place % len(self.world.passages)].pk)

    def moves(self, contribution: Contribution, to: State) -> bool:
        return to in MOVES[self.states[contribution.pk]]

    # --- what people do

    @rule(text=TEXTS, points_at=st.none() | PLACES, presses=st.integers(1, 2))
    def send_in(self, text: str, points_at: int | None, presses: int) -> None:
        self.later()
        key = uuid.uuid4()
        about = None if points_at is None else self.passage(points_at)
        for _ in range(presses):
            made, code = actions.send_in(
                at=self.at, region=self.world.region, kind="worry", text=text, key=key, about_passage=about
            )
        assert queries.by_receipt(code) == made
        self.sent[made.pk], self.states[made.pk], self.answers[made.pk] = text, State.WAITING, []
        token = actions.subscribe(at=self.at, contribution=made, email=f"{made.pk}@example.org", mode="direct")
        actions.confirm(at=self.at, token=token)

    @rule(place=PLACES, is_welcome=st.sampled_from([True, True, True, False]))
    def moderate(self, place: int, is_welcome: bool) -> None:
        self.later()
        one = self.pick(place)
        to = State.OPEN if is_welcome else State.REFUSED
        try:
            if is_welcome:
                actions.accept(by=self.world.editor, at=self.at, contribution=one)
            else:
                actions.refuse(by=self.world.editor, at=self.at, contribution=one, reason="spam")
        except ContributionFault:
            assert not self.moves(one, to)
        else:
            assert self.moves(one, to)
            self.states[one.pk] = to

    @rule(place=PLACES, passage=PLACES)
    def link(self, place: int, passage: int) -> None:
        self.later()
        one = self.pick(place)
        try:
            link = actions.confirm_link(
                by=self.world.editor, at=self.at, contribution=one, passage=self.passage(passage)
            )
        except ContributionFault:
            assert self.states[one.pk] not in (State.OPEN, State.ANSWERED)
        else:
            self.cleared.setdefault(link.pk, link.wording_id)

    @rule(places=st.lists(PLACES, min_size=2, max_size=3), text=TEXTS)
    def merge(self, places: list[int], text: str) -> None:
        self.later()
        some = list({one.pk: one for one in map(self.pick, places)}.values())
        try:
            made = actions.merge(by=self.world.editor, at=self.at, contributions=some, text=text, kind="idea")
        except ContributionFault:
            assert len(some) < 2 or not all(self.moves(one, State.MERGED) for one in some)
            return
        self._made(some, [made], State.MERGED)

    @rule(place=PLACES, parts=st.lists(TEXTS, min_size=1, max_size=3))
    def split(self, place: int, parts: list[str]) -> None:
        self.later()
        one = self.pick(place)
        try:
            made = actions.split(by=self.world.editor, at=self.at, contribution=one, parts=parts)
        except ContributionFault:
            assert len(parts) < 2 or not self.moves(one, State.SPLIT)
            return
        self._made([one], made, State.SPLIT)

    def _made(self, originals: list[Contribution], results: list[Contribution], state: State) -> None:
        for one in originals:
            self.states[one.pk] = state
            self.lineage |= {(one.pk, result.pk) for result in results}
        for result in results:
            self.states[result.pk], self.answers[result.pk] = State.OPEN, []
            self.sent[result.pk] = result.text
            for link in result.links.filter(state=LinkState.CONFIRMED):
                self.cleared[link.pk] = link.wording_id

    @rule(place=PLACES, knows=st.integers(0, 2), verdict=st.sampled_from(["yes", "partly", "no"]))
    def answer(self, place: int, knows: int, verdict: str) -> None:
        self.later()
        one = self.pick(place)
        why = f"Reden {uuid.uuid4()}"
        try:
            actions.give_answer(
                by=self.world.editor,
                at=self.at,
                contribution=one,
                heard="We hoorden dit.",
                verdict=verdict,
                why=why,
                passage=self.passage(place),
                number=knows,
            )
        except ContributionFault:
            assert not self.moves(one, State.ANSWERED) or knows != len(self.answers[one.pk])
        else:
            self.states[one.pk] = State.ANSWERED
            self.answers[one.pk].append(why)

    @rule(passage=PLACES, number=st.integers(1, 99), only_layout=st.booleans())
    def edit(self, passage: int, number: int, only_layout: bool) -> None:
        self.later()
        one = self.passage(passage)
        now = one.wordings.get(number=one.version).text
        text = now.replace(" ", "\n", 1) if only_layout else f"Gezinnen krijgen hulp binnen {number} weken."
        try:
            vision.reword(by=self.world.editor, at=self.at, passage=one, version=one.version, text=text, reason="beter")
        except VisionFault:
            assert text == now

    @rule(place=PLACES)
    def clear(self, place: int) -> None:
        self.later()
        found = queries.reviews(self.world.region)
        if found:
            review = found[place % len(found)]
            link = actions.clear_review(by=self.world.editor, at=self.at, link=review.link, seen=review.now.number)
            self.cleared[link.pk] = link.wording_id

    @rule(place=PLACES, forever=st.booleans())
    def take_back(self, place: int, forever: bool) -> None:
        self.later()
        one = self.pick(place)
        if one.via == Via.MADE:
            return  # nobody has a code for it
        if not forever:
            try:
                actions.withdraw(at=self.at, contribution=one)
            except ContributionFault:
                assert not self.moves(one, State.WITHDRAWN)
            else:
                self.states[one.pk] = State.WITHDRAWN
            return
        actions.remove(at=self.at, contribution=one)
        waiting = [one.pk]
        while waiting:
            pk = waiting.pop()
            self.gone.add(pk)
            if State.WITHDRAWN in MOVES[self.states[pk]]:
                self.states[pk] = State.WITHDRAWN
            alone = [to for origin, to in self.lineage if origin == pk]
            waiting += [to for to in alone if sum(end == to for _origin, end in self.lineage) == 1]

    @rule(adopts=st.booleans())
    def release(self, adopts: bool) -> None:
        self.later()
        try:
            made = vision.release(
                by=self.world.editor, at=self.at, document=self.world.document, name="Versie", note=""
            )
        except VisionFault:
            return
        if adopts:
            left = queries.unanswered_on(made)
            assert {self.states[one.pk] for one in left} <= UNANSWERED
            with pytest.raises(UnansweredLeft) if left else nullcontext():
                actions.adopt_release(by=self.world.editor, at=self.at, release=made)

    # --- what is always so

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = {one.pk: one for one in Contribution.objects.filter(region=self.world.region)}
        assert {pk: one.state for pk, one in rows.items()} == self.states
        assert {pk: one.text for pk, one in rows.items()} == {
            pk: "" if pk in self.gone else text for pk, text in self.sent.items()
        }
        assert sorted(one.number for one in rows.values()) == list(range(1, len(rows) + 1))

    @invariant()
    def no_answer_is_lost(self) -> None:
        for pk, given in self.answers.items():
            there = Answer.objects.filter(contribution=pk).order_by("number")
            assert [answer.why for answer in there] == given
            assert [answer.number for answer in there] == list(range(1, len(given) + 1))

    @invariant()
    def lineage_is_complete(self) -> None:
        rows = Lineage.objects.filter(original__region=self.world.region)
        assert set(rows.values_list("original_id", "result_id")) == self.lineage
        moved = {pk for pk, state in self.states.items() if state in (State.MERGED, State.SPLIT)}
        assert {origin for origin, _ in self.lineage} == moved
        made = set(Contribution.objects.filter(region=self.world.region, via=Via.MADE).values_list("pk", flat=True))
        assert {result for _, result in self.lineage} == made

    @invariant()
    def counts_equal_a_recount(self) -> None:
        counted = queries.counts(self.world.region, self.at)
        made = {result for _, result in self.lineage}
        reached = [self._reached(pk) for pk in self.states if pk not in made]
        assert counted.received == len(reached)
        assert (counted.waiting, counted.open, counted.answered) == tuple(
            reached.count(state) for state in (State.WAITING, State.OPEN, State.ANSWERED)
        )
        assert counted.refused + counted.withdrawn == len(reached) - counted.waiting - counted.open - counted.answered

    def _reached(self, pk: int) -> State:
        on = [to for origin, to in self.lineage if origin == pk]
        ends = [self._reached(to) for to in on] or [self.states[pk]]
        return next(
            (state for state in (State.WAITING, State.OPEN, State.ANSWERED, State.REFUSED) if state in ends),
            State.WITHDRAWN,
        )

    @invariant()
    def only_a_person_clears_a_link(self) -> None:
        for link in Link.objects.filter(pk__in=self.cleared).select_related("wording", "passage", "contribution"):
            assert link.wording_id == self.cleared[link.pk]
        asked = {review.link.pk for review in queries.reviews(self.world.region)}
        for link in Link.objects.filter(
            passage__document=self.world.document,
            state=LinkState.CONFIRMED,
            contribution__state__in=("open", "answered"),
        ).select_related("wording", "passage"):
            now = Wording.objects.get(passage=link.passage, number=link.passage.version)
            assert (link.pk in asked) == is_substantial(link.wording.text, now.text)

    @invariant()
    def each_answer_was_told_once_to_each_sender_who_still_listens(self) -> None:
        for answer in Answer.objects.filter(contribution__region=self.world.region):
            told = Notice.objects.filter(about__answer=answer.pk).values_list("subscription__email", flat=True)
            assert len(told) == len(set(told))


# More of them, for whoever has the time: REGIOTAFEL_LOOPS=1000.
Loop.TestCase.settings = settings(
    max_examples=int(os.environ.get("REGIOTAFEL_LOOPS", "12")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class TestLoop(Loop.TestCase, TransactionTestCase):  # type: ignore[misc, name-defined]
    """Each run has a region of its own, so what an earlier run left does not matter; later tests find nothing of it."""

    def tearDown(self) -> None:
        super().tearDown()
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.django_db
