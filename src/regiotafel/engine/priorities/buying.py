"""One pass of the Method of Equal Shares, in whole numbers.

Everybody has a purse. Of all measures that their supporters can pay together the one is bought that costs them least
per unit of what it is worth to them (its *rate*): who supports it pays rate x worth, or all that is left of the purse.
(Peters, Pierczynski and Skowron, *Proportional Participatory Budgeting with Additive Utilities*, NeurIPS 2021.)

Purses are numerators over one denominator, which grows with every purchase, so nothing is ever rounded. As purses only
become emptier, a rate only rises: what it was is a lower bound for what it is, and a measure whose bound is above the
lowest rate that is known need not be looked at. `filtering` says the same of many ballots at once, in floats.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import chain
from math import gcd, lcm

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints

from .election import Election, with_cost

# What a score of 1 is worth to who gave it: what the measure costs, or the same for every measure.
UTILITIES = ("cost", "cardinality")
# Above what a float can be off, for a quotient of whole numbers: 2**-52 of it.
OFF = 1 + 1e-15


@dataclass(frozen=True, eq=False)
class Columns:
    """Of the supporters of a measure, in floats [k]. scores: None where all gave the same; weights: people x score."""

    ballots: Ints
    scores: Floats | None
    people: Floats
    weights: Floats


@dataclass(frozen=True, eq=False)
class Support:
    """Who gave a measure a score: places of ballots, the score of each divided by what all have in common, and the
    people [k]. worth: of such a score of 1; score: of all people together."""

    ballots: Ints
    scores: Ints
    people: Ints
    worth: int
    score: int
    n_people: int

    @cached_property
    def common(self) -> int:
        """A multiple of all scores."""
        return 1 if self.score == self.n_people else lcm(*set(self.scores.tolist()))

    @cached_property
    def columns(self) -> Columns:
        scores = None if (self.scores == 1).all() else self.scores.astype(np.float64)
        weights = (self.people * self.scores).astype(np.float64)
        return Columns(self.ballots, scores, self.people.astype(np.float64), weights)

    @cached_property
    def ones(self) -> list[tuple[int, int]]:
        """Place and people."""
        return [*zip(self.ballots.tolist(), self.people.tolist(), strict=True)]

    @cached_property
    def rows(self) -> tuple[tuple[int, int, int, int], ...]:
        """Place, what a purse is multiplied by to be that of a score of 1 (times `common`), people, their scores."""
        rows = zip(self.ballots.tolist(), self.scores.tolist(), self.people.tolist(), strict=True)
        return tuple((g, self.common // score, n, n * score) for g, score, n in rows)

    @cached_property
    def scored(self) -> tuple[tuple[int, int], ...]:
        """Place and score."""
        return tuple(zip(self.ballots.tolist(), self.scores.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Tally:
    """An election that is `in_order`, seen from its measures. open: what can be chosen at all: not statutory, no rival
    of what is, and with as much support as it needs. brought: money of years before, beside the capacity."""

    election: Election
    utility: str
    support: tuple[Support, ...]
    brought: Fraction = Fraction(0)

    @property
    def money(self) -> Fraction:
        """What there is to spend, beside statutory measures."""
        return self.election.free + self.brought

    @cached_property
    def costs(self) -> tuple[int, ...]:
        return tuple(one.cost for one in self.election.measures)

    @cached_property
    def open(self) -> tuple[int, ...]:
        measures, shut = self.election.measures, self.election.shut
        return tuple(
            j
            for j, one in enumerate(measures)
            if j not in shut and self.support[j].score and self.support[j].n_people >= one.least_support
        )


def at_cost(seen: Tally, j: int, cost: int) -> Tally:
    """The same, were measure j to cost this."""
    election, support = with_cost(seen.election, seen.election.keys[j], cost), list(seen.support)
    if seen.utility == "cost":
        support[j] = replace(support[j], worth=support[j].worth // (seen.costs[j] or 1) * cost)
    return Tally(election, seen.utility, tuple(support), seen.brought)


def tally(election: Election, utility: str, carried: Sequence[Fraction] = ()) -> Tally:
    """election: `in_order`. carried: of years before, what one person of each ballot has [g]."""
    if utility not in UTILITIES:
        raise ValueError(f"not a utility: {utility}")
    said = [one.scores for one in election.ballots]
    places = [*map(election.place.__getitem__, chain.from_iterable(said))]
    measure = np.array(places, dtype=np.int64)
    score = np.array([*chain.from_iterable(one.values() for one in said)], dtype=np.int64)
    ballot = np.repeat(np.arange(len(said)), [len(one) for one in said])
    order = np.argsort(measure, kind="stable")
    who, score = ballot[order], score[order]
    borders = np.searchsorted(measure[order], np.arange(len(election.measures) + 1)).tolist()
    people = np.array([one.weight for one in election.ballots], dtype=np.int64)[who]
    n_people = np.concatenate([[0], np.cumsum(people)])[borders].tolist()
    points = np.concatenate([[0], np.cumsum(people * score)])[borders].tolist()
    is_graded = bool((score > 1).any())
    support = []
    for j, one in enumerate(election.measures):
        some = slice(borders[j], borders[j + 1])
        shared = (int(np.gcd.reduce(score[some])) or 1) if is_graded else 1
        worth = shared * one.cost if utility == "cost" else shared
        scores = score[some] // shared if shared > 1 else score[some]
        total = (points[j + 1] - points[j]) // shared
        support.append(Support(who[some], scores, people[some], worth, total, n_people[j + 1] - n_people[j]))
    both = zip(carried, election.ballots, strict=True) if carried else ()
    brought = sum((amount * one.weight for amount, one in both), Fraction(0))
    return Tally(election, utility, tuple(support), brought)


@dataclass(frozen=True)
class Funds:
    """With what everybody begins. amounts: those that occur; which: of each ballot the place of its amount [g]."""

    amounts: tuple[Fraction, ...]
    which: tuple[int, ...]

    @property
    def purses(self) -> tuple[Fraction, ...]:
        """What one person of each ballot has [g]."""
        return tuple(self.amounts[at] for at in self.which)


@dataclass(frozen=True)
class Purchase:
    """price: what a score of 1 (as `Support` has it) pays, in money; rate: per unit of what it is worth."""

    measure: int
    price: Fraction
    rate: Fraction


class Purses:
    """What everybody has left, as numerators over `unit`."""

    def __init__(self, funds: Funds) -> None:
        self.unit = lcm(*(one.denominator for one in funds.amounts))
        amounts = [one.numerator * (self.unit // one.denominator) for one in funds.amounts]
        self.left = [amounts[at] for at in funds.which]

    def copy(self) -> Purses:
        other = Purses(Funds((), ()))
        other.unit, other.left = self.unit, list(self.left)
        return other

    def price(self, cost: int, support: Support) -> tuple[int, int] | None:
        """What a score of 1 would pay, times `unit`, as a fraction that is not simplified; None when the supporters
        cannot pay this cost together. The poorest, by what they have for each point, pay all they have."""
        left, common = self.left, support.common
        rest, heavy = cost * self.unit, support.score
        if common == 1:
            some = [(left[g], n) for g, n in support.ones]
            some.sort()
            for have, n in some:
                if have * heavy >= rest:
                    return rest, heavy
                rest -= have * n
                heavy -= n
            return None
        rows = sorted([(left[g] * times, left[g] * n, score) for g, times, n, score in support.rows])
        for have, together, score in rows:
            if have * heavy >= rest * common:
                return rest, heavy
            rest -= together
            heavy -= score
        return None

    def pay(self, support: Support, rest: int, heavy: int) -> None:
        """The price is `rest / heavy`, as `price` gives it."""
        shared = gcd(rest, heavy)
        rest, heavy = rest // shared, heavy // shared
        if heavy > 1:
            self.left = [one * heavy for one in self.left]
            self.unit *= heavy
        left = self.left
        for g, score in support.scored:
            have = left[g] - rest * score
            left[g] = have if have > 0 else 0

    def buy(self, tally: Tally, j: int) -> Purchase:
        """What its supporters can pay."""
        support = tally.support[j]
        price = self.price(tally.costs[j], support)
        if price is None:
            raise AssertionError("what was chosen can be paid")
        rest, heavy = price
        found = Purchase(j, Fraction(rest, heavy * self.unit), rate_of(self, support, price))
        self.pay(support, rest, heavy)
        return found


def rate_of(held: Purses, support: Support, price: tuple[int, int]) -> Fraction:
    """What its supporters pay for each unit of what it is worth to them, from 0. price: as `Purses.price` gives it."""
    rest, heavy = price
    return Fraction(rest, heavy * held.unit * support.worth) if rest else Fraction(0)


def lowest_rates(tally: Tally) -> list[tuple[float, int]]:
    """A heap of bounds: as if all supporters could pay the same."""
    found = [(tally.costs[j] / (tally.support[j].score * (tally.support[j].worth or 1)) / OFF, j) for j in tally.open]
    heapify(found)
    return found


def chosen(tally: Tally, funds: Funds) -> list[int]:
    """Measures in the order of buying; of equal rates the one whose key comes first as text. A measure that costs
    nothing has rate 0."""
    held = Purses(funds)
    shut: set[int] = set()
    waiting = lowest_rates(tally)
    found: list[int] = []
    while (best := _cheapest(tally, held, waiting, shut)) is not None:
        j, rest, heavy = best
        found.append(j)
        shut |= {j, *tally.election.rivals[j]}
        held.pay(tally.support[j], rest, heavy)
    return found


def _cheapest(
    tally: Tally, held: Purses, waiting: list[tuple[float, int]], shut: Collection[int]
) -> tuple[int, int, int] | None:
    """Measure and price. waiting: a heap of lower bounds of rates; what can never be bought any more leaves it."""
    best: tuple[int, int, int] | None = None
    below, looked_at = float("inf"), []
    while waiting and waiting[0][0] <= below:
        _, j = heappop(waiting)
        if j in shut:
            continue
        support = tally.support[j]
        price = held.price(tally.costs[j], support)
        if price is None:
            continue
        rest, heavy = price
        rate = rest / (heavy * (support.worth or 1) * held.unit)
        looked_at.append((rate / OFF, j))
        if best is None or _is_less(rest, heavy * (support.worth or 1), j, best, tally):
            best, below = (j, rest, heavy), rate * OFF
    for one in looked_at:
        heappush(waiting, one)
    return best


def _is_less(rest: int, divided: int, j: int, best: tuple[int, int, int], tally: Tally) -> bool:
    other, best_rest, best_heavy = best
    here, there = rest * best_heavy * (tally.support[other].worth or 1), best_rest * divided
    return here < there or (here == there and j < other)


def priced(tally: Tally, funds: Funds, measures: Sequence[int]) -> tuple[Purchase, ...]:
    """What is paid for each of these, in the order of buying."""
    held = Purses(funds)
    return tuple(held.buy(tally, j) for j in measures)
