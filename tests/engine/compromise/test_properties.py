"""What must hold of any region: order and names do not count, and a red line less never makes the weakest worse off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.compromise import RULES, Link, Patience, Problem, at_once, conflicts, in_order, package_of
from regiotafel.engine.compromise.conflicts import Member, is_possible
from tests.engine.compromise.brute import SAME, region

REGIONS = st.integers(0, 2**32 - 1).map(lambda seed: region(np.random.default_rng(seed)))


def shuffled(problem: Problem, seed: int, *, renamed: bool) -> Problem:
    """The same rows and columns in another order; renamed: the parties have other names too."""
    random = np.random.default_rng(seed)
    rows, columns = random.permutation(problem.n_parties), random.permutation(problem.n_subjects)
    place = {int(before): after for after, before in enumerate(columns)}
    both = np.ix_(rows, columns)
    names = [f"x{one}" for one in random.permutation(problem.n_parties)] if renamed else problem.parties
    assert problem.no_agreement is not None
    assert problem.weight is not None
    return replace(
        problem,
        parties=tuple(names[i] for i in rows),
        subjects=tuple(problem.subjects[j] for j in columns),
        **{name: getattr(problem, name)[both] for name in ("likes", "points", "wants", "never")},
        allowed=problem.allowed[columns],
        no_agreement=problem.no_agreement[columns],
        weight=problem.weight[rows],
        links=tuple(
            Link.of(one.place, *({place[j]: meant for j, meant in side} for side in (one.when, one.then)))
            for one in random.permutation(np.array([*problem.links, None], dtype=object))
            if one is not None
        ),
    )


@settings(max_examples=40)
@given(REGIONS, st.integers(0, 1000), st.booleans())
def test_order_and_names_of_parties_change_nothing(problem: Problem, seed: int, renamed: bool) -> None:
    again = in_order(shuffled(problem, seed, renamed=renamed))
    for rule in RULES:
        one, other = package_of(problem, rule), package_of(again, rule)
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.levels.tolist() == other.levels.tolist()
            assert sorted(one.satisfaction.tolist()) == sorted(other.satisfaction.tolist())


@settings(max_examples=40)
@given(REGIONS, st.data())
def test_a_red_line_less_never_lowers_the_floor(problem: Problem, data: st.DataObject) -> None:
    lines = [(int(i), int(j)) for i, j in np.argwhere(problem.never.any(axis=2))]
    before = package_of(problem, "max_min")
    if lines and before:
        after = package_of(problem.without_red_lines([data.draw(st.sampled_from(lines))]), "max_min")
        assert after is not None
        assert after.lowest >= before.lowest - SAME


def without(problem: Problem, members: tuple[Member, ...]) -> Problem:
    """Only these count."""
    lines = {(one.party, one.subject) for one in members if not one.is_link}
    all_lines = {(int(i), int(j)) for i, j in np.argwhere(problem.never.any(axis=2))}
    links = tuple(problem.links[one.link] for one in members if one.is_link)
    return replace(problem.without_red_lines(all_lines - lines), links=links)


@settings(max_examples=60)
@given(REGIONS)
def test_a_conflict_leaves_nothing_and_any_member_less_does(problem: Problem) -> None:
    for members in conflicts(problem).conflicts:
        assert not is_possible(without(problem, members))
        for at in range(len(members)):
            assert is_possible(without(problem, members[:at] + members[at + 1 :]))


@settings(max_examples=40)
@given(REGIONS)
def test_the_answer_at_once_is_within_its_bound(problem: Problem) -> None:
    quick, best = at_once(problem), package_of(problem, "max_min")
    if best is None:
        assert quick.levels is None
    elif quick.levels is not None:
        assert problem.is_possible(quick.levels)
        assert quick.value - SAME <= best.lowest <= quick.bound + SAME


def test_who_may_not_search_gets_the_best_so_far_with_its_gap() -> None:
    problem = region(np.random.default_rng(5))
    found = package_of(problem, "leximin", Patience(until=0.0))
    assert found is not None
    assert problem.is_possible(found.levels)
    assert found.gap >= 0
