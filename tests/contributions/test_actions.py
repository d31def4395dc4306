"""Sending in, moderating, merging, splitting, linking, answering and taking back: the acts and their rules."""

import uuid
from datetime import timedelta

import pytest

from regiotafel import codes
from regiotafel.contributions.answering.queries import way_of
from regiotafel.contributions.answering.rules import AnswerConflict, AnswerIncomplete
from regiotafel.contributions.following import actions as following
from regiotafel.contributions.following.rules import AddressRefused, TokenUnknown
from regiotafel.contributions.lineage.queries import made_of, went_on_in
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.linking.queries import suggested_passages
from regiotafel.contributions.loops import actions as loops
from regiotafel.contributions.loops.queries import counts, open_loops, unanswered_on
from regiotafel.contributions.loops.rules import UnansweredLeft
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.merging.queries import look_alikes
from regiotafel.contributions.merging.rules import NotMergeable, NotSplittable
from regiotafel.contributions.models import Contribution, Kind, LinkState, Notice, NoticeKind, State, Subscription, Via
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.reading.queries import voices_of
from regiotafel.contributions.reviewing import actions as reviewing
from regiotafel.contributions.reviewing.queries import reviews
from regiotafel.contributions.reviewing.rules import ReviewOutdated
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.sending.queries import by_receipt, receipt_code
from regiotafel.contributions.sending.rules import AlreadySentIn, KindUnknown, TextRefused
from regiotafel.contributions.states.rules import MOVES, FromElsewhere, NotInThisState
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.history.models import Entry
from regiotafel.vision import actions as vision
from regiotafel.web.refusing import ReasonMissing
from tests.contributions.people import TEXT, WORDS, World, answered, make_world, opened, send
from tests.factories import NOW, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def follow(contribution: Contribution, email: str = "fatma@example.org") -> str:
    token = following.subscribe(at=NOW, contribution=contribution, email=email, mode="direct")
    following.confirm(at=NOW, token=token)
    return token


def kinds_told(email: str = "fatma@example.org") -> list[str]:
    rows = Notice.objects.filter(subscription__email=email).exclude(kind=NoticeKind.CONFIRM)
    return list(rows.order_by("pk").values_list("kind", flat=True))


# --- Sending in


def test_the_same_press_twice_is_one_contribution_with_one_code(world: World) -> None:
    key = uuid.uuid4()
    first, code = sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT, key=key)
    again, code_again = sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT, key=key)
    assert (first.pk, code) == (again.pk, code_again)
    assert Contribution.objects.count() == 1


def test_another_text_in_the_same_form_is_not_lost_silently(world: World) -> None:
    key = uuid.uuid4()
    sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT, key=key)
    with pytest.raises(AlreadySentIn):
        sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT + " En meer.", key=key)


def test_only_the_hash_of_a_code_is_kept_and_it_opens_however_it_was_typed(world: World) -> None:
    contribution, code = send(world.region)
    assert len(code) == 12
    assert code not in str(list(Contribution.objects.values()))
    for typed in (code, codes.show(code), f" {code.lower()} "):
        assert by_receipt(typed) == contribution
    assert by_receipt("234567892345") is None


def test_a_code_stays_good_when_the_site_gets_another_secret(world: World, settings: object) -> None:
    contribution, code = send(world.region)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"  # type: ignore[attr-defined]
    assert by_receipt(code) == contribution


def test_codes_of_different_forms_differ() -> None:
    assert len({receipt_code(uuid.uuid4()) for _ in range(500)}) == 500


