"""Several people at the same moment, each with a connection of their own: one wins, the others read what happened."""

import uuid

import pytest

from regiotafel.contributions.acts import CONTRIBUTION_ENTERED
from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Answer, Contribution, Kind, State, Via
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.states.rules import NotInThisState
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from tests.at_once import N_AT_ONCE, together
from tests.contributions.people import TEXT, World, opened
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_those_who_answer_at_once_one_does_and_the_others_read_that_answer(world: World) -> None:
    about = opened(world)

    def answer(number: int) -> object:
        return answering.give_answer(
            by=None, at=NOW, contribution=about, heard="Het duurt.", verdict="no", why=f"Redacteur {number}.", number=0
        )

    results = together(answer)
    given = Answer.objects.get()
    conflicts = [result for result in results if isinstance(result, ChangedMeanwhile)]
    assert len(conflicts) == N_AT_ONCE - 1, results
    assert {conflict.theirs for conflict in conflicts} == {given}


def test_who_answer_several_at_once_in_another_order_never_wait_for_each_other(world: World) -> None:
    pair = [opened(world), opened(world, f"{TEXT} Echt.")]

    def answer(number: int) -> object:
        first, other = pair if number % 2 else reversed(pair)
        said = {"heard": "Het duurt.", "verdict": "no", "why": f"Redacteur {number}.", "number": 0}
        return answering.give_answers(by=None, at=NOW, contribution=first, also=[other], **said)

    results = together(answer)
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == N_AT_ONCE - 1, results
    assert len({given.why for given in Answer.objects.all()}) == 1
    assert Answer.objects.count() == 2


def test_a_form_pressed_many_times_at_once_is_one_contribution(world: World) -> None:
    key = uuid.uuid4()
    results = together(lambda _n: sending.send_in(at=NOW, region=world.region, kind=Kind.WORRY, text=TEXT, key=key)[1])
    assert len(set(results)) == 1, results
    assert Contribution.objects.count() == 1


def test_what_a_member_enters_with_many_presses_at_once_is_told_once_in_the_history(world: World) -> None:
    values = {"kind": Kind.WORRY, "text": TEXT, "key": uuid.uuid4(), "via": Via.PHONE}
    results = together(lambda _n: sending.enter_for(by=world.editor, at=NOW, region=world.region, **values))
    assert {type(result) for result in results} == {tuple}, results
    assert Contribution.objects.count() == 1
    assert Entry.objects.filter(act=CONTRIBUTION_ENTERED.name).count() == 1


def test_what_comes_in_at_once_gets_numbers_of_its_own(world: World) -> None:
    together(
        lambda n: sending.send_in(at=NOW, region=world.region, kind=Kind.IDEA, text=f"{TEXT} {n}", key=uuid.uuid4())
    )
    assert sorted(Contribution.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_two_contributions_are_merged_once(world: World) -> None:
    pair = [opened(world), opened(world, f"{TEXT} Echt.")]
    results = together(lambda _n: merging.merge(by=None, at=NOW, contributions=pair, text=TEXT, kind=Kind.WORRY))
    assert sum(isinstance(result, NotInThisState) for result in results) == N_AT_ONCE - 1, results
    assert Contribution.objects.filter(via="made").count() == 1


def test_who_withdraws_while_others_answer_is_withdrawn_and_no_answer_is_lost(world: World) -> None:
    about = opened(world)

    def act(number: int) -> object:
        if number == 0:
            return withdrawing.withdraw(at=NOW, contribution=about)
        return answering.give_answer(
            by=None,
            at=NOW,
            contribution=about,
            heard="Het duurt.",
            verdict="no",
            why=f"Dat kan niet, zegt {number}.",
            number=0,
        )

    results = together(act)
    about.refresh_from_db()
    assert about.state == State.WITHDRAWN
    assert Answer.objects.count() == sum(isinstance(result, Answer) for result in results)
