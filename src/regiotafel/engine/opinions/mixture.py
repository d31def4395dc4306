"""People with the same chance of agreeing, per statement: latent classes (Lazarsfeld & Henry 1968; Goodman 1974,
Biometrika 61:215), fitted by EM on the answers that were given. A missing answer adds nothing to the likelihood, so
light voters are not pulled anywhere. The chances are smoothed towards those of everybody. Groups start from k-means;
the rest is deterministic. Several mixtures are fitted at once, for one pass over the answers then serves all of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE, N_ANSWERS
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.sparse import Full, Shape, Sparse

from .space import Answers

SMOOTHING = 2.0  # answers of an average person, added to every group and statement
QUICK_ROUNDS, QUICKLY_SETTLED = 25, 0.005
PEOPLE_TO_START = 400  # whose places the centres of k-means are learned from


@dataclass(frozen=True)
class Mixture:
    """agree: chance of agreeing [statements, groups]; weight: [groups]; member: [people, groups], rows sum to 1."""

    agree: Floats
    weight: Floats
    member: Floats

    def features(self) -> Floats:
        """Per column of `Votes.columns` what one vote adds to a person's sums: one for a decided answer, then the log
        of its chance in each group. Unsure adds nothing."""
        n_statements, k = self.agree.shape
        found = np.zeros((n_statements, N_ANSWERS, 1 + k))
        for answer, chance in ((DISAGREE, 1.0 - self.agree), (AGREE, self.agree)):
            found[:, answer, 0] = 1.0
            found[:, answer, 1:] = np.log(chance)
        return found.reshape(-1, 1 + k)

    def chances(self, sums: Floats) -> Floats:
        """Chance per group [people, groups] from each person's sums of logs."""
        logs = (sums + np.log(self.weight)).T
        return _normal(logs, np.empty_like(logs)).T

    def of(self, table: Table) -> Floats:
        """Chance per group [people, groups] of the people in a table of the same statements."""
        return self.chances(self._logs(table))

    def likelihood(self, table: Table) -> float:
        """The log of the chance of all answers in a table of the same statements."""
        return float(np.logaddexp.reduce(self._logs(table) + np.log(self.weight), axis=1).sum())

    def _logs(self, table: Table) -> Floats:
        chances = np.stack((np.log(self.agree), np.log1p(-self.agree)), axis=1).reshape(-1, len(self.weight))
        return np.asarray(table.rows @ chances)

    def in_order(self, rank: Ints) -> Mixture:
        """Groups renamed: group i becomes rank[i]."""
        order = np.argsort(rank)
        return Mixture(self.agree[:, order], self.weight[order], self.member[:, order])


def no_mixture(n_statements: int) -> Mixture:
    """No groups: a mixture of nothing over `n_statements` statements."""
    return Mixture(np.zeros((n_statements, 0)), np.zeros(0), np.zeros((0, 0)))


@dataclass(frozen=True)
class Table:
    """rows: people x (2 x statements), a one in column 2j for agree with statement j, in 2j + 1 for disagree;
    turned: the same the other way round; n_blocks: as in `Answers`."""

    rows: Sparse | Full
    turned: Sparse | Full
    n_statements: int
    n_blocks: int = 1

    @staticmethod
    def of(answers: Answers) -> Table:
        columns = 2 * answers.statement + (answers.sign < 0)
        rows = Sparse(Shape.of(answers.person, columns, answers.n_people, 2 * answers.n_statements))
        return Table(*rows.both_ways(answers.n_blocks), answers.n_statements, answers.n_blocks)


def labelled(label: Ints, k: int) -> Floats:
    """Chances [people, k] of people whose group is known; label: [people]."""
    return np.asarray(np.eye(k)[label])


def fit(
    table: Table,
    starts: Sequence[Floats],
    *,
    used: Sequence[Bools] | None = None,
    rounds: int = 60,
    settled: float = 0.002,
) -> list[Mixture]:
    """A mixture from each start [people, k], by EM until memberships settle.

    used: per start the people [people] whom it learns from (else everybody); the others get their chances all the same.
    settled: how little memberships move in a round, on average, for all of them.
    """
    return fit_each(table, [starts], used=used, rounds=rounds, settled=settled)[0]


def fit_each(
    table: Table,
    starts: Sequence[Sequence[Floats]],
    *,
    used: Sequence[Bools] | None = None,
    rounds: int = 60,
    settled: float = 0.002,
) -> list[list[Mixture]]:
    """The same for each block of a table, from as many starts of the same sizes, until each of them settles."""
    rows = _Rows([start.shape[1] for start in starts[0]])
    given = _Given.of(table, rows, len(starts) * len(starts[0][0]), used)
    member = np.stack([np.vstack([start.T for start in of_block]) for of_block in starts], axis=1)
    found: list[list[Mixture]] = [[] for _ in starts]
    moving = np.ones(len(starts), dtype=np.bool_)
    for left in reversed(range(rounds)):
        agree, weight = given.learned(member)
        before, member = member, rows.chances(given.likely(agree, weight))
        moved = rows.sums(np.abs(member - before).mean(axis=2))
        stops = moving & ((moved < settled * rows.sizes[:, None]).all(axis=0) | (not left))
        for block in np.flatnonzero(stops).tolist():
            found[block] = [
                Mixture(agree[part, block].T.copy(), weight[part, block], member[part, block].T.copy())
                for part in rows.parts
            ]
        moving &= ~stops
        if not moving.any():
            break
    return found


