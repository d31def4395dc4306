"""How much the order of measures hangs on weights and scores about which nobody is sure.

Stochastic multicriteria acceptability analysis (SMAA-2; Lahdelma and Salminen, 2001, Operations Research 49(3)): many
times over, weights are drawn out of all that are allowed, each as likely, and scores between the lowest and the highest
that were given. How often a measure then takes a place is its acceptability. What is drawn depends on `seed` alone, and
on names, not on the order in which anything is handed over.

Without knowledge of weights every set of weights that sums to 1 is as likely (exponential draws, divided by their sum).
With some, a walk goes through the sets that are left ("hit and run"; Smith, 1984): which is even only after many steps,
so it is an approximation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.solver import ENDLESS, Patience, Rows

from .election import Election, in_order

AT_ONCE = 10_000  # draws of which all values stand in memory together
N_WALKS = 2_000
LEAST_ROOM = 1e-7
# Within so much of the share that endlessly many draws would give, 95 times of 100.
SURE = 1.96


@dataclass(frozen=True)
class Doubt:
    """scores: by measure and criterion, between which two numbers from 0 it lies; what is not named is 0. criteria: all
    that have a weight. heavier: pairs of which the first weighs at least as much as the second. between: of a
    criterion, the least and the most of the whole (1) that its weight can be.

    Raises ValueError for what nobody could mean: an unknown criterion, a score below 0, a lowest above a highest, and
    where no weights are left."""

    scores: Mapping[str, Mapping[str, tuple[float, float]]]
    criteria: Sequence[str]
    heavier: Sequence[tuple[str, str]] = ()
    between: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = set(self.criteria)
        named = {name for pair in self.heavier for name in pair} | set(self.between)
        named |= {name for given in self.scores.values() for name in given}
        if not known or not named <= known:
            raise ValueError(f"not a criterion: {min(named - known, default='')}")
        if any(low < 0 or low > high for given in self.scores.values() for low, high in given.values()):
            raise ValueError("a score below 0, or a lowest above a highest")
        if self.is_walked and self.middle is None:
            raise ValueError("no weights are left")

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(sorted(self.scores))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.criteria)))

    @cached_property
    def low(self) -> Floats:
        """[measures, criteria]"""
        return np.array([[self.scores[key].get(name, (0.0, 0.0))[0] for name in self.names] for key in self.keys])

    @cached_property
    def high(self) -> Floats:
        """[measures, criteria]"""
        return np.array([[self.scores[key].get(name, (0.0, 0.0))[1] for name in self.names] for key in self.keys])

    @property
    def is_walked(self) -> bool:
        return bool(self.heavier or self.between)

    @cached_property
    def limits(self) -> tuple[Floats, Floats]:
        """rows [limits, criteria] and least [limits]: weights for which rows x weights ≥ least are allowed."""
        place = {name: at for at, name in enumerate(self.names)}
        one = np.eye(len(self.names))
        rows, least = [*one], [0.0] * len(one)
        for more, less in sorted(self.heavier):
            rows.append(one[place[more]] - one[place[less]])
            least.append(0.0)
        for name, (low, high) in sorted(self.between.items()):
            rows += [one[place[name]], -one[place[name]]]
            least += [low, -high]
        return np.array(rows), np.array(least)

    def allowed(self, *, with_room: bool = False) -> Rows:
        """A program with a column for each weight, held to the limits; with room, by as much as one column more."""
        program = Rows()
        for _ in self.names:
            program.column(0.0, 1.0)
        program.row(dict.fromkeys(range(program.n_columns), 1.0), 1.0, 1.0)
        spare = {program.column(-1.0, 1.0): -1.0} if with_room else {}
        for row, low in zip(*self.limits, strict=True):
            program.row({**{int(at): float(row[at]) for at in np.flatnonzero(row)}, **spare}, float(low))
        return program

    @cached_property
    def middle(self) -> Floats | None:
        """Weights that stay as far from every limit as can be; None when limits leave no room."""
        room = len(self.names)
        found = self.allowed(with_room=True).best({room: 1.0})
        if found.columns is None or found.value < LEAST_ROOM:
            return None
        return np.asarray(found.columns[:room] / found.columns[:room].sum())


@dataclass(frozen=True)
class Acceptability:
    """ranks: of each measure, the share of draws in which it takes each place [measures, places]; in_plan: the share in
    which it is in the plan [measures], None when no plan was asked for; central: the mean weights of the draws in which
    it comes first [measures, criteria], 0 where it never does. Measures in the order of `keys`, criteria of `names`."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    ranks: Floats
    in_plan: Floats | None
    central: Floats
    n_draws: int
    is_walked: bool

    @property
    def error(self) -> float:
        """How far a share can be off by chance, at most (95 times of 100): in a walk more, for draws hang together."""
        return float(SURE * 0.5 / np.sqrt(self.n_draws))

    def among(self, first: int) -> Floats:
        """The share of draws in which each measure is among the first so many [measures]."""
        return np.asarray(self.ranks[:, :first].sum(axis=1))


