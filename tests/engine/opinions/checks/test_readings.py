"""How firm a conclusion is, and whether it also holds in other readings."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.common.answers import AGREE, DISAGREE, UNSURE
from regiotafel.engine.common.shares import jeffreys
from regiotafel.engine.opinions import analyse
from regiotafel.engine.opinions.checks.readings import Reading
from regiotafel.engine.opinions.counting import count
from tests.engine.opinions.people import conversation


def low(hits: int, out_of: int) -> float:
    return float(jeffreys(np.array([hits]), np.array([out_of]))[0, 1])


def test_equal_weights_count_as_everybody_does() -> None:
    votes, planted = conversation(80, 20, 2)
    reading = Reading.of(votes, planted, 2, np.ones(80))
    counts = count(votes, planted, 2)
    sizes = counts.sum(axis=2)
    assert reading.n_people == pytest.approx(80)
    assert np.allclose(reading.agree, jeffreys(counts[:, :, AGREE], sizes)[:, :, 0])
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


def test_no_reading_tells_that_a_few_people_kept_silent() -> None:
    votes, _ = conversation(60, 20, 1, apart=0.0)
    report = analyse(votes, declared={"role": [None] * 3 + ["ouder"] * 57}, only={"invited": [True] * 58 + [False] * 2})
    assert report.further.readings == {}
