"""Every new vote is counted at once, and the space follows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.opinions import finish, partition, place, tally
from regiotafel.engine.opinions.live import all_votes, begin, cast, refreshed

from .people import conversation

VOTES, PLANTED = conversation(60, 20, 2, apart=2.5, n_answers=12)
MODEL = finish(partition(VOTES), n_resamples=0)
casts = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 19), st.sampled_from([-1, 0, 1])), max_size=30)


@settings(deadline=None, max_examples=50)
@given(casts)
def test_votes_one_by_one_count_as_all_votes_together(new: list[tuple[int, int, int]]) -> None:
    live = begin(VOTES, MODEL)
    for person, statement, value in new:
        cast(live, person, statement, value)
    votes = all_votes(live)
    placed = place(votes, MODEL)
    table = tally(votes, placed, MODEL.groups.n_groups)
    assert MODEL.groups.n_groups == 2
    assert np.array_equal(live.table.counts, table.counts)
    assert np.array_equal(live.table.sizes, table.sizes)
    assert np.array_equal(live.table.between, table.between)
    assert np.allclose(live.placed.points, placed.points)
    assert np.array_equal(live.placed.group, placed.group)


def test_the_votes_that_it_began_with_are_left_alone() -> None:
    before = VOTES.value.copy()
    cast(begin(VOTES, MODEL), 0, 0, 1)
    assert np.array_equal(VOTES.value, before)


def test_a_refresh_without_new_votes_moves_nobody_far() -> None:
    live = begin(VOTES, MODEL)
    again = refreshed(live)
    assert np.corrcoef(live.placed.points[:, 0], again.placed.points[:, 0])[0, 1] > 0.99
    assert (live.placed.group == again.placed.group).mean() > 0.95


def test_a_refresh_follows_people_who_changed_their_mind() -> None:
    votes, planted = conversation(200, 30, 2, apart=2.5, n_answers=20)
    live = begin(votes, finish(partition(votes), n_resamples=0))
    assert live.model.groups.n_groups == 2
    source, goal = np.flatnonzero(planted == 0)[0], np.flatnonzero(planted == 1)[0]
    before = int(live.placed.group[source])
    for at in np.flatnonzero(votes.person == goal):
        cast(live, int(source), int(votes.statement[at]), int(votes.value[at]))
    for statement in set(range(30)) - set(votes.statement[votes.person == goal].tolist()):
        cast(live, int(source), statement, 0)
    live = refreshed(live)
    assert int(live.placed.group[source]) == int(live.placed.group[goal]) != before


@pytest.mark.parametrize("wrong", [(60, 0, 1), (0, 20, 1), (-1, 0, 1), (0, 0, 7)])
def test_a_vote_that_cannot_be_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"position|vote"):
        cast(begin(VOTES, MODEL), *wrong)
