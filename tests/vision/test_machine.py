"""Whatever people do with a text, in any order, through the real acts: no number is given twice, no word that was ever
saved is lost, no link becomes valid without a person, no version that was published changes, and no exception stands
without its principle.

Beside the database the test keeps simple books: all words that each passage ever had, and for each link the words that
a person last held it against.
"""

import os
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.publishing.releasing.actions import release
from regiotafel.refused import Refused
from regiotafel.regions.models import Role
from regiotafel.regions.queries import standings_of
from regiotafel.text.pieces import cuts
from regiotafel.thread.linking import actions as linking
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.vision.arranging import actions as arranging
from regiotafel.vision.models import (
    Particulars,
    Passage,
    PassageKind,
    ProposalKind,
    ReleasedPassage,
    Remark,
    Section,
    Wording,
)
from regiotafel.vision.naming.actions import name_kind
from regiotafel.vision.proposing import actions as proposing
from regiotafel.vision.proposing.actions import Judged
from regiotafel.vision.reading.queries import current_text
from regiotafel.vision.remarking.actions import remark
from regiotafel.vision.writing import actions as writing
from tests.factories import KnotFactory, RegionFactory, make_member

NOW = timezone.now()
PLACES = st.integers(0, 12)
SAYS = st.lists(st.sampled_from(["Ja.", "Nee.", "Soms wel.", "Later dan."]), min_size=1, max_size=4).map(" ".join)
REGIONS = count(1)


def plain(text: str) -> str:
    return "".join(text.split())


