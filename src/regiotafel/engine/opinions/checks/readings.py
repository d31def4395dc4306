"""The same conclusions from another count of the same votes: second readings, never the first.

*Weighted*: by `weighting`. *Without repeats*: of people with exactly the same long list of votes only one is counted.
*Without straight-liners*: nobody who gave one answer to everything.
*Declared*: only people who said something about themselves. Groups stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE, N_ANSWERS, as_answers
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.shares import low_end
from regiotafel.engine.opinions.splits import Declared, Parts
from regiotafel.engine.opinions.votes import Votes

from .repeats import Repeats
from .weighting import Weights


@dataclass(frozen=True)
class Reading:
    """What another count of the same votes says: common ground [statements], shares that agree [statements, groups],
    n_people: how many it counts (effective people when weighted)."""

    common_ground: Bools
    common_disagreement: Bools
    agree: Floats
    n_people: float

    @staticmethod
    def of(votes: Votes, group: Ints, n_groups: int, weight: Floats) -> Reading:
        """group, weight: of each person [people]."""
        cell = votes.statement.astype(np.int64) * n_groups + group[votes.person]
        of_vote = weight[votes.person]
        shape, size = (votes.n_statements, n_groups), votes.n_statements * n_groups
        cells = cell * N_ANSWERS + as_answers(votes.value)
        sums = np.asarray(np.bincount(cells, of_vote, minlength=size * N_ANSWERS), dtype=np.float64)
        sums = sums.reshape(*shape, N_ANSWERS)
        squares = np.asarray(np.bincount(cell, of_vote * of_vote, minlength=size), dtype=np.float64).reshape(shape)
        counts = _effective(sums, squares)
        agree = (counts[:, :, AGREE] + 0.5) / (counts.sum(axis=2) + 1.0)
        return Reading(_common(counts, AGREE), _common(counts, DISAGREE), agree, _people(weight))

    def in_order(self, order: Ints) -> Reading:
        """The groups in another order: first the group that was order[0]."""
        return replace(self, agree=self.agree[:, order])


def _effective(sums: Floats, squares: Floats) -> Floats:
    """Counts [statements, groups, answers] in effective people: shares by weight, size by Kish."""
    total = sums.sum(axis=2)
    effective = total * total / np.maximum(squares, 1e-300)
    return np.asarray(sums / np.maximum(total, 1e-300)[:, :, None] * effective[:, :, None])


def _people(weight: Floats) -> float:
    squares = float((weight * weight).sum())
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0


def _common(counts: Floats, answer: int) -> Bools:
    """Which statements are common ground by these counts [statements, groups, answers]."""
    sizes = counts.sum(axis=2)
    return np.asarray((low_end(counts[:, :, answer], sizes) > 0.5).all(axis=1) & (sizes > 0).all(axis=1))


def counted(
    parts: Parts,
    people: Mapping[str, Declared],
    same: Repeats,
    straight: Bools,
    weights: Weights | None,
    only: Mapping[str, Sequence[bool]],
    smallest: int,
) -> dict[str, Floats]:
    """The weight of each person [people] in each further reading; none that counts, or leaves out, a few people."""
    found = {
        name: np.asarray(chosen, dtype=np.float64)
        for name, chosen in only.items()
        if min(sum(chosen), len(chosen) - sum(chosen)) >= smallest
    }
    if weights is not None:
        found["weighted"] = weights.of_person
    if same.sizes:  # these are told already, by list
        found["without_same_votes"] = (~same.again).astype(np.float64)
    if smallest <= straight.sum() <= len(straight) - smallest:
        found["without_straight_liners"] = (~straight).astype(np.float64)
    for name, (_, part) in parts.items():
        # How many it counts tells how many it leaves out, and how many have a hidden value.
        if people[name].has_total:
            found[f"declared_{name}"] = (part >= 0).astype(np.float64)
    return found
