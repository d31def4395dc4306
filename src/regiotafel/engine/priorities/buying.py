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
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from math import gcd, inf
from operator import mul

from .election import Election, with_cost
from .support import Support

# What a score of 1 is worth to who gave it: what the measure costs, or the same for every measure.
UTILITIES = ("cost", "cardinality")
# Above what a float can be off, for a quotient of whole numbers: 2**-52 of it.
OFF = 1 + 1e-15


@dataclass(frozen=True, eq=False)
class Tally:
    """An election that is `in_order`, seen from its measures. worths: what a score of 1 (as `Support` has it) is worth
    to who gives it; brought: money of years before, beside the capacity."""

    election: Election
    utility: str
    brought: Fraction = Fraction(0)

    @cached_property
    def support(self) -> tuple[Support, ...]:
        return self.election.support

    @property
    def money(self) -> Fraction:
        """What there is to spend, beside statutory measures."""
        return self.election.free + self.brought

    @cached_property
    def costs(self) -> tuple[int, ...]:
        return tuple([one.cost for one in self.election.measures])

    @cached_property
    def worths(self) -> tuple[int, ...]:
        """From 1: what costs nothing, nobody pays for."""
        shared = [one.shared for one in self.support]
        if self.utility == "cardinality":
            return tuple(shared)
        return tuple([one * (cost or 1) for one, cost in zip(shared, self.costs, strict=True)])

    @cached_property
    def open(self) -> tuple[int, ...]:
        """What can be chosen at all: not statutory, no rival of what is, and with as much support as it needs."""
        shut = self.election.shut
        both = enumerate(zip(self.election.measures, self.support, strict=True))
        return tuple([j for j, (one, by) in both if j not in shut and by.score and by.n_people >= one.least_support])

    @cached_property
    def bounds(self) -> list[tuple[float, int]]:
        """Of all that is open, below the rate that it can ever have: as if all supporters could pay the same. The
        lowest first, which makes it a heap too."""
        costs, support, worths = self.costs, self.support, self.worths
        return sorted([(costs[j] / (support[j].score * worths[j]) / OFF, j) for j in self.open])


def at_cost(seen: Tally, j: int, cost: int) -> Tally:
    """The same, were measure j to cost this."""
    return Tally(with_cost(seen.election, seen.election.keys[j], cost), seen.utility, seen.brought)


def tally(election: Election, utility: str, carried: Sequence[Fraction] = ()) -> Tally:
    """election: `in_order`. carried: of years before, what one person of each ballot has [g]."""
    if utility not in UTILITIES:
        raise ValueError(f"not a utility: {utility}")
    both = zip(carried, election.ballots, strict=True) if carried else ()
    return Tally(election, utility, sum((amount * one.weight for amount, one in both), Fraction(0)))


@dataclass(frozen=True)
class Funds:
    """With what everybody begins. amounts: those that occur, in parts of which `unit` make one of money; which: of each
    ballot the place of its amount [g]."""

    amounts: tuple[int, ...]
    which: tuple[int, ...]
    unit: int = 1

    @property
    def purses(self) -> tuple[Fraction, ...]:
        """What one person of each ballot has [g]."""
        amounts = [Fraction(one, self.unit) for one in self.amounts]
        return tuple([amounts[at] for at in self.which])


@dataclass(frozen=True)
class Purchase:
    """price: what a score of 1 (as `Support` has it) pays, in money; rate: per unit of what it is worth."""

    measure: int
    price: Fraction
    rate: Fraction