@pytest.mark.parametrize(
    ("text", "fault"), [("kort", TextRefused), ("x" * 5001, TextRefused), ("\x00" * 50, TextRefused)]
)
def test_a_text_too_short_or_too_long_is_refused(world: World, text: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        send(world.region, text)


def test_an_unknown_kind_and_another_regions_passage_are_refused(world: World) -> None:
    with pytest.raises(KindUnknown):
        sending.send_in(at=NOW, region=world.region, kind="klacht", text=TEXT, key=uuid.uuid4())
    elsewhere = make_world("zuid")
    with pytest.raises(FromElsewhere):
        send(world.region, passage=elsewhere.passages[0])


def test_what_a_member_enters_counts_once_and_names_the_party(world: World) -> None:
    party = OrganisationFactory(region=world.region)
    values = {"by": world.editor, "at": NOW, "region": world.region, "kind": Kind.BARRIER, "text": TEXT}
    key = uuid.uuid4()
    for _ in range(2):
        entered, _code = sending.enter_for(**values, key=key, via=Via.PHONE, organisation=party)
    assert (entered.organisation, entered.entered_by, entered.state) == (party, world.editor, State.WAITING)
    assert Entry.objects.filter(act="contribution.entered").count() == 1
    with pytest.raises(KindUnknown):
        sending.enter_for(**values, key=uuid.uuid4(), via=Via.SITE)
    with pytest.raises(FromElsewhere):
        sending.enter_for(**values, key=uuid.uuid4(), via=Via.PAPER, organisation=OrganisationFactory())


def test_words_of_people_never_enter_the_chain(world: World) -> None:
    contribution = opened(world, "Mijn geheime zorg over de hulp in het dorp.")
    answered(world, contribution)
    assert "geheime" not in str(list(Entry.objects.values()))


# --- Moderating


def test_refusing_asks_a_reason_and_tells_the_sender(world: World) -> None:
    contribution, _code = send(world.region)
    follow(contribution)
    with pytest.raises(ReasonMissing):
        moderating.refuse(by=world.editor, at=NOW, contribution=contribution, reason="other", explanation=" ")
    moderating.refuse(by=world.editor, at=NOW, contribution=contribution, reason="hurtful")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.refusal) == (State.REFUSED, "hurtful")
    assert kinds_told() == ["refused"]
    with pytest.raises(NotInThisState):
        moderating.accept(by=world.editor, at=NOW, contribution=contribution)


def test_what_the_sender_pointed_at_becomes_a_suggestion(world: World) -> None:
    contribution = opened(world, passage=world.passages[1])
    assert [(link.passage, link.state) for link in contribution.links.all()] == [
        (world.passages[1], LinkState.SUGGESTED)
    ]


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(MOVES) == set(State)
    assert {to for tos in MOVES.values() for to in tos} == set(State) - {State.WAITING}


# --- Merging and splitting


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
    assert kinds_told("fatma@example.org") == kinds_told("lars@example.org") == ["merged", "answered"]


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
    assert {link.state for link in one.links.all()} == {LinkState.SUGGESTED}
    assert kinds_told() == ["linked", "answered", "answered"]
    with pytest.raises(NotInThisState):
        merging.split(by=world.editor, at=NOW, contribution=original, parts=["Nog een keer.", "En nog een keer."])


def test_splitting_needs_two_to_ten_parts(world: World) -> None:
    original = opened(world)
    for parts in (["Eén deel is geen splitsing."], ["Een deel met woorden."] * 11):
        with pytest.raises(NotSplittable):
            merging.split(by=world.editor, at=NOW, contribution=original, parts=parts)


# --- Linking


def test_a_link_asks_for_another_look_when_the_words_change_and_only_a_person_clears_it(world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    layout = WORDS[0].replace(" ", "  ")
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text=layout, reason="opmaak")
    assert reviews(world.region) == []
    passage.refresh_from_db()
    six = WORDS[0].replace("4", "6")
    now = vision.reword(by=world.editor, at=NOW, passage=passage, version=passage.version, text=six, reason="haalbaar")
    assert [(review.link, review.now) for review in reviews(world.region)] == [(link, now)]
    with pytest.raises(ReviewOutdated):
        reviewing.clear_review(by=world.editor, at=NOW, link=link, seen=1)
    reviewing.clear_review(by=world.editor, at=NOW, link=link, seen=now.number)
    assert reviews(world.region) == []


def test_a_passage_that_lapsed_asks_for_another_look(world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    vision.retire(by=world.editor, at=NOW + timedelta(hours=1), passage=passage, reason="dubbel")
    assert [review.is_retired for review in reviews(world.region)] == [True]
    reviewing.clear_review(by=world.editor, at=NOW + timedelta(hours=2), link=link)
    assert reviews(world.region) == []


def test_suggestions_come_from_the_words_and_a_rejected_one_stays_away(world: World) -> None:
    contribution = opened(world, "Hulp thuis binnen 4 weken, dat lukt bij gezinnen niet.")
    suggested = suggested_passages(contribution)
    assert suggested[0].passage == world.passages[0]
    linking.reject_suggestion(by=world.editor, at=NOW, contribution=contribution, passage=world.passages[0])
    assert world.passages[0] not in [suggestion.passage for suggestion in suggested_passages(contribution)]
    assert voices_of(world.passages[0]) == []


def test_look_alikes_are_shown_and_never_merged_by_themselves(world: World) -> None:
    first, second = opened(world), opened(world, TEXT.replace("duurt", "is"))
    assert look_alikes(first) == [second]
    assert set(Contribution.objects.values_list("state", flat=True)) == {State.OPEN}


def test_what_was_let_in_by_mistake_is_taken_down_and_its_sender_reads_why(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    linking.confirm_link(by=world.editor, at=NOW, passage=world.passages[0], contribution=contribution)
    with pytest.raises(ReasonMissing):
        moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="other")
    moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="personal_data")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.refusal) == (State.REFUSED, "personal_data")
    assert voices_of(world.passages[0]) == []
    assert kinds_told()[-1] == "refused"
    with pytest.raises(NotInThisState):
        moderating.take_down(by=world.editor, at=NOW, contribution=contribution, reason="personal_data")


