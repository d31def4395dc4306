"""What `regiotafel prioritise` finds: `regiotafel-priorities/1`, as docs/priorities.md explains it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

SCHEMA: Literal["regiotafel-priorities/1"] = "regiotafel-priorities/1"


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of it is."""


class Inside(Part, frozen=True, kw_only=True):
    """how: statutory, chosen or completed; people: who gave it a score, of whom `payers` paid; paid: by kind of party;
    price: what a score of 1 paid, as a fraction (`"250/3"`), who had less left paid that; runner_up: what would have
    been bought instead."""

    name: str
    cost: int
    how: str
    people: int
    payers: int
    paid: dict[str, float]
    price: str | None
    runner_up: str | None


class Outside(Part, frozen=True, kw_only=True):
    """would_win_at: the highest cost at which it would be among the winners, all else being the same; None when no cost
    would do. would_win_at_most: above this it is proven that no cost would do; where it is more than would_win_at, a
    cost between them may do too, and where would_win_at is None, a cost below it may. had: what its supporters had left
    together; lacks: what they were short; spent: on what they spent the rest, by measure."""

    name: str
    cost: int
    why: str
    rivals: list[str]
    would_win_at: int | None
    would_win_at_most: int | None
    people: int
    had: float
    lacks: float
    spent: dict[str, float]


class Kind(Part, frozen=True, kw_only=True):
    """What a kind of party could spend and has left, together."""

    people: int
    endowment: float
    left: float


class Year(Part, frozen=True, kw_only=True):
    """winners: in the order in which they came in; completed: what was added to the plan with what was left, beside the
    winners; cost: of all of these; short: what statutory measures cost beyond the capacity; raised: how often one was
    added to what everybody has; payments: by measure, what each voter paid, where voters have names."""

    year: str
    capacity: int
    cost: int
    short: int
    raised: int
    winners: list[str]
    statutory: list[str]
    completed: list[str]
    payments: dict[str, dict[str, float]]
    kinds: dict[str, Kind]
    inside: dict[str, Inside]
    losers: dict[str, Outside]

    @property
    def plan(self) -> list[str]:
        """All that is in it."""
        return [*self.winners, *self.completed]


class Priorities(Part, frozen=True, kw_only=True):
    """cpu_seconds: of the rule, without reading and without explaining."""

    schema: Literal["regiotafel-priorities/1"] = SCHEMA
    title: str
    rule: str
    utility: str
    completion: str
    start: str
    people: int
    cpu_seconds: float
    years: list[Year]


def as_text(found: Priorities) -> str:
    """As JSON that a person can read. Of a plan of one year all stands at the top."""
    whole = msgspec.to_builtins(found)
    if len(found.years) == 1:
        (year,) = whole.pop("years")
        whole |= {name: value for name, value in year.items() if name != "year" or value}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def plain(found: Priorities) -> str:
    """As a row keeps it: a text, because a database may put the parts of a document in an order of its own."""
    return msgspec.json.encode(found).decode()


def read(document: bytes | str | Mapping[str, object]) -> Priorities:
    """What `plain` wrote. Raises ValueError for another document, or one that does not fit."""
    if isinstance(document, bytes | str):
        return msgspec.json.decode(document, type=Priorities)
    return msgspec.convert(document, type=Priorities)
