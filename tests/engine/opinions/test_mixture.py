from itertools import pairwise

import numpy as np
import pytest

from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.opinions import partition
from regiotafel.engine.opinions.mixture import Draw, Mixture, Table, fit, k_means, k_means_of_each, labelled
from regiotafel.engine.opinions.model import _sampled, answers_of
from regiotafel.engine.opinions.space import Answers

from .people import conversation

ROUNDS = 8


def answers(n_people: int) -> Answers:
    votes, _ = conversation(n_people, 30, 3, apart=2.0, n_answers=12)
    return answers_of(_sampled(partition(votes))[1])


def start(n_people: int, k: int, seed: int = 0) -> Floats:
    return labelled(np.random.default_rng(seed).integers(0, k, n_people), k)


def equal(one: Mixture, other: Mixture) -> None:
    np.testing.assert_allclose(one.agree, other.agree)
    np.testing.assert_allclose(one.weight, other.weight)


# On either side of where a table is no longer kept whole.
@pytest.mark.parametrize("n_people", [60, 500])
def test_mixtures_that_are_fitted_together_are_those_that_are_fitted_apart(n_people: int) -> None:
    table = Table.of(answers(n_people))
    starts = [start(n_people, 2), start(n_people, 3), start(n_people, 2, seed=1)]
    for one, together in zip(starts, fit(table, starts, rounds=ROUNDS, settled=0.0), strict=True):
        (alone,) = fit(table, [one], rounds=ROUNDS, settled=0.0)
        equal(together, alone)
        np.testing.assert_allclose(together.member, alone.member)
        np.testing.assert_allclose(together.member.sum(axis=1), 1.0)


@pytest.mark.parametrize("n_people", [60, 500])
def test_a_mixture_learns_only_from_the_people_it_may_use(n_people: int) -> None:
    everybody, first = answers(n_people), start(n_people, 2)
    used = np.arange(n_people) < n_people // 2
    some = everybody.person < n_people // 2
    half = Answers(
        everybody.person[some], everybody.statement[some], everybody.sign[some], n_people // 2, everybody.n_statements
    )
    (masked,) = fit(Table.of(everybody), [first], used=[used], rounds=ROUNDS, settled=0.0)
    (alone,) = fit(Table.of(half), [first[used]], rounds=ROUNDS, settled=0.0)
    equal(masked, alone)
    np.testing.assert_allclose(masked.member[used], alone.member)


def test_answers_become_likelier_with_every_round() -> None:
    table, first = Table.of(answers(200)), start(200, 3)
    likely = [fit(table, [first], rounds=rounds, settled=0.0)[0].likelihood(table) for rounds in range(1, 20)]
    # Not to the last digit: the chances are pulled a little towards those of everybody.
    assert all(after >= before - 0.1 for before, after in pairwise(likely))
    assert likely[-1] > likely[0]


def test_people_get_the_same_chances_by_their_answers_as_in_the_fit() -> None:
    table, first = Table.of(answers(60)), start(60, 2)
    (mixture,) = fit(table, [first], rounds=ROUNDS, settled=0.0)
    np.testing.assert_allclose(mixture.of(table), mixture.member)


def test_groups_renamed_keep_what_they_are() -> None:
    table = Table.of(answers(60))
    (mixture,) = fit(table, [start(60, 3)])
    rank: Ints = np.array([2, 0, 1])
    renamed = mixture.in_order(rank)
    for group in range(3):
        np.testing.assert_array_equal(renamed.member[:, rank[group]], mixture.member[:, group])


@pytest.mark.parametrize(("n", "k"), [(60, 2), (60, 4), (500, 3)])
def test_sets_that_start_together_start_as_each_alone(n: int, k: int) -> None:
    points = np.random.default_rng(1).normal(size=(5, n, 3)) + np.arange(5)[:, None, None]
    together, alone = np.random.default_rng(2), np.random.default_rng(2)
    labels = k_means_of_each(points, [Draw.of(n, k, together, 2) for _ in points])
    for found, of_set in zip(labels, points, strict=True):
        np.testing.assert_array_equal(found, k_means(of_set, k, alone))