def test_what_an_editor_made_of_others_is_not_taken_down(world: World) -> None:
    pair = [opened(world), opened(world, TEXT + " Echt.")]
    made = merging.merge(by=world.editor, at=NOW, contributions=pair, text=TEXT, kind="worry")
    with pytest.raises(NotInThisState):
        moderating.take_down(by=world.editor, at=NOW, contribution=made, reason="personal_data")


def test_a_link_to_another_regions_passage_is_refused(world: World) -> None:
    with pytest.raises(FromElsewhere):
        linking.confirm_link(
            by=world.editor, at=NOW, contribution=opened(world), passage=make_world("zuid").passages[0]
        )


# --- Answering


def test_a_better_answer_keeps_the_earlier_one(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    answered(world, contribution)
    answered(world, contribution, number=1, why="Dat kan nu niet, want er is te weinig geld.")
    assert [answer.number for answer in contribution.answers.all()] == [2, 1]
    assert kinds_told() == ["answered", "answer_improved"]


def test_two_editors_at_once_lose_nothing(world: World) -> None:
    contribution = opened(world)
    answered(world, contribution, why="De eerste.")
    with pytest.raises(AnswerConflict) as conflict:
        answered(world, contribution, why="De tweede.")
    assert conflict.value.theirs is not None
    assert conflict.value.theirs.why == "De eerste."
    assert contribution.answers.count() == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("heard", {"heard": " "}),
        ("verdict", {"verdict": "misschien"}),
        ("why", {"why": ""}),
        ("why", {"why": "x" * 2001}),
        ("who_then", {"verdict": "out_of_scope"}),
        ("passage", {"verdict": "yes"}),
    ],
)
def test_an_answer_is_complete_or_it_is_not_given(world: World, field: str, values: dict[str, str]) -> None:
    with pytest.raises(AnswerIncomplete) as fault:
        answered(world, opened(world), **values)
    assert fault.value.field == field


def test_the_words_before_and_after_belong_to_the_passage_in_that_order(world: World) -> None:
    passage = world.passages[0]
    was = passage.wordings.get()
    becomes = vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 6 weken.", reason="r")
    contribution = opened(world)
    wrong = world.passages[1].wordings.get()
    for values in ({"was": becomes, "becomes": was}, {"was": wrong}):
        with pytest.raises(AnswerIncomplete):
            answered(world, contribution, verdict="yes", passage=passage, **values)
    answered(world, contribution, verdict="yes", passage=passage, was=was, becomes=becomes)


def test_waiting_and_refused_ones_get_no_answer(world: World) -> None:
    with pytest.raises(NotInThisState):
        answered(world, send(world.region)[0])


# --- Taking back


def test_withdrawing_keeps_the_answer_and_the_number(world: World) -> None:
    contribution = opened(world)
    answered(world, contribution)
    withdrawing.withdraw(at=NOW, contribution=contribution)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.text, contribution.answers.count()) == (State.WITHDRAWN, TEXT, 1)
    with pytest.raises(NotInThisState):
        withdrawing.withdraw(at=NOW, contribution=contribution)


def test_removing_takes_words_addresses_and_own_parts_away_but_changes_no_count(world: World) -> None:
    original = opened(world)
    follow(original)
    parts = merging.split(
        by=world.editor, at=NOW, contribution=original, parts=["De wachtlijst duurt te lang.", "Ik woon in het dorp."]
    )
    before = counts(world.region, NOW).received
    withdrawing.remove(at=NOW, contribution=original)
    assert list(Contribution.objects.values_list("text", flat=True)) == [""] * 3
    assert {part.state for part in Contribution.objects.filter(pk__in=[one.pk for one in parts])} == {State.WITHDRAWN}
    assert Subscription.objects.count() == 0
    assert counts(world.region, NOW).received == before
    withdrawing.remove(at=NOW, contribution=original)


