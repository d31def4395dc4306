"""One pass of the Method of Equal Shares, in whole numbers.

Everybody has a purse. Of all measures that their supporters can pay together the one is bought that costs them least
per unit of what it is worth to them (its *rate*): who supports it pays rate x worth, or all that is left of the purse.
(Peters, Pierczynski and Skowron, *Proportional Participatory Budgeting with Additive Utilities*, NeurIPS 2021.)

Purses are numerators over one denominator, which grows with every purchase, so nothing is ever rounded. As purses only
become emptier, a rate only rises: what it was is a lower bound for what it is, and a measure whose bound is above the
lowest rate that is known need not be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import gcd, lcm

from .election import Election

# What a score of 1 is worth to who gave it: what the measure costs, or the same for every measure.
UTILITIES = ("cost", "cardinality")
# Above what a float can be off, for a quotient of whole numbers: 2**-52 of it.
OFF = 1 + 1e-15


@dataclass(frozen=True)
class Support:
    """Who gave a measure a score: places of ballots, the score of each divided by what all have in common, and the
    people. worth: of such a score of 1. common: a multiple of all scores."""

    ballots: tuple[int, ...]
    scores: tuple[int, ...]
    people: tuple[int, ...]
    worth: int
    common: int

    @cached_property
    def rows(self) -> tuple[tuple[int, int, int, int], ...]:
        """Place, what a purse is multiplied by to be that of a score of 1 (times `common`), people, their scores."""
        return tuple(
            (g, self.common // score, n, n * score)
            for g, score, n in zip(self.ballots, self.scores, self.people, strict=True)
        )

    @cached_property
    def score(self) -> int:
        return sum(n * score for n, score in zip(self.people, self.scores, strict=True))

    @cached_property
    def n_people(self) -> int:
        return sum(self.people)


@dataclass(frozen=True)
class Tally:
    """An election that is `in_order`, seen from its measures. open: what can be chosen at all: not statutory, no rival
    of what is, and with as much support as it needs."""

    election: Election
    utility: str
    support: tuple[Support, ...]

    @cached_property
    def costs(self) -> tuple[int, ...]:
        return tuple(one.cost for one in self.election.measures)

    @cached_property
    def open(self) -> tuple[int, ...]:
        measures, fixed = self.election.measures, self.election.statutory
        shut = {*fixed, *(rival for j in fixed for rival in self.election.rivals[j])}
        return tuple(
            j
            for j, one in enumerate(measures)
            if j not in shut and self.support[j].score and self.support[j].n_people >= one.least_support
        )


def tally(election: Election, utility: str) -> Tally:
    """election: `in_order`."""
    if utility not in UTILITIES:
        raise ValueError(f"not a utility: {utility}")
    given: list[list[tuple[int, int, int]]] = [[] for _ in election.measures]
    place = election.place
    for g, ballot in enumerate(election.ballots):
        for key, score in ballot.scores.items():
            given[place[key]].append((g, score, ballot.weight))
    support = []
    for one, some in zip(election.measures, given, strict=True):
        shared = gcd(*(score for _, score, _ in some)) or 1
        scores = tuple(score // shared for _, score, _ in some)
        worth = shared * one.cost if utility == "cost" else shared
        places, people = tuple(g for g, _, _ in some), tuple(n for _, _, n in some)
        support.append(Support(places, scores, people, worth, lcm(*set(scores)) if scores else 1))
    return Tally(election, utility, tuple(support))


@dataclass(frozen=True)
class Purchase:
    """price: what a score of 1 (as `Support` has it) pays, in money; rate: per unit of what it is worth."""

    measure: int
    price: Fraction
    rate: Fraction


class Purses:
    """What everybody has left, as numerators over `unit`."""

    def __init__(self, purses: Sequence[Fraction]) -> None:
        self.unit = lcm(*{one.denominator for one in set(purses)})
        self.left = [one.numerator * (self.unit // one.denominator) for one in purses]

    def price(self, cost: int, support: Support) -> tuple[int, int] | None:
        """What a score of 1 would pay, times `unit`, as a fraction that is not simplified; None when the supporters
        cannot pay this cost together. The poorest, by what they have for each point, pay all they have."""
        left, common = self.left, support.common
        rest, heavy = cost * self.unit, support.score
        if common == 1:
            for have, n in sorted([(left[g], n) for g, _, n, _ in support.rows]):
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
        for g, score in zip(support.ballots, support.scores, strict=True):
            have = left[g] - rest * score
            left[g] = have if have > 0 else 0

    def copy(self) -> Purses:
        other = Purses(())
        other.unit, other.left = self.unit, list(self.left)
        return other


def bought(tally: Tally, purses: Sequence[Fraction], shut: Collection[int] = ()) -> list[Purchase]:
    """purses: of one person, by ballot [g]. shut: what cannot be bought. In the order of buying; of equal rates the
    measure whose key comes first as text. A measure that costs nothing has rate 0."""
    held = Purses(purses)
    shut = set(shut)
    waiting = [(0.0, j) for j in tally.open if j not in shut]
    heapify(waiting)
    found: list[Purchase] = []
    while (best := _cheapest(tally, held, waiting, shut)) is not None:
        j, rest, heavy = best
        support = tally.support[j]
        price = Fraction(rest, heavy * held.unit)
        found.append(Purchase(j, price, price / support.worth if rest else Fraction(0)))
        shut |= {j, *tally.election.rivals[j]}
        held.pay(support, rest, heavy)
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
