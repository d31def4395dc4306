"""What is told of an outcome, held against the rule itself."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regiotafel.engine import priorities
from regiotafel.engine.priorities import COMPLETIONS, UTILITIES, Ballot, Election, Measure, Outcome, winning, with_cost

from .elections import elections, of_every_kind


def wins_at(election: Election, found: Outcome, key: str, cost: int) -> bool:
    again = with_cost(election, key, cost)
    if found.rule == "greedy":
        run = priorities.greedy(again, utility=found.utility)
    else:
        run = priorities.equal_shares(again, utility=found.utility, completion=found.completion, start=found.start)
    return any(one.key == key and one.how == priorities.CHOSEN for one in run.winners)


@settings(max_examples=40, deadline=None)
@given(elections, st.sampled_from(UTILITIES), st.sampled_from(("greedy", *COMPLETIONS)))
@example(of_every_kind(950887351), "cost", "add1u")
def test_who_would_win_at_a_cost_wins_at_it_and_not_at_any_above(election: Election, utility: str, way: str) -> None:
    if way == "greedy":
        found = priorities.greedy(election, utility=utility)
    else:
        found = priorities.equal_shares(election, utility=utility, completion=way)
    for one in priorities.explained(found).outside:
        cost = found.election.measures[found.election.place[one.key]].cost
        won = [lower for lower in range(cost) if wins_at(election, found, one.key, lower)]
        assert one.is_highest
        assert one.would_win_at == max(won, default=None)


@settings(max_examples=20, deadline=None)
@given(elections, st.sampled_from(UTILITIES), st.sampled_from(COMPLETIONS[1:]))
def test_what_would_take_too_long_to_prove_is_still_true(election: Election, utility: str, way: str) -> None:
    found = priorities.equal_shares(election, utility=utility, completion=way)
    with mock.patch.object(winning, "MOST_LOOKED_AT", -1):
        explained = priorities.explained(found)
    for one in explained.outside:
        cost = found.election.measures[found.election.place[one.key]].cost
        won = [lower for lower in range(cost) if wins_at(election, found, one.key, lower)]
        assert max(won, default=-1) <= (-1 if one.at_most is None else one.at_most)
        if one.would_win_at is not None:
            assert one.would_win_at in won
            assert one.would_win_at + 1 not in won


@settings(max_examples=30, deadline=None)
@given(elections, st.sampled_from(UTILITIES))
def test_who_is_out_could_not_pay_and_what_supporters_spent_adds_up(election: Election, utility: str) -> None:
    found = priorities.equal_shares(election, utility=utility)
    for one in priorities.explained(found).outside:
        j = found.election.place[one.key]
        supporters = [g for g, ballot in enumerate(found.election.ballots) if ballot.scores.get(one.key)]
        had = sum(found.purses[g] * found.election.ballots[g].weight for g in supporters)
        assert sum(one.spent.values()) + one.had == had
        assert (one.lacks > 0) or one.why != "money"
        assert one.lacks == max(0, found.election.measures[j].cost - one.had)


def test_who_is_in_knows_who_paid_and_what_came_next() -> None:
    measures = [Measure("a", 60), Measure("b", 40), Measure("c", 50, is_statutory=True), Measure("d", 10)]
    ballots = [Ballot({"a": 1, "b": 1}, "gemeente", 2), Ballot({"a": 1}, "jongere"), Ballot({"d": 1}, "jongere")]
    found = priorities.equal_shares(Election(measures, ballots, 170, {"gemeente": 2, "jongere": 1}), completion="add1u")
    inside = {one.key: one for one in priorities.explained(found).inside}
    assert [(one.key, one.how) for one in found.winners] == [
        ("c", "statutory"),
        ("a", "chosen"),
        ("b", "chosen"),
        ("d", "chosen"),
    ]
    assert inside["a"].paid == {"gemeente": 40, "jongere": 20}
    assert (inside["a"].people, inside["a"].payers, inside["a"].runner_up) == (3, 3, "b")
    assert (inside["b"].payers, inside["b"].runner_up) == (2, "d")
    assert (inside["c"].paid, inside["c"].price, inside["c"].runner_up) == ({}, None, "")


def test_what_came_next_is_never_the_same_measure_at_another_size() -> None:
    measures = [Measure("a", 60), Measure("a-klein", 30, smaller_than="a"), Measure("b", 60)]
    ballots = [Ballot({"a": 3, "a-klein": 3}, weight=2), Ballot({"b": 1})]
    found = priorities.equal_shares(Election(measures, ballots, 90))
    assert [(one.key, one.runner_up) for one in priorities.explained(found).inside] == [("a", "")]
    found = priorities.equal_shares(Election(measures, ballots, 180))
    assert [(one.key, one.runner_up) for one in priorities.explained(found).inside] == [("a", "b"), ("b", "")]


@pytest.mark.parametrize(
    ("why", "measures", "key"),
    [
        ("nobody", [Measure("a", 5), Measure("b", 5)], "b"),
        ("support", [Measure("a", 5, least_support=2)], "a"),
        ("short", [Measure("a", 5), Measure("b", 50, is_statutory=True)], "a"),
        ("money", [Measure("a", 11)], "a"),
        ("rival", [Measure("a", 5), Measure("c", 5, smaller_than="a")], "c"),
    ],
)
def test_why_it_is_out(why: str, measures: list[Measure], key: str) -> None:
    (one,) = [
        one
        for one in priorities.explained(priorities.equal_shares(Election(measures, [Ballot({"a": 1})], 10))).outside
        if one.key == key
    ]
    assert one.why == why
    assert (one.would_win_at is None) == (why in ("nobody", "support", "short"))
