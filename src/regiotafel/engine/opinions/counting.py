"""Votes in parts: what each part leaves behind, and how parts come together.

    state = merge(partition(one, first=0), partition(other, first=1_000))
    model = finish(state)                                    # in `model`: the space and the groups
    table = add(tally(one, place(one, model)), tally(other, place(other, model)))

A part holds all votes of some people, whose numbers follow each other. `merge` and `add` are associative and
commutative and have an identity, to the last bit: they only add whole numbers, and keep a sample of people that does
not depend on who came first (the `SAMPLE` people with the smallest hash: bottom-k sampling, Cohen & Kaplan 2007,
PODC). So one process, many processes and a cluster give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regiotafel.engine.common.answers import N_ANSWERS, as_answers
from regiotafel.engine.common.arrays import Bools, Ints

from .votes import Votes, in_order

SAMPLE = 20_000  # people from whom the space and the groups are learned; everybody gets a place in them


@dataclass(frozen=True)
class State:
    """What parts of the votes leave behind.

    counts: int64[statements, answers], how often each was given; ranges: who has been counted,
    as (first, behind last); n_people: of these, who answered; person, statement, value: the votes of the sampled
    people, by person, then statement.
    """

    counts: Ints
    ranges: tuple[tuple[int, int], ...]
    n_people: int
    person: Ints
    statement: NDArray[np.int32]
    value: NDArray[np.int8]

    @property
    def n_votes(self) -> int:
        return int(self.counts.sum())

    @property
    def n_statements(self) -> int:
        return len(self.counts)


NOTHING = State(
    np.zeros((0, N_ANSWERS), dtype=np.int64),
    (),
    0,
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int32),
    np.zeros(0, dtype=np.int8),
)


def count(votes: Votes, part: Ints, n_parts: int) -> Ints:
    """How often each answer was given [statements, parts, answers]; part: [people], -1 in none."""
    where = part[votes.person]
    inside = where >= 0
    cell = (votes.statement[inside] * n_parts + where[inside]) * N_ANSWERS + as_answers(votes.value[inside])
    size = votes.n_statements * n_parts * N_ANSWERS
    return np.bincount(cell, minlength=size).astype(np.int64).reshape(votes.n_statements, n_parts, N_ANSWERS)


def partition(votes: Votes, first: int = 0, most: int = SAMPLE) -> State:
    """The state of one part. first: number of the first person in it, over all parts."""
    votes = in_order(votes)
    counts = np.bincount(votes.columns(), minlength=N_ANSWERS * votes.n_statements).astype(np.int64)
    ranges = ((first, first + votes.n_people),) if votes.n_people else ()
    voters = np.flatnonzero(np.bincount(votes.person, minlength=votes.n_people))
    sampled = np.zeros(votes.n_people, dtype=np.bool_)
    sampled[voters[_smallest(voters + first, most)]] = True
    kept = sampled[votes.person]
    return State(
        counts.reshape(-1, N_ANSWERS),
        ranges,
        len(voters),
        votes.person[kept].astype(np.int64) + first,
        votes.statement[kept],
        votes.value[kept],
    )


def merge(one: State, other: State, most: int = SAMPLE) -> State:
    """Both parts together. Raises ValueError when the same people are in both."""
    n_statements = max(one.n_statements, other.n_statements)
    counts = np.zeros((n_statements, N_ANSWERS), dtype=np.int64)
    for part in (one, other):
        counts[: part.n_statements] += part.counts
    person = np.concatenate((one.person, other.person))
    statement = np.concatenate((one.statement, other.statement))
    value = np.concatenate((one.value, other.value))
    people, place = np.unique(person, return_inverse=True)
    kept = _smallest(people, most)[place]
    person, statement, value = person[kept], statement[kept], value[kept]
    order = np.lexsort((statement, person))
    ranges = _joined((*one.ranges, *other.ranges))
    n_people = one.n_people + other.n_people
    return State(counts, ranges, n_people, person[order], statement[order], value[order])


def _smallest(people: Ints, most: int) -> Bools:
    """Which of these people belong to the `most` with the smallest hash."""
    if len(people) <= most:
        return np.ones(len(people), dtype=np.bool_)
    hashes = _hash(people)
    return np.asarray(hashes <= np.partition(hashes, most - 1)[most - 1])


def _hash(person: Ints) -> NDArray[np.uint64]:
    """A number per person that looks like chance; two people never share one (the finaliser of SplitMix64)."""
    mixed = person.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _joined(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for first, behind in sorted(ranges):
        if joined and first < joined[-1][1]:
            raise ValueError("the same people are in two parts")
        if joined and first == joined[-1][1]:
            joined[-1] = (joined[-1][0], behind)
        else:
            joined.append((first, behind))
    return tuple(joined)


@dataclass(frozen=True)
class Tally:
    """How everybody answered, in the groups of a model.

    counts: int64[statements, groups, answers]; sizes, between: people per group int64[groups], and
    those whose group is unsure.
    """

    counts: Ints
    sizes: Ints
    between: Ints


def empty_tally(n_statements: int, n_groups: int) -> Tally:
    """The identity of `add`."""
    zeros = np.zeros(n_groups, dtype=np.int64)
    return Tally(np.zeros((n_statements, n_groups, N_ANSWERS), dtype=np.int64), zeros, zeros)


def add(one: Tally, other: Tally) -> Tally:
    """The counts of two sets of answers together; the order does not matter. Both count the same statements."""
    return Tally(one.counts + other.counts, one.sizes + other.sizes, one.between + other.between)
