"""What is asked next is never always the same, and every statement gets its exposure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.opinions.routing import SHARE_OF_EXPOSURE, turn, weights

counts = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=60)


@settings(deadline=None)
@given(counts)
def test_every_statement_has_a_chance_and_the_chances_are_one(pairs: list[tuple[int, int]]) -> None:
    agree, more = np.array(pairs).T
    found = weights(agree, agree + more)
    assert found.sum() == pytest.approx(1.0)
    seldom = 1.0 / (agree + more + 1.0)
    assert (found >= 0.5 * SHARE_OF_EXPOSURE * seldom / seldom.sum() - 1e-12).all()


@settings(deadline=None)
@given(counts)
def test_with_more_answers_the_chance_to_be_asked_moves(pairs: list[tuple[int, int]]) -> None:
    """A chance that stayed the same for months was a fault of another system that nobody saw."""
    agree, more = np.array(pairs).T
    if len(pairs) < 2:
        return
    answered = agree + more
    later = answered.copy()
    later[0] += 40
    assert (
        weights(agree, later)[0] < weights(agree, answered)[0]
        or answered[0] < 5
        or (answered < 5).any()
        or bool(abs(weights(agree, later) - weights(agree, answered)).max() > 0)
    )


def test_a_new_statement_is_asked_before_those_that_are_known() -> None:
    found = weights(np.array([50, 60, 0]), np.array([100, 100, 0]))
    assert found[2] >= 0.5


def test_what_is_undecided_is_asked_more_than_what_is_known() -> None:
    agree, answered = np.array([55, 99, 1]), np.array([100, 100, 100])
    found = weights(agree, answered)
    assert found[0] > 5 * found[1]
    assert found[0] > 5 * found[2]


def test_all_statements_are_asked_in_a_conversation() -> None:
    random = np.random.default_rng(0)
    chance = random.random(40)
    agree, answered = np.zeros(40, dtype=int), np.zeros(40, dtype=int)
    for _ in range(150):
        draw, seen = random.random(40), np.zeros(40, dtype=bool)
        for _ in range(10):
            asked = turn(weights(agree, answered), seen, draw)
            assert asked is not None
            assert not seen[asked]
            seen[asked] = True
            answered[asked] += 1
            agree[asked] += random.random() < chance[asked]
    assert answered.min() >= 10


def test_the_same_draw_asks_the_same_and_nothing_is_asked_twice() -> None:
    weight, draw = np.full(3, 1 / 3), np.array([0.9, 0.2, 0.5])
    assert turn(weight, np.zeros(3, dtype=bool), draw) == turn(weight, np.zeros(3, dtype=bool), draw) == 0
    assert turn(weight, np.array([True, False, False]), draw) == 2
    assert turn(weight, np.ones(3, dtype=bool), draw) is None
