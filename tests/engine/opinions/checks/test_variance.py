"""What part of the differences goes with a property that people declared."""

from __future__ import annotations

import numpy as np

from regiotafel.engine.opinions import Votes, analyse, report_of
from regiotafel.engine.opinions.checks.variance import variance_share
from tests.engine.opinions.people import conversation


def test_a_property_that_matters_has_a_share_and_one_that_does_not_has_none() -> None:
    votes, planted = conversation(200, 30, 2, apart=2.0)
    random = np.random.default_rng(0)
    matters = variance_share(votes, planted, 2, 5, random, True)
    assert matters is not None
    assert matters.low is not None
    assert matters.low > 0.1
    assert matters.p_value == 0.01
    p_values = []
    for seed in range(30):
        other = variance_share(votes, np.random.default_rng(1000 + seed).integers(0, 3, 200), 3, 5, random, True)
        assert other is not None
        assert other.between < 0.1
        p_values.append(other.p_value)
    assert sum(p <= 0.1 for p in p_values if p is not None) <= 7


def test_a_property_with_one_shown_value_has_no_share() -> None:
    votes, _ = conversation(40, 10, 1, apart=0.0)
    part = np.array([0] * 37 + [1] * 3)
    assert variance_share(votes, part, 2, 5, np.random.default_rng(0), True) is None


def test_what_is_told_of_it_follows_from_what_is_told_of_the_values() -> None:
    """Five young people who agree with everything, or all but one of them with one thing: told alike."""
    random = np.random.default_rng(2)
    value = np.concatenate((random.choice([1, -1], (95, 12), p=[0.5, 0.5]), np.ones((5, 12), dtype=np.int64)))
    roles = ["ouder"] * 95 + ["jongere"] * 5

    def told(answers: np.ndarray) -> tuple[float, float | None]:
        person, statement = np.divmod(np.arange(answers.size), 12)
        found = analyse(Votes.of(person, statement, answers.ravel()), declared={"role": roles})
        (one,) = report_of(found).variance_shares.values()
        return one.between, one.p_value

    other = value.copy()
    other[95, 0], other[int(np.flatnonzero(value[:95, 0] == -1)[0]), 0] = -1, 1
    assert told(value) == told(other)


def test_of_few_people_or_statements_no_share_is_told() -> None:
    for n_people, n_statements in ((49, 12), (60, 9)):
        votes, planted = conversation(n_people, n_statements, 2)
        roles = [("ouder", "jongere")[one] for one in planted]
        assert report_of(analyse(votes, declared={"role": roles}, n_resamples=0)).variance_shares == {}
