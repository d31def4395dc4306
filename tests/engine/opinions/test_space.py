import csv

import numpy as np
import pytest
from scipy import stats

from regiotafel.engine.opinions import Votes, analyse
from regiotafel.engine.opinions.model import spearman
from regiotafel.engine.opinions.space import _lanczos
from tests import real_data

from .people import conversation


def test_lanczos_finds_the_leading_eigenvectors_of_a_symmetric_matrix() -> None:
    random = np.random.default_rng(0)
    matrix = random.normal(size=(60, 60))
    matrix = matrix + matrix.T
    values, vectors = _lanczos(lambda vector: matrix @ vector, random.normal(size=60), steps=60)
    expected = np.linalg.eigvalsh(matrix)
    assert np.allclose(np.sort(values)[-3:], expected[-3:])
    top = vectors[:, values.argmax()]
    assert np.allclose(matrix @ top, values.max() * top, atol=1e-6)


def test_lanczos_stops_where_the_operator_has_nothing_more() -> None:
    values, _ = _lanczos(np.zeros_like, np.ones(10), steps=10)
    assert values.tolist() == [0.0]


def test_opposed_people_stand_on_opposite_sides() -> None:
    votes, planted = conversation(100, 30, 2, apart=3.0)
    x = analyse(votes).people.points[:, 0]
    side = np.sign(x) * np.where(planted == 0, 1, -1)
    assert abs(side.mean()) > 0.9


def test_light_voters_are_neither_pulled_in_nor_thrown_out() -> None:
    random = np.random.default_rng(0)
    side = np.where(np.arange(400) < 200, 0.85, 0.15)
    person, statement = np.nonzero(random.random((400, 60)) < random.choice([0.08, 0.7], (400, 1)))
    value = np.where(random.random(len(person)) < side[person], 1, -1)
    votes = Votes.of(person, statement, value, people=range(400))
    points = analyse(votes, n_resamples=0).people.points
    n_votes = np.bincount(person, minlength=400)
    light = (n_votes > 0) & (n_votes < 10)
    spread = (points**2).sum(axis=1)
    assert 0.6 < spread[light].mean() / spread[n_votes > 25].mean() < 1.6
    assert abs(spearman(n_votes.astype(float), np.sqrt(spread))) < 0.4


def test_rare_statements_that_few_answered_together_make_no_direction() -> None:
    """Pairs that only one light voter answered: everybody else would stand at zero on such a direction."""
    votes, _ = conversation(300, 40, 2, apart=2.0)
    pairs = np.arange(30)
    person = np.concatenate([votes.person, np.repeat(300 + pairs, 2)])
    statement = np.concatenate([votes.statement, 40 + np.arange(60)])
    value = np.concatenate([votes.value, np.tile([1, -1], 30)])
    points = analyse(Votes.of(person, statement, value), n_resamples=0).people.points[:300]
    assert (np.abs(np.median(np.abs(points), axis=0)) > 0.05).all()
    assert np.abs(points).max() < 20


@pytest.mark.data
@pytest.mark.parametrize("name", real_data.CONVERSATIONS)
def test_both_directions_of_a_real_conversation_are_carried_by_many(name: str) -> None:
    text = (real_data.folder(name) / "votes.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    last = {(int(row["voter-id"]), int(row["comment-id"])): int(row["vote"]) for row in rows}
    votes = Votes.of([person for person, _ in last], [statement for _, statement in last], list(last.values()))
    points = analyse(votes, n_resamples=0).people.points
    assert (np.median(np.abs(points), axis=0) > 0.05).all()
    assert np.abs(points).max() < 20


def test_parallel_analysis_counts_planted_directions_and_finds_none_in_noise() -> None:
    clear = [
        analyse(conversation(300, 60, 3, apart=2.5, n_answers=30, seed=seed)[0]).model.n_dimensions for seed in range(4)
    ]
    noise = [
        analyse(conversation(300, 60, 1, apart=0.0, n_answers=30, seed=seed)[0]).model.n_dimensions
        for seed in range(20)
    ]
    assert clear == [2, 2, 2, 2]
    assert sum(n != 0 for n in noise) <= 3


def test_who_answered_more_has_a_place_that_is_more_certain() -> None:
    votes, _ = conversation(300, 60, 2, apart=2.5, n_answers=25)
    n_votes = np.bincount(votes.person, minlength=300).astype(float)
    assert spearman(n_votes, analyse(votes, n_resamples=0).people.errors) < -0.5


def test_rank_correlation_equals_that_of_scipy() -> None:
    random = np.random.default_rng(0)
    one, other = random.integers(0, 5, 50).astype(float), random.normal(size=50)
    assert spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)


def test_what_does_not_vary_does_not_correlate() -> None:
    assert spearman(np.ones(9), np.arange(9.0)) == 0.0
