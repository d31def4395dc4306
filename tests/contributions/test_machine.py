"""Everything that can happen, in any order, on the real database: nothing is lost on the way."""

import os
import uuid
from collections import Counter
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.answering.queries import way_of
from regiotafel.contributions.following import actions as following
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.loops import actions as loops
from regiotafel.contributions.loops.queries import Counts, counts, open_loops, unanswered_on
from regiotafel.contributions.loops.rules import UnansweredLeft
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.messages import ANSWER_IMPROVED, ANSWERED
from regiotafel.contributions.models import Answer, Contribution, State, Via
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.reading.queries import listed, n_listed
from regiotafel.contributions.retention import GONE_CONTRIBUTION, RECEIPT
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.sending.queries import by_receipt
from regiotafel.contributions.states.queries import made_of, went_on_in
from regiotafel.contributions.states.rules import MOVES, UNANSWERED
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.keeping.retention import clean_up
from regiotafel.people.models import User
from regiotafel.publishing.done.queries import Done, answers_in, answers_to_read, done_in
from regiotafel.publishing.note.queries import note_of, outline_of
from regiotafel.publishing.releasing import actions as releasing
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.regions.parties.actions import invent_municipality
from regiotafel.terms import Term
from regiotafel.text.quotes import without_quotes
from regiotafel.text.substance import is_substantial
from regiotafel.thread.following.actions import confirm
from regiotafel.thread.linking.actions import clear_review
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import Link, LinkState, Notice, Relation, Subscription
from regiotafel.thread.queries import family, family_of
from regiotafel.thread.retention import ADDRESS, NOTICE
from regiotafel.vision.models import Passage, Release
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import World, make_world
from tests.contributions.recount import ORDER, Recount, recount
from tests.factories import NOW, OrganisationFactory

PLACES = st.integers(0, 40)
TEXTS = st.sampled_from(
    [
        "De wachtlijst voor hulp thuis duurt te lang.",
        "Hulp thuis moet binnen 4 weken beginnen.",
        "Jongeren willen zelf beslissen over hun hulp.",
        "School en jeugdhulp weten niets van elkaar.",
    ]
)


# Long enough for one term after the other to pass.
WAITS = st.sampled_from([timedelta(days=days) for days in (1, 8, 31, 91, 400, 3 * 366, 5 * 366)])
TOLD_AN_ANSWER = (ANSWERED.code, ANSWER_IMPROVED.code)


def term(kept: Term) -> timedelta:
    after = kept.after
    assert after is not None
    return after


VERDICTS = ("yes", "partly", "no", "not_needed")


