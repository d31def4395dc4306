"""What was learned from the sample, and how everybody gets a place and a group from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .agreement import spearman
from .counting import State, Tally, empty_tally
from .groups import SURE_OF_PERSON, Groups, find_groups, only
from .mixture import Mixture
from .space import Answers, Axes, as_table, open_space, structure
from .votes import Bools, Floats, Ints, Votes, hashed

PEOPLE_TO_FLIP = 1_000
BLOCK = 50_000  # people whose places are calculated at once: bounds the memory


@dataclass(frozen=True)
class Model:
    """axes: the space; groups: of the sampled people, with what is known about them; mixture: how likely each group
    agrees. n_dimensions: directions that carry structure, None when not tested; votes_correlation: rank correlation
    between number of votes and distance to the centre; sampled: whom it was learned from, in the order of `groups`."""

    axes: Axes
    groups: Groups
    mixture: Mixture
    n_dimensions: int | None
    votes_correlation: float
    sampled: Ints


@dataclass(frozen=True)
class Placed:
    """Per person: group, chance of that group, place to draw [people, 2] and its standard error."""

    group: Ints
    sureness: Floats
    points: Floats
    error: Floats

    def between(self) -> Bools:
        return self.sureness < SURE_OF_PERSON


def finish(state: State, *, seed: int = 0, smallest: int = 5, n_resamples: int = 20) -> Model:
    """The space and the groups from the sampled votes.

    People stand in an order that depends on their votes only, so neither the order of rows nor the names of people
    can change which random numbers meet whom.
    """
    sampled, votes = _sampled(state)
    answers = answers_of(votes)
    random = np.random.default_rng(seed)
    space = open_space(answers, 4, random)
    shape = structure(_some(answers, random), random) if n_resamples else None
    groups, mixture = find_groups(
        answers,
        space,
        n_people=state.n_people,
        smallest=smallest,
        n_resamples=n_resamples,
        strength=shape.strength if shape else None,
        random=random,
    )
    model = Model(space.axes, groups, mixture, shape.n_dimensions if shape else None, 0.0, sampled)
    points = place(votes, model).points
    n_votes = np.bincount(votes.person, minlength=votes.n_people).astype(np.float64)
    distance = np.hypot(points[:, 0], points[:, 1]).round(6)
    return replace(model, votes_correlation=spearman(n_votes, distance))


def _some(answers: Answers, random: np.random.Generator) -> Answers:
    return only(answers, answers.per_person() > 1, PEOPLE_TO_FLIP, random)


def without_people(model: Model) -> Model:
    """What a place needs, and nothing about the people in the sample."""
    none = np.zeros(0, dtype=np.int64)
    groups = replace(model.groups, index=none, between=none.astype(np.bool_), stability_of_person=np.zeros(0))
    return replace(model, groups=groups, mixture=replace(model.mixture, member=np.zeros((0, 0))), sampled=none)


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


def place(votes: Votes, model: Model) -> Placed:
    """Everybody in one part of the votes (in order), in the space and the groups of the model."""
    n, k = votes.n_people, model.groups.n_groups
    placed = Placed(np.zeros(n, dtype=np.int64), np.ones(n), np.zeros((n, 2)), np.zeros(n))
    features = np.hstack((model.axes.features(), model.mixture.features()))
    starts = np.concatenate(([0], np.cumsum(np.bincount(votes.person, minlength=n))))
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        rows = slice(starts[first], starts[last])
        columns = votes.statement[rows] * np.int32(3) + votes.value[rows] + np.int32(1)
        table = as_table(np.ones(len(columns)), columns, starts[first : last + 1] - starts[first], len(features))
        sums = np.asarray(table @ features)
        placed.points[first:last], placed.error[first:last] = model.axes.place(sums[:, :5])
        if k > 1:
            n_decided = np.round(sums[:, 5])
            chance = model.mixture.chances(sums[:, 6:])
            sure = n_decided > 0
            # Who only skipped stands with the largest group, and is marked as between. Left out, those few people
            # could be found by subtraction on every statement, and whole groups would have to be hidden for it.
            placed.group[first:last] = np.where(sure, chance.argmax(axis=1), 0)
            placed.sureness[first:last] = np.where(sure, chance.max(axis=1), 0.0)
    return placed


def tally(votes: Votes, placed: Placed, n_groups: int) -> Tally:
    """How one part of the votes answered, per group."""
    counts = empty_tally(votes.n_statements, n_groups).counts
    group = placed.group.astype(np.int32)
    per_block = 4_000_000  # votes: bounds the memory
    for first in range(0, len(votes.value), per_block):
        rows = slice(first, first + per_block)
        answer = np.array([1, 2, 0], dtype=np.int32)[votes.value[rows] + 1]
        cells = (votes.statement[rows] * np.int32(n_groups) + group[votes.person[rows]]) * np.int32(3) + answer
        counts += np.bincount(cells, minlength=counts.size).reshape(counts.shape)
    return Tally(
        counts,
        np.bincount(placed.group, minlength=n_groups).astype(np.int64),
        np.bincount(placed.group[placed.between()], minlength=n_groups).astype(np.int64),
    )
