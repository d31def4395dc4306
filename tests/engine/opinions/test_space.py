import numpy as np

from regiotafel.engine.opinions import Votes, analyse
from regiotafel.engine.opinions.agreement import spearman
from regiotafel.engine.opinions.space import _lanczos

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
    x = analyse(votes).points[:, 0]
    side = np.sign(x) * np.where(planted == 0, 1, -1)
    assert abs(side.mean()) > 0.9


def test_light_voters_are_neither_pulled_in_nor_thrown_out() -> None:
    random = np.random.default_rng(0)
    side = np.where(np.arange(400) < 200, 0.85, 0.15)
    person, statement = np.nonzero(random.random((400, 60)) < random.choice([0.08, 0.7], (400, 1)))
    value = np.where(random.random(len(person)) < side[person], 1, -1)
    votes = Votes.of(person, statement, value, people=range(400))
    points = analyse(votes, n_resamples=0).points
    n_votes = np.bincount(person, minlength=400)
    light = (n_votes > 0) & (n_votes < 10)
    spread = (points**2).sum(axis=1)
    assert 0.6 < spread[light].mean() / spread[n_votes > 25].mean() < 1.6
    assert abs(spearman(n_votes.astype(float), np.sqrt(spread))) < 0.4
