"""How many voters carry a conclusion."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.engine.common.shares import jeffreys
from regiotafel.engine.opinions import analyse, as_json, report_of
from regiotafel.engine.opinions.checks.robustness import voters_to_flip
from tests.engine.opinions.people import conversation
from tests.engine.opinions.schema import problems


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


@given(st.integers(1, 80), st.integers(0, 80), st.floats(-0.3, 0.3))
def test_fewer_voters_flip_what_is_moved_down_or_must_be_surer(out_of: int, hits: int, moved: float) -> None:
    hits = min(hits, out_of)
    n = voters_to_flip(hits, out_of, moved)
    assert 0 <= n <= hits
    assert voters_to_flip(hits, out_of, moved, 0.025) <= n
    assert voters_to_flip(hits, out_of, moved - 0.1) <= n


def test_every_conclusion_says_how_many_voters_carry_it() -> None:
    votes, _ = conversation(240, 50, 2, apart=2.5, n_answers=25)
    roles = [["ouder", "jongere", "gemeente", None][i % 4] for i in range(240)]
    report = analyse(votes, declared={"role": roles}, only={"invited": [i % 2 == 0 for i in range(240)]})
    carried = report_of(report).conclusions
    assert {one.kind for one in carried} >= {"common_ground_all_groups", "divide", "distinctive"}
    assert all(one.voters_to_flip >= 1 for one in carried)
    assert problems(as_json(report)) == []
    assert set(report.further.readings) == {"invited", "declared_role"}
