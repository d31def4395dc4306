"""The search for all that is told of a problem, piece by piece: after each piece the best so far can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from msgspec import structs

from regiotafel.engine.common.arrays import Ints
from regiotafel.engine.common.solver import ENDLESS, Patience
from regiotafel.engine.results import compromise as results

from .agreed import agreed
from .bargain import nash
from .concessions import Concession, Return, best_pair, dearest_first, price, red_lines, returns, stability
from .conflicts import Conflicts, Member, conflicts, is_possible
from .document import NO_CONFLICTS, concession_document, document, pair_document, paradox_document, stability_document
from .paradoxes import paradoxes
from .problem import SAME, Problem
from .rules import Floor, highest_floor, leximin, max_min, median, utilitarian
from .steps import Package

RULES = ("utilitarian", "max_min", "leximin", "nash", "median")
# A floor is of a municipality, whatever its size.
BY_PEOPLE = ("utilitarian", "nash", "median")
OF_FLOORS = {"max_min": max_min, "leximin": leximin}
# What takes longest comes last, and gets what the others left.
_IN_TURN = ("median", "utilitarian", "nash", "max_min", "leximin")


@dataclass(frozen=True)
class Stage:
    """n_done of n pieces of work are done; told: all that is known by now."""

    n_done: int
    n: int
    told: results.Compromise


def searched(
    problem: Problem,
    patience: Patience = ENDLESS,
    rules: Sequence[str] = RULES,
    *,
    with_people: bool = True,
    explained: bool = False,
) -> Iterator[Stage]:
    """The packages by these rules, nash only with a point of no agreement, or why there is none; told again after each
    piece of work.

    with_people: by inhabitants too, where all of these are known. explained: what red lines cost, and whether the
    proposal stands when something moves.
    """
    people = with_people and problem.weight is not None
    if not is_possible(problem):
        search: _Search = _WhyNot(problem, patience, explained=explained)
    else:
        asked = [one for one in _IN_TURN if one in rules and (one != "nash" or problem.no_agreement is not None)]
        search = _Packages(problem, patience, explained=explained, asked=asked, with_people=people)
    pieces = search.pieces()
    for at, piece in enumerate(pieces, start=1):
        piece()
        yield Stage(at, len(pieces), search.told())


@dataclass(kw_only=True)
class _Search:
    """Of packages, or of why there are none; and what giving up red lines would bring."""

    problem: Problem = field(kw_only=False)
    patience: Patience = field(kw_only=False)
    explained: bool
    prices: list[Concession] = field(default_factory=list)
    pair: Concession | None = None
    offered: Sequence[Return] = ()

    def pieces(self) -> list[Callable[[], None]]:
        if not self.explained:
            return []
        return [*(partial(self.price, line) for line in red_lines(self.problem)), self.find_way]

    @property
    def floor(self) -> float | None:
        """The highest there is, when that is certain; None where nothing is possible."""
        return None

    @property
    def can_price(self) -> bool:
        return True

    def price(self, line: Member) -> None:
        # What a red line costs can only be told beside a floor that is certain.
        if self.can_price:
            self.prices.append(price(self.problem, line, self.floor, self.patience))

    def find_way(self) -> None:
        """What could be offered for the concession that unlocks most; where none alone does, the best two."""
        if self.unlocking:
            self.offered = returns(self.problem, self.unlocking[0], self.floor, self.patience)
        elif self.prices:
            self.pair = best_pair(self.problem, self.floor, self.patience)

    @property
    def unlocking(self) -> list[Concession]:
        return dearest_first(one for one in self.prices if one.price > SAME)

    @property
    def base(self) -> results.Compromise:
        raise NotImplementedError

    def told(self) -> results.Compromise:
        problem, some = self.problem, self.unlocking
        return structs.replace(
            self.base,
            concessions=[concession_document(problem, one, [] if at else self.offered) for at, one in enumerate(some)],
            pair=pair_document(problem, self.pair) if self.pair else None,
        )


@dataclass(kw_only=True)
class _WhyNot(_Search):
    found: Conflicts = NO_CONFLICTS

    def pieces(self) -> list[Callable[[], None]]:
        return [self.find, *super().pieces()]

    def find(self) -> None:
        self.found = conflicts(self.problem, self.patience)

    @property
    def base(self) -> results.Compromise:
        return document(self.problem, {}, {}, agreed(self.problem), self.found)


@dataclass(kw_only=True)
class _Packages(_Search):
    """packages: by rule, and whether every inhabitant counts."""

    asked: Sequence[str]
    with_people: bool
    packages: dict[tuple[str, bool], Package | None] = field(default_factory=dict)
    highest: Floor | None = None
    stands: results.Stability | None = None
    _base: results.Compromise | None = None

    def pieces(self) -> list[Callable[[], None]]:
        people = [one for one in BY_PEOPLE if one in self.asked] if self.with_people else []
        turns = [*((one, True) for one in people), *((one, False) for one in self.asked)]
        rules = [partial(self.find, rule, by_people, len(turns) - at) for at, (rule, by_people) in enumerate(turns)]
        return [*rules, *super().pieces(), *([self.find_stability] if self.explained else [])]

    def find(self, rule: str, by_people: bool, n_left: int) -> None:
        """n_left: so many turns share what is left of the time."""
        patience = self.patience.part(n_left)
        self._base = None
        if rule in OF_FLOORS:
            if self.highest is None or not self.highest.found.is_proven:
                self.highest = highest_floor(self.problem, patience, self.highest)
            self.packages[rule, by_people] = OF_FLOORS[rule](self.problem, patience, self.highest)
        else:
            self.packages[rule, by_people] = package_of(self.problem, rule, patience, by_people=by_people)

    @property
    def chosen(self) -> Package | None:
        return next((one for rule in results.PROPOSED if (one := self.packages.get((rule, False)))), None)

    @property
    def floor(self) -> float | None:
        floors = (self.packages.get((rule, False)) for rule in ("leximin", "max_min"))
        return next((one.lowest for one in floors if one and one.is_proven), None)

    @property
    def can_price(self) -> bool:
        return self.floor is not None

    def find_stability(self) -> None:
        if self.chosen is not None:
            self.stands = stability_document(self.problem, stability(self.problem, self.chosen.levels))

    @cached_property
    def agreed(self) -> Ints:
        return agreed(self.problem)

    @property
    def base(self) -> results.Compromise:
        if self._base is None:
            told = {one: self.packages[one, False] for one in RULES if (one, False) in self.packages}
            people = {one: self.packages[one, True] for one in RULES if (one, True) in self.packages}
            self._base = document(self.problem, told, people, self.agreed)
            if self.chosen is not None:
                middle = self.packages.get(("median", False))
                odd = paradoxes(self.problem, self.chosen.levels, middle.levels if middle else None)
                self._base = structs.replace(self._base, paradoxes=[paradox_document(self.problem, one) for one in odd])
        return structs.replace(self._base, stability=self.stands)


def package_of(problem: Problem, rule: str, patience: Patience = ENDLESS, *, by_people: bool = False) -> Package | None:
    """None when no package is possible; of nash also when none gives everybody what no agreement gives. by_people: for
    the rules in BY_PEOPLE."""
    if rule == "median":
        return median(problem, by_people=by_people)
    if rule in BY_PEOPLE:
        return {"utilitarian": utilitarian, "nash": nash}[rule](problem, patience, by_people=by_people)
    return OF_FLOORS[rule](problem, patience)
