"""A vote helps to decide the group in which it is counted; what that makes of a difference is left out of it."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.opinions import Analysis, Votes, analyse
from regiotafel.engine.opinions.splits import Split, without
from tests.engine.opinions.people import conversation


def gradual(n_people: int, n_statements: int, n_answers: int, seed: int) -> tuple[Votes, np.ndarray]:
    """People who stand anywhere on one line, and the chance that each agrees with each statement."""
    random = np.random.default_rng(seed)
    odds = random.normal(0.3, 1.0, n_statements) + random.normal(size=(n_people, 1)) * random.normal(size=n_statements)
    chance = 1.0 / (1.0 + np.exp(-odds))
    columns = np.concatenate([random.choice(n_statements, n_answers, replace=False) for _ in range(n_people)])
    people = np.repeat(np.arange(n_people), n_answers)
    agrees = random.random(len(people)) < chance[people, columns]
    return Votes.of(people, columns, np.where(agrees, 1, -1)), chance


def without_pull(found: Analysis) -> Split:
    """The same told counts, as if the groups were given."""
    return without(found.splits.by_group, np.zeros(0, dtype=np.int64))


def holds(one: Split, truth: np.ndarray) -> list[bool]:
    exact = ~one.hide & (one.told.untold == 0)
    return ((one.agree[..., 1] <= truth) & (truth <= one.agree[..., 2]))[exact].tolist()


def test_intervals_of_sides_that_were_found_hold_the_share_of_their_people() -> None:
    held, held_before = [], []
    for seed in range(6):
        votes, chance = gradual(600, 60, 25, seed)
        found = analyse(votes, n_resamples=0)
        assert found.groups.n_groups == 2
        member = np.eye(2)[found.people.group]
        truth = (member.T @ chance).T / member.sum(axis=0)
        held += holds(found.splits.by_group, truth)
        held_before += holds(without_pull(found), truth)
    assert np.mean(held_before) < 0.82
    assert 0.87 < np.mean(held) < 0.94


def test_nothing_pulls_where_there_are_no_groups() -> None:
    votes, _ = conversation(80, 20, 1, apart=0.0)
    found = analyse(votes, n_resamples=0)
    assert found.groups.n_groups == 1
    assert not found.splits.by_group.pull.any()
    assert not found.splits.by_group.moved.any()


def test_the_more_somebody_answers_the_less_one_vote_pulls() -> None:
    few, many = (
        analyse(conversation(400, 60, 2, apart=1.5, n_answers=n)[0], n_resamples=0).splits.by_group.pull.mean()
        for n in (12, 50)
    )
    assert few > 2 * many >= 0.0


def test_groups_move_towards_each_other_and_stay_between_nobody_and_everybody() -> None:
    votes, _ = conversation(200, 40, 3, apart=2.0, n_answers=20)
    found = analyse(votes, n_resamples=0)
    now, before = found.splits.by_group, without_pull(found)
    assert now.pull == pytest.approx(now.pull.round(2))
    assert (now.agree >= 0).all()
    assert (now.agree <= 1).all()
    spread = [np.ptp(one.agree[one.all_shown, :, 0], axis=1) for one in (now, before)]
    assert (spread[0] <= spread[1] + 1e-12).all()
    assert (now.told.lower == before.told.lower).all()
