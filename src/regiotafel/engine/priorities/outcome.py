"""What a rule chose, and who paid what for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from .buying import Funds, Purchase, Purses, Tally, priced, tally
from .election import Election

NOTHING = Funds((), ())
STATUTORY, CHOSEN, COMPLETED = "statutory", "chosen", "completed"


@dataclass(frozen=True)
class Won:
    """how: statutory, chosen by the rule, or completed: added with what money was left, so that nobody guarantees its
    supporters anything."""

    key: str
    cost: int
    how: str


@dataclass(frozen=True)
class Outcome:
    """election: `in_order`; where a ballot is named by its place, that is its place there. winners: in the order in
    which they came in. funds: what everybody could spend, after as many rounds of adding as `raised` says; nobody has
    any with other rules. short: how much statutory measures cost beyond the capacity; there are no
    other winners then. carried: of that, what was left of years before, by
    ballot."""

    election: Election
    rule: str
    utility: str
    completion: str
    start: str
    winners: tuple[Won, ...]
    funds: Funds = NOTHING
    raised: int = 0
    carried: tuple[Fraction, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.winners)

    @property
    def cost(self) -> int:
        return sum(one.cost for one in self.winners)

    @property
    def short(self) -> int:
        return max(0, -self.election.free)

    @cached_property
    def tally(self) -> Tally:
        return tally(self.election, self.utility, self.carried)

    @cached_property
    def purses(self) -> tuple[Fraction, ...]:
        """What one person of each ballot could spend [g]."""
        return self.funds.purses

    @cached_property
    def bought(self) -> tuple[Purchase, ...]:
        """What supporters paid for, in the order of buying, with its price."""
        if not self.funds.which:
            return ()
        own = [self.election.place[one.key] for one in self.winners if one.how == CHOSEN]
        return priced(self.tally, self.funds, own)

    def stages(self) -> Iterator[Purses]:
        """What everybody has before each purchase, and after the last. The same object each time: do not keep it."""
        held = Purses(self.funds)
        yield held
        for one in self.bought:
            held.buy(self.tally, one.measure)
            yield held

    @cached_property
    def payments(self) -> Mapping[str, Mapping[int, Fraction]]:
        """By measure that was bought, what one person of each ballot paid for it, exactly; nothing is left out."""
        left, found = list(self.purses), {}
        for one in self.bought:
            support = self.tally.support[one.measure]
            paid = {g: min(left[g], one.price * score) for g, score in support.scored}
            for g, amount in paid.items():
                left[g] -= amount
            found[self.election.keys[one.measure]] = {g: amount for g, amount in paid.items() if amount}
        return found

    @cached_property
    def left(self) -> tuple[Fraction, ...]:
        """What one person of each ballot has after everything [g]; this can go to the next year."""
        left = list(self.purses)
        for paid in self.payments.values():
            for g, amount in paid.items():
                left[g] -= amount
        return tuple(left)

    @cached_property
    def to_carry(self) -> tuple[Fraction, ...]:
        """What of that goes to a next year [g]: after a completion less than they have, for what was added to purses
        is not there, and what completed measures cost is gone; everybody then has the same part of it."""
        real = self.tally.money - self.cost + sum(self.election.measures[j].cost for j in self.election.statutory)
        left = sum(self.by_kind(self.left).values(), Fraction(0))
        if self.short or not left:
            return (Fraction(0),) * len(self.left)
        return tuple(amount * real / left for amount in self.left)

    def by_kind(self, amounts: Mapping[int, Fraction] | Sequence[Fraction]) -> dict[str, Fraction]:
        """Of one person of each ballot, together by kind of party."""
        found = dict.fromkeys(self.election.people, Fraction(0))
        rows = amounts.items() if isinstance(amounts, Mapping) else enumerate(amounts)
        for g, amount in rows:
            ballot = self.election.ballots[g]
            found[ballot.kind] += amount * ballot.weight
        return found
