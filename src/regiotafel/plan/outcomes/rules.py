"""What came out of a round of choosing, as it is kept and told, and what a body can decide about it. No database here.

Nothing is told about fewer than five who gave a form: kinds of parties with fewer are told together, and so are those
of whom fewer than five paid for one measure.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from regiotafel.refused import Refused

# As everywhere: `engine.common.privacy`.
SMALLEST_GROUP = 5
# Without a sign of life for so long its worker died, or never had it.
LOST_AFTER = timedelta(minutes=10)


# Between the names of kinds of parties that are told together.
TOGETHER = " + "


class NoOutcome(Refused):
    """There is nothing yet that can be told, decided about or taken along."""


class Part(Struct, frozen=True, kw_only=True):
    """A piece of what is kept."""


class Judged(Part, frozen=True, kw_only=True):
    """What a rule says of one candidate. year: in which it was chosen, empty when that is not asked; how: `statutory`,
    `done` (chosen before the round), `chosen` or `completed`, empty when it is out; why: it is out. Of fewer than five
    people nothing is told: `people` and `payers` are None then, and so is what they had. paid: by kinds of parties;
    spent: on what its supporters spent the rest, by key."""

    key: str
    number: int
    title: str
    cost: int
    year: str = ""
    how: str = ""
    why: str = ""
    rivals: list[str] = []
    people: int | None = 0
    payers: int | None = 0
    paid: dict[str, int] = {}
    runner_up: str = ""
    would_win_at: int | None = None
    is_sure: bool = True
    had: int | None = None
    lacks: int | None = None
    spent: dict[str, int] = {}

    @property
    def is_in(self) -> bool:
        return bool(self.how)


class KindTold(Part, frozen=True, kw_only=True):
    """What one kind of party, or some together, decided about in a year: what each had to spend, with what was left of
    the year before in it; what it spent and has left; and on what, the most first."""

    name: str
    people: int
    had: int
    spent: int
    left: int
    on: dict[str, int] = {}


class YearTold(Part, frozen=True, kw_only=True):
    """year: empty when all years chose together. carried: what was left of the year before; short: what statutory
    measures cost beyond what there is; raised: how much everybody was given more on average before nothing fitted."""

    year: str
    capacity: int
    cost: int
    carried: int
    short: int
    raised: int
    kinds: list[KindTold] = []


class Answer(Part, frozen=True, kw_only=True):
    """What one rule says. unit: in how many euros or hours at a time it was reckoned; people: None for fewer than five,
    and so is n_blank; fault: a word for why nothing could be reckoned at all."""

    rule: str
    utility: str
    completion: str
    start: str
    unit: int
    people: int | None
    n_blank: int | None
    years: list[YearTold]
    judged: list[Judged]
    cpu_seconds: float = 0.0

    @property
    def winners(self) -> list[str]:
        return [one.key for one in self.judged if one.is_in]

    @property
    def by_key(self) -> dict[str, Judged]:
        return {one.key: one for one in self.judged}

    @property
    def capacity(self) -> int:
        return sum(one.capacity for one in self.years)

    @property
    def cost(self) -> int:
        return sum(one.cost for one in self.years)


def plain(answers: Sequence[Answer]) -> str:
    """As a row keeps it."""
    return msgspec.json.encode(answers).decode()


def read(document: str) -> list[Answer]:
    """What `plain` wrote; the rule that leads is the first."""
    return msgspec.json.decode(document, type=list[Answer])


def shown(n: int) -> int | None:
    """None for fewer than five, but some."""
    return n if not n or n >= SMALLEST_GROUP else None


def groups_of(people: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """By kind, with which others it is told: so that each row is about five or more. Empty: they are fewer than five
    all together."""
    if sum(people.values()) < SMALLEST_GROUP:
        return {}
    small = [name for name, n in people.items() if n < SMALLEST_GROUP]
    rest = sorted((name for name in people if name not in small), key=lambda name: people[name])
    while small and sum(people[name] for name in small) < SMALLEST_GROUP:
        small.append(rest.pop(0))
    together = tuple(name for name in people if name in small)
    return {name: together if name in small else (name,) for name in people}


# --- What a body decides

IN, LATER, NOT = "planned", "later", "not"


def is_lost(told_at: datetime, now: datetime) -> bool:
    """Told after now: by a clock that was ahead."""
    return not timedelta(0) <= now - told_at < LOST_AFTER


# --- One rule beside another, and what would be if


def is_smaller(key: str) -> bool:
    """A smaller size has the key of its measure with something behind it."""
    return "-" in key


def by_measure(answer: Answer) -> dict[int, Judged]:
    """By the number of a measure, what became of it: itself, or a smaller size that is in while it is not."""
    found: dict[int, Judged] = {}
    for one in sorted(answer.judged, key=lambda one: (not one.is_in, one.key)):
        found.setdefault(one.number, one)
    return found


class Beside(Part, frozen=True, kw_only=True):
    """A measure, and what each rule says of it, in the order of the rules."""

    number: int
    title: str
    cells: list[Judged]

    @property
    def is_split(self) -> bool:
        return len({(one.is_in, is_smaller(one.key)) if one.is_in else (False, False) for one in self.cells}) > 1


def compared(answers: Sequence[Answer]) -> list[Beside]:
    """What is in by the rule that leads first, as it came in; then the others by number."""
    first = by_measure(answers[0])
    every = [by_measure(one) for one in answers]
    order = {key: at for at, key in enumerate(answers[0].winners)}
    rows = sorted(first.values(), key=lambda one: (order.get(one.key, len(order)), one.number))
    return [
        Beside(number=one.number, title=first[one.number].title, cells=[of[one.number] for of in every]) for one in rows
    ]


class Difference(Part, frozen=True, kw_only=True):
    """What is in now and was not, the other way round, and what is in in another year or at another size."""

    came: list[Judged]
    went: list[Judged]
    moved: list[tuple[Judged, Judged]]

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.moved)


def difference(before: Answer, after: Answer) -> Difference:
    was, now = by_measure(before), by_measure(after)
    return Difference(
        came=[one for number, one in now.items() if one.is_in and not was[number].is_in],
        went=[one for number, one in was.items() if one.is_in and not now[number].is_in],
        moved=[
            (was[number], one)
            for number, one in now.items()
            if one.is_in and was[number].is_in and (one.key, one.year) != (was[number].key, was[number].year)
        ],
    )
