"""Why a measure is in, and why another is out.

`would_win_at` is the highest cost below its own at which the rule would have chosen a measure that it did not choose,
all else being the same: run again at that cost it chooses the measure, and at one more it does not. What is completed
was not chosen.

Without a completion this can be read from the purchases as they were: as long as the measure is not bought, nobody pays
for it, and all else goes as it did. The cheaper it is, the lower its rate at any moment (its supporters pay less, and
for each of them what they pay at most weighs heavier beside it), so there is one border at each purchase, which halving
finds: the cost at which it would have come before what was bought then, or, after the last, could be paid at all.

With a completion it may lose again at a lower cost, so nothing is halved there: `winning` goes through all costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial

from .buying import Purses, Tally, at_cost, rate_of
from .election import Election, with_cost
from .outcome import CHOSEN, Outcome
from .rules import equal_shares, greedy
from .support import Support
from .winning import Winning

Again = Callable[[Election], Outcome]

SHORT, NOBODY, SUPPORT, RIVAL, MONEY = "short", "nobody", "support", "rival", "money"


@dataclass(frozen=True)
class Inside:
    """people: who gave it a score; payers: who paid for it; paid: by kind of party, exactly; price: what a score of 1
    paid, who had less left paid that; runner_up: what would have been bought instead, if anything could."""

    key: str
    how: str
    people: int
    payers: int
    paid: Mapping[str, Fraction]
    price: Fraction | None
    runner_up: str


@dataclass(frozen=True)
class Outside:
    """why: `short` (statutory measures cost more than there is), `nobody` (gave it a score), `support` (too few did),
    `rival` (only one of these), or `money`. would_win_at: None when no cost would do; at_most: above this it is sure
    that no cost would do, the same where would_win_at is the highest. had: what its supporters had left together in
    the end (with other rules: what there was left for everybody), and lacks: what they were short. spent: on what they
    spent the rest, by measure, the most first."""

    key: str
    why: str
    rivals: tuple[str, ...]
    would_win_at: int | None
    at_most: int | None
    people: int
    had: Fraction
    lacks: Fraction
    spent: Mapping[str, Fraction]

    @property
    def is_highest(self) -> bool:
        """Whether that is proven of would_win_at, or that no cost would do."""
        return self.would_win_at == self.at_most


@dataclass(frozen=True)
class Explanation:
    """inside: as the winners are; outside: by key."""

    inside: tuple[Inside, ...]
    outside: tuple[Outside, ...]


def explained(outcome: Outcome, again: Again | None = None) -> Explanation:
    """again: the same rule for another election; only who made the outcome by other means than this package has to say
    how."""
    seen = _Seen(outcome, again or _again(outcome))
    gone = {*outcome.keys, *outcome.election.done}
    return Explanation(
        tuple(seen.inside(at) for at in range(len(outcome.winners))),
        tuple(seen.outside(j) for j, key in enumerate(outcome.election.keys) if key not in gone),
    )


def _again(outcome: Outcome) -> Again:
    if outcome.rule == "greedy":
        return lambda election: greedy(election, utility=outcome.utility)
    how = {"utility": outcome.utility, "completion": outcome.completion, "start": outcome.start}
    return lambda election: equal_shares(election, carried=outcome.carried, **how)


class _Seen:
    """An outcome, looked at from each purchase."""

    def __init__(self, outcome: Outcome, again: Again) -> None:
        self.outcome, self.again = outcome, again
        self.election, self.tally = outcome.election, outcome.tally
        self.won = [self.election.place[key] for key in outcome.keys]

    @cached_property
    def stages(self) -> list[Purses]:
        """What everybody had before each purchase, and after the last."""
        return [held.copy() for held in self.outcome.stages()]

    # --- in

    def inside(self, at: int) -> Inside:
        one = self.outcome.winners[at]
        j = self.election.place[one.key]
        paid = self.outcome.payments.get(one.key, {})
        stage = next((at for at, purchase in enumerate(self.outcome.bought) if purchase.measure == j), None)
        return Inside(
            one.key,
            one.how,
            self.tally.support[j].n_people,
            sum(self.election.ballots[g].weight for g in paid),
            {} if stage is None else self.outcome.by_kind(paid),
            None if stage is None else self.outcome.bought[stage].price,
            "" if stage is None else self._runner_up(stage),
        )

    def _runner_up(self, stage: int) -> str:
        """What had the lowest rate then of all that was not bought, but for the same measure at another size."""
        bought = [one.measure for one in self.outcome.bought]
        gone = {*bought[: stage + 1], *(r for j in bought[:stage] for r in self.election.rivals[j])}
        gone |= self._sizes_of(bought[stage])
        rates = []
        for j in self.tally.open:
            if j not in gone and (rate := _rate(self.tally, self.stages[stage], j, self.tally.costs[j])) is not None:
                rates.append((rate, j))
        return self.election.keys[min(rates)[1]] if rates else ""

    def _sizes_of(self, j: int) -> set[int]:
        """All sizes of the measure that this is a size of."""
        whole = [one.smaller_than or one.key for one in self.election.measures]
        return {i for i in self.election.rivals[j] if whole[i] == whole[j]}

    # --- out

    def outside(self, j: int) -> Outside:
        support = self.tally.support[j]
        why, rivals = self._why(j, support)
        at, at_most = None, None
        if why not in (SHORT, NOBODY, SUPPORT) and not set(rivals) & self._fixed:
            at, at_most = self._would_win_at(j)
        if self.outcome.rule == "equal-shares":
            had = sum((self.outcome.left[g] * self.election.ballots[g].weight for g, _ in support.scored), Fraction(0))
        else:
            had = Fraction(max(0, self.election.capacity - self.outcome.cost))
        spent = {
            key: sum((paid[g] * self.election.ballots[g].weight for g, _ in support.scored if g in paid), Fraction(0))
            for key, paid in self.outcome.payments.items()
        }
        in_turn = sorted(spent, key=lambda key: (-spent[key], key))
        return Outside(
            self.election.keys[j],
            why,
            rivals,
            at,
            at_most,
            support.n_people,
            had,
            max(Fraction(0), self.tally.costs[j] - had),
            {key: spent[key] for key in in_turn if spent[key]},
        )

    @cached_property
    def _fixed(self) -> set[str]:
        return {self.election.keys[j] for j in self.election.statutory} | self.election.done

    def _why(self, j: int, support: Support) -> tuple[str, tuple[str, ...]]:
        fixed = {*self.won, *(self.election.place[key] for key in self.election.done)}
        rivals = tuple(self.election.keys[r] for r in self.election.rivals[j] if r in fixed)
        if self.outcome.short:
            return SHORT, rivals
        if self.outcome.rule != "criteria":
            if not support.score:
                return NOBODY, rivals
            if support.n_people < self.election.measures[j].least_support:
                return SUPPORT, rivals
        return (RIVAL if rivals else MONEY), rivals

    def _would_win_at(self, j: int) -> tuple[int | None, int | None]:
        if self.outcome.rule == "equal-shares" and self.outcome.completion != "none":
            return self._winning.highest(j)
        is_shared = self.outcome.rule == "equal-shares"
        found = self._by_stages(j) if is_shared else self._lower(j, partial(self._wins, j))
        return (found, found) if found >= 0 else (None, None)

    def _wins(self, j: int, cost: int) -> bool:
        """Whether the rule itself would choose it: being completed is no win."""
        key = self.election.keys[j]
        return any(
            one.key == key and one.how == CHOSEN for one in self.again(with_cost(self.election, key, cost)).winners
        )

    def _lower(self, j: int, wins: Callable[[int], bool], above: int = -1) -> int:
        """The highest cost below its own where it wins, if all that are lower win too; `above` when there is none above
        that."""
        low, high = above, self.tally.costs[j]
        if high - low < 2 or not wins(low + 1):
            return low
        low += 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if wins(middle) else (low, middle)
        return low

    def _by_stages(self, j: int) -> int:
        """Before each purchase, and after all."""
        best, bought = -1, self.outcome.bought
        for stage, held in enumerate(self.stages):
            before = {one.measure for one in bought[:stage]}
            if before & set(self.election.rivals[j]):
                break
            best = self._lower(j, partial(self._comes, j, stage, held), best)
        return best

    def _comes(self, j: int, stage: int, held: Purses, cost: int) -> bool:
        """Whether it would be bought then."""
        rate = _rate(self.tally, held, j, cost)
        if rate is None or stage == len(self.outcome.bought):
            return rate is not None
        bought = self.outcome.bought[stage]
        return (rate, j) < (bought.rate, bought.measure)

    @cached_property
    def _winning(self) -> Winning:
        return Winning(self.outcome)


def _rate(tally: Tally, held: Purses, j: int, cost: int) -> Fraction | None:
    """What supporters would pay per unit of worth, were that the cost."""
    seen = at_cost(tally, j, cost)
    price = held.price(cost, seen.support[j])
    return None if price is None else rate_of(held, seen.worths[j], price)