class Purses:
    """What everybody has left, as numerators over `unit`."""

    def __init__(self, funds: Funds) -> None:
        self.unit = funds.unit
        self.left = [*map(funds.amounts.__getitem__, funds.which)]

    def copy(self) -> Purses:
        other = Purses(Funds((), ()))
        other.unit, other.left = self.unit, list(self.left)
        return other

    def price(self, cost: int, support: Support) -> tuple[int, int] | None:
        """What a score of 1 would pay, times `unit`, as a fraction that is not simplified; None when the supporters
        cannot pay this cost together. The poorest, by what they have for each point, pay all they have."""
        rest, heavy = cost * self.unit, support.score
        if support.common > 1:
            return _graded_price(self.left, rest, support)
        have = support.of(self.left)
        if min(have) * heavy >= rest:  # everybody can pay the same
            return rest, heavy
        if support.n_people == len(have):
            if sum(have) < rest:
                return None
            for each in sorted(have):
                if each * heavy >= rest:
                    break
                rest, heavy = rest - each, heavy - 1
            return rest, heavy
        if sum(map(mul, have, support.people)) < rest:
            return None
        for each, n in sorted(zip(have, support.people, strict=True)):
            if each * heavy >= rest:
                break
            rest, heavy = rest - each * n, heavy - n
        return rest, heavy

    def pay(self, support: Support, rest: int, heavy: int) -> None:
        """The price is `rest / heavy`, as `price` gives it."""
        shared = gcd(rest, heavy)
        rest, heavy = rest // shared, heavy // shared
        if heavy > 1:
            self.left = [one * heavy for one in self.left]
            self.unit *= heavy
        left = self.left
        if support.common == 1:
            for g in support.ballots:
                left[g] = left[g] - rest if left[g] > rest else 0
            return
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
        found = Purchase(j, Fraction(rest, heavy * self.unit), rate_of(self, tally.worths[j], price))
        self.pay(support, rest, heavy)
        return found


def _graded_price(left: Sequence[int], rest: int, support: Support) -> tuple[int, int] | None:
    common, heavy = support.common, support.score
    rows = sorted([(left[g] * times, left[g] * n, score) for g, times, n, score in support.rows])
    for each, together, score in rows:
        if each * heavy >= rest * common:
            return rest, heavy
        rest, heavy = rest - together, heavy - score
    return None


def rate_of(held: Purses, worth: int, price: tuple[int, int]) -> Fraction:
    """What its supporters pay for each unit of what it is worth to them, from 0. price: as `Purses.price` gives it."""
    rest, heavy = price
    return Fraction(rest, heavy * held.unit * worth)


def chosen(tally: Tally, funds: Funds) -> list[int]:
    """Measures in the order of buying; of equal rates the one whose key comes first as text. A measure that costs
    nothing has rate 0."""
    held, waiting, rivals = Purses(funds), list(tally.bounds), tally.election.rivals
    shut: set[int] = set()
    found: list[int] = []
    while (best := _cheapest(tally, held, waiting, shut)) is not None:
        j, rest, heavy = best
        found.append(j)
        shut.update(rivals[j])
        held.pay(tally.support[j], rest, heavy)
    return found


def _cheapest(
    tally: Tally, held: Purses, waiting: list[tuple[float, int]], shut: Collection[int]
) -> tuple[int, int, int] | None:
    """Measure and price. waiting: a heap of lower bounds of rates; what is given back leaves it, and what can never be
    bought any more."""
    costs, support, worths, unit = tally.costs, tally.support, tally.worths, held.unit
    best, best_rest, best_divided, best_heavy = -1, 1, 0, 0  # dearer than anything
    below, looked_at = inf, []
    while waiting and waiting[0][0] <= below:
        j = heappop(waiting)[1]
        if j in shut or (price := held.price(costs[j], support[j])) is None:
            continue
        rest, heavy = price
        divided = heavy * worths[j]
        rate = rest / (divided * unit)
        looked_at.append((rate / OFF, j))
        here, there = rest * best_divided, best_rest * divided
        if here < there or (here == there and j < best):
            best, best_rest, best_divided, best_heavy, below = j, rest, divided, heavy, rate * OFF
    for one in looked_at:
        if one[1] != best:
            heappush(waiting, one)
    return (best, best_rest, best_heavy) if best >= 0 else None


def priced(tally: Tally, funds: Funds, measures: Sequence[int]) -> tuple[Purchase, ...]:
    """What is paid for each of these, in the order of buying."""
    held = Purses(funds)
    return tuple(held.buy(tally, j) for j in measures)
