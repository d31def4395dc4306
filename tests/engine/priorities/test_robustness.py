"""How much an order hangs on weights and scores that are not sure."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from regiotafel.engine.priorities import Election, Measure, by_criteria
from regiotafel.engine.priorities.robustness import (
    Doubt,
    _draws,
    _Keep,
    acceptability,
    always_among,
    confidence,
)

NAMES = ("leren", "nodig", "haalbaar")


def doubt_of(scores: dict[str, tuple[float, ...]], spread: float = 0.0, **known: object) -> Doubt:
    return Doubt(
        {
            key: {name: (max(0.0, score - spread), score + spread) for name, score in zip(NAMES, given, strict=True)}
            for key, given in scores.items()
        },
        NAMES,
        **known,  # type: ignore[arg-type]
    )


SOME = {"a": (5, 1, 1), "b": (1, 5, 1), "c": (1, 1, 5), "d": (4, 4, 4), "e": (0, 0, 0)}


def test_shares_are_of_all_draws_and_nobody_is_favoured() -> None:
    found = acceptability(doubt_of(SOME), 60_000, seed=3)
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(5))
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(5))
    # By symmetry: each of a, b and c is as often first; d is first where no weight is above 3/4 (3 × (1/4)² lost).
    assert found.ranks[:3, 0] == pytest.approx(np.full(3, 1 / 16), abs=3 * found.error)
    assert found.ranks[3, 0] == pytest.approx(13 / 16, abs=3 * found.error)
    assert found.ranks[4, 4] == 1
    assert found.among(2)[3] == 1
    # Who wants a first finds learning important: the mean of a triangle lies at a third of its height.
    assert found.central[0] == pytest.approx([1 / 12, 10 / 12, 1 / 12], abs=0.01)
    assert found.names == ("haalbaar", "leren", "nodig")
    assert not found.central[4].any()
    assert confidence(doubt_of(SOME), found.central)[:4] == pytest.approx(np.ones(4))


def test_the_order_in_which_things_are_handed_over_changes_nothing() -> None:
    one, other = doubt_of(SOME, 0.5), doubt_of(dict(reversed(SOME.items())), 0.5)
    turned = Doubt(other.scores, NAMES[::-1])
    first, second = acceptability(one, 5_000), acceptability(turned, 5_000)
    assert np.array_equal(first.ranks, second.ranks)
    assert np.array_equal(first.central, second.central)


def test_weights_of_which_something_is_known_keep_to_it_and_are_even() -> None:
    known = doubt_of(SOME, heavier=[("leren", "nodig"), ("nodig", "haalbaar")], between={"haalbaar": (0.05, 1.0)})
    weights = np.concatenate([some for some, _ in _draws(known, 40_000, 0)])
    assert len(weights) == 40_000
    assert weights.sum(axis=1) == pytest.approx(np.ones(40_000))
    feasible, learning, needed = weights.T
    assert (learning >= needed - 1e-9).all()
    assert (needed >= feasible - 1e-9).all()
    assert (feasible >= 0.05 - 1e-9).all()
    # The same as keeping, out of all weights, those that are allowed.
    rng = np.random.default_rng(1)
    every = rng.standard_exponential((600_000, 3))
    every /= every.sum(axis=1, keepdims=True)
    kept = every[(every[:, 1] >= every[:, 2]) & (every[:, 2] >= every[:, 0]) & (every[:, 0] >= 0.05)]
    assert weights.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
    assert weights.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.004)
    assert acceptability(known, 4_000).is_walked


@pytest.mark.parametrize(
    "known",
    [
        {"between": {"leren": (0.7, 1.0), "nodig": (0.7, 1.0)}},
        {"between": {"leren": (0.0, 0.1), "nodig": (0.0, 0.1), "haalbaar": (0.0, 0.1)}},
        {"heavier": [("leren", "nodig"), ("nodig", "leren")]},
        {"heavier": [("leren", "duur")]},
        {"between": {"duur": (0.0, 1.0)}},
    ],
)
def test_knowledge_that_leaves_no_weights_is_refused(known: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no weights|not a criterion"):
        doubt_of(SOME, **known)


@pytest.mark.parametrize("scores", [{"a": {"leren": (3, 2)}}, {"a": {"leren": (-1, 2)}}, {"a": {"duur": (1, 1)}}])
def test_scores_that_nobody_can_mean_are_refused(scores: dict[str, dict[str, tuple[float, float]]]) -> None:
    with pytest.raises(ValueError, match=r"score|criterion"):
        Doubt(scores, NAMES)


def test_who_is_in_the_plan_is_who_the_rule_would_take() -> None:
    rng = np.random.default_rng(5)
    scores = {f"m{at:02}": tuple(map(float, rng.integers(1, 6, 3))) for at in range(12)}
    election = Election(
        [
            *(Measure(key, int(rng.integers(1, 9)), is_statutory=key == "m03") for key in list(scores)[:-1]),
            Measure("m11", 2, smaller_than="m05"),
        ],
        [],
        20,
        only_one=[frozenset(("m01", "m02")), frozenset(("m03", "m04"))],
    )
    doubt = doubt_of(scores)
    won = np.zeros(12)
    for weights, order in _draws(doubt, 300, 7):
        keep = _Keep(doubt.keys, election)
        for at in range(300):
            named = dict(zip(doubt.names, map(Fraction, map(float, weights[at])), strict=True))
            given = {key: dict(zip(NAMES, map(Fraction, some), strict=True)) for key, some in scores.items()}
            outcome = by_criteria(election, given, named)
            ours = keep.won(order[at : at + 1])
            assert {won.key for won in outcome.winners} == {doubt.keys[j] for j in np.flatnonzero(ours)}
            won += ours
    found = acceptability(doubt, 300, 7, election)
    assert found.in_plan == pytest.approx(won / 300)
    assert found.in_plan is not None
    assert (found.in_plan[3], found.in_plan[4]) == (1, 0)
    with pytest.raises(ValueError, match="other measures"):
        acceptability(doubt_of(SOME), 10, 0, election)


def test_always_among_the_first_is_proven_and_not_only_drawn() -> None:
    assert always_among(doubt_of(SOME), 1) == frozenset()
    assert always_among(doubt_of(SOME), 2) == {"d"}
    assert always_among(doubt_of(SOME), 4) == {"a", "b", "c", "d"}
    assert always_among(doubt_of(SOME), 9) == set(SOME)
    # A tie somewhere is no certainty, and neither is a score that may be lower.
    assert always_among(doubt_of({"a": (4, 4, 4), "b": (4, 1, 1)}), 1) == frozenset()
    assert always_among(doubt_of(SOME, 1.0), 2) == frozenset()
    # Nor what no draw has seen: a is beaten where the first weight is above .999.
    rare = doubt_of({"a": (999, 1000, 1000), "b": (1000, 1, 1)})
    assert acceptability(rare, 2_000).ranks[0, 0] == 1
    assert always_among(rare, 1) == frozenset()
    some = doubt_of(SOME, heavier=[("leren", "nodig")], between={"leren": (0.5, 0.6)})
    assert always_among(some, 1) == {"d"}
    seen = acceptability(some, 4_000)
    assert set(always_among(some, 3)) <= {seen.keys[j] for j in np.flatnonzero(seen.among(3) == 1)}
