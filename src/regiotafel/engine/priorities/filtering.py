"""The same pass for many ballots: in floats with a bound on how far they can be off, and exactly where that matters.

Every purse is known up to `off`. A rate then lies between two floats, and where that of one measure ends below all
others begin, it is bought and nothing exact is needed. Where two meet, or where it is not sure that supporters can pay,
the purchases so far are done again in whole numbers (`Purses`), which decide; and the floats begin again from those.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from math import inf

import numpy as np

from regiotafel.engine.common.arrays import Floats

from . import buying
from .buying import Funds, Purses, Tally, rate_of

# Of fewer ballots whole numbers are as fast.
MANY = 150
# How far sums of floats can be off, of what is summed: many times 2**-53.
ROUNDED = 1e-14
# People who have this much more than a price may come to be among those who pay all, when the price is off.
NEAR = 1e-6


def chosen(tally: Tally, funds: Funds) -> list[int]:
    """As `buying.chosen`."""
    if len(funds.which) < MANY:
        return buying.chosen(tally, funds)
    return _Pass(tally, funds).all()


@dataclass(frozen=True, eq=False)
class Trail:
    """A pass, to be looked at from what it did not buy. left: what one person of each ballot has before each purchase
    and after the last [n + 1, g], and how far that can be off [n + 1]; rates: of each purchase, or more; infinite after
    the last [n + 1]."""

    order: tuple[int, ...]
    left: Floats
    off: Floats
    rates: Floats

    def comes_from(self, tally: Tally, j: int) -> int:
        """Before which purchase this measure, which was not bought, may have been bought after all, were its cost that
        of `tally`: the first; n is after the last, and n + 1 that it does not come. Never too late."""
        columns, cost = tally.support[j].columns, tally.costs[j]
        most = self.rates[:, None] * tally.worths[j]
        if columns.scores is not None:
            most = most * columns.scores
        together = np.minimum(self.left[:, columns.ballots], most) @ columns.people
        may = np.flatnonzero(together >= cost * (1 - NEAR) - NEAR)
        return int(may[0]) if len(may) else len(self.rates)

    def highest(self, tally: Tally, j: int) -> float:
        """Above this cost it does not come; never too low. All that supporters have, as far as it stays below the rate
        at which something else was bought: of each this, or so much of the cost itself where its worth is its cost."""
        columns = tally.support[j].columns
        left = (self.left + self.off[:, None])[:, columns.ballots]
        if tally.utility == "cardinality":
            scores = 1.0 if columns.scores is None else columns.scores
            most = np.minimum(left, (self.rates * tally.worths[j])[:, None] * scores) @ columns.people
            return float(most.max()) * (1 + NEAR) + NEAR
        each = left if columns.scores is None else left / columns.scores
        order = np.argsort(each, axis=1)
        none = np.zeros((len(left), 1))
        poor = np.hstack([none, np.cumsum(np.take_along_axis(left * columns.people, order, axis=1), axis=1)])
        rich = tally.support[j].score - np.hstack([none, np.cumsum(columns.weights[order], axis=1)])
        # The cost is at most what the poorest have and, for each point of all others, so much of the cost itself.
        rates = self.rates[:, None] * tally.support[j].shared * (1 + NEAR)
        of_cost = np.multiply(rates, rich, out=np.zeros_like(rich), where=rich > 0.5)
        most = np.divide(poor, 1 - of_cost, out=np.full_like(poor, inf), where=of_cost < 1)
        return float(most.min(axis=1).max()) * (1 + NEAR) + NEAR

    def from_there(self, tally: Tally, funds: Funds, at: int) -> list[int]:
        """The pass with the cost of `tally`, where what is bought before `at` is as it was."""
        return _Pass(tally, funds, (list(self.order[:at]), self.left[at].copy(), float(self.off[at]))).all()


def trail(tally: Tally, funds: Funds) -> Trail:
    """One pass in floats: what is bought in which order, and what everybody has left before each purchase and after the
    last."""
    run = _Pass(tally, funds)
    order = run.all()
    left, off, rates = zip(*run.history, (run.left, run.off, inf), strict=True)
    return Trail(tuple(order), np.array(left), np.array(off), np.array(rates))


@dataclass(frozen=True)
class _Rate:
    """Between two floats; exactly known (`rest / divided`) where everybody can pay the same."""

    low: float
    high: float
    price: float = 0.0
    off: float = inf
    exact: tuple[int, int] | None = None


class _Pass:
    """begun: what was bought before, what was then left and how far that can be off."""

    def __init__(self, tally: Tally, funds: Funds, begun: tuple[list[int], Floats, float] | None = None) -> None:
        self.tally, self.funds = tally, funds
        amounts = np.array([one / funds.unit for one in funds.amounts])
        self.left: Floats = amounts[np.array(funds.which)]
        self.most = float(self.left.max())
        self.off = ROUNDED * self.most
        self.found: list[int] = []
        if begun:
            self.found, self.left, self.off = begun
        self.n_exact = 0
        self.history: list[tuple[Floats, float, float]] = []

    @cached_property
    def held(self) -> Purses:
        """Exact, after the first `n_exact` purchases."""
        return Purses(self.funds)

    def all(self) -> list[int]:
        shut = {*self.found, *(rival for j in self.found for rival in self.tally.election.rivals[j])}
        waiting = list(self.tally.bounds)
        while (best := self._cheapest(waiting, shut)) is not None:
            j, rate = best
            self.history.append((self.left.copy(), self.off, rate.high))
            self.found.append(j)
            shut |= {j, *self.tally.election.rivals[j]}
            self._pay(j, rate)
        return self.found

    def _cheapest(self, waiting: list[tuple[float, int]], shut: set[int]) -> tuple[int, _Rate] | None:
        below, looked_at = inf, []
        while waiting and waiting[0][0] <= below:
            low, j = heappop(waiting)
            if j in shut:
                continue
            rate = self._rate(j, low)
            if rate is not None:
                looked_at.append((rate, j))
                below = min(below, rate.high)
        near = [(rate, j) for rate, j in looked_at if rate.low <= below]
        gone: set[int] = set()
        if len(near) > 1 or (near and near[0][0].high == inf):
            near, gone = self._exactly(near)
        for rate, j in looked_at:
            if j not in gone:
                heappush(waiting, (rate.low, j))
        if not near:
            return self._cheapest(waiting, shut) if gone and waiting else None
        return near[0][1], near[0][0]

    def _exactly(self, near: list[tuple[_Rate, int]]) -> tuple[list[tuple[_Rate, int]], set[int]]:
        """The best of these, and those that nobody can pay any more."""
        if all(rate.exact for rate, _ in near):
            rates = [(Fraction(*rate.exact), j, rate) for rate, j in near if rate.exact]
            _, j, rate = min(rates, key=lambda one: one[:2])
            return [(rate, j)], set()
        self._catch_up()
        found, gone = [], set()
        for rate, j in near:
            price = self.held.price(self.tally.costs[j], self.tally.support[j])
            if price is None:
                gone.add(j)
            else:
                found.append((rate_of(self.held, self.tally.worths[j], price), j, rate))
        if not found:
            return [], gone
        _, j, rate = min(found, key=lambda one: one[:2])
        return [(rate, j)], gone

    def _catch_up(self) -> None:
        for j in self.found[self.n_exact :]:
            self.held.buy(self.tally, j)
        self.n_exact = len(self.found)

    def _rate(self, j: int, low: float) -> _Rate | None:
        """None when it is sure that its supporters cannot pay. low: a bound that is known."""
        support, cost = self.tally.support[j], self.tally.costs[j]
        columns, worth = support.columns, self.tally.worths[j]
        have = self.left[columns.ballots]
        each = have if columns.scores is None else have / columns.scores
        price, off = cost / support.score, ROUNDED * cost / support.score
        if each.min() - self.off > price + off:
            return _Rate((price - off) / worth, (price + off) / worth, price, off, (cost, support.score * worth))
        money = have * columns.people
        slack = self.off * support.n_people + ROUNDED * cost
        together = float(money.sum())
        if together < cost - slack:
            return None
        if together < cost + slack:
            return _Rate(low, inf)
        n_before = -1
        while True:
            poor = each < price
            n_poor = int(poor.sum())
            if n_poor == n_before:
                break
            n_before, heavy = n_poor, support.score - float(columns.weights[poor].sum())
            if heavy < 0.5:
                return _Rate(low, inf)
            price = (cost - float(money[poor].sum())) / heavy
        near = each < price * (1 + NEAR) + self.off
        heavy = support.score - float(columns.weights[near].sum())
        off = (self.off * float(columns.people[near].sum()) + ROUNDED * cost) / heavy if heavy > 0.5 else inf
        if off > NEAR * price:
            return _Rate(low, inf)
        return _Rate(max(low, (price - off) / worth), (price + off) / worth, price, off)

    def _pay(self, j: int, rate: _Rate) -> None:
        if rate.high == inf or self.off > 1e-9 * self.most:
            self._catch_up()
            unit = self.held.unit
            self.left = np.array([one / unit for one in self.held.left])
            self.off = ROUNDED * self.most
            return
        columns = self.tally.support[j].columns
        paid = rate.price if columns.scores is None else rate.price * columns.scores
        have = self.left[columns.ballots] - paid
        self.left[columns.ballots] = np.maximum(have, 0.0, out=have)
        most = 1.0 if columns.scores is None else float(columns.scores.max())
        self.off += most * rate.off + ROUNDED * self.most
