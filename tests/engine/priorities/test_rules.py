"""What must hold of every outcome, whatever the ballots."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine import priorities
from regiotafel.engine.priorities import COMPLETIONS, UTILITIES, Ballot, Election, Measure, Outcome

from .elections import elections

WAYS = [(utility, completion) for utility in UTILITIES for completion in COMPLETIONS]
asked = st.sampled_from(WAYS)


def chosen_by(election: Election, way: tuple[str, str], start: str = "exact") -> Outcome:
    return priorities.equal_shares(election, utility=way[0], completion=way[1], start=start)


@settings(max_examples=40, deadline=None)
@given(elections, asked, st.randoms(use_true_random=False))
def test_order_of_measures_and_ballots_changes_nothing(
    election: Election, way: tuple[str, str], chance: random.Random
) -> None:
    measures, ballots = list(election.measures), list(election.ballots)
    chance.shuffle(measures)
    chance.shuffle(ballots)
    assert chosen_by(replace(election, measures=measures, ballots=ballots), way) == chosen_by(election, way)


@settings(max_examples=40, deadline=None)
@given(elections, asked, st.sampled_from(priorities.STARTS))
def test_payments_are_a_valid_price_system(election: Election, way: tuple[str, str], start: str) -> None:
    found = chosen_by(election, way, start)
    ballots = found.election.ballots
    for key, paid in found.payments.items():
        measure = found.election.measures[found.election.place[key]]
        assert sum(ballots[g].weight * amount for g, amount in paid.items()) == measure.cost
        assert all(ballots[g].scores[key] > 0 for g in paid)  # nobody pays for what they did not ask for
    spent = [sum(paid.get(g, 0) for paid in found.payments.values()) for g in range(len(ballots))]
    assert all(0 <= amount <= purse for amount, purse in zip(spent, found.purses, strict=True))
    assert list(found.left) == [purse - amount for purse, amount in zip(found.purses, spent, strict=True)]
    assert found.cost <= max(election.capacity, -found.election.free + election.capacity)
    if way[1] == "none" and not found.short:  # nobody can pay for more
        gone = {*found.keys, *(m.key for key in found.keys for m in rivals(found, key))}
        for one in found.election.measures:
            supporters = [g for g, ballot in enumerate(ballots) if ballot.scores.get(one.key)]
            if one.key not in gone and sum(ballots[g].weight for g in supporters) >= max(1, one.least_support):
                assert sum(found.left[g] * ballots[g].weight for g in supporters) < one.cost


def rivals(found: Outcome, key: str) -> list[Measure]:
    return [found.election.measures[j] for j in found.election.rivals[found.election.place[key]]]


@settings(max_examples=40, deadline=None)
@given(elections, asked)
def test_no_kind_spends_more_than_its_share(election: Election, way: tuple[str, str]) -> None:
    found = chosen_by(election, way)
    had, left = found.by_kind(found.purses), found.by_kind(found.left)
    for kind, n in found.election.people.items():
        share = found.election.portion[kind] * n
        raised = found.raised * found.election.n_people * share
        assert had[kind] == max(0, found.election.free) * share + raised
        assert 0 <= left[kind] <= had[kind]


@settings(max_examples=40, deadline=None)
@given(elections, asked, st.integers(0, 7))
def test_somebody_twice_is_a_weight_of_two(election: Election, way: tuple[str, str], at: int) -> None:
    if not election.ballots:
        return
    one = election.ballots[at % len(election.ballots)]
    twice = replace(election, ballots=[*election.ballots, one])
    heavy = [replace(each, weight=2 * each.weight) if each is one else each for each in election.ballots]
    assert chosen_by(twice, way) == chosen_by(replace(election, ballots=heavy), way)


@settings(max_examples=40, deadline=None)
@given(elections, st.sampled_from(UTILITIES), st.integers(2, 1000))
def test_another_unit_of_money_changes_nothing(election: Election, utility: str, times: int) -> None:
    dearer = replace(
        election,
        measures=[replace(one, cost=times * one.cost) for one in election.measures],
        capacity=times * election.capacity,
    )
    before, after = (priorities.equal_shares(one, utility=utility) for one in (election, dearer))
    assert after.keys == before.keys
    assert list(after.left) == [times * amount for amount in before.left]


@settings(max_examples=40, deadline=None)
@given(elections)
def test_rivals_are_never_chosen_together_and_statutory_ones_always(election: Election) -> None:
    for found in (*(chosen_by(election, way) for way in WAYS), priorities.greedy(election)):
        assert {one.key for one in election.measures if one.is_statutory} <= set(found.keys)
        own = [one.key for one in found.winners if one.how != priorities.STATUTORY]
        assert not any(rival.key in found.keys for key in own for rival in rivals(found, key))


def test_add_one_goes_on_where_the_exhaustive_completion_stops() -> None:
    measures = [Measure("a", 6), Measure("b", 4), Measure("c", 7)]
    ballots = [Ballot({"a": 1, "c": 1}), Ballot({"a": 1}), Ballot({"b": 1, "c": 1})]
    found = {way: priorities.equal_shares(Election(measures, ballots, 10), completion=way) for way in COMPLETIONS}
    assert found["none"].keys == ("a",)
    assert found["add1u-exhaustive"].keys == ("a", "b")
    assert found["add1u-exhaustive"].raised == 1
    assert found["add1u"].raised >= 1


def test_more_money_for_everybody_can_lose_a_winner() -> None:
    """So nobody may look for the last step of a completion by halving."""
    ballots = [Ballot({"b": 1, "x": 1}, weight=2), Ballot({"a": 1, "b": 1, "x": 1})]
    election = Election([Measure("a", 4), Measure("b", 5), Measure("x", 2)], ballots, 0)
    found = [priorities.equal_shares(replace(election, capacity=money)).keys for money in (4, 5, 6, 7)]
    assert ["x" in keys for keys in found] == [True, False, False, True]


def test_what_costs_nothing_is_in_when_somebody_asks_for_it() -> None:
    election = Election([Measure("a", 0), Measure("b", 0), Measure("c", 5)], [Ballot({"a": 1, "c": 1})], 5)
    for utility in UTILITIES:
        assert priorities.equal_shares(election, utility=utility).keys == ("a", "c")


def test_of_equals_the_first_as_text_wins() -> None:
    election = Election([Measure("9", 5), Measure("10", 5)], [Ballot({"9": 1, "10": 1})], 5)
    assert priorities.equal_shares(election).keys == ("10",)
    assert priorities.greedy(election).keys == ("10",)


def test_a_smaller_size_has_the_score_of_the_whole_and_excludes_it() -> None:
    measures = [Measure("whole", 8), Measure("less", 3, smaller_than="whole")]
    election = Election(measures, [Ballot({"whole": 2}), Ballot({"whole": 1, "less": 0})], 8)
    assert set(priorities.in_order(election).keys) == {"whole", "less"}
    said = [dict(one.scores) for one in priorities.in_order(election).ballots]
    assert said == [{"less": 2, "whole": 2}, {"whole": 1}]
    assert priorities.equal_shares(election, completion="add1u").keys in (("whole",), ("less",))
    assert priorities.equal_shares(election, utility="cardinality").keys == ("less",)


def test_criteria_rank_by_weights_that_need_not_sum_to_anything() -> None:
    scores = {"9": {"urgentie": 4, "schaal": 2}, "10": {"urgentie": 2, "schaal": 4}, "a": {"urgentie": 5}}
    found = priorities.ranked(scores, {"urgentie": 2, "schaal": 2})
    assert [(one.key, one.value, one.place) for one in found] == [("10", 3, 1), ("9", 3, 1), ("a", Fraction(5, 2), 3)]
    measures = [Measure("9", 5), Measure("10", 7), Measure("a", 2)]
    election = Election(measures, [], 9, only_one=[frozenset({"9", "a"})])
    assert priorities.by_criteria(election, scores, {"urgentie": 2, "schaal": 2}).keys == ("10", "a")
    assert priorities.by_criteria(election, scores, {"urgentie": 1}).keys == ("a", "10")
    with pytest.raises(ValueError, match="weights"):
        priorities.ranked(scores, {"urgentie": 0})


def test_shares_of_kinds_divide_the_money_also_of_who_did_not_vote() -> None:
    ballots = [Ballot({"a": 1}, "gemeente", 3), Ballot({"b": 1}, "jongere", 2)]
    shares = {"gemeente": 2, "jongere": 2, "aanbieder": 4}
    election = Election([Measure("a", 30), Measure("b", 30)], ballots, 60, shares)
    found = priorities.equal_shares(election)
    assert found.by_kind(found.purses) == {"gemeente": 30, "jongere": 30}
    assert found.keys == ("a", "b")


def test_statutory_beyond_the_capacity_leaves_nothing_to_choose() -> None:
    election = Election([Measure("a", 30, is_statutory=True), Measure("b", 1)], [Ballot({"b": 1})], 20)
    found = priorities.equal_shares(election, completion="add1u")
    assert (found.keys, found.short) == (("a",), 10)
    assert priorities.greedy(election).keys == ("a",)


def test_an_empty_ballot_box_chooses_nothing() -> None:
    found = priorities.equal_shares(Election([Measure("a", 1)], [], 10), completion="add1u")
    assert (found.keys, found.left) == ((), ())
    blank = priorities.equal_shares(Election([Measure("a", 1)], [Ballot({}, weight=2)], 10), completion="add1u")
    assert (blank.keys, blank.left) == ((), (Fraction(5),))


@pytest.mark.parametrize(
    "broken",
    [
        {"measures": [Measure("a", 1), Measure("a", 2)]},
        {"measures": [Measure("a", -1)]},
        {"ballots": [Ballot({"b": 1})]},
        {"ballots": [Ballot({"a": 1}, weight=0)]},
        {"shares": {"jongere": 1}},
        {"shares": {"": 0}},
        {"only_one": [frozenset("ab")]},
    ],
)
def test_what_nobody_could_mean_is_refused(broken: dict[str, object]) -> None:
    whole: dict[str, object] = {"measures": [Measure("a", 1)], "ballots": [Ballot({"a": 1})], "capacity": 3}
    with pytest.raises(ValueError, match=r"."):
        Election(**{**whole, **broken})  # type: ignore[arg-type]