def acceptability(
    doubt: Doubt, n_draws: int = 100_000, seed: int = 0, election: Election | None = None
) -> Acceptability:
    """election: of the same measures; who is then in the plan is found as `by_criteria` does, in each draw."""
    n, m = doubt.low.shape
    keep = _Keep(doubt.keys, in_order(election)) if election is not None else None
    ranks, central, won = np.zeros((n, n)), np.zeros((n, m)), np.zeros(n)
    for weights, order in _draws(doubt, n_draws, seed):
        at = order + n * np.arange(n)
        ranks += np.bincount(at.ravel(), minlength=n * n).reshape(n, n).T
        for name in range(m):
            central[:, name] += np.bincount(order[:, 0], weights[:, name], minlength=n)
        if keep is not None:
            won += keep.won(order)
    first = np.maximum(ranks[:, :1], 1)
    return Acceptability(
        keys=doubt.keys,
        names=doubt.names,
        ranks=ranks / n_draws,
        in_plan=won / n_draws if keep is not None else None,
        central=central / first,
        n_draws=n_draws,
        is_walked=doubt.is_walked,
    )


def confidence(doubt: Doubt, central: Floats, n_draws: int = 10_000, seed: int = 0) -> Floats:
    """Of each measure, the share of draws of scores in which it comes first under its own central weights (a row of
    `central`); 0 where it has none [measures]."""
    rng = np.random.default_rng([seed, 1])
    found = np.zeros(len(doubt.keys))
    for some in _sizes(n_draws):
        scores = _scores(doubt, rng, some)
        for at in np.flatnonzero(central.any(axis=1)):
            values = (scores @ central[at]) if scores.ndim == 3 else np.tile(scores @ central[at], (some, 1))
            found[at] += np.count_nonzero(_ordered(values)[:, 0] == at)
    return found / n_draws


def always_among(
    doubt: Doubt, first: int, only: Collection[str] | None = None, patience: Patience = ENDLESS
) -> frozenset[str]:
    """The measures (of `only`, where given) that are among the first so many whatever the weights and scores are. It is
    proven: by looking for weights under which as many others as possible are at least as good, while a measure has its
    lowest scores and the others their highest. What could not be proven when patience ran out is not among them."""
    if first >= len(doubt.keys):
        return frozenset(doubt.keys if only is None else only)
    asked = [(at, key) for at, key in enumerate(doubt.keys) if only is None or key in only]
    return frozenset(key for at, key in asked if patience.left > 0 and _n_above(doubt, at, first, patience) < first)


def _n_above(doubt: Doubt, at: int, enough: int, patience: Patience) -> int:
    """How many others can be at least as good as this one under the same weights; at most `enough` are counted. More
    than can be, when patience runs out."""
    ahead = np.delete(doubt.high, at, axis=0) - doubt.low[at]
    certain = int(np.count_nonzero((ahead >= 0).all(axis=1)))
    ahead = ahead[(ahead >= 0).any(axis=1) & (ahead < 0).any(axis=1)]
    if certain >= enough or not len(ahead):
        return min(certain, enough)
    program, m = doubt.allowed(), len(doubt.names)
    is_above = [program.column(0.0, 1.0, whole=True) for _ in ahead]
    for row, column in zip(ahead, is_above, strict=True):
        most = float(-row.min())
        program.row({**{j: float(row[j]) for j in range(m)}, column: -most}, -most)
    program.row(dict.fromkeys(is_above, 1.0), 0.0, float(enough - certain))
    found = program.best(dict.fromkeys(is_above, 1.0), patience=patience)
    return certain + (round(found.value) if found.is_proven else ceil(min(found.bound, enough) - LEAST_ROOM))


def _sizes(n_draws: int) -> Iterator[int]:
    for done in range(0, n_draws, AT_ONCE):
        yield min(AT_ONCE, n_draws - done)


