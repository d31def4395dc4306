"""Everybody counted so that the shares are those of a benchmark."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.opinions import Votes, analyse, as_json
from regiotafel.engine.opinions.checks.weighting import rake
from regiotafel.engine.opinions.conclusions import conclude
from regiotafel.engine.results.opinions import CommonGround
from tests.engine.opinions.schema import problems


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
    """Of 80 young people most agree, of 20 parents three: together a majority, weighted half to half not."""
    person = np.arange(100)
    votes = Votes.of(person, np.zeros(100, dtype=int), [1] * 66 + [-1] * 31 + [1] * 3)
    roles = ["jongere"] * 80 + ["ouder"] * 20
    report = analyse(votes, declared={"role": roles}, benchmark={"role": {"jongere": 1, "ouder": 1}})
    (common,) = (one for one in conclude(report.answered, ["0"]) if isinstance(one, CommonGround))
    assert common.holds == {"weighted": False}
    assert common.weighted == (0.49,)
    assert common.voters_to_flip == 11
    document = as_json(report)
    assert problems(document) == []
    assert document["weights"]["effective_people"] < 100
