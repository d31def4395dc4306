"""At which cost a measure wins when one is added for everybody until the money is gone.

A lower cost changes how often one is added, and that can cost any measure its place: it may win at 50, lose at 40 and
win at 30. So costs are gone through from the highest down, none left out, but many at once: a range of costs is one as
long as every pass chooses the same for all of it (`settled`) and costs either too much or not. Where that is not so,
the range is divided, and the rest of it waits. A pass in which the measure cannot come at such a cost is as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, inf

from .buying import Funds, at_cost
from .filtering import Trail, chosen, trail
from .outcome import Outcome
from .rules import can_be_more, funds_of, left_beside
from .settled import settled

# So many passes are looked at for a measure; what then still waits is not proven.
MOST_LOOKED_AT = 600
# Into so many parts costs are divided at first, of no fewer costs than this.
PARTS, LEAST = 50, 20


@dataclass(frozen=True)
class _Range:
    """Costs from low to high, which went the same way before the pass `times`; is_in: whether the pass before that
    chose the measure; is_over: whether that was the outcome."""

    low: int
    high: int
    times: int = 0
    is_in: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class _Beside:
    """Of a pass: the highest cost at which what it chose is not too much, and at which one more is added after it."""

    most: float
    goes_on: float


class Winning:
    """The completion of an outcome, run again for other costs."""

    def __init__(self, outcome: Outcome) -> None:
        self.seen, self.is_exhaustive = outcome.tally, outcome.completion == "add1u-exhaustive"
        self.begin, self.steps = funds_of(outcome.election, outcome.start, outcome.carried)
        self.money, self.raised = floor(self.seen.money), outcome.raised
        self.trails: list[Trail] = []
        self.found: dict[tuple[tuple[int, ...], int], _Beside] = {}

    def highest(self, j: int) -> tuple[int | None, int | None]:
        """A cost below its own at which it wins, and above which other it is sure that it does not: the same, where the
        first is the highest. Where that would take too long the first is one of several, at one more than which it
        does not win. None: no cost, or none was found."""
        return _Search(self, j).highest()

    def funds(self, times: int) -> Funds:
        amounts = tuple([one + times * step for one, step in zip(self.begin.amounts, self.steps, strict=True)])
        return Funds(amounts, self.begin.which, self.begin.unit)

    def beside(self, order: tuple[int, ...], j: int) -> _Beside:
        """Of what one pass chose."""
        if (order, j) not in self.found:
            others, left = sum([self.seen.costs[k] for k in order if k != j]), left_beside(self.seen, order)
            rest, cheapest = self.money - others, min([self.seen.costs[k] for k in left if k != j], default=inf)
            most = rest if j in order else inf if rest >= 0 else -1
            goes_on = inf if can_be_more(self.seen, order, self.begin, self.steps) else -1
            if self.is_exhaustive and goes_on > 0:  # as long as anything fits
                goes_on = rest - cheapest if j in order else inf if cheapest <= rest else rest if j in left else -1
            self.found[order, j] = _Beside(most, goes_on)
        return self.found[order, j]

    def trail(self, times: int) -> Trail:
        """With all costs as they are."""
        while len(self.trails) <= times:
            self.trails.append(trail(self.seen, self.funds(len(self.trails))))
        return self.trails[times]


class _Search:
    def __init__(self, of: Winning, j: int) -> None:
        self.of, self.j, self.seen = of, j, of.seen
        self.heights: list[int] = []
        self.n_looked_at = 0
        self.waiting = [_Range(0, self.seen.costs[j] - 1)] if self.seen.costs[j] else []

    def highest(self) -> tuple[int | None, int | None]:
        while self.waiting and self.n_looked_at <= MOST_LOOKED_AT:
            one = self.waiting.pop()
            if one.is_over and one.is_in:
                return one.high, one.high
            if not one.is_over and one.low <= one.high:
                low = self._part(one)
                self.waiting += [replace(one, high=low - 1), *self._after(one, low, one.high)]
        if not self.waiting:
            return None, None
        return self._border(self.waiting[-1].high), self.waiting[-1].high

    def _part(self, one: _Range) -> int:
        """From where to go through it, when it is new: where the measure comes in no pass all costs are one range, and
        below that far lower costs may never be needed."""
        if one.times:
            return one.low
        top = max(self._height(times) for times in range(self.of.raised + 2))
        return max(one.low, top + 1 if top < one.high else one.high - max(LEAST, one.high // PARTS))

    def _border(self, high: int) -> int | None:
        """At this cost or below it, in steps that double; between the first where it wins and the one before that is a
        border, which halving finds."""
        low, above, step = high, high + 1, 1 + high // 100
        while low >= 0 and not self._wins(low):
            low, above, step = (max(0, low - step) if low else -1), low, 2 * step
        while low >= 0 and above - low > 1:
            middle = (low + above) // 2
            low, above = (middle, above) if self._wins(middle) else (low, middle)
        return low if low >= 0 else None

    def _wins(self, cost: int) -> bool:
        one = _Range(cost, cost)
        while not one.is_over:
            (one,) = self._after(one, cost, cost)
        return one.is_in

    def _height(self, times: int) -> int:
        """Above this cost it does not come in that pass."""
        while len(self.heights) <= times:
            before = self.of.trail(len(self.heights))
            height = inf if self.j in before.order else before.highest(self.seen, self.j)
            self.heights.append(int(min(height, self.seen.costs[self.j])))
        return self.heights[times]

    def _after(self, one: _Range, low: int, high: int) -> list[_Range]:
        """These costs of it after its next pass: those that go the same way together, the lowest first."""
        one = self._past_what_is_as_it_was(one, low, high)
        order = self._order(low, high, one.times)
        if order is None:
            if self.n_looked_at > MOST_LOOKED_AT:
                return [replace(one, low=low, high=high)]
            height = self._height(one.times)
            middle = height if low <= height < high else (low + high) // 2
            return _together([*self._after(one, low, middle), *self._after(one, middle + 1, high)])
        beside, comes = self.of.beside(tuple(order), self.j), self.j in order
        found = []
        for border, way in (
            (min(beside.goes_on, beside.most), _Range(0, 0, one.times + 1, comes)),
            (beside.most, _Range(0, 0, 0, comes, is_over=True)),
            (inf, _Range(0, 0, 0, one.is_in, is_over=True)),  # too much: what the pass before chose is the outcome
        ):
            if low <= (last := min(border, high)):
                found.append(replace(way, low=low, high=int(last)))
                low = int(last) + 1
        return found

    def _past_what_is_as_it_was(self, one: _Range, low: int, high: int) -> _Range:
        """Before the next pass in which the measure may come, or after which nothing may be added."""
        times = one.times
        while self._height(times) < low:
            beside = self.of.beside(self.of.trail(times).order, self.j)
            if min(beside.goes_on, beside.most) < high:
                break
            times += 1
        return one if times == one.times else replace(one, times=times, is_in=False)

    def _order(self, low: int, high: int, times: int) -> Sequence[int] | None:
        """What is bought in that pass at all of these costs; None when it is not sure that this is the same."""
        before = self.of.trail(times)
        if self._height(times) < low:
            return before.order
        if self._height(times) < high:
            return None
        self.n_looked_at += 1
        cheap, funds = at_cost(self.seen, self.j, low), self.of.funds(times)
        if low < high:
            return settled(cheap, at_cost(self.seen, self.j, high), funds, funds)
        if self.j in before.order:
            return chosen(cheap, funds)
        at = before.comes_from(cheap, self.j)
        return before.order if at > len(before.order) else before.from_there(cheap, funds, at)


def _together(ranges: list[_Range]) -> list[_Range]:
    """Neighbours that go the same way are one."""
    found = ranges[:1]
    for one in ranges[1:]:
        if replace(one, low=found[-1].low, high=found[-1].high) == found[-1]:
            found[-1] = replace(found[-1], high=one.high)
        else:
            found.append(one)
    return found
