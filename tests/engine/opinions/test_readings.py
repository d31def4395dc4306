"""How firm a conclusion is, and whether it also holds in other readings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.engine.common.answers import AGREE, DISAGREE, UNSURE
from regiotafel.engine.common.shares import jeffreys, low_end
from regiotafel.engine.opinions import Votes, analyse, as_json
from regiotafel.engine.opinions.checks.readings import Reading
from regiotafel.engine.opinions.checks.repeats import repeats
from regiotafel.engine.opinions.checks.robustness import voters_to_close, voters_to_flip
from regiotafel.engine.opinions.checks.unexpected import unexpected
from regiotafel.engine.opinions.checks.variance import variance_share
from regiotafel.engine.opinions.checks.weighting import rake
from regiotafel.engine.opinions.counting import count

from .people import conversation
from .schema import problems


def low(hits: int, out_of: int) -> float:
    return float(jeffreys(np.array([hits]), np.array([out_of]))[0, 1])


@given(st.integers(1, 80), st.data())
def test_so_many_voters_flip_a_majority_and_one_fewer_does_not(out_of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, out_of))
    n = voters_to_flip(hits, out_of)
    if low(hits, out_of) <= 0.5:
        assert n == 0
    else:
        assert low(hits - n, out_of) <= 0.5 < low(hits - n + 1, out_of)


def test_a_divide_closes_when_the_smaller_group_turns() -> None:
    assert voters_to_close((90, 100), (2, 20)) <= 8
    assert voters_to_close((12, 20), (8, 20)) == 0  # not clearly apart
    assert voters_to_close((90, 100), (10, 100)) > 30


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_low_end_is_that_of_jeffreys(hits: int, more: int) -> None:
    expected = low(hits, hits + more)
    assert low_end(np.array([float(hits)]), np.array([float(hits + more)]))[0] == pytest.approx(expected)


def test_equal_weights_count_as_everybody_does() -> None:
    votes, planted = conversation(80, 20, 2)
    reading = Reading.of(votes, planted, 2, np.ones(80))
    counts = count(votes, planted, 2)
    sizes = counts.sum(axis=2)
    assert reading.n_people == pytest.approx(80)
    assert np.allclose(reading.agree, jeffreys(counts[:, :, AGREE], sizes)[:, :, 0])
    assert np.allclose(reading.everybody, counts.sum(axis=1) / sizes.sum(axis=1, keepdims=True))
    for answer, held in ((AGREE, reading.common_ground), (DISAGREE, reading.common_disagreement)):
        assert held.tolist() == (jeffreys(counts[:, :, answer], sizes)[:, :, 1] > 0.5).all(axis=1).tolist()


def test_each_answer_is_counted_in_its_place() -> None:
    votes, planted = conversation(80, 20, 2)
    counts = count(votes, planted, 2)
    for answer, value in ((AGREE, 1), (DISAGREE, -1), (UNSURE, 0)):
        of_group = [
            np.bincount(votes.statement[(votes.value == value) & (planted[votes.person] == g)], minlength=20)
            for g in (0, 1)
        ]
        assert (counts[:, :, answer] == np.stack(of_group, axis=1)).all()


def test_raked_people_have_the_shares_of_the_benchmark() -> None:
    part = np.array([0] * 80 + [1] * 20)
    found = rake({"role": (("jongere", "ouder"), part)}, {"role": {"jongere": 50, "ouder": 50, "school": 10}})
    assert found.of_person[part == 0].sum() == pytest.approx(found.of_person[part == 1].sum())
    assert found.effective < 100
    assert found.missing == (("role", "school"),)


def test_hidden_values_have_no_weight_of_their_own() -> None:
    """Else the weighted share, beside the shares of the others, would tell what three people answered."""
    values = ("gemeente", "jongere", "ouder", "school")
    part = np.repeat([0, 1, 2, 3, -1], [3, 40, 30, 4, 21])
    wanted = {"role": {"gemeente": 40, "jongere": 10, "ouder": 30, "school": 20}}
    weight = rake({"role": (values, part)}, wanted).of_person
    assert len(set(weight[(part == 0) | (part == 3)].round(9))) == 1
    few = np.repeat([0, 1, 2, -1], [3, 40, 30, 27])
    weight = rake({"role": (values, few)}, wanted).of_person
    assert set(weight[few == 0].round(9)) == set(weight[few == -1].round(9))


def test_raking_two_properties_meets_both() -> None:
    random = np.random.default_rng(0)
    role, place = random.integers(0, 2, 400), random.integers(0, 3, 400)
    wanted = {"role": {"a": 3, "b": 2}, "place": {"x": 1, "y": 1, "z": 2}}
    weight = rake({"role": (("a", "b"), role), "place": (("x", "y", "z"), place)}, wanted).of_person
    assert np.bincount(role, weight) / weight.sum() == pytest.approx([0.6, 0.4], abs=1e-3)
    assert np.bincount(place, weight) / weight.sum() == pytest.approx([0.25, 0.25, 0.5], abs=1e-3)


def test_a_weighted_reading_can_take_a_conclusion_away() -> None:
    """Of 80 young people most agree, of 20 parents nobody: together a majority, weighted half to half not."""
    person = np.arange(100)
    votes = Votes.of(person, np.zeros(100, dtype=int), [1] * 72 + [-1] * 28)
    roles = ["jongere"] * 80 + ["ouder"] * 20
    report = analyse(votes, declared={"role": roles}, benchmark={"role": {"jongere": 1, "ouder": 1}})
    common = next(one for one in report.conclusions if one.kind == "common_ground_all_groups")
    assert common.numbers["holds"] == {"weighted": False}
    assert common.numbers["voters_to_flip"] == 14
    document = as_json(report)
    assert problems(document) == []
    assert document["weights"]["effective_people"] < 100


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
    assert report["same_votes_minutes"] == [2]


def test_people_who_agree_with_everything_everybody_agrees_with_are_no_burst() -> None:
    person, statement = np.divmod(np.arange(50 * 12), 12)
    votes = Votes.of(person, statement, np.where(np.random.default_rng(0).random(600) < 0.97, 1, -1))
    assert repeats(votes, 5).sizes == ()


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


def test_groups_that_differ_on_all_but_one_statement_agree_unexpectedly_on_that_one() -> None:
    counts = np.zeros((6, 2, 3), dtype=np.int64)
    counts[:5, 0], counts[:5, 1] = (90, 10, 0), (10, 90, 0)
    counts[5] = (95, 5, 0)
    found = unexpected(counts, np.zeros((6, 2), dtype=np.bool_))
    assert [(one.statement, one.answer) for one in found] == [(5, "agree")]


def test_every_conclusion_says_how_many_voters_carry_it() -> None:
    votes, _ = conversation(240, 50, 2, apart=2.5, n_answers=25)
    roles = [["ouder", "jongere", "gemeente", None][i % 4] for i in range(240)]
    report = analyse(votes, declared={"role": roles}, only={"invited": [i % 2 == 0 for i in range(240)]})
    carried = [one for one in report.conclusions if one.kind not in ("too_few", "no_groups", "votes_per_person_alarm")]
    assert {one.kind for one in carried} >= {"common_ground_all_groups", "divide", "distinctive"}
    assert all(one.numbers["voters_to_flip"] >= 1 for one in carried)
    assert problems(as_json(report)) == []
    assert set(report.further.readings) == {"invited", "declared_role"}


def test_no_reading_tells_that_a_few_people_kept_silent() -> None:
    votes, _ = conversation(60, 20, 1, apart=0.0)
    report = analyse(votes, declared={"role": [None] * 3 + ["ouder"] * 57}, only={"invited": [True] * 58 + [False] * 2})
    assert report.further.readings == {}
