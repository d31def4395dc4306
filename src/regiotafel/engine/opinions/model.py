"""What was learned from the sample, and how everybody gets a place and a group from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from regiotafel.engine.common.answers import N_ANSWERS, as_answers
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.privacy import SMALLEST_GROUP
from regiotafel.engine.common.sparse import Shape, Sparse

from .counting import State, Tally, empty_tally
from .groups import SURE_OF_PERSON, Claim, Groups, find_groups
from .mixture import Mixture
from .prediction import Prediction, predict
from .pull import pull
from .samples import only
from .space import Answers, Axes, Structure, open_space, structure
from .votes import Votes, hashed

PEOPLE_TO_FLIP = 1_000
ALARM = 0.4  # rank correlation between number of votes and distance to the centre
BLOCK = 50_000  # people whose places are calculated at once: bounds the memory


@dataclass(frozen=True)
class Model:
    """axes: the space; groups: what is known of the groups of the sampled people; mixture: how likely each group
    agrees. n_dimensions: directions that carry structure, None when not tested; votes_correlation: rank correlation
    between number of votes and distance to the centre; sampled: whom it was learned from; stays: how often each of them
    is in the same group when resampled, empty without resampling; pull: of each group [groups], see `pull`; prediction:
    what predicts answers best, None when that cannot be told."""

    axes: Axes
    groups: Groups
    mixture: Mixture
    n_dimensions: int | None
    votes_correlation: float
    sampled: Ints
    stays: Floats
    pull: Floats
    prediction: Prediction | None

    def in_order(self, order: Ints) -> Model:
        """The groups in another order: first the group that was order[0]."""
        if self.groups.n_groups == 1:
            return self
        stable = self.groups.stability_of_group
        groups = replace(self.groups, stability_of_group=tuple(stable[i] for i in order) if stable else ())
        return replace(self, groups=groups, mixture=self.mixture.in_order(np.argsort(order)), pull=self.pull[order])

    @property
    def is_alarming(self) -> bool:
        return abs(self.votes_correlation) >= ALARM


@dataclass(frozen=True)
class Placed:
    """Per person: group, chance of that group, place to draw [people, 2] and its standard error."""

    group: Ints
    sureness: Floats
    points: Floats
    error: Floats

    def between(self) -> Bools:
        return self.sureness < SURE_OF_PERSON


def finish(
    state: State,
    *,
    seed: int = 0,
    smallest: int = SMALLEST_GROUP,
    n_resamples: int = 20,
    before: Claim | None = None,
) -> Model:
    """The space and the groups from the sampled votes. before: what was last said of the same conversation.

    People stand in an order that depends on their votes only, so neither the order of rows nor the names of people
    can change which random numbers meet whom.
    """
    sampled, votes = _sampled(state)
    answers = answers_of(votes)
    random = np.random.default_rng(seed)
    space = open_space(answers, 4, random)
    some = only(answers, answers.per_person() > 1, PEOPLE_TO_FLIP)
    shape = structure(some, random) if n_resamples else None

    def strength(shape: Structure, flips: int) -> float:
        return structure(some, random, flips=flips).strength if flips else shape.strength

    found = find_groups(
        answers,
        space,
        n_people=state.n_people,
        smallest=smallest,
        n_resamples=n_resamples,
        strength=partial(strength, shape) if shape else None,
        random=random,
        before=before,
    )
    model = Model(
        axes=space.axes,
        groups=found.groups,
        mixture=found.mixture,
        n_dimensions=shape.n_dimensions if shape else None,
        votes_correlation=0.0,
        sampled=sampled,
        stays=found.stays,
        pull=np.zeros(found.groups.n_groups),
        prediction=predict(answers, space.axes.loadings[:, 0], found.mixture),
    )
    placed = place(votes, model)
    points = placed.points
    n_votes = np.bincount(votes.person, minlength=votes.n_people).astype(np.float64)
    distance = np.hypot(points[:, 0], points[:, 1]).round(6)
    return replace(model, votes_correlation=spearman(n_votes, distance), pull=pull(votes, found.mixture, placed.group))


def without_people(model: Model) -> Model:
    """What a place needs, and nothing about the people in the sample."""
    mixture = replace(model.mixture, member=model.mixture.member[:0])
    return replace(model, mixture=mixture, sampled=np.zeros(0, dtype=np.int64), stays=np.zeros(0))


def answers_of(votes: Votes) -> Answers:
    """The decided answers, agree and disagree as 1 and -1; "unsure" is no answer in the space."""
    decided = votes.value != 0
    return Answers(
        votes.person[decided],
        votes.statement[decided],
        votes.value[decided].astype(np.float64),
        votes.n_people,
        votes.n_statements,
    )


def _sampled(state: State) -> tuple[Ints, Votes]:
    """The sampled people and their votes, with people in the order of a hash of their votes. Only people with the same
    votes share a hash, and those are interchangeable."""
    starts, hashes = hashed(state.person, state.statement, state.value, state.n_statements)  # a state is in order
    lengths = np.diff(starts, append=len(state.person))
    order = np.argsort(hashes, kind="stable")
    lengths = lengths[order]
    moved = starts[order] - np.concatenate(([0], np.cumsum(lengths)))[:-1]
    rows = np.repeat(moved, lengths) + np.arange(len(state.person))
    person = np.repeat(np.arange(len(order), dtype=np.int32), lengths)
    votes = Votes(person, state.statement[rows], state.value[rows], len(order), state.n_statements)
    return state.person[starts[order]], votes


def place(votes: Votes, model: Model, *, in_space: bool = True) -> Placed:
    """Everybody in one part of the votes (in order), in the groups of the model and in its space: all points are zero
    for who does not ask for it, which is most of the work."""
    n, k = votes.n_people, model.groups.n_groups
    placed = Placed(np.zeros(n, dtype=np.int64), np.ones(n), np.zeros((n, 2)), np.zeros(n))
    axes = model.axes.features() if in_space else np.zeros((N_ANSWERS * len(model.axes.centre), 0))
    features, own = np.hstack((axes, model.mixture.features())), axes.shape[1]
    starts = np.concatenate(([0], np.cumsum(np.bincount(votes.person, minlength=n))))
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        rows = slice(starts[first], starts[last])
        columns = votes.columns(rows)
        shape = Shape(columns.astype(np.intp), starts[first : last + 1] - starts[first], len(features))
        sums = Sparse(shape) @ features
        if in_space:
            placed.points[first:last], placed.error[first:last] = model.axes.place(sums[:, :own])
        if k > 1:
            n_decided = np.round(sums[:, own])
            chance = model.mixture.chances(sums[:, own + 1 :])
            sure = n_decided > 0
            # Who only skipped stands with the largest group, and is marked as between. Left out, those few people
            # could be found by subtraction on every statement, and whole groups would have to be hidden for it.
            placed.group[first:last] = np.where(sure, chance.argmax(axis=1), 0)
            placed.sureness[first:last] = np.where(sure, chance.max(axis=1), 0.0)
    return placed


def tally(votes: Votes, placed: Placed, n_groups: int, *, everybody: bool = False) -> Tally:
    """How one part of the votes answered, per group. everybody: sizes are of all, else of who gave an answer."""
    counts = empty_tally(votes.n_statements, n_groups).counts
    group = placed.group.astype(np.int32)
    per_block = 4_000_000  # votes: bounds the memory
    for first in range(0, len(votes.value), per_block):
        rows = slice(first, first + per_block)
        cells = (votes.statement[rows] * n_groups + group[votes.person[rows]]) * N_ANSWERS + as_answers(
            votes.value[rows]
        )
        counts += np.bincount(cells, minlength=counts.size).reshape(counts.shape)
    people = np.asarray(np.bincount(votes.person, minlength=votes.n_people) >= (0 if everybody else 1))
    return Tally(
        counts,
        np.bincount(placed.group[people], minlength=n_groups).astype(np.int64),
        np.bincount(placed.group[people & placed.between()], minlength=n_groups).astype(np.int64),
    )


def spearman(one: Floats, other: Floats) -> float:
    """Rank correlation of two arrays [n], ties at their mean rank; 0 where one of them does not vary."""
    if len(one) < 3:
        return 0.0
    ranks = []
    for values in (one, other):
        _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
        ranks.append((np.cumsum(sizes) - (sizes - 1) / 2.0)[place])
    first, second = (rank - rank.mean() for rank in ranks)
    size = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / size if size > 0 else 0.0
