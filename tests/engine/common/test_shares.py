from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from regiotafel.engine.common import shares
from regiotafel.engine.common.posterior import below
from regiotafel.engine.common.shares import jeffreys, low_end


def test_jeffreys_equals_the_beta_posterior() -> None:
    hits, out_of = np.array([[3, 0], [10, 7]]), np.array([[10, 4], [10, 20]])
    found = shares.jeffreys(hits, out_of)
    assert found[0, 0].tolist() == pytest.approx([3.5 / 11, *stats.beta(3.5, 7.5).ppf([0.05, 0.95])])
    assert found[0, 1, 1] == 0.0
    assert found[1, 0, 2] == 1.0
    assert found[1, 1].tolist() == pytest.approx([7.5 / 21, *stats.beta(7.5, 13.5).ppf([0.05, 0.95])])


@settings(deadline=None)
@given(n=st.integers(0, 400), part=st.floats(0, 1))
def test_the_estimate_lies_within_its_interval(n: int, part: float) -> None:
    estimate, low, high = shares.jeffreys(np.array([int(part * n)]), np.array([n]))[0]
    assert 0.0 <= low <= estimate <= high <= 1.0


def test_the_interval_covers_the_true_share_about_nine_times_out_of_ten() -> None:
    random = np.random.default_rng(1)
    n = np.full(20_000, 25)
    share = random.uniform(0.1, 0.9, len(n))
    found = shares.jeffreys(random.binomial(n, share), n)
    assert 0.88 <= ((found[:, 1] <= share) & (share <= found[:, 2])).mean() <= 0.92


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_q_values_equal_those_of_scipy(p_values: list[float]) -> None:
    found = shares.q_values(np.array(p_values))
    assert found == pytest.approx(stats.false_discovery_control(p_values))


def test_a_group_that_says_the_same_as_the_others_is_not_distinctive() -> None:
    p_values = shares.more_than_others(np.array([[10, 10], [20, 2]]), np.array([[20, 20], [20, 20]]))
    assert (p_values[0] > 0.3).all()
    assert p_values[1, 0] < 0.001
    assert p_values[1, 1] > 0.99


def test_a_difference_has_an_interval_around_it() -> None:
    one, other = shares.jeffreys(np.array([18, 6]), np.array([20, 20]))
    gap, low, high = (float(end[0]) for end in shares.difference(one[None], other[None]))
    assert low < gap < high
    assert low > 0.2


def low(hits: int, out_of: int) -> float:
    return float(jeffreys(np.array([hits]), np.array([out_of]))[0, 1])


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_low_end_is_that_of_jeffreys(hits: int, more: int) -> None:
    expected = low(hits, hits + more)
    assert low_end(np.array([float(hits)]), np.array([float(hits + more)]))[0] == pytest.approx(expected)


@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from([0.005, 0.025, 0.05]))
def test_a_low_end_is_the_quantile_that_scipy_has(hits: int, misses: int, tail: float) -> None:
    expected = stats.beta(hits + 0.5, misses + 0.5).ppf(tail) if hits else 0.0
    # Alone, and beside another.
    assert float(low_end(hits, hits + misses, tail)) == pytest.approx(expected, abs=1e-7)
    assert low_end([hits, 1], [hits + misses, 1], tail)[0] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("tail", [0.025, 0.05, 0.25])
def test_a_low_end_is_that_quantile_for_as_many_people_as_there_are(tail: float) -> None:
    counts = [1, 3, 140, 30_000, 10**6, 10**9]
    for hits, misses in product(counts, [0, *counts]):
        expected = stats.beta(hits + 0.5, misses + 0.5).ppf(tail)
        assert float(low_end(hits, hits + misses, tail)) == pytest.approx(expected, abs=1e-7)
        assert low_end([hits, 1], [hits + misses, 1], tail)[0] == pytest.approx(expected, abs=1e-7)


@given(st.floats(0.01, 900), st.floats(0, 900))
def test_a_low_end_of_weighted_counts_is_right_to_the_decimals_that_are_told(hits: float, misses: float) -> None:
    expected = stats.beta(hits + 0.5, misses + 0.5).ppf(0.05)
    assert float(low_end(hits, hits + misses)) == pytest.approx(expected, abs=1e-5)


@given(st.floats(0.001, 0.999), st.integers(0, 3000), st.integers(0, 3000))
def test_the_chance_of_less_is_that_of_the_posterior(share: float, hits: int, misses: int) -> None:
    assert below(share, hits, misses) == pytest.approx(stats.beta(hits + 0.5, misses + 0.5).cdf(share), abs=1e-8)