def test_removing_leaves_what_was_made_with_others(world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    withdrawing.remove(at=NOW, contribution=first)
    first.refresh_from_db()
    merged.refresh_from_db()
    assert (first.text, first.state, merged.text, merged.state) == ("", State.MERGED, TEXT, State.OPEN)


# --- Addresses


def test_an_address_counts_only_after_it_was_confirmed(world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email=" Fatma@Example.org ", mode="direct")
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    assert list(Notice.objects.values_list("kind", "subscription__email")) == [("confirm", "fatma@example.org")]
    following.confirm(at=NOW, token=token)
    following.confirm(at=NOW, token=token)
    answered(world, contribution)
    assert kinds_told() == ["answered"]


def test_a_key_works_for_a_week_and_a_guessed_one_never(world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="direct")
    for wrong, at in (("geraden", NOW), (token, NOW + timedelta(days=8))):
        with pytest.raises(TokenUnknown):
            following.confirm(at=at, token=wrong)


def test_leaving_twice_is_fine(world: World) -> None:
    contribution, _code = send(world.region)
    token = follow(contribution)
    assert [following.unsubscribe(at=NOW, token=token) for _ in range(2)] == [True, False]
    answered(world, moderating.accept(by=world.editor, at=NOW, contribution=contribution))
    assert Notice.objects.count() == 0


def test_nobody_is_flooded_with_mail(world: World) -> None:
    contribution, _code = send(world.region)
    for _ in range(5):
        following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="digest")
    assert Notice.objects.count() == 1
    following.subscribe(at=NOW, contribution=contribution, email="b@example.org", mode="digest")
    following.subscribe(at=NOW, contribution=contribution, email="c@example.org", mode="digest")
    with pytest.raises(AddressRefused):
        following.subscribe(at=NOW, contribution=contribution, email="d@example.org", mode="digest")


def test_telling_the_same_twice_is_one_notice(world: World) -> None:
    contribution = opened(world)
    follow(contribution)
    for _ in range(2):
        following.tell(contribution=contribution, kind=NoticeKind.PASSAGE_CHANGED, about={"becomes": 1}, at=NOW)
    assert kinds_told() == ["passage_changed"]


# --- Releases and counts


def test_a_text_is_not_adopted_while_somebody_waits_for_an_answer(world: World) -> None:
    release = vision.release(by=world.editor, at=NOW, document=world.document, name="Ontwerp", note="")
    contribution = opened(world, passage=world.passages[0])
    unrelated = opened(world, TEXT + " Zomaar.")
    assert contribution.about_release == release
    with pytest.raises(UnansweredLeft) as refused:
        loops.adopt_release(by=world.editor, at=NOW, release=release)
    assert refused.value.left == [contribution]
    assert str(contribution.number) in str(refused.value)
    answered(world, contribution)
    assert loops.adopt_release(by=world.editor, at=NOW, release=release).adopted_at == NOW
    assert unrelated.state == State.OPEN


def test_what_is_about_a_later_release_does_not_hold_up_an_earlier_one(world: World) -> None:
    first = vision.release(by=world.editor, at=NOW, document=world.document, name="Een", note="")
    passage = world.passages[0]
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 6 weken hulp.", reason="r")
    second = vision.release(by=world.editor, at=NOW, document=world.document, name="Twee", note="")
    contribution = opened(world, passage=passage)
    assert unanswered_on(first) == []
    assert unanswered_on(second) == [contribution]


def test_an_idea_waits_for_the_release_that_was_the_newest_when_it_came_in(world: World) -> None:
    """It names no release: which one it holds up is told by its moment. The release before it stays closed."""
    passage = world.passages[0]
    first = vision.release(by=world.editor, at=NOW, document=world.document, name="Een", note="")
    early = opened(world, at=NOW + timedelta(days=1))
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 6 weken hulp.", reason="r")
    second = vision.release(by=world.editor, at=NOW + timedelta(days=2), document=world.document, name="Twee", note="")
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
    answered(world, merged, verdict="partly", passage=world.passages[0], after=timedelta(days=4))
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
    (loops,) = open_loops(world.region)
    assert (loops.organisation, loops.n_received, loops.n_answered) == (party, 2, 1)
    assert loops.unanswered == [both[1]]
