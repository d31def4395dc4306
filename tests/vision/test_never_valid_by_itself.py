"""Whatever happens to a text, in any order: no link and no requirement goes from *to be reviewed* to valid unless a
person held these very words against it.

Beside the database the test keeps books of words, never of numbers: what each passage says now, and what it said when a
person last held it against a requirement.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from regiotafel.publishing.releasing.actions import release
from regiotafel.thread.linking import actions as linking
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.vision.checking.actions import judge
from regiotafel.vision.checking.queries import checks_of, released_checks
from regiotafel.vision.checking.rules import requirement_of
from regiotafel.vision.models import CheckState, Document, Fulfilment, Judgement, Passage, Release
from regiotafel.vision.rules import NothingChanged
from regiotafel.vision.writing import actions as writing
from tests.factories import NOW, RegionFactory

# The same words in two layouts are one.
SAYS = st.sampled_from(["Ja.", "Ja .", "Nee.", "Misschien."])
PLACES = st.integers(0, 30)
REGIONS = count(1)
CODES = st.sampled_from(["RV-01", "RV-18"])
GONE = ""
VALID = {CheckState.MET, CheckState.MET_UNVERIFIED, CheckState.PARTLY, CheckState.MISSING, CheckState.NOT_APPLICABLE}


class Checks(RuleBasedStateMachine):
    document: Document

    @initialize()
    def begin(self) -> None:
        self.region = RegionFactory(slug=f"r{next(REGIONS)}")
        self.document = writing.draft_document(by=None, at=NOW, region=self.region, title="Visie")
        self.section = writing.add_section(by=None, at=NOW, document=self.document, title="Wachten")
        self.says: dict[int, str] = {}
        # By requirement: the passages that its newest judgement names, and whether what it asks was read as it is now.
        self.named: dict[str, set[int]] = {}
        self.is_of_now: dict[str, bool] = {}
        # By requirement and passage: its words when a person last held the two against each other, while it is linked.
        self.held: dict[tuple[str, int], str] = {}
        self.frozen: dict[int, Mapping[str, str]] = {}
        for says in ("Ja.", "Nee."):
            self.add(says)

    def pick(self, place: int) -> Passage:
        rows = Passage.objects.select_related("document", "section", "knot")
        return rows.get(document=self.document, number=place % len(self.says) + 1)

    def plain(self, number: int) -> str:
        return self.says[number].replace(" ", "")

    # --- what happens to the text

    @rule(says=SAYS)
    def add(self, says: str) -> None:
        if len(self.says) < 4:
            made = writing.add_passage(by=None, at=NOW, section=self.section, text=says, reason="Nieuw.")
            self.says[made.number] = says

    @rule(place=PLACES, says=SAYS)
    def reword(self, place: int, says: str) -> None:
        passage = self.pick(place)
        if self.says[passage.number] not in (GONE, says):
            version = passage.version
            writing.reword(by=None, at=NOW, passage=passage, version=version, text=says, reason="Beter.")
            self.says[passage.number] = says

    @rule(place=PLACES)
    def retire_or_bring_back(self, place: int) -> None:
        passage = self.pick(place)
        if passage.retired_at is None:
            writing.retire(by=None, at=NOW, passage=passage, reason="Weg.")
            self.says[passage.number] = GONE
        else:
            writing.bring_back(by=None, at=NOW, passage=passage, reason="Toch.")
            self.says[passage.number] = passage.wordings.get(number=passage.version).text

    @rule(place=PLACES)
    def move(self, place: int) -> None:
        passage = self.pick(place)
        if self.says[passage.number]:
            writing.move(by=None, at=NOW, passage=passage, section=self.section)

    @rule()
    def freeze(self) -> None:
        try:
            made = release(by=None, at=NOW, document=self.document, name=f"Versie {len(self.frozen)}")
        except NothingChanged:
            return
        self.frozen[made.pk] = self.states() if self.named else {}

    @rule()
    def tick(self) -> None:
        linking.tell_of_moves(at=NOW)

    # --- what a person decides

    @rule(code=CODES, places=st.sets(PLACES, max_size=2), is_of_now=st.booleans())
    def judge(self, code: str, places: set[int], is_of_now: bool) -> None:
        """Also of what was asked before, as when the law was read otherwise since."""
        asked = requirement_of(code)
        assert asked is not None
        read = {one.number: one.knot.number for one in map(self.pick, places) if self.says[one.number]}
        latest = Judgement.objects.filter(requirement__document=self.document, requirement__code=code).first()
        judge(
            by=None,
            at=NOW,
            document=self.document,
            requirement=asked if is_of_now else replace(asked, version=asked.version - 1),
            number=latest.number if latest else 0,
            fulfilment=Fulfilment.MET if read else Fulfilment.MISSING,
            why="Zo is het.",
            passages=read,
        )
        self.named[code], self.is_of_now[code] = set(read), is_of_now
        # Who judges says where it stands: in these passages, and in no others that still are in the text.
        for key in [one for one in self.held if one[0] == code and one[1] not in read]:
            del self.held[key]
        self.held |= {(code, number): self.plain(number) for number in read}

    @rule(place=PLACES)
    def clear(self, place: int) -> None:
        found = list(to_review(self.region))
        if found:
            link = found[place % len(found)]
            linking.clear_review(by=None, at=NOW, link=link, seen=link.numbers)
            code, number = self.ends(link)
            self.held[code, number] = self.plain(number)

    @rule(place=PLACES, is_certain=st.booleans())
    def reject_or_confirm(self, place: int, is_certain: bool) -> None:
        """By hand, beside the pages of the check."""
        rows = Link.objects.filter(from_knot__region=self.region)
        found = list(rows.select_related("from_knot", "to_knot").order_by("pk"))
        if not found:
            return
        link = found[place % len(found)]
        code, number = self.ends(link)
        if not is_certain:
            linking.reject(by=None, at=NOW, link=link)
            self.held.pop((code, number), None)
        elif link.state == LinkState.REJECTED and self.says[number]:
            both = {"from_knot": link.from_knot, "to_knot": link.to_knot, "relation": Relation(link.relation)}
            linking.confirm(by=None, at=NOW, **both)
            self.held[code, number] = self.plain(number)

    def ends(self, link: Link) -> tuple[str, int]:
        return link.to_knot.textrequirement.code, link.from_knot.passage.number

    # --- what is always so

    def states(self) -> dict[str, str]:
        return {one.requirement.code: one.state for one in checks_of(self.document).checks}

    @invariant()
    def a_link_waits_exactly_while_its_words_are_others_than_a_person_held(self) -> None:
        waits = {self.ends(link) for link in to_review(self.region)}
        assert waits == {key for key, words in self.held.items() if words != self.plain(key[1])}

    @invariant()
    def a_requirement_is_valid_only_while_all_is_as_a_person_judged_it(self) -> None:
        for code, state in self.states().items():
            if code not in self.named:
                assert state == CheckState.OPEN
                continue
            linked = {number: words for (of, number), words in self.held.items() if of == code}
            is_held = all(words == self.plain(number) for number, words in linked.items())
            is_valid = self.is_of_now[code] and is_held and set(linked) == self.named[code]
            assert (state in VALID) == is_valid, (code, state, linked, self.named[code])

    @invariant()
    def what_was_frozen_stays(self) -> None:
        for made in Release.objects.filter(pk__in=self.frozen):
            kept = released_checks(made)
            assert ({one.requirement.code: one.state for one in kept.checks} if kept else {}) == self.frozen[made.pk]


@pytest.mark.django_db
def test_nothing_becomes_valid_without_a_person() -> None:
    """More of them, for whoever has the time: REGIOTAFEL_LOOPS=1000."""
    run_state_machine_as_test(
        Checks,
        settings=settings(
            max_examples=int(os.environ.get("REGIOTAFEL_LOOPS", "8")),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