class Text(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        region = RegionFactory(slug=f"r{next(REGIONS)}")
        self.region, self.editor = region, make_member(region, Role.EDITOR)
        self.done: dict[str, Any] = {"by": self.editor, "at": NOW}
        self.document = writing.draft_document(**self.done, region=region, title="Visie")
        self.chapters: list[Section] = [
            writing.add_section(**self.done, document=self.document, title=title) for title in ("Een", "Twee")
        ]
        # By number of a passage: its key, and all words that it ever had.
        self.keys: dict[int, int] = {}
        self.said: dict[int, list[str]] = {}
        self.retired: set[int] = set()
        self.went_on: set[int] = set()
        # By key of a link: of which passage, and the words that a person last held; None when nobody did.
        self.links: dict[int, tuple[int, str | None]] = {}
        self.rejected: set[int] = set()
        # By key of a version: which words stood in it, by number of the passage.
        self.published: dict[int, list[tuple[int, str]]] = {}
        # How many remarks there are, and those that somebody made beside what had gone on in another.
        self.n_open, self.noted_after = 0, set[str]()
        for text in ("Ja. Nee.", "Soms wel."):
            self.add(0, text)
        # Something hangs on both from the start, so that few acts are enough to hand it on.
        for place in range(2):
            self.link(place)

    def pick(self, place: int) -> Passage:
        numbers = sorted(self.keys)
        return Passage.objects.select_related("document__region", "section", "knot", "principle").get(
            pk=self.keys[numbers[place % len(numbers)]]
        )

    def now(self, number: int) -> str:
        return self.said[number][-1]

    def enter(self, passage: Passage, text: str) -> None:
        assert passage.number not in self.keys, "a number is never given twice"
        self.keys[passage.number], self.said[passage.number] = passage.pk, [text]

    def handed_on(self, passage: Passage) -> None:
        """Of what came along nobody has said that it belongs there."""
        for pk in Link.objects.filter(from_knot=passage.knot_id, relation=Relation.COMES_FROM).values_list(
            "pk", flat=True
        ):
            self.links.setdefault(pk, (passage.number, None))

    # --- what people do

    @rule(place=PLACES, text=SAYS)
    def add(self, place: int, text: str) -> None:
        chapter = self.chapters[place % 2]
        before = {*self.keys.values()}
        made = writing.add_passage(**self.done, section=chapter, text=text, reason="Nieuw")
        if made.pk not in before:  # else it was the same press
            self.enter(made, text)

    @rule(place=PLACES, text=SAYS, other=SAYS)
    def edit_at_once(self, place: int, text: str, other: str) -> None:
        """Two people start from the same words: the second gets those of the first, and loses none."""
        passage = self.pick(place)
        version, saved = passage.version, []
        for words in (text, other):
            mine = Passage.objects.get(pk=passage.pk)
            theirs: Any = None
            try:
                saved.append(writing.reword(**self.done, passage=mine, version=version, text=words, reason="Beter"))
            except ChangedMeanwhile as changed:
                theirs = changed.theirs
            except Refused:
                assert passage.number in self.retired or words == self.now(passage.number)
            else:
                if self.now(passage.number) != words:
                    self.said[passage.number].append(words)
            assert theirs is None or theirs.text == self.now(passage.number)
        assert len({one.number for one in saved}) <= 1

    @rule(place=PLACES, cut=PLACES)
    def split(self, place: int, cut: int) -> None:
        passage = self.pick(place)
        pieces = cuts(self.now(passage.number))
        at = cut % len(pieces) if pieces else 0
        act: dict[str, Any] = {"passage": passage, "version": passage.version, "place": at, "reason": "Twee dingen"}
        try:
            new = arranging.split(**self.done, **act)
        except Refused:
            assert passage.number in self.retired or not pieces
            return
        assert (
            arranging.split(**self.done, **act | {"passage": self.pick(place), "version": act["version"]}).pk == new.pk
        )
        first, second = pieces[at]
        assert plain(first + second) == plain(self.now(passage.number))
        self.said[passage.number].append(first)
        self.enter(new, second)
        self.handed_on(new)

    @rule(place=PLACES, other=PLACES)
    def join(self, place: int, other: int) -> None:
        kept, gone = self.pick(place), self.pick(other)
        read = {"version": kept.version, "other_version": gone.version}
        try:
            arranging.join(**self.done, passage=kept, other=gone, **read, reason="Eén ding")
        except Refused:
            is_open = gone.proposals.exclude(state="done").exists()
            hangs = Passage.objects.filter(principle=gone, retired_at=None).exists()
            assert kept == gone or {kept.number, gone.number} & self.retired or is_open or hangs
            return
        text = Wording.objects.get(passage=kept, number=kept.version).text
        both = (plain(self.now(one.number)) for one in (kept, gone))
        assert sorted(plain(text)) == sorted("".join(both))
        self.said[kept.number].append(text)
        self.retired.add(gone.number)
        self.went_on.add(gone.number)
        self.handed_on(kept)

    @rule(place=PLACES, chapter=PLACES, after=PLACES)
    def move(self, place: int, chapter: int, after: int) -> None:
        passage, behind = self.pick(place), self.pick(after)
        section = self.chapters[chapter % 2]
        try:
            writing.move(**self.done, passage=passage, section=section, after=behind if after % 3 else None)
        except Refused:
            return
        writing.move_section(**self.done, section=section, after=self.chapters[1 - chapter % 2] if after % 2 else None)

    @rule(place=PLACES)
    def retire_or_bring_back(self, place: int) -> None:
        passage = self.pick(place)
        hangs = Passage.objects.filter(principle=passage, retired_at=None).exists()
        principle = passage.principle
        has_none = principle is not None and (principle.retired_at or principle.kind != PassageKind.PRINCIPLE)
        try:
            if passage.number in self.retired:
                writing.bring_back(**self.done, passage=passage, reason="Toch")
            else:
                writing.retire(**self.done, passage=passage, reason="Weg")
        except Refused:
            assert has_none if passage.number in self.retired else hangs
        else:
            self.retired ^= {passage.number}
            self.went_on.discard(passage.number)

    @rule(place=PLACES, earlier=PLACES)
    def revert(self, place: int, earlier: int) -> None:
        passage = self.pick(place)
        to = earlier % passage.version + 1
        words = self.said[passage.number][to - 1]
        try:
            arranging.revert(**self.done, passage=passage, version=passage.version, to=to, reason="Terug")
        except Refused:
            assert passage.number in self.retired or words == self.now(passage.number)
            return
        self.said[passage.number].append(words)

    @rule(place=PLACES, text=SAYS, kind=st.sampled_from(ProposalKind), is_taken=st.booleans())
    def propose_and_decide(self, place: int, text: str, kind: ProposalKind, is_taken: bool) -> None:
        passage = self.pick(place)
        of: dict[str, Any] = {"section": passage.section, "passage": passage, "base": passage.version, "kind": kind}
        made_by = self.done | {"standings": standings_of(self.editor, self.region)}
        before = {*self.keys.values()}
        try:
            made = proposing.propose(**made_by, **of, text=text, reason="Beter zo")
            if not is_taken:
                return
            judged = [Judged(made, 0, "adopt", "Goed")]
            wording = proposing.decide(**self.done, judged=judged, version=passage.version)
        except Refused:
            return
        if wording is None:
            self.retired.add(passage.number)
        elif wording.passage_id in before:
            self.said[passage.number].append(text)
        else:
            self.enter(wording.passage, text)
        if wording is not None:  # who decides says that the proposal belongs to these words
            link = Link.objects.get(from_knot=wording.passage.knot_id, to_knot=made.knot_id)
            self.links[link.pk] = (wording.passage.number, plain(text))

    @rule(place=PLACES, other=PLACES, is_principle=st.booleans())
    def name(self, place: int, other: int, is_principle: bool) -> None:
        """A principle, or an exception to another passage, as far as that may be."""
        passage, until = self.pick(place), timezone.localdate() + timedelta(days=30)
        hangs = Particulars(PassageKind.EXCEPTION, self.pick(other).pk, "Daarom.", until)
        what = Particulars(PassageKind.PRINCIPLE) if is_principle else hangs
        with suppress(Refused):
            name_kind(**self.done, passage=passage, seen=passage.kinds.count(), what=what, reason="Zo is het.")

    @rule(place=PLACES)
    def note(self, place: int) -> None:
        """Beside a passage: it stays to be read beside the one in which that goes on."""
        self.n_open += 1
        passage, text = self.pick(place), f"Let op {self.n_open}."
        remark(**self.done, document=self.document, passage=passage, text=text)
        self.noted_after |= {text} if passage.number in self.went_on else set()

    @rule()
    def publish(self) -> None:
        with suppress(Refused):
            made = release(**self.done, document=self.document, name=f"0.{len(self.published)}")
            there = [item.passage for part in current_text(self.document) for item in part.passages]
            self.published[made.pk] = [(one.number, self.now(one.number)) for one in there]

    @rule(place=PLACES)
    def link(self, place: int) -> None:
        passage = self.pick(place)
        if passage.number not in self.retired:
            voice = KnotFactory(region=self.region)
            made = linking.confirm(**self.done, from_knot=passage.knot, to_knot=voice, relation=Relation.COMES_FROM)
            self.links[made.pk] = (passage.number, plain(self.now(passage.number)))

    @rule(place=PLACES, belongs=st.booleans())
    def judge(self, place: int, belongs: bool) -> None:
        found = list(to_review(self.region))
        if not found:
            return
        link = found[place % len(found)]
        number = self.links[link.pk][0]
        if belongs:
            linking.clear_review(**self.done, link=link, seen=link.numbers)
            self.links[link.pk] = (number, "" if number in self.retired else plain(self.now(number)))
        else:
            linking.reject(**self.done, link=link)
            self.rejected.add(link.pk)

    # --- what is always so

    @invariant()
    def every_number_keeps_its_passage_and_every_wording_stays(self) -> None:
        rows = Passage.objects.filter(document=self.document)
        assert dict(rows.values_list("number", "pk")) == self.keys
        words: dict[int, list[str]] = {}
        for one in Wording.objects.filter(passage__document=self.document).order_by("number"):
            words.setdefault(one.passage_id, []).append(one.text)
        assert words == {self.keys[number]: said for number, said in self.said.items()}

    @invariant()
    def whatever_stands_is_read_once(self) -> None:
        there = [item.passage.number for part in current_text(self.document) for item in part.passages]
        assert sorted(there) == sorted({*self.keys} - self.retired)

    @invariant()
    def what_was_published_stays_as_it_was(self) -> None:
        rows = ReleasedPassage.objects.filter(release__document=self.document).order_by("release", "position")
        found: dict[int, list[tuple[int, str]]] = {}
        for key, number, text in rows.values_list("release", "passage__number", "wording__text"):
            found.setdefault(key, []).append((number, text))
        assert found == self.published

    @invariant()
    def an_exception_that_stands_hangs_on_a_principle_that_stands(self) -> None:
        rows = Passage.objects.filter(document=self.document, kind=PassageKind.EXCEPTION, retired_at=None)
        assert not rows.exclude(principle__kind=PassageKind.PRINCIPLE, principle__retired_at=None).exists()

    @invariant()
    def no_remark_is_lost_or_stays_beside_what_went_on_elsewhere(self) -> None:
        rows = Remark.objects.filter(document=self.document, resolved_at=None)
        assert rows.count() == self.n_open
        noted_before = rows.filter(passage__number__in=self.went_on).values_list("text", flat=True)
        assert set(noted_before) <= self.noted_after

    @invariant()
    def a_link_is_valid_only_for_the_words_that_a_person_held(self) -> None:
        rows = Link.objects.filter(from_knot__region=self.region, relation=Relation.COMES_FROM)
        assert {one.pk: one.state for one in rows} == {
            pk: LinkState.REJECTED if pk in self.rejected else LinkState.CONFIRMED for pk in self.links
        }
        says = {number: "" if number in self.retired else plain(self.now(number)) for number in self.keys}
        asked = {one.pk for one in to_review(self.region)}
        assert asked == {
            pk
            for pk, (number, held) in self.links.items()
            if pk not in self.rejected and number not in self.went_on and held != says[number]
        }


@pytest.mark.django_db
def test_any_row_of_acts_keeps_numbers_words_and_links() -> None:
    """More of them, for whoever has the time: REGIOTAFEL_LOOPS=1000."""
    run_state_machine_as_test(
        Text,
        settings=settings(
            max_examples=int(os.environ.get("REGIOTAFEL_LOOPS", "4")),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
