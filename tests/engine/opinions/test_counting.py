"""Votes in parts give the numbers of votes in one go, whichever parts they are and in whatever order they meet."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import reduce
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.opinions import (
    NOTHING,
    State,
    Tally,
    Votes,
    add,
    analyse,
    analysis_of,
    as_json,
    empty_tally,
    finish,
    merge,
    partition,
    place,
    tally,
)

from .people import conversation


def some(votes: Votes, first: int, behind: int) -> Votes:
    """The people from first up to behind, renumbered from zero."""
    kept = (votes.person >= first) & (votes.person < behind)
    return Votes(
        votes.person[kept] - np.int32(first),
        votes.statement[kept],
        votes.value[kept],
        behind - first,
        votes.n_statements,
    )


def same(one: State | Tally, other: State | Tally) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))


def parts(votes: Votes, cuts: list[int]) -> list[tuple[int, Votes]]:
    ends = [0, *sorted({cut for cut in cuts if 0 < cut < votes.n_people}), votes.n_people]
    return [(first, some(votes, first, behind)) for first, behind in pairwise(ends)]


VOTES, _ = conversation(60, 20, 2, apart=2.5)
cuts = st.lists(st.integers(1, 59), max_size=6)
orders = st.randoms(use_true_random=False)
samples = st.sampled_from([5, 17, 10_000])


@settings(max_examples=60, deadline=None)
@given(cuts, orders, samples)
def test_parts_in_any_order_are_the_whole(cuts: list[int], order: np.random.Generator, most: int) -> None:
    states = [partition(part, first, most) for first, part in parts(VOTES, cuts)]
    order.shuffle(states)
    assert same(reduce(lambda one, other: merge(one, other, most), states, NOTHING), partition(VOTES, 0, most))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 59), min_size=2, max_size=2, unique=True), samples)
def test_merging_is_associative_and_commutative_and_nothing_changes_nothing(cuts: list[int], most: int) -> None:
    one, two, three = (partition(part, first, most) for first, part in parts(VOTES, cuts))
    left = merge(merge(one, two, most), three, most)
    assert same(left, merge(one, merge(two, three, most), most))
    assert same(merge(one, two, most), merge(two, one, most))
    assert same(merge(NOTHING, one, most), one)
    assert same(merge(one, NOTHING, most), one)


@settings(max_examples=30, deadline=None)
@given(cuts, orders)
def test_tallies_of_parts_in_any_order_are_that_of_the_whole(cuts: list[int], order: np.random.Generator) -> None:
    model = finish(partition(VOTES), n_resamples=0)
    k = model.groups.n_groups
    assert k == 2
    tallies = [tally(part, place(part, model), k) for _, part in parts(VOTES, cuts)]
    order.shuffle(tallies)
    assert same(reduce(add, tallies, empty_tally(20, k)), tally(VOTES, place(VOTES, model), k))


@settings(max_examples=8, deadline=None)
@given(cuts)
def test_an_analysis_of_parts_says_what_the_analysis_of_the_whole_says(cuts: list[int]) -> None:
    pieces = parts(VOTES, cuts)
    state = reduce(merge, (partition(part, first) for first, part in pieces))
    model = finish(state, n_resamples=3)
    tallies = [tally(part, place(part, model), model.groups.n_groups) for _, part in pieces]
    in_parts = as_json(analysis_of(state, model, reduce(add, tallies)))
    whole = as_json(analyse(VOTES, n_resamples=3))
    assert in_parts["people"] == {}
    for group in whole["groups"]:
        del group["across"], group["up"]
    for group in in_parts["groups"]:
        assert (group.pop("across"), group.pop("up")) == (0, 0)
    for name in whole.keys() - {"people", "space"}:
        if name == "straight_liners":  # asks for all answers of a person at once
            continue
        assert json.dumps(in_parts[name]) == json.dumps(whole[name]), name


def test_everybody_gets_the_same_place_in_every_part() -> None:
    model = finish(partition(VOTES), n_resamples=0)
    whole = place(VOTES, model)
    without = place(VOTES, model, in_space=False)
    assert (without.group == whole.group).all()
    np.testing.assert_allclose(without.sureness, whole.sureness)
    for first, part in parts(VOTES, [7, 31]):
        placed = place(part, model)
        rows = slice(first, first + part.n_people)
        assert np.array_equal(placed.points, whole.points[rows])
        assert np.array_equal(placed.sureness, whole.sureness[rows])


def test_the_same_people_in_two_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="two parts"):
        merge(partition(VOTES, 0), partition(VOTES, 59))


def test_a_sample_is_everybody_as_long_as_they_are_few() -> None:
    assert partition(VOTES).n_votes == len(partition(VOTES).value) == len(VOTES.value)
    assert len(np.unique(partition(VOTES, most=10).person)) == 10


def test_a_sample_favours_nobody() -> None:
    """Of a thousand people with two numbers far apart, one in ten is taken from both halves."""
    votes = Votes.of(np.arange(1000), np.zeros(1000, dtype=int), np.ones(1000))
    sampled = np.unique(partition(votes, most=100).person)
    assert 30 <= (sampled < 500).sum() <= 70