class Loop(RuleBasedStateMachine):
    """Keeps its own simple books beside the database: what was sent in, answered, merged, split, told and kept."""

    world: World
    organisation: Organisation

    @initialize()
    def begin(self) -> None:
        # Each run begins with nothing, so the last is as quick as the first.
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        self.world = make_world(f"r{uuid.uuid4().hex[:10]}")
        self.organisation = OrganisationFactory(region=self.world.region)
        self.at = NOW
        self.sent: dict[int, str] = {}
        self.answers: dict[int, list[str]] = {}
        self.lineage: set[tuple[int, int]] = set()
        self.states: dict[int, State] = {}
        self.cleared: dict[int, int] = {}
        self.gone: set[int] = set()
        self.since: dict[int, datetime] = {}
        self.codes: dict[int, tuple[str, datetime]] = {}
        self.listens: dict[int, datetime] = {}
        # Whose sender was told of which answer, and when.
        self.told: dict[tuple[int, str], datetime] = {}
        for place in range(3):
            self.send_in(
                text="Iemand moet de eerste zijn die iets zegt.",
                points_at=place,
                presses=1,
                for_organisation=place == 0,
            )
            self.moderate(place=place, is_welcome=True)

    def later(self) -> None:
        self.at += timedelta(minutes=30)

    def pick(self, place: int, to: State | None = None) -> Contribution:
        """Any of them; three times in four one that can go to this state, when there is one."""
        able = [pk for pk, state in self.states.items() if to in MOVES[state]] if place % 4 else []
        keys = sorted(able or self.states)
        return Contribution.objects.select_related("region").get(pk=keys[place % len(keys)])

    def passage(self, place: int) -> Passage:
        return Passage.objects.get(pk=self.world.passages[place % len(self.world.passages)].pk)

    def moves(self, contribution: Contribution, to: State) -> bool:
        return to in MOVES[self.states[contribution.pk]]

    # --- what people do

    def goes_to(self, pk: int, state: State) -> None:
        if self.states.get(pk) != state:
            self.since[pk] = self.at
        self.states[pk] = state

    @rule(text=TEXTS, points_at=st.none() | PLACES, presses=st.integers(1, 2), for_organisation=st.booleans())
    def send_in(self, text: str, points_at: int | None, presses: int, for_organisation: bool) -> None:
        self.later()
        key = uuid.uuid4()
        about = None if points_at is None else self.passage(points_at)
        for _ in range(presses):
            if for_organisation:
                made, code = sending.enter_for(
                    by=self.world.editor,
                    at=self.at,
                    region=self.world.region,
                    kind="worry",
                    text=text,
                    key=key,
                    via=Via.MAIL,
                    organisation=self.organisation,
                    about_passage=about,
                )
            else:
                made, code = sending.send_in(
                    at=self.at, region=self.world.region, kind="worry", text=text, key=key, about_passage=about
                )
        self.codes[made.pk] = code, self.at
        self.sent[made.pk], self.answers[made.pk] = text, []
        self.goes_to(made.pk, State.WAITING)
        self.listens[made.pk] = self.at
        token = following.subscribe(at=self.at, contribution=made, email=f"{made.pk}@example.org", mode="direct")
        confirm(at=self.at, token=token)

    @rule(place=PLACES, is_welcome=st.sampled_from([True, True, True, False]))
    def moderate(self, place: int, is_welcome: bool) -> None:
        self.later()
        to = State.OPEN if is_welcome else State.REFUSED
        one = self.pick(place, to)
        try:
            if is_welcome:
                moderating.accept(by=self.world.editor, at=self.at, contribution=one)
            else:
                moderating.refuse(by=self.world.editor, at=self.at, contribution=one, reason="spam")
        except Refused:
            assert self.states[one.pk] != State.WAITING
        else:
            assert self.states[one.pk] == State.WAITING
            self.goes_to(one.pk, to)

    @rule(place=PLACES)
    def take_down(self, place: int) -> None:
        self.later()
        one = self.pick(place * 4)
        try:
            moderating.take_down(by=self.world.editor, at=self.at, contribution=one, reason="personal_data")
        except Refused:
            assert one.via == Via.MADE or self.states[one.pk] != State.OPEN
        else:
            assert self.states[one.pk] == State.OPEN
            self.goes_to(one.pk, State.REFUSED)

    @rule(place=PLACES, passage=PLACES)
    def link(self, place: int, passage: int) -> None:
        self.later()
        one = self.pick(place, State.ANSWERED)
        try:
            link = linking.confirm_link(
                by=self.world.editor, at=self.at, contribution=one, passage=self.passage(passage)
            )
        except Refused:
            assert self.states[one.pk] not in (State.OPEN, State.ANSWERED)
        else:
            self.cleared.setdefault(link.pk, link.held_from)

    @rule(places=st.lists(PLACES, min_size=2, max_size=3), text=TEXTS)
    def merge(self, places: list[int], text: str) -> None:
        self.later()
        some = list({one.pk: one for one in (self.pick(place, State.MERGED) for place in places)}.values())
        try:
            made = merging.merge(by=self.world.editor, at=self.at, contributions=some, text=text, kind="idea")
        except Refused:
            assert len(some) < 2 or not all(self.moves(one, State.MERGED) for one in some)
            return
        self._made(some, [made], State.MERGED)

    @rule(place=PLACES, parts=st.lists(TEXTS, min_size=1, max_size=3))
    def split(self, place: int, parts: list[str]) -> None:
        self.later()
        one = self.pick(place, State.SPLIT)
        try:
            made = merging.split(by=self.world.editor, at=self.at, contribution=one, parts=parts)
        except Refused:
            assert len(parts) < 2 or not self.moves(one, State.SPLIT)
            return
        self._made([one], made, State.SPLIT)

    def _made(self, originals: list[Contribution], results: list[Contribution], state: State) -> None:
        for one in originals:
            self.goes_to(one.pk, state)
            self.lineage |= {(one.pk, result.pk) for result in results}
        for result in results:
            self.goes_to(result.pk, State.OPEN)
            self.answers[result.pk] = []
            self.sent[result.pk] = result.text
            for link in self.links().filter(to_knot=result.knot, state=LinkState.CONFIRMED):
                self.cleared[link.pk] = link.held_from

    def links(self) -> QuerySet[Link]:
        return Link.objects.filter(relation=Relation.COMES_FROM)

    def keys(self) -> dict[int, int]:
        """The key of a contribution by that of its knot."""
        return dict(Contribution.objects.values_list("knot", "pk"))

    @rule(
        place=PLACES,
        misses=st.sampled_from([0, 0, 0, 1]),
        verdict=st.sampled_from(["yes", "partly", "no", "not_needed"]),
    )
    def answer(self, place: int, misses: int, verdict: str) -> None:
        """`misses`: how many earlier answers this editor did not see."""
        self.later()
        one = self.pick(place, State.ANSWERED)
        knows = max(len(self.answers[one.pk]) - misses, 0)
        why = f"Reden {uuid.uuid4()}"
        passage = self.passage(place)
        becomes = passage.wordings.get(number=passage.version)
        is_true = verdict not in ("yes", "partly") or becomes.at > one.sent_in_at
        try:
            answering.give_answer(
                by=self.world.editor,
                at=self.at,
                contribution=one,
                heard="We hoorden dit.",
                verdict=verdict,
                why=why,
                passage=passage,
                becomes=becomes,
                number=knows,
            )
        except Refused:
            assert not self.moves(one, State.ANSWERED) or knows != len(self.answers[one.pk]) or not is_true
        else:
            assert is_true
            self.goes_to(one.pk, State.ANSWERED)
            self.answers[one.pk].append(why)
            self.told |= {(pk, why): self.at for pk in self.before(one.pk) if pk in self.listens}

    def before(self, pk: int) -> set[int]:
        """Itself and all that went into it."""
        return {pk}.union(*(self.before(origin) for origin, to in self.lineage if to == pk))

    @rule(passage=PLACES, number=st.integers(1, 99), only_layout=st.booleans())
    def edit(self, passage: int, number: int, only_layout: bool) -> None:
        self.later()
        one = self.passage(passage)
        now = one.wordings.get(number=one.version).text
        text = now.replace(" ", "\n", 1) if only_layout else f"Gezinnen krijgen hulp binnen {number} weken."
        try:
            vision.reword(by=self.world.editor, at=self.at, passage=one, version=one.version, text=text, reason="beter")
        except Refused:
            assert text == now

    @rule(place=PLACES)
    def clear(self, place: int) -> None:
        self.later()
        found = list(to_review(self.world.region))
        if found:
            link = found[place % len(found)]
            link = clear_review(by=self.world.editor, at=self.at, link=link, seen=link.numbers)
            self.cleared[link.pk] = link.held_from

    def takes_words(self, pk: int) -> None:
        """Gone in its own row, and where an editor quoted them; what others said too stays."""
        self.listens.pop(pk, None)
        if pk in self.gone:
            return
        for made in self.after(pk) - {pk}:
            also = [self.sent[one] for one in self.beginnings(made) - {pk} - self.gone]
            self.sent[made] = without_quotes(self.sent[made], self.sent[pk], but=also)
        self.gone.add(pk)

    def after(self, pk: int) -> set[int]:
        return {pk}.union(*(self.after(result) for original, result in self.lineage if original == pk))

    def beginnings(self, pk: int) -> set[int]:
        before = {original for original, result in self.lineage if result == pk}
        return set().union(*map(self.beginnings, before)) if before else {pk}

    @rule(place=PLACES, forever=st.booleans())
    def take_back(self, place: int, forever: bool) -> None:
        self.later()
        one = self.pick(place, None if forever else State.WITHDRAWN)
        if one.via == Via.MADE:
            return  # nobody has a code for it
        if not forever:
            try:
                withdrawing.withdraw(at=self.at, contribution=one)
            except Refused:
                assert not self.moves(one, State.WITHDRAWN)
            else:
                self.goes_to(one.pk, State.WITHDRAWN)
                self.takes_words(one.pk)
            return
        withdrawing.remove(at=self.at, contribution=one)
        waiting = [one.pk]
        while waiting:
            pk = waiting.pop()
            self.takes_words(pk)
            if State.WITHDRAWN in MOVES[self.states[pk]]:
                self.goes_to(pk, State.WITHDRAWN)
            alone = [to for origin, to in self.lineage if origin == pk]
            waiting += [to for to in alone if sum(end == to for _origin, end in self.lineage) == 1]

    @rule(adopts=st.booleans())
    def release(self, adopts: bool) -> None:
        self.later()
        try:
            made = releasing.release(
                by=self.world.editor, at=self.at, document=self.world.document, name="Versie", note=""
            )
        except Refused:
            return
        if adopts:
            left = unanswered_on(made)
            assert {self.states[one.pk] for one in left} <= UNANSWERED
            with pytest.raises(UnansweredLeft) if left else nullcontext():
                self._adopt(made)

    def _adopt(self, release: Release) -> None:
        council = Municipality.objects.first() or invent_municipality(name="Roggerade")
        decided = {"decision": "adopted", "body": "de raad", "decided_on": timezone.localdate(self.at), "number": 0}
        loops.note_council(by=self.world.editor, at=self.at, release=release, municipality=council, **decided)

    @rule(after=WAITS)
    def clean_up(self, after: timedelta) -> None:
        """Time goes by, and what is past its term goes: every figure stays as it was."""
        self.at += after
        User.objects.filter(pk=self.world.editor.pk).update(last_login=self.at)
        before = self.figures()
        clean_up(at=self.at)
        assert self.figures() == before
        assert not any(clean_up(at=self.at).values()), "done again it finds nothing more"
        past = self.at - term(GONE_CONTRIBUTION)
        for pk, state in self.states.items():
            if state in (State.REFUSED, State.WITHDRAWN) and self.since[pk] < past:
                self.gone.add(pk)
                self.listens.pop(pk, None)
        self.listens = {pk: at for pk, at in self.listens.items() if at >= self.at - term(ADDRESS)}
        self.told = {key: at for key, at in self.told.items() if at >= self.at - term(NOTICE)}
        self.codes = {pk: (code, at) for pk, (code, at) in self.codes.items() if at >= self.at - term(RECEIPT)}

    def figures(self) -> object:
        region = self.world.region
        shown = [(answer.pk, answer.why) for answer in answers_in(answers_to_read(region))]
        return counts(region, self.at), done_in(region, self.at), shown, self.notes()

    def notes(self) -> dict[int, Counter[str]]:
        releases = Release.objects.filter(document=self.world.document)
        return {one.pk: Counter(entry.answered.answer.verdict for entry in note_of(one).entries) for one in releases}

    @rule(place=PLACES)
    def follow(self, place: int) -> None:
        """From one contribution both ways, as its pages do."""
        one = self.pick(place)
        if one.pk in self.codes:
            code, _ = self.codes[one.pk]
            assert by_receipt(code) == one
        after = {to for origin, to in self.lineage if origin == one.pk}
        assert {other.pk for other in went_on_in(one)} == after
        assert {other.pk for other in made_of(one)} == {pk for pk, to in self.lineage if to == one.pk}
        keys, kin = self.keys(), family_of([one.knot_id])
        assert {keys[knot] for knot in kin.everything_before(one.knot_id)} == self.before(one.pk)
        ends = [keys[knot] for knot in kin.ends(one.knot_id)]
        assert set(ends) == {pk for pk in self.states if one.pk in self.before(pk) and not self.is_gone_on(pk)}
        last = [self.answers[pk][-1] for pk in ends if self.answers[pk]]
        assert sorted(answer.why for answer in way_of(one).answers) == sorted(last)

    def is_gone_on(self, pk: int) -> bool:
        return any(origin == pk for origin, _ in self.lineage)

    @rule()
    def read_notes(self) -> None:
        counted = recount(self.world.region)
        assert self.notes() == counted.notes()
        for release in Release.objects.filter(document=self.world.document):
            note = note_of(release)
            outlined = [answer for answer, _passage in outline_of(release).entries]
            assert outlined == [entry.answered.answer.pk for entry in note.entries]
            for entry in note.entries:
                assert entry.answered.contribution is not None
                senders = {sender.contribution.pk for sender in entry.answered.senders if sender.contribution}
                assert senders == counted.beginnings(entry.answered.contribution.pk)

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
            there = Answer.objects.filter(about__contribution=pk).order_by("number")
            assert [answer.why for answer in there] == given
            assert [answer.number for answer in there] == list(range(1, len(given) + 1))

    @invariant()
    def lineage_is_complete(self) -> None:
        keys = self.keys()
        rows = Link.objects.filter(from_knot__region=self.world.region, relation=Relation.GOES_ON_IN)
        pairs = rows.values_list("from_knot__contribution", "to_knot__contribution")
        assert set(pairs) == self.lineage
        moved = {pk for pk, state in self.states.items() if state in (State.MERGED, State.SPLIT)}
        assert {origin for origin, _ in self.lineage} == moved
        made = set(Contribution.objects.filter(region=self.world.region, via=Via.MADE).values_list("pk", flat=True))
        assert {result for _, result in self.lineage} == made
        tree = family(self.world.region)
        onward = {(keys[origin], keys[to]) for origin, some in tree.went_into.items() for to in some}
        back = {(keys[origin], keys[to]) for to, some in tree.came_from.items() for origin in some}
        assert onward == back == self.lineage

    @invariant()
    def figures_equal_a_recount(self) -> None:
        again = recount(self.world.region)
        self._counts_equal(counts(self.world.region, self.at), again)
        self._published_equal(done_in(self.world.region, self.at), again)
        assert set(answers_to_read(self.world.region)) == again.newest_answers()
        loops = open_loops(self.world.region)
        assert {one.organisation.pk: (one.n_received, one.n_answered) for one in loops} == again.loops()
        assert n_listed(self.world.region) == listed(self.world.region).count()

    def _counts_equal(self, counted: Counts, again: Recount) -> None:
        assert counted.received == len(again.voices) == len(self.states) - len({result for _, result in self.lineage})
        by_state = {state: getattr(counted, state) for state in ORDER}
        assert by_state == {state: len(again.in_state(state)) for state in ORDER}
        assert counted.received == sum(by_state.values())
        assert counted.led_to_change == again.led_to_change()
        assert counted.longest_wait == again.longest_wait(self.at)
        assert counted.median_wait == again.median_wait()

    def _published_equal(self, done: Done, again: Recount) -> None:
        assert done.received == len(again.in_state("waiting", "open", "answered"))
        assert done.unanswered == len(again.in_state("waiting", "open"))
        assert done.answered == len(again.in_state("answered"))
        assert done.led_to_change == again.led_to_change()
        longest = again.longest_wait(self.at)
        assert done.longest_wait == (None if longest is None else longest.days)

    @invariant()
    def only_who_still_listens_is_known(self) -> None:
        rows = Subscription.objects.filter(knot__region=self.world.region)
        assert set(rows.values_list("knot__contribution", flat=True)) == set(self.listens)

    @invariant()
    def only_a_person_clears_a_link(self) -> None:
        for link in self.links().filter(pk__in=self.cleared):
            assert link.held_from == self.cleared[link.pk]
        asked = {link.pk for link in to_review(self.world.region)}
        states = dict(Contribution.objects.values_list("knot", "state"))
        for link in self.links().filter(state=LinkState.CONFIRMED).select_related("from_knot__passage"):
            if states[link.to_knot_id] not in (State.OPEN, State.ANSWERED):
                assert link.pk not in asked
                continue
            passage = link.from_knot.passage
            held, now = (passage.wordings.get(number=number).text for number in (link.held_from, passage.version))
            assert (link.pk in asked) == is_substantial(held, now)

    @invariant()
    def each_answer_was_told_once_to_each_sender_who_still_listens(self) -> None:
        rows = Notice.objects.filter(message__in=TOLD_AN_ANSWER).values_list(
            "subscription__knot__contribution", flat=True
        )
        assert Counter(rows) == Counter(pk for pk, _why in self.told if pk in self.listens)

    def teardown(self) -> None:
        if self.states:
            self.read_notes()


# More of them, for whoever has the time: REGIOTAFEL_LOOPS=1000.
Loop.TestCase.settings = settings(
    max_examples=int(os.environ.get("REGIOTAFEL_LOOPS", "12")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class TestLoop(Loop.TestCase, TransactionTestCase):  # type: ignore[misc, name-defined]
    """Later tests find nothing of it."""

    def tearDown(self) -> None:
        super().tearDown()
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.django_db
