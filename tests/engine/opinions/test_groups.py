from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Claim, Votes, analyse, as_json, report_of
from regiotafel.engine.opinions.gains import Gain
from regiotafel.engine.opinions.groups import _Chance
from regiotafel.engine.opinions.model import answers_of
from regiotafel.engine.opinions.stability import STABLE, adjusted_rand, stability
from regiotafel.engine.opinions.votes import in_order

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


SHAPES: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "normal": lambda random, n: random.normal(size=n),
    "flat": lambda random, n: random.uniform(-1.7, 1.7, n),
    "skewed": lambda random, n: random.gamma(2.0, 1.0, n) / np.sqrt(2.0) - np.sqrt(2.0),
    "two tops and much between": lambda random, n: random.choice((-0.85, 0.85), n) + random.normal(0.0, 0.65, n),
    "some say yes to anything": lambda random, n: random.gamma(0.7, 1.0, n),
}


def gradual(n_people: int, n_statements: int, seed: int, *, shape: str = "normal", one_way: bool = False) -> Votes:
    """Everybody on a line, without a border anywhere. one_way: all statements lean as much to the same side."""
    random = np.random.default_rng(seed)
    place = SHAPES[shape](random, n_people)
    lean = np.ones(n_statements) if one_way else 1.5 * random.normal(size=n_statements)
    odds = random.normal(0.5, 1.0, n_statements) + place[:, None] * lean
    person, statement = np.nonzero(random.random(odds.shape) < 0.5)
    value = np.where(random.random(len(person)) < 1.0 / (1.0 + np.exp(-odds[person, statement])), 1, -1)
    return Votes.of(person, statement, value)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("one_way", [False, True])
def test_people_who_differ_gradually_are_sides_and_not_groups_with_a_border(shape: str, one_way: bool) -> None:
    votes = (gradual(600, 50, seed, shape=shape, one_way=one_way) for seed in range(5))
    found = [analyse(one, n_resamples=3).groups for one in votes]
    assert not any(one.sharp for one in found)
    assert sum((one.reason, one.n_groups) == ("gradual", 2) for one in found) >= 4


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


NEAR = [(120, 40, 2, 1.2, 20, 0), (150, 50, 3, 1.5, 25, 2)]


@pytest.mark.parametrize("case", NEAR)
def test_where_it_is_near_the_same_is_said_whatever_the_seed(case: tuple[int, int, int, float, int, int]) -> None:
    n_people, n_statements, n_groups, apart, n_answers, drawn = case
    votes, _ = conversation(n_people, n_statements, n_groups, apart=apart, n_answers=n_answers, seed=drawn)
    assert len({analyse(votes, seed=seed).groups.claim for seed in range(6)}) == 1


def test_a_border_is_sharp_only_when_it_stands_by_its_error() -> None:
    found = [analyse(conversation(120, 40, 2, apart=1.2, n_answers=20, seed=seed)[0]).groups for seed in range(6)]
    assert {one.reason for one in found} == {"groups", "gradual"}
    for one in found:
        assert one.valley is not None
        assert one.valley_error is not None
        assert one.sharp == (one.valley - 1.6 * one.valley_error >= 0.0)


def test_what_was_said_is_said_until_something_else_stands_by_its_error() -> None:
    votes, _ = conversation(120, 40, 2, apart=1.2, n_answers=20)
    fresh = analyse(votes).groups
    assert fresh.claim == Claim("groups", 2, False)
    for before in (Claim("groups", 2, True), Claim("gradual", 2)):
        again = analyse(votes, before=before)
        assert (again.groups.claim, again.groups.kept) == (before, True)
        assert as_json(again) == as_json(analyse(votes, before=before))
        assert as_json(again)["groups_quality"]["kept"]
    assert not analyse(votes, before=fresh.claim).groups.kept


def test_what_was_said_is_not_said_against_what_is_clear() -> None:
    clear, _ = conversation(240, 50, 3, apart=2.5, n_answers=25)
    alike, _ = conversation(120, 40, 1, apart=0.0, n_answers=20)
    for votes in (clear, alike):
        for before in (Claim("groups", 2, True), Claim("gradual", 2), Claim("one_group"), Claim("unstable")):
            again = analyse(votes, before=before).groups
            assert (again.claim, again.kept) == (analyse(votes).groups.claim, False)


def test_what_was_said_is_read_from_a_report() -> None:
    votes, _ = conversation(240, 50, 3, apart=2.5, n_answers=25)
    found = analyse(votes)
    assert Claim.in_report(report_of(found)) == found.groups.claim == Claim("groups", 3, True)


def test_few_people_are_told_the_same_whatever_the_seed() -> None:
    votes, _ = conversation(26, 36, 2, apart=2.5, n_answers=24)
    found = [analyse(votes, seed=seed) for seed in range(6)]
    assert {one.groups.n_groups for one in found} == {2}
    assert all(adjusted_rand(one.people.group, found[0].people.group) == 1.0 for one in found)


def test_refits_go_on_until_each_limit_is_clearly_passed_or_missed() -> None:
    votes, planted = conversation(120, 30, 2, apart=2.0, n_answers=20)
    answers = answers_of(in_order(votes))

    def refitted(*limits: float) -> tuple[int, float]:
        random = np.random.default_rng(0)
        found = stability(answers, answers.per_person() > 2, planted, 2, 10, random, limits)
        assert found is not None
        return found.n_resamples, found.whole

    n_refits, whole = refitted(STABLE)
    assert n_refits == 5
    assert refitted(whole)[0] > n_refits
    assert refitted(STABLE, whole)[0] > n_refits


@pytest.mark.parametrize(("strength", "limit"), [(None, 2.5), (9.0, 0.0)])
def test_the_gain_nearest_to_what_decides_says_whether_to_hold_out_again(strength: float | None, limit: float) -> None:
    # However clear the best number of groups is: with a group too small to show, another number decides.
    best, other = (Gain((), np.ones(n), np.ones(n), n) for n in (100, 4))
    assert _Chance(strength).away([best, other]) == pytest.approx(abs(2.0 - limit))