class _Rows:
    """The groups of several mixtures beneath each other, for long rows are passed over faster than many short ones.

    sizes: how many groups each mixture has; parts: where they stand; whose: of each group its mixture; lasts: the last
    group of each mixture; others: all but those; beside: of each of the others the last group of its mixture.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = np.array(sizes)
        ends = np.cumsum(self.sizes)
        self.lasts = ends - 1
        self.parts = [slice(end - size, end) for size, end in zip(sizes, ends.tolist(), strict=True)]
        self.whose = np.repeat(np.arange(len(sizes)), sizes)
        self.others = np.delete(np.arange(len(self.whose)), self.lasts)
        self.beside = self.lasts[self.whose[self.others]]
        self._alike = _alike(sizes)

    def sums(self, of_groups: Floats) -> Floats:
        """Of each mixture [mixtures, …]; of_groups: [groups, …]."""
        parts = [of_groups[alike].reshape(-1, k, *of_groups.shape[1:]).sum(axis=1) for alike, k in self._alike]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def chances(self, likely: Floats) -> Floats:
        """The chance of each group, of people whose answers are so likely there [groups, blocks, people]: one in each
        mixture."""
        member = np.empty_like(likely)
        n_people = likely.shape[1] * likely.shape[2]
        for alike, k in self._alike:
            _normal(likely[alike].reshape(-1, k, n_people), member[alike].reshape(-1, k, n_people))
        return member


@dataclass(frozen=True)
class _Given:
    """What mixtures are learned from.

    kept: of each group whether its mixture learns from these people [groups, 1, people], None for everybody; n_kept:
    how many those are, and one for each group [groups, 1]; counts: how often they gave each answer [mixtures, blocks,
    statements, 2], once for all when they learn from everybody; prior: what a group is thought to agree with before it
    has people [groups, blocks, statements]. Only a table of one block can have mixtures that learn from some.

    Members have sum one, so what the last group of a mixture has is what the others leave of everybody.
    """

    table: Table
    rows: _Rows
    kept: Floats | None
    n_kept: Floats
    counts: Floats
    prior: Floats

    @staticmethod
    def of(table: Table, rows: _Rows, n_people: int, used: Sequence[Bools] | None) -> _Given:
        kept: Floats = np.ones((1, n_people)) if used is None else np.stack(used).astype(np.float64)
        counts = table.turned.times(kept).reshape(len(kept), table.n_blocks, -1, 2)
        prior = SMOOTHING * (counts[..., 0] + 0.5) / (counts.sum(axis=3) + 1.0)
        whose = rows.whose if used is not None else np.zeros_like(rows.whose)
        n_kept = (kept.sum(axis=1) / table.n_blocks)[whose] + rows.sizes[rows.whose]
        of_groups = None if used is None else kept[whose, None]
        return _Given(table, rows, of_groups, n_kept[:, None], counts, prior[whose])

    def learned(self, member: Floats) -> tuple[Floats, Floats]:
        """How likely each group agrees [groups, blocks, statements], and its weight [groups, blocks]; member:
        [groups, blocks, people]."""
        rows = self.rows
        member = member if self.kept is None else member * self.kept
        counts = np.zeros((len(member), *self.counts.shape[1:]))
        others = member[rows.others].reshape(len(rows.others), -1)
        counts[rows.others] = self.table.turned.times(others).reshape(-1, *counts.shape[1:])
        counts[rows.lasts] = self.counts - rows.sums(counts)
        agree = (counts[..., 0] + self.prior) / (counts[..., 0] + counts[..., 1] + SMOOTHING)
        return agree, (member.sum(axis=2) + 1.0) / self.n_kept

    def likely(self, agree: Floats, weight: Floats) -> Floats:
        """The log of how likely everybody's answers are in each group, against the last of its mixture
        [groups, blocks, people]."""
        rows = self.rows
        logs = np.empty((*agree.shape, 2))
        np.log(agree, out=logs[..., 0])
        np.log1p(-agree, out=logs[..., 1])
        odds = self.table.rows.times((logs[rows.others] - logs[rows.beside]).reshape(len(rows.others), -1))
        found = np.zeros((*agree.shape[:2], odds.shape[1] // agree.shape[1]))
        found[rows.others] = odds.reshape(-1, *found.shape[1:])
        found += np.log(weight)[..., None]
        return found


def quick_fit(table: Table, starts: Sequence[Floats], used: Sequence[Bools] | None = None) -> list[Mixture]:
    """Enough to tell groups apart."""
    return fit_each(table, [starts], used=used, rounds=QUICK_ROUNDS, settled=QUICKLY_SETTLED)[0]


def quick_fit_each(table: Table, starts: Sequence[Sequence[Floats]]) -> list[list[Mixture]]:
    """The same for each block of a table."""
    return fit_each(table, starts, rounds=QUICK_ROUNDS, settled=QUICKLY_SETTLED)


def _alike(sizes: Sequence[int]) -> list[tuple[slice, int]]:
    """The rows of mixtures that stand beside each other and have equally many groups, and how many those are."""
    found, first = [], 0
    for k, some in groupby(sizes):
        behind = first + k * len(list(some))
        found.append((slice(first, behind), k))
        first = behind
    return found


def _normal(logs: Floats, out: Floats) -> Floats:
    """Chances [..., k, people] with sum one."""
    if logs.shape[-2] == 2:
        out[..., 0, :] = 0.5 + 0.5 * np.tanh((logs[..., 0, :] - logs[..., 1, :]) / 2.0)
        np.subtract(1.0, out[..., 0, :], out=out[..., 1, :])
        return out
    np.exp(logs - logs.max(axis=-2, keepdims=True), out=out)
    out /= out.sum(axis=-2, keepdims=True)
    return out


# --- where groups start


class Draw(NamedTuple):
    """The chance in k-means. some: of whom centres are learned [n], None for everybody; first: the person at the first
    centre [tries]; rolls: where the further ones fall [tries, k - 1]."""

    some: Ints | None
    first: Ints
    rolls: Floats

    @staticmethod
    def of(n: int, k: int, random: np.random.Generator, tries: int) -> Draw:
        some = np.sort(random.choice(n, PEOPLE_TO_START, replace=False)) if n > PEOPLE_TO_START else None
        drawn = [(random.integers(min(n, PEOPLE_TO_START)), random.random(k - 1)) for _ in range(tries)]
        return Draw(some, np.array([first for first, _ in drawn]), np.array([rolls for _, rolls in drawn]))


def k_means(points: Floats, k: int, random: np.random.Generator, tries: int = 2) -> Ints:
    """Labels [n] of the best of a few runs of Lloyd's algorithm from k-means++ starts; EM goes on from here, so the
    centres are learned from a sample."""
    return np.asarray(k_means_of_each(points[None], [Draw.of(len(points), k, random, tries)])[0])


def k_means_of_each(points: Floats, draws: Sequence[Draw]) -> Ints:
    """The same of several sets of equally many points at once: labels [sets, n]; points: [sets, n, d]."""
    some = points
    if draws[0].some is not None:
        some = np.stack([of_set[draw.some] for of_set, draw in zip(points, draws, strict=True)])
    first, rolls = np.stack([draw.first for draw in draws]), np.stack([draw.rolls for draw in draws])
    best, centres = _lloyd(some, first[:, 0], rolls[:, 0])
    for again in range(1, first.shape[1]):
        cost, found = _lloyd(some, first[:, again], rolls[:, again])
        better = cost < best - 1e-12
        best, centres = np.where(better, cost, best), np.where(better[:, None, None], found, centres)
    return _nearest(points, centres)[0]


def _lloyd(points: Floats, first: Ints, rolls: Floats, rounds: int = 6) -> tuple[Floats, Floats]:
    """Sums of squared distances [sets], and the centres [sets, k, d]; first, rolls: of one try of each set."""
    each = np.arange(len(points))
    centres = points[each, first][:, None]
    near = ((points - centres) ** 2).sum(axis=2)
    for roll in rolls.T:
        rolled = (np.cumsum(near, axis=1) < (roll * near.sum(axis=1))[:, None]).sum(axis=1)
        centre = points[each, np.minimum(rolled, points.shape[1] - 1)][:, None]
        centres = np.concatenate((centres, centre), axis=1)
        near = np.minimum(near, ((points - centre) ** 2).sum(axis=2))
    ones = np.eye(centres.shape[1])
    length = (points * points).reshape(len(points), -1).sum(axis=1)
    cost = np.full(len(points), math.inf)
    for _ in range(rounds):
        nearest, off = _nearest(points, centres)
        cost = length + off
        member = ones[nearest]
        sizes = member.sum(axis=1)[..., None]
        moved = np.where(sizes > 0, (member.swapaxes(1, 2) @ points) / np.maximum(sizes, 1.0), centres)
        moves = np.abs(moved - centres).max(axis=(1, 2)) >= 1e-6
        if not moves.any():
            break
        centres = np.where(moves[:, None, None], moved, centres)
    return cost, centres


def _nearest(points: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """The nearest centre of each point [sets, n], and the sums of squared distances [sets], less those of the points
    themselves."""
    squares = (centres * centres).sum(axis=2)[:, None] - 2.0 * (points @ centres.swapaxes(1, 2))
    return squares.argmin(axis=2), squares.min(axis=2).sum(axis=1)


def squared_distances(points: Floats, centres: Floats) -> Floats:
    """Squared distances [points, centres]."""
    return np.stack([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=1)
