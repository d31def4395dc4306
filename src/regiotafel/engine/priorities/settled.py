"""The same pass for a range of costs and of money at once: what is bought when nothing in it can change the order.

Everybody has between so much and so much, and one measure costs between so much and so much. Every price then lies
between two floats: the lowest where all have most and the cost is lowest, the highest where all have least and the cost
is highest. What is bought has the highest price below the lowest of all others, and what somebody has left lies between
what is left of least after the highest price and of most after the lowest. Where two meet, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

import numpy as np

from regiotafel.engine.common.arrays import Floats

from .buying import Funds, Tally
from .filtering import ROUNDED
from .support import Support


def settled(low: Tally, high: Tally, poor: Funds, rich: Funds) -> list[int] | None:
    """The order of buying, where it is the same for every cost between those of low and high (which differ in one
    measure at most), and every purse between those of poor and rich; None where that is not sure."""
    return _Range(low, high, poor, rich).all()


@dataclass(frozen=True)
class _Between:
    """Rates. price: what a score of 1 pays at least and at most, which is infinite where it is not sure that supporters
    can pay. exact: the rates again, as fractions that are not simplified, where everybody can pay the same."""

    low: float
    high: float
    price: tuple[float, float]
    exact: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def about(self) -> float:
        """The highest, and the same for rates that are exactly equal."""
        return self.high if self.exact is None else self.exact[1][0] / self.exact[1][1]

    def comes_before(self, j: int, other: _Between, k: int) -> bool:
        """Whether it is sure that j has this rate before k has the other."""
        if self.high < other.low:
            return True
        if self.exact is None or other.exact is None:
            return False
        (cost, divided), (other_cost, other_divided) = self.exact[1], other.exact[0]
        return (cost * other_divided, j) < (other_cost * divided, k)


class _Range:
    def __init__(self, low: Tally, high: Tally, poor: Funds, rich: Funds) -> None:
        self.low, self.high = low, high
        self.least, self.most = (
            np.array([one / funds.unit for one in funds.amounts])[np.array(funds.which)] for funds in (poor, rich)
        )
        self.off = ROUNDED * float(self.most.max())
        self.least, self.most = self.least - self.off, self.most + self.off

    def all(self) -> list[int] | None:
        found: list[int] = []
        shut: set[int] = set()
        waiting = list(self.low.bounds)
        while waiting:
            best = self._next(waiting, shut)
            if best is None:
                return None
            j, rate = best
            if j < 0:
                break
            found.append(j)
            shut.update(self.low.election.rivals[j])
            self._pay(self.low.support[j], *rate.price)
        return found

    def _next(self, waiting: list[tuple[float, int]], shut: set[int]) -> tuple[int, _Between] | None:
        """What is bought; -1 when it is sure that nothing is; None when that is not sure."""
        looked_at: list[tuple[int, _Between]] = []
        below = inf
        while waiting and waiting[0][0] <= below:
            bound, j = heappop(waiting)
            if j not in shut and (rate := self._rate(j, bound)) is not None:
                looked_at.append((j, rate))
                below = min(below, rate.high)
        if not looked_at:
            return -1, _Between(inf, inf, (inf, inf))
        best, rate = min(looked_at, key=lambda one: (one[1].about, one[0]))
        if rate.high == inf:
            return None
        for j, other in looked_at:
            if j != best:
                if not rate.comes_before(best, other, j):
                    return None
                heappush(waiting, (other.low, j))
        return best, rate

    def _rate(self, j: int, bound: float) -> _Between | None:
        """None when it is sure that its supporters cannot pay."""
        support, least, most = self.low.support[j], self.low.costs[j], self.high.costs[j]
        worths = self.low.worths[j], self.high.worths[j]
        lowest = self._price(support, self.most, least)
        if lowest is None:
            return None
        low = max(bound, lowest[0] / worths[0] / (1 + ROUNDED))
        highest = self._price(support, self.least, most, is_sure=True)
        if highest is None:
            return _Between(low, inf, (lowest[0], inf))
        exact = None
        if highest[2]:  # who has least can pay the same as all others
            exact = ((least, support.score * worths[0]), (most, support.score * worths[1]))
        return _Between(low, highest[1] / worths[1] * (1 + ROUNDED), (lowest[0], highest[1]), exact)

    def _price(
        self, support: Support, left: Floats, cost: int, *, is_sure: bool = False
    ) -> tuple[float, float, bool] | None:
        """At least and at most, and whether all pay it; None when they cannot pay (is_sure: or that is not sure)."""
        columns = support.columns
        have = left[columns.ballots]
        each = have if columns.scores is None else have / columns.scores
        price = cost / support.score
        slack = ROUNDED * cost
        if float(each.min()) > price * (1 + ROUNDED):
            off = 2 * ROUNDED * price
            return price - off, price + off, True
        money = have * columns.people
        together = float(money.sum())
        if together < (cost + slack if is_sure else cost - slack):
            return None
        n_before, heavy = -1, float(support.score)
        while (n_poor := int((poor := each < price).sum())) != n_before:
            n_before, heavy = n_poor, support.score - float(columns.weights[poor].sum())
            if heavy < 0.5:
                return None if is_sure else (price * (1 - ROUNDED), inf, False)
            price = (cost - float(money[poor].sum())) / heavy
        off = 4 * slack / heavy
        return price - off, price + off, False

    def _pay(self, support: Support, lowest: float, highest: float) -> None:
        columns = support.columns
        scores = 1.0 if columns.scores is None else columns.scores
        for left, price, off in ((self.least, highest, -self.off), (self.most, lowest, self.off)):
            left[columns.ballots] = np.maximum(left[columns.ballots] - price * scores + off, 0.0)
