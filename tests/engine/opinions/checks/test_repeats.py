"""The same answers many times over, in a short time."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.opinions import Votes, analyse, as_json
from regiotafel.engine.opinions.checks.repeats import repeats
from tests.engine.opinions.people import conversation
from tests.engine.opinions.schema import problems


def test_a_burst_of_the_same_votes_is_set_apart_and_stays_counted() -> None:
    votes, _ = conversation(100, 30, 1, apart=0.0, n_answers=20)
    random = np.random.default_rng(5)
    list_ = random.choice([-1, 1], 20)
    person = np.concatenate([votes.person, np.repeat(np.arange(100, 112), 20)])
    more = Votes.of(
        person,
        np.concatenate([votes.statement, np.tile(np.arange(20), 12)]),
        np.concatenate([votes.value, np.tile(list_, 12)]),
    )
    report = analyse(more, n_resamples=0)
    assert report.further.same_votes.sizes == (12,)
    assert report.n_people == 112
    assert report.n_votes == len(more.value)
    assert report.further.readings["without_same_votes"].n_people == pytest.approx(101)


def test_a_burst_tells_in_how_many_minutes_half_of_it_came() -> None:
    random = np.random.default_rng(5)
    others, _ = conversation(60, 30, 1, apart=0.0, n_answers=20)
    list_ = random.choice([-1, 1], 20)
    person = np.concatenate([others.person, np.repeat(np.arange(60, 70), 20)])
    statement = np.concatenate([others.statement, np.tile(np.arange(20), 10)])
    votes = Votes.of(person, statement, np.concatenate([others.value, np.tile(list_, 10)]), people=range(70))
    when = np.concatenate([random.uniform(0, 1e6, 60), 5e5 + 30.0 * np.arange(6), [0.0, 1e5, 2e5, 3e5]])
    assert repeats(votes, 5, when).minutes == (2,)
    assert repeats(votes, 5).minutes == (None,)
    assert repeats(votes, 5, np.full(70, 8.0)).minutes == (None,)  # read in together: nobody knows when they came
    report = as_json(analyse(votes, when=when.tolist(), n_resamples=0))
    assert problems(report) == []
    assert report["same_votes"] == [{"n_people": 10, "minutes": 2}]


def test_people_who_agree_with_everything_everybody_agrees_with_are_no_burst() -> None:
    person, statement = np.divmod(np.arange(50 * 12), 12)
    votes = Votes.of(person, statement, np.where(np.random.default_rng(0).random(600) < 0.97, 1, -1))
    assert repeats(votes, 5).sizes == ()
