import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Votes, analyse
from regiotafel.engine.opinions.stability import adjusted_rand

from .people import conversation


@pytest.mark.parametrize("n_groups", [2, 3, 4])
def test_clear_groups_are_found(n_groups: int) -> None:
    votes, planted = conversation(240, 50, n_groups, apart=2.5, n_answers=25)
    found = analyse(votes)
    groups = found.groups
    assert (groups.reason, groups.n_groups) == ("groups", n_groups)
    assert adjusted_rand(found.people.group, planted) > 0.85
    assert groups.stability is not None
    assert groups.stability > 0.6


def test_people_who_answer_alike_are_one_group() -> None:
    found = [analyse(conversation(120, 40, 1, apart=0.0, n_answers=20, seed=seed)[0]) for seed in range(20)]
    assert sum(one.groups.n_groups > 1 for one in found) <= 1
    assert all(set(one.people.group.tolist()) == {0} for one in found if one.groups.n_groups == 1)


def test_a_clear_minority_of_a_tenth_is_a_group() -> None:
    random = np.random.default_rng(3)
    chance = np.where(np.arange(200)[:, None] < 20, 0.1, 0.9) * np.ones(20)
    value = np.where(random.random((200, 20)) < chance, 1, -1)
    person, statement = np.divmod(np.arange(200 * 20), 20)
    people = analyse(Votes.of(person, statement, value.ravel())).people
    assert np.bincount(people.group).tolist() == [180, 20]


def test_nine_people_are_too_few_for_groups() -> None:
    votes, _ = conversation(9, 20, 2, apart=3.0)
    assert analyse(votes).groups.reason == "too_few_people"


def test_two_votes_each_are_too_few_for_groups() -> None:
    person = np.repeat(np.arange(40), 2)
    votes = Votes.of(person, np.tile([0, 1], 40), np.where(person % 2 == 0, 1, -1))
    assert analyse(votes).groups.reason == "too_few_votes"


def test_without_resampling_stability_is_unknown() -> None:
    votes, _ = conversation(120, 30, 2, apart=2.5)
    groups = analyse(votes, n_resamples=0).groups
    assert (groups.reason, groups.stability, groups.n_resamples) == ("groups", None, 0)


def test_groups_are_named_from_large_to_small() -> None:
    votes, _ = conversation(240, 50, 3, apart=2.5, n_answers=25, seed=4)
    sizes = np.bincount(analyse(votes).people.group)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


def test_people_who_only_skipped_are_between_groups() -> None:
    votes, _ = conversation(120, 30, 2, apart=2.5)
    more = Votes.of(
        [*votes.person.tolist(), *[500] * 10],
        [*votes.statement.tolist(), *range(10)],
        [*votes.value.tolist(), *[0] * 10],
    )
    found = analyse(more)
    assert found.groups.reason == "groups"
    assert found.people.between[-1]


labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=60)


@settings(deadline=None)
@given(labels)
def test_the_rand_index_equals_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))


def gradual(n_people: int, n_statements: int, seed: int, *, flat: bool = False) -> Votes:
    """Everybody on a line, without a border anywhere."""
    random = np.random.default_rng(seed)
    place = random.uniform(-1.7, 1.7, n_people) if flat else random.normal(size=n_people)
    odds = random.normal(0.5, 1.0, n_statements) + 1.5 * place[:, None] * random.normal(size=n_statements)
    person, statement = np.nonzero(random.random(odds.shape) < 0.5)
    value = np.where(random.random(len(person)) < 1.0 / (1.0 + np.exp(-odds[person, statement])), 1, -1)
    return Votes.of(person, statement, value)


@pytest.mark.parametrize("flat", [False, True])
def test_people_who_differ_gradually_are_two_sides_and_not_groups(flat: bool) -> None:
    found = [analyse(gradual(800, 50, seed, flat=flat), n_resamples=3).groups for seed in range(5)]
    sides = [one for one in found if (one.reason, one.n_groups) == ("gradual", 2)]
    assert len(sides) >= 4
    assert not any(one.sharp for one in sides)


def test_the_sides_of_a_gradual_difference_are_those_of_the_line() -> None:
    votes = gradual(800, 50, 1)
    place = np.random.default_rng(1).normal(size=800)
    index = analyse(votes).people.group
    far = np.abs(place) > 1
    assert adjusted_rand(index[far], (place[far] > 0).astype(np.int64)) > 0.9


def test_a_border_between_clear_groups_is_sharp() -> None:
    votes, _ = conversation(240, 50, 2, apart=2.5, n_answers=25)
    found = analyse(votes)
    assert found.groups.sharp
    assert all(share > 0.9 for share in found.groups.stability_of_group)
    assert np.nanmedian(found.people.stays) > 0.9


def test_without_resampling_nothing_is_said_about_who_stays() -> None:
    votes, _ = conversation(240, 50, 2, apart=2.5, n_answers=25)
    found = analyse(votes, n_resamples=0)
    assert (found.groups.stability_of_group, np.isnan(found.people.stays).all()) == ((), True)


def test_few_people_are_told_the_same_whatever_the_seed() -> None:
    votes, _ = conversation(26, 36, 2, apart=2.5, n_answers=24)
    found = [analyse(votes, seed=seed) for seed in range(6)]
    assert {one.groups.n_groups for one in found} == {2}
    assert all(adjusted_rand(one.people.group, found[0].people.group) == 1.0 for one in found)
