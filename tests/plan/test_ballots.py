"""Rounds of choosing: what is fixed when one opens, who gives what in it, and what the rules are asked about."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.ballots import actions
from regiotafel.plan.ballots.queries import code_of_ballots, election, n_by_kind, newest, options_of
from regiotafel.plan.ballots.rules import Behalf, CannotGive, NotOpen, WrongBallot
from regiotafel.plan.entering import actions as entering
from regiotafel.plan.entering.rules import Sheet
from regiotafel.plan.measures.actions import change_measure, move_measure, set_effort, set_size
from regiotafel.plan.models import CandidatePart, PartyKind
from regiotafel.plan.rules import Amount, PlanRefused
from tests.factories import UserFactory
from tests.plan.conftest import MINE, YEARS, Chosen, days

pytestmark = pytest.mark.django_db


def test_what_is_asked_is_fixed_when_it_opens(chosen: Chosen) -> None:
    done, planned = chosen.done(), chosen.planned
    set_size(**done, measure=planned.now(), version=planned.now().version, name="Klein", amounts={2027: Amount(400, 4)})
    round = chosen.open()
    other = planned.now(1)
    move_measure(**done, measure=other, version=other.version, state="planned")
    assert [one.changed for one in options_of(round)] == [False] * 3, "what became of it changes nothing"
    now = planned.now()
    set_effort(**done, measure=now, version=now.version, amounts={2028: Amount(9_999, 9)})
    assert [one.changed for one in options_of(round)] == [True, False, False]
    asked = election(round)
    first, *_others, small = asked.entries
    assert (first.key, first.cost, small.key, small.cost) == ("000001", 1000, "000001-01", 400)
    assert small.smaller_than == first.key
    assert asked.capacity == dict.fromkeys(YEARS, 100_000)
    with pytest.raises(PlanRefused, match="al geopend"):
        actions.change_round(**done, round=round, version=round.version, title="Anders")


def test_what_was_chosen_before_and_what_the_law_asks_come_along(chosen: Chosen) -> None:
    done, planned = chosen.done(), chosen.planned
    now = planned.now(1)
    law = {"is_statutory": True, "ground": "Jeugdwet 2.3"}
    change_measure(**done, measure=now, version=now.version, title=now.title, **law)
    now = planned.now(2)
    move_measure(**done, measure=now, version=now.version, state="planned")
    with pytest.raises(PlanRefused, match="ten minste 2 maatregelen"):
        chosen.open(measures=planned.measures[:1])
    asked = election(chosen.open(measures=planned.measures[:2]))
    assert [one.candidate.part for one in asked.entries] == [CandidatePart.CHOICE] * 2 + [CandidatePart.CHOSEN]
    assert asked.done == {"000003"}
    assert asked.free[2027] == 97_000


def test_a_ballot_can_be_changed_until_it_closes_and_the_newest_holds(chosen: Chosen) -> None:
    round = chosen.open()
    user = UserFactory()
    first = chosen.give(round, {"1": 1}, by=user)
    assert chosen.give(round, {"1": 1}, by=user).pk == first.pk, "pressed twice"
    second = chosen.give(round, {"2": 1, "3": 1}, by=user, seen=1)
    assert (second.giver, second.number, newest(round).count()) == (1, 2, 1)
    chosen.give(round, {}, is_blank=True)
    [blank, given] = sorted(election(round).given, key=lambda one: len(one.scores))
    assert (blank.scores, given.scores) == ({}, {"000002": 1, "000003": 1})
    code = code_of_ballots(round)
    round = actions.close_round(**chosen.done(), round=round, version=round.version)
    assert code_of_ballots(round) == code
    with pytest.raises(NotOpen):
        chosen.give(round, {"1": 1}, by=user, seen=2)


def test_it_closes_by_itself_and_can_be_prolonged_or_stopped(chosen: Chosen) -> None:
    round = chosen.open()
    later = timezone.now() + timedelta(days=15)
    assert round.state(later) == "closed"
    with pytest.raises(NotOpen):
        chosen.give(round, {"1": 1}, at=later)
    round = actions.prolong_round(**chosen.done(), round=round, version=round.version, **days(30))
    assert round.state(later) == "open"
    with pytest.raises(PlanRefused, match="waarom"):
        actions.stop_round(**chosen.done(), round=round, version=round.version, reason=" ")
    round = actions.stop_round(**chosen.done(), round=round, version=round.version, reason="Het geld is op.")
    assert round.state(later) == "stopped"


def test_the_second_member_of_an_organisation_must_have_read_what_the_first_chose(chosen: Chosen) -> None:
    round, ours = chosen.open(), Behalf(PartyKind.MUNICIPALITIES, municipality_id=chosen.planned.place.pk)
    first = chosen.give(round, {"1": 1}, ours)
    with pytest.raises(ChangedMeanwhile) as told:
        chosen.give(round, {"2": 1}, ours)
    assert told.value.theirs == first
    assert chosen.give(round, {"2": 1}, ours, seen=1).giver == first.giver
    with pytest.raises(CannotGive):
        chosen.give(round, {"2": 1}, ours, among=[MINE])
    with pytest.raises(CannotGive, match="kiezen in deze ronde niet mee"):
        chosen.give(round, {"2": 1}, Behalf(PartyKind.PROVIDERS, organisation_id=1))


def test_paper_counts_once_and_what_is_undone_can_be_entered_again(chosen: Chosen) -> None:
    round, done = chosen.open(), chosen.done()
    sheets = [Sheet(str(n), PartyKind.CLIENTS, {"1": 1}) for n in range(1, 4)]
    [first, *_more] = entering.enter_ballots(**done, round=round, sheets=sheets)
    with pytest.raises(WrongBallot, match="Formulier 2: Dit nummer is al ingevoerd"):
        entering.enter_ballots(**done, round=round, sheets=sheets[1:])
    entering.undo_ballot(**done, ballot=first, reason="Verkeerd getypt.")
    assert n_by_kind(round) == {"clients": 2}
    entering.enter_ballots(**done, round=round, sheets=sheets[:1])
    entering.bring_ballots(**done, round=round, sheets=sheets[:1])
    assert n_by_kind(round) == {"clients": 4}


def test_reading_takes_as_many_queries_however_many_ballots(
    chosen: Chosen, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    round, done = chosen.open(), chosen.done()
    page = reverse("plan:choice", args=[round.plan.region.slug, round.plan.slug, round.number])
    for most in (10, 500):
        sheets = [Sheet(f"{most}-{n}", PartyKind.CLIENTS, {str(n % 3 + 1): 1}) for n in range(most)]
        entering.bring_ballots(**done, round=round, sheets=sheets)
        with django_assert_num_queries(3):
            assert len(election(round).given) == 3
        with django_assert_max_num_queries(11):
            assert Client().get(page).status_code == 200
