"""Several tables of the same answers, laid beside each other: whether each person may still have answered otherwise.

A world is what the people who answered one statement may have answered. It fits when every number that is told of them
is the same in it: of everybody, of each group, of each role … The same people answer in it, with the same properties.
So an answer is open, also to who knows of everybody what group, role and municipality they have and which statements
they answered, as soon as there is one world that fits in which it is another.

People with the same value of every property are of one kind. A kind whose people gave different answers is open as it
is. Of the others most are opened by an exchange: somebody of that kind and somebody else have each other's answer, or
two pairs of people have, and no table sees it. For the rest a solver looks for the world in which as many of them as
possible answer otherwise (with whole numbers: an integer program), until there is none. What is left is settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np

from .answers import N_ANSWERS
from .arrays import Bools, Floats, Ints, distinct

PLENTY = np.iinfo(np.int64).max // 2  # so many may go from a part of which nothing is told


@dataclass(frozen=True)
class Table:
    """part: of each person, -1 in none [people]; lower: at least so many gave each answer [rows, parts, answers]; a
    part of which these are all is told exactly, and of one without any of them nothing is told."""

    part: Ints
    lower: Ints


@dataclass(frozen=True)
class Answers:
    """Who answered what: of each answer the person, the row and which it is [answers]."""

    person: Ints
    row: Ints
    answer: Ints


@dataclass(frozen=True)
class Kinds:
    """The people who answered one row. parts: of each kind in each table [tables, kinds]; counts: [kinds, answers];
    lower: per table [parts, answers]."""

    parts: Ints
    counts: Ints
    lower: tuple[Ints, ...]

    def settled(self, *, solve: bool) -> Bools:
        """Of which kinds it follows that all gave one answer [kinds]; without `solve`, of more it may seem so."""
        shut: Bools = np.asarray((self.counts > 0).sum(axis=1) == 1)
        for exchanged in (self._exchanged, self._exchanged_by_four):
            if shut.any():
                shut[exchanged(np.flatnonzero(shut))] = False
        if solve and shut.any():
            _look(self, shut)
        return shut

    def _exchanged(self, kinds: Ints) -> Ints:
        """Which of these kinds have an exchange that no table sees."""
        given = self.counts[kinds].argmax(axis=1)
        spare = self._spare
        found = np.zeros(len(kinds), dtype=np.bool_)
        for one, other in permutations(range(N_ANSWERS), 2):
            of, others = np.flatnonzero((given == one) & ~found), np.flatnonzero(self.counts[:, other])
            if not len(of):
                continue
            away, back = spare[:, kinds[of], one] > 0, spare[:, others, other] > 0
            here, there = self.parts[:, kinds[of]], self.parts[:, others]
            alike = (here[:, :, None] == there[:, None, :]) | (away[:, :, None] & back[:, None, :])
            found[of] = alike.all(axis=0).any(axis=1) | away.all(axis=0)
        return kinds[found]

    def _exchanged_by_four(self, kinds: Ints) -> Ints:
        """Which of these kinds have an exchange together with two other people: what one pair changes in one table,
        the other pair changes back, and other tables see neither."""
        given = self.counts[kinds].argmax(axis=1)
        spare = self._spare > 1  # both may go from one part
        found = np.zeros(len(kinds), dtype=np.bool_)
        for one, other in permutations(range(N_ANSWERS), 2):
            all_one, others = (np.flatnonzero(self.counts[:, answer]) for answer in (one, other))
            of = np.flatnonzero((given == one) & ~found)
            if not len(of) or not len(others):
                continue
            here, there = self.parts[:, all_one], self.parts[:, others]
            alike = here[:, :, None] == there[:, None, :]
            alike |= spare[:, all_one, one][:, :, None] & spare[:, others, other][:, None, :]
            rows = np.searchsorted(all_one, kinds[of])
            n_unlike = len(alike) - alike.sum(axis=0)
            for table in range(1, len(alike)):
                here_alike = alike[table].astype(np.float32)
                elsewhere = (n_unlike + alike[table] == 1) | (n_unlike == 0)
                elsewhere = elsewhere.astype(np.float32)
                there_and_back = (elsewhere[rows] @ here_alike.T > 0) & (here_alike[rows] @ elsewhere.T > 0)
                found[of] |= there_and_back.any(axis=1)
        return kinds[found]

    @cached_property
    def _spare(self) -> Ints:
        """How many of each answer may go from the part of each kind, unseen [tables, kinds, answers]."""
        found = np.empty((*self.parts.shape, N_ANSWERS), dtype=np.int64)
        for place, (part, lower) in enumerate(zip(self.parts, self.lower, strict=True)):
            sums = np.zeros((len(lower) + 1, N_ANSWERS), dtype=np.int64)
            np.add.at(sums, part, self.counts)
            sums[:-1] -= lower
            sums[-1] = PLENTY
            found[place] = sums[part]
        return found

    def known(self) -> Iterator[tuple[Ints, float, float]]:
        """Numbers of a world [kinds, answers] (their places), and the least and the most that they are together."""
        for part, lower in zip(self.parts, self.lower, strict=True):
            for value in distinct(part[part >= 0]):
                kinds, least = np.flatnonzero(part == value), lower[value]
                is_exact = least.sum() == self.counts[kinds].sum()
                for answer in np.flatnonzero((least > 0) | is_exact):
                    yield kinds * N_ANSWERS + answer, least[answer], least[answer] if is_exact else np.inf
        for kind, n in enumerate(self.counts.sum(axis=1)):
            yield kind * N_ANSWERS + np.arange(N_ANSWERS), n, n


def settled(answers: Answers, tables: Sequence[Table], rows: Ints | None = None, *, solve: bool = True) -> Ints:
    """The rows of which these tables together settle somebody's answer; the first is of everybody. rows: only these;
    solve: whether to look further than exchanges, or else call settled what they leave."""
    of_rows = _kinds(answers, tables, rows)
    return np.array([row for row, kinds in of_rows if kinds.settled(solve=solve).any()], dtype=np.int64)


def _kinds(answers: Answers, tables: Sequence[Table], rows: Ints | None) -> Iterator[tuple[int, Kinds]]:
    if len(tables) < 3:  # everybody, and one way to divide them: `privacy.told` sees to that
        return
    parts = np.stack([table.part for table in tables])
    code = np.zeros(parts.shape[1], dtype=np.int64)
    for part in parts:
        code = np.unique(code * (int(part.max(initial=-1)) + 2) + part + 1, return_inverse=True)[1]
    _, first = np.unique(code, return_index=True)  # somebody of each kind
    n_rows = len(tables[0].lower)
    place, wanted = np.full(n_rows, -1), np.arange(n_rows) if rows is None else rows
    place[wanted] = np.arange(len(wanted))
    row = place[answers.row]
    asked = row >= 0
    kind = code[answers.person[asked]] * N_ANSWERS + answers.answer[asked]
    order = np.argsort(row[asked], kind="stable")
    ends = np.cumsum(np.bincount(row[asked], minlength=len(wanted))).tolist()
    kind, size = kind[order], len(first) * N_ANSWERS
    for one, start, end in zip(wanted.tolist(), [0, *ends], ends, strict=False):
        counts = np.bincount(kind[start:end], minlength=size).reshape(-1, N_ANSWERS)
        there = np.flatnonzero(counts.any(axis=1))
        lower = tuple(table.lower[one] for table in tables)
        yield one, Kinds(parts[:, first[there]], counts[there], lower)


def _look(kinds: Kinds, shut: Bools) -> None:
    """Open in `shut` what a solver can, looking at once for all that are shut: first with fractions, which is faster
    and mostly gives whole numbers."""
    from scipy.optimize import LinearConstraint, milp  # noqa: PLC0415  # slow to load, and seldom asked
    from scipy.sparse import csc_array  # noqa: PLC0415

    places, least, most = zip(*kinds.known(), strict=True)
    ends = np.cumsum([0, *(len(one) for one in places)])
    which = np.repeat(np.arange(len(places)), np.diff(ends))
    shape = (len(places), kinds.counts.size)
    fits = LinearConstraint(csc_array((np.ones(ends[-1]), (which, np.concatenate(places))), shape=shape), least, most)
    sizes = kinds.counts.sum(axis=1)
    is_whole = 0
    while shut.any():
        goal = np.zeros(kinds.counts.shape)
        goal[shut, kinds.counts[shut].argmax(axis=1)] = 1.0 / sizes[shut]
        found = milp(goal.ravel(), constraints=fits, integrality=np.full(goal.size, is_whole)).x
        if found is None:
            return  # no world was found in time, so what is shut stays so
        world = found.reshape(goal.shape)
        opened = shut & _differs(kinds, world)
        if opened.any():
            shut &= ~opened
        elif is_whole or np.abs(goal * (world - kinds.counts)).sum() < 1e-6:
            return
        else:
            is_whole = 1


def _differs(kinds: Kinds, world: Floats) -> Bools:
    """Which kinds answer otherwise in a world of whole people [kinds]; none in another."""
    found = world.round()
    if np.abs(found - world).max() > 1e-6:
        return np.zeros(len(world), dtype=np.bool_)
    return np.asarray((found < kinds.counts).any(axis=1))
