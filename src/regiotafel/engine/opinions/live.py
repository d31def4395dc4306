"""A conversation that goes on: every new vote is counted at once, and the space follows when it is refreshed.

    live = begin(votes, finish(partition(votes)))
    cast(live, person=3, statement=7, value=1)     # counts, the place and the group of this person: under a millisecond
    live = refreshed(live)                         # the space and the groups from all votes, starting where they were

Whether there are groups, and how many, is decided only by a whole analysis.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .counting import Tally
from .groups import refit
from .model import Model, Placed, answers_of, place, tally
from .space import as_table, warm_space
from .votes import Floats, Ints, Votes, in_order

ANSWER = (1, 2, 0)  # where disagree, unsure and agree are counted


@dataclass(frozen=True)
class Live:
    """The arrays in it change with every vote; the model does not.

    keys: person x statements + statement of each vote [votes], in order; sums: per person what `features` add up to;
    since: votes since the last refresh.
    """

    votes: Votes
    model: Model
    placed: Placed
    table: Tally
    keys: Ints
    features: Floats
    sums: Floats
    since: dict[tuple[int, int], int]


def begin(votes: Votes, model: Model) -> Live:
    """A conversation to which votes can be added one by one, from its votes so far and a model learned from them."""
    votes = in_order(votes)
    placed = place(votes, model)
    features = np.hstack((model.axes.features(), model.mixture.features()))
    columns = votes.statement * np.int32(3) + votes.value + np.int32(1)
    starts = np.concatenate(([0], np.cumsum(np.bincount(votes.person, minlength=votes.n_people))))
    sums = np.asarray(as_table(np.ones(len(columns)), columns, starts, len(features)) @ features)
    keys = votes.person.astype(np.int64) * max(votes.n_statements, 1) + votes.statement
    return Live(votes, model, placed, tally(votes, placed, model.groups.n_groups), keys, features, sums, {})


def cast(live: Live, person: int, statement: int, value: int) -> None:
    """Count one vote; a second vote of the same person on the same statement replaces the first. Raises ValueError for
    a person, statement or vote that is not there."""
    votes = live.votes
    if not (0 <= person < votes.n_people and 0 <= statement < votes.n_statements):
        raise ValueError("a position lies outside the people or statements")
    if value not in (-1, 0, 1):
        raise ValueError("a vote is -1, 0 or 1")
    before = _current(live, person, statement)
    live.since[person, statement] = value
    group = int(live.placed.group[person])
    if before is not None:
        live.table.counts[statement, group, ANSWER[before + 1]] -= 1
        live.sums[person] -= live.features[3 * statement + before + 1]
    live.table.counts[statement, group, ANSWER[value + 1]] += 1
    live.sums[person] += live.features[3 * statement + value + 1]
    _stand(live, person, group)


def _current(live: Live, person: int, statement: int) -> int | None:
    if (person, statement) in live.since:
        return live.since[person, statement]
    key = person * max(live.votes.n_statements, 1) + statement
    at = int(np.searchsorted(live.keys, key))
    return int(live.votes.value[at]) if at < len(live.keys) and live.keys[at] == key else None


def _stand(live: Live, person: int, before: int) -> None:
    """A new place, and perhaps another group, for which this person's votes are counted from now on."""
    model, placed, one = live.model, live.placed, slice(person, person + 1)
    sums = live.sums[one]
    placed.points[one], placed.error[one] = model.axes.place(sums[:, :5])
    if model.groups.n_groups == 1:
        return
    chance = model.mixture.chances(sums[:, 6:])[0]
    decided = round(float(sums[0, 5])) > 0
    group = int(chance.argmax()) if decided else 0
    was_between = bool(placed.between()[person])
    placed.group[person] = group
    placed.sureness[person] = chance.max() if decided else 0.0
    live.table.sizes[before] -= 1
    live.table.sizes[group] += 1
    live.table.between[before] -= was_between
    live.table.between[group] += bool(placed.between()[person])
    if group == before:
        return
    for statement, value in _votes_of(live, person):
        live.table.counts[statement, before, ANSWER[value + 1]] -= 1
        live.table.counts[statement, group, ANSWER[value + 1]] += 1


def _votes_of(live: Live, person: int) -> list[tuple[int, int]]:
    n = max(live.votes.n_statements, 1)
    first, last = np.searchsorted(live.keys, (person * n, (person + 1) * n))
    found = {int(live.votes.statement[at]): int(live.votes.value[at]) for at in range(first, last)}
    found |= {statement: value for (who, statement), value in live.since.items() if who == person}
    return list(found.items())


def all_votes(live: Live) -> Votes:
    """With the votes since the last refresh."""
    votes = live.votes
    new = np.array(sorted((*where, value) for where, value in live.since.items()), dtype=np.int64).reshape(-1, 3)
    wanted = new[:, 0] * max(votes.n_statements, 1) + new[:, 1]
    at = np.searchsorted(live.keys, wanted)
    there = np.append(live.keys, -1)[at] == wanted
    value = votes.value.copy()
    value[at[there]] = new[there, 2]
    where, what = at[~there], new[~there]
    return in_order(
        replace(
            votes,
            person=np.insert(votes.person, where, what[:, 0]),
            statement=np.insert(votes.statement, where, what[:, 1]),
            value=np.insert(value, where, what[:, 2]),
        )
    )


def refreshed(live: Live) -> Live:
    """The space and the groups from all votes, a few rounds on from where they were."""
    votes = all_votes(live)
    answers = answers_of(votes)
    axes = warm_space(answers, live.model.axes).axes
    mixture = live.model.mixture
    if live.model.groups.n_groups > 1:
        mixture = refit(answers, mixture, live.placed.group)
    return begin(votes, replace(live.model, axes=axes, mixture=mixture))
