"""Measures, who may decide about them and with how much: what every rule is asked about.

Everything stands in one order, by the text of identifiers ("10" comes before "9"), and people who gave the same ballot
stand together, whatever the order in which they were handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property

from .support import Support, supported


@dataclass(frozen=True)
class Measure:
    """key: by which ballots name it; of measures that a rule finds equal, the one whose key comes first as text wins.
    cost: in whole units of money, 0 and up. is_statutory: in the plan whatever is chosen, and paid before anything
    else. least_support: how many people must give it a score above 0. smaller_than: the measure of which this is a
    smaller size; only one of both can be chosen, and who gave this one no score gives it that of the other."""

    key: str
    cost: int
    name: str = ""
    is_statutory: bool = False
    least_support: int = 0
    smaller_than: str = ""


@dataclass(frozen=True)
class Ballot:
    """scores: by measure, whole numbers from 0 (approved is 1; a measure that is not named has 0); none at all is a
    blank ballot, which has its share of the money. kind: of party; weight: how many people gave exactly this."""

    scores: Mapping[str, int]
    kind: str = ""
    weight: int = 1


@dataclass(frozen=True)
class Election:
    """capacity: the money there is, in the unit of the costs. shares: by kind of party, which part of it that kind
    decides about, as whole numbers beside each other; None: everybody decides about the same amount. What a kind would
    have of which nobody voted goes to the others. only_one: sets of measures of which one can be chosen at most. done:
    measures that were chosen in years before: they cost nothing now, and shut out what cannot be beside them.

    Raises ValueError for what nobody could mean: a key that stands twice or is not known, a negative number, a kind
    that is not in `shares`, nothing but shares of 0."""

    measures: Sequence[Measure]
    ballots: Sequence[Ballot]
    capacity: int
    shares: Mapping[str, int] | None = None
    only_one: Sequence[frozenset[str]] = field(default_factory=tuple)
    done: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        known = {one.key for one in self.measures}
        if len(known) != len(self.measures):
            raise ValueError("a measure stands here twice")
        named = {one.smaller_than for one in self.measures if one.smaller_than} | self.done
        named.update(*self.only_one, *(one.scores for one in self.ballots))
        if not named <= known:
            raise ValueError(f"not a measure: {min(named - known)}")
        numbers = [self.capacity, *(one.cost for one in self.measures), *(one.least_support for one in self.measures)]
        numbers += [score for one in self.ballots for score in one.scores.values()]
        if min(numbers) < 0 or min((one.weight for one in self.ballots), default=1) < 1:
            raise ValueError("a cost, score, weight or capacity is too low")
        if self.shares is not None:
            if unknown := {one.kind for one in self.ballots} - set(self.shares):
                raise ValueError(f"a kind without a share: {min(unknown)}")
            if min(self.shares.values(), default=0) < 0 or (
                self.ballots and not any(self.shares[one.kind] for one in self.ballots)
            ):
                raise ValueError("shares are whole numbers from 0, and not all 0")

    @cached_property
    def ordered(self) -> Election:
        """As `in_order` has it."""
        found = _in_order(self)
        found.__dict__["ordered"] = found  # what is in order stays so
        return found

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.measures)

    @cached_property
    def place(self) -> dict[str, int]:
        return {key: at for at, key in enumerate(self.keys)}

    @cached_property
    def support(self) -> tuple[Support, ...]:
        """Who gave each measure a score, of an election that is `in_order`."""
        return supported([one.scores for one in self.ballots], [one.weight for one in self.ballots], self.keys)

    @cached_property
    def n_people(self) -> int:
        return sum([one.weight for one in self.ballots])

    @cached_property
    def people(self) -> dict[str, int]:
        """How many of each kind, by name."""
        found: dict[str, int] = {}
        for one in self.ballots:
            found[one.kind] = found.get(one.kind, 0) + one.weight
        return dict(sorted(found.items()))

    @cached_property
    def statutory(self) -> tuple[int, ...]:
        return tuple(j for j, one in enumerate(self.measures) if one.is_statutory and one.key not in self.done)

    @cached_property
    def free(self) -> int:
        """What is left of the capacity when the statutory measures are paid; below 0 when it is not enough."""
        return self.capacity - sum([self.measures[j].cost for j in self.statutory])

    @cached_property
    def rivals(self) -> tuple[tuple[int, ...], ...]:
        """Of each measure, those that cannot be chosen beside it."""
        pairs = [frozenset((one.key, one.smaller_than)) for one in self.measures if one.smaller_than]
        if not pairs and not self.only_one:
            return ((),) * len(self.measures)
        found: list[set[int]] = [set() for _ in self.measures]
        for some in (*self.only_one, *pairs):
            places = {self.place[key] for key in some}
            for j in places:
                found[j] |= places - {j}
        return tuple(tuple(sorted(one)) for one in found)

    @cached_property
    def shut(self) -> frozenset[int]:
        """What cannot be chosen whatever is asked: statutory measures, those that are done, and rivals of both."""
        fixed = {*self.statutory, *(self.place[key] for key in self.done)}
        return frozenset({*fixed, *(rival for j in fixed for rival in self.rivals[j])})

    @cached_property
    def portion(self) -> dict[str, Fraction]:
        """By kind, which part of each unit of money one person of it decides about."""
        if self.shares is None:
            return {kind: Fraction(1, self.n_people) for kind in self.people}
        together = sum(self.shares[kind] for kind in self.people)
        return {kind: Fraction(self.shares[kind], together * n) for kind, n in self.people.items()}


def in_order(election: Election) -> Election:
    """The same with measures by key and people with the same ballot together. Scores of 0 are left out."""
    return election.ordered


def _in_order(election: Election) -> Election:
    measures = tuple(sorted(election.measures, key=lambda one: one.key))
    smaller = [(one.key, one.smaller_than) for one in measures if one.smaller_than]
    together: dict[tuple[str, tuple[tuple[str, int], ...]], int] = {}
    for ballot in election.ballots:
        scores = ballot.scores
        if smaller:
            scores = dict(scores) | {less: scores.get(of, 0) for less, of in smaller if less not in scores}
        said = (ballot.kind, tuple(sorted([one for one in scores.items() if one[1]])))
        together[said] = together.get(said, 0) + ballot.weight
    return _replaced(
        election,
        measures=measures,
        ballots=tuple([Ballot(dict(said), kind, weight) for (kind, said), weight in sorted(together.items())]),
        only_one=tuple(sorted(election.only_one, key=sorted)),
    )


# What is known of an election and does not change with what is there to spend, or with a cost.
_LASTING = ("keys", "place", "support", "n_people", "people", "portion", "rivals")


def with_cost(election: Election, key: str, cost: int) -> Election:
    """The same, were that measure to cost this."""
    measures = tuple(replace(one, cost=cost) if one.key == key else one for one in election.measures)
    return _changed(election, measures=measures)


def with_money(election: Election, capacity: int, done: frozenset[str]) -> Election:
    """The same in a year that has this capacity, after these measures were chosen."""
    return _changed(election, capacity=capacity, done=done)


def _changed(election: Election, **changes: object) -> Election:
    """Of an election that is in order, one that is too, and is not put in order again."""
    if election.__dict__.get("ordered") is not election:
        return replace(election, **changes)  # type: ignore[arg-type]
    lasting = {name: election.__dict__[name] for name in _LASTING if name in election.__dict__}
    found = _replaced(election, **lasting | changes)
    found.__dict__["ordered"] = found
    return found


def _replaced(election: Election, **changes: object) -> Election:
    """Not asked again whether somebody could mean it, as `replace` would."""
    found: Election = object.__new__(Election)
    found.__dict__.update({one.name: election.__dict__[one.name] for one in fields(Election)} | changes)
    return found


def without(election: Election, keys: Iterable[str]) -> Election:
    """The same without these measures."""
    gone = set(keys)
    left = [one for one in election.measures if one.key not in gone]
    return replace(
        election,
        measures=tuple(replace(one, smaller_than="") if one.smaller_than in gone else one for one in left),
        ballots=tuple(
            replace(one, scores={key: score for key, score in one.scores.items() if key not in gone})
            for one in election.ballots
        ),
        only_one=tuple(some - gone for some in election.only_one if len(some - gone) > 1),
    )
