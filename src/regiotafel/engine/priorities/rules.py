"""The rules by which ballots choose: the Method of Equal Shares with its completions, and greedy.

`none` stops when nobody's supporters can pay for anything more. That leaves money, so `add1u` gives everybody one unit
more (or as much as that on average, where kinds of parties have shares), begins again, and so on until the outcome
would cost more than there is: the last one that does not is it. What money is then left goes to what has most worth for
its cost, as long as it fits (*utilitarian*). `add1u-exhaustive` also stops at the first outcome beside which nothing
fits. More money for everybody can make an outcome cheaper or lose a winner, so every step is taken.
(https://equalshares.net/implementation/completion)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count
from math import lcm

from .buying import Funds, Tally, tally
from .criteria import Number, ranked
from .election import Election, in_order
from .filtering import chosen
from .outcome import CHOSEN, COMPLETED, STATUTORY, Outcome, Won

COMPLETIONS = ("none", "add1u", "add1u-exhaustive")
STARTS = ("exact", "floored")
RULES = ("equal-shares", "greedy", "criteria")


def equal_shares(
    election: Election,
    *,
    utility: str = "cost",
    completion: str = "none",
    start: str = "exact",
    carried: Sequence[Fraction] = (),
) -> Outcome:
    """start: with what everybody's part of the money is, or with the whole units of it. carried: what one person of
    each ballot has beside that, in the order of `in_order(election).ballots`."""
    if completion not in COMPLETIONS or start not in STARTS:
        raise ValueError(f"not a completion or a start: {completion}, {start}")
    ordered = in_order(election)
    seen = tally(ordered, utility, carried)
    begin, steps = funds_of(ordered, start, carried)
    winners, raised, funds = _statutory(ordered), 0, begin
    if ordered.ballots and ordered.free >= 0:
        raised, funds, found = raised_by(seen, begin, steps, completion)
        winners += [_won(seen, j, CHOSEN) for j in found]
        if completion != "none":
            order = sorted(left_beside(seen, found), key=lambda j: _by_worth(seen, j))
            winners += [_won(seen, j, COMPLETED) for j in _fitting(seen, found, order)]
    return Outcome(ordered, "equal-shares", utility, completion, start, tuple(winners), funds, raised, tuple(carried))


def greedy(election: Election, *, utility: str = "cost") -> Outcome:
    """What has most worth for its cost first, as long as it fits: with utility `cost` most points, with `cardinality`
    most points for its cost. Of equals the one whose key comes first as text."""
    ordered = in_order(election)
    seen = tally(ordered, utility)
    empty = Outcome(ordered, "greedy", utility, "none", "exact", tuple(_statutory(ordered)))
    if empty.short:
        return empty
    order = sorted(left_beside(seen, ()), key=lambda j: _by_worth(seen, j))
    return replace(empty, winners=(*empty.winners, *(_won(seen, j, CHOSEN) for j in _fitting(seen, (), order))))


def by_criteria(
    election: Election, scores: Mapping[str, Mapping[str, Number]], weights: Mapping[str, Number]
) -> Outcome:
    """In the order of `ranked`, as long as it fits. Ballots do not count, nor does the support that a measure needs."""
    ordered = in_order(election)
    seen = tally(ordered, "cardinality")
    empty = Outcome(ordered, "criteria", "cardinality", "none", "exact", tuple(_statutory(ordered)))
    if empty.short:
        return empty
    order = [ordered.place[one.key] for one in ranked(scores, weights)]
    fitting = _fitting(seen, (), [j for j in order if j not in ordered.shut])
    return replace(empty, winners=(*empty.winners, *(_won(seen, j, CHOSEN) for j in fitting)))


def _statutory(election: Election) -> list[Won]:
    return [Won(election.measures[j].key, election.measures[j].cost, STATUTORY) for j in election.statutory]


def _won(seen: Tally, j: int, how: str) -> Won:
    return Won(seen.election.keys[j], seen.costs[j], how)


def funds_of(election: Election, start: str, carried: Sequence[Fraction]) -> tuple[Funds, tuple[int, ...]]:
    """With what everybody begins, and what is added to each of these amounts in a step, in the same unit."""
    portion = election.portion
    unit = lcm(*(one.denominator for one in portion.values()), *(more.denominator for more in set(carried)))
    part = {kind: one.numerator * (unit // one.denominator) for kind, one in portion.items()}
    begin = {kind: max(0, election.free) * one for kind, one in part.items()}
    if start == "floored":
        begin = {kind: amount // unit * unit for kind, amount in begin.items()}
    said = [one.kind for one in election.ballots]
    if carried:
        more = [one.numerator * (unit // one.denominator) for one in carried]
        pairs = {(kind, one): at for at, (kind, one) in enumerate(sorted(set(zip(said, more, strict=True))))}
        which = [pairs[pair] for pair in zip(said, more, strict=True)]
    else:
        pairs = {(kind, 0): at for at, kind in enumerate(portion)}
        which = [*map({kind: at for at, kind in enumerate(portion)}.__getitem__, said)]
    amounts = tuple([begin[kind] + one for kind, one in pairs])
    return Funds(amounts, tuple(which), unit), tuple([election.n_people * part[kind] for kind, _ in pairs])


def raised_by(
    seen: Tally,
    begin: Funds,
    steps: Sequence[int],
    completion: str,
) -> tuple[int, Funds, Sequence[int]]:
    """How often one was added, what everybody had then, and what they bought."""
    before = chosen(seen, begin)
    if completion == "none":
        return 0, begin, before
    within, funds, looked_at = 0, begin, None
    for times in count(1):
        if before != looked_at:  # mostly the same as with one less
            looked_at = before
            is_full = completion == "add1u-exhaustive" and not _fit_beside(seen, before)
            if is_full or not can_be_more(seen, before, begin, steps):
                break
        amounts = tuple([amount + times * step for amount, step in zip(begin.amounts, steps, strict=True)])
        more = Funds(amounts, begin.which, begin.unit)
        found = chosen(seen, more)
        if found != before and sum([seen.costs[j] for j in found]) > seen.money:
            break
        within, funds, before = times, more, found
    return within, funds, before


def can_be_more(seen: Tally, found: Collection[int], begin: Funds, steps: Sequence[int]) -> bool:
    """Whether more money can buy more: not when all that is left has a rival that is in, or only supporters who get
    nothing."""
    return any(any(steps[begin.which[g]] for g in seen.support[j].ballots) for j in left_beside(seen, found))


def left_beside(seen: Tally, chosen: Collection[int]) -> list[int]:
    """What could be chosen beside these, were there money for it."""
    gone = {*chosen, *(rival for j in chosen for rival in seen.election.rivals[j])}
    return [j for j in seen.open if j not in gone]


def _fit_beside(seen: Tally, chosen: Collection[int]) -> list[int]:
    """What could still be paid from what is left of the money."""
    money = seen.money - sum(seen.costs[j] for j in chosen)
    return [j for j in left_beside(seen, chosen) if seen.costs[j] <= money]


def _by_worth(seen: Tally, j: int) -> tuple[bool, Fraction, int]:
    """What has most worth for its cost first."""
    points = seen.support[j].score * seen.worths[j]
    return (bool(seen.costs[j]), -Fraction(points, seen.costs[j] or 1), j)


def _fitting(seen: Tally, chosen: Iterable[int], order: Iterable[int]) -> list[int]:
    """What is added to these in this order, each when it fits beside what is there and has no rival there."""
    gone = {*chosen}
    money = seen.money - sum(seen.costs[j] for j in gone)
    added: list[int] = []
    for j in order:
        if seen.costs[j] <= money and not gone & {j, *seen.election.rivals[j]}:
            added.append(j)
            gone.add(j)
            money -= seen.costs[j]
    return added