def _draws(doubt: Doubt, n_draws: int, seed: int) -> Iterator[tuple[Floats, Ints]]:
    """weights [draws, criteria] and the measures from first to last [draws, measures], part after part."""
    rng = np.random.default_rng([seed, 0])
    walk = _walk(doubt, rng, n_draws) if doubt.is_walked else None
    for some in _sizes(n_draws):
        if walk is None:
            weights = rng.standard_exponential((some, len(doubt.names)))
            weights /= weights.sum(axis=1, keepdims=True)
        else:
            weights = next(walk)
        scores = _scores(doubt, rng, some)
        values = weights @ scores.T if scores.ndim == 2 else np.einsum("dnm,dm->dn", scores, weights)
        yield weights, _ordered(values)


def _scores(doubt: Doubt, rng: np.random.Generator, n: int) -> Floats:
    """[draws, measures, criteria], or without draws where all scores are sure."""
    wide = doubt.high - doubt.low
    if not wide.any():
        return doubt.low
    return doubt.low + wide * rng.random((n, *wide.shape))


def _ordered(values: Floats) -> Ints:
    """Measures from the highest value to the lowest [draws, measures]; of equals the first. The place stands in the
    last bits of the value, so that one sort of numbers is enough: what differs less than 1 to 10¹² counts as equal."""
    n = values.shape[1]
    mask = (1 << max(1, (n - 1).bit_length())) - 1
    packed = np.ascontiguousarray(values).view(np.int64)
    packed &= ~np.int64(mask)
    packed |= mask - np.arange(n)
    packed.sort(axis=1)
    return np.asarray(mask - (packed[:, ::-1] & mask))


def _walk(doubt: Doubt, rng: np.random.Generator, n_draws: int) -> Iterator[Floats]:
    """Weights in parts of `AT_ONCE`: many walks at the same time, of which now and then is told where they are."""
    rows, least = doubt.limits
    m = len(doubt.names)
    n_walks = min(N_WALKS, n_draws)
    here = np.tile(doubt.middle if doubt.middle is not None else np.zeros(m), (n_walks, 1))
    for _ in range(60 * m):
        here = _step(here, rows, least, rng)
    for some in _sizes(n_draws):
        seen = []
        for _ in range(ceil(some / n_walks)):
            for _ in range(2 * m):
                here = _step(here, rows, least, rng)
            seen.append(here)
        yield np.concatenate(seen)[:some]


def _step(here: Floats, rows: Floats, least: Floats, rng: np.random.Generator) -> Floats:
    """From each place in a direction of its own, to anywhere between the limits that lie there."""
    way = rng.standard_normal(here.shape)
    way -= way.mean(axis=1, keepdims=True)
    room, speed = least - here @ rows.T, way @ rows.T
    with np.errstate(divide="ignore", invalid="ignore"):
        until = room / speed
    back = np.where(speed > 0, until, -np.inf).max(axis=1)
    ahead = np.where(speed < 0, until, np.inf).min(axis=1)
    # A place on a limit, and no way to go from there: it stays.
    back, ahead = np.minimum(back, 0.0), np.maximum(ahead, 0.0)
    found: Floats = here + (back + (ahead - back) * rng.random(len(here)))[:, None] * way
    return found


class _Keep:
    """Who is in the plan, for many orders at the same time."""

    def __init__(self, keys: Sequence[str], election: Election) -> None:
        """Raises ValueError when it has other measures."""
        if election.keys != tuple(keys):
            raise ValueError("an election of other measures")
        self.election = election
        self.cost = np.array([one.cost for one in election.measures])
        n = len(self.cost)
        self.rivals: Bools = np.zeros((n, n), dtype=np.bool_)
        for j, rivals in enumerate(election.rivals):
            self.rivals[j, list(rivals)] = True

    def won(self, order: Ints) -> Floats:
        """In how many of these orders each measure is in the plan [measures]."""
        draws, n = order.shape
        fixed = list(self.election.statutory)
        taken: Bools = np.zeros((draws, n), dtype=np.bool_)
        taken[:, fixed] = True
        shut: Bools = np.zeros((draws, n), dtype=np.bool_)
        shut[:, fixed] = True
        shut[:, self.rivals[fixed].any(axis=0)] = True
        left = np.full(draws, self.election.free)
        every = np.arange(draws)
        has_rivals: Bools = np.asarray(self.rivals.any(axis=1))
        for place in range(n if self.election.free >= 0 else 0):
            now = order[:, place]
            fits = (self.cost[now] <= left) & ~shut[every, now]
            left -= np.where(fits, self.cost[now], 0)
            taken[every[fits], now[fits]] = True
            closing = fits & has_rivals[now]
            shut[closing] |= self.rivals[now[closing]]
        return np.asarray(taken.sum(axis=0), dtype=np.float64)
