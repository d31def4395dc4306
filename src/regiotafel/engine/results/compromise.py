"""What `regiotafel compromise` finds: `regiotafel-compromise/1`, as docs/compromise.md explains it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

# Which package is proposed, where more than one was asked for.
PROPOSED = ("leximin", "max_min", "nash", "utilitarian", "median")
SCHEMA: Literal["regiotafel-compromise/1"] = "regiotafel-compromise/1"

Percent = Annotated[float, Meta(ge=0, le=100.000001)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of it is."""


class Package(Part, frozen=True, kw_only=True):
    """levels: by subject; satisfaction: by party, in percent of its ideal; gap: by what share the measure of the rule
    could be higher at most."""

    levels: dict[str, str]
    satisfaction: dict[str, Percent]
    lowest: Percent
    mean: Percent
    proven: bool
    gap: Share


class Member(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A red line, that a party never accepts something of a subject; or a link, by its place in the file from 0."""

    party: str | None = None
    subject: str | None = None
    link: int | None = None


class Line(Part, frozen=True, kw_only=True):
    """points x satisfaction is what the level brings, points x best what the best level that is allowed would."""

    subject: str
    level: str
    wants: str
    points: Annotated[float, Meta(ge=0)]
    satisfaction: Share
    best: Share


class Account(Part, frozen=True, kw_only=True):
    """A party with a package, to be counted again: the sum of what its lines bring over the sum of what they could.
    gives, gets: subjects; others: parties that give way on what it gets."""

    party: str
    lines: list[Line]
    gives: list[str]
    gets: list[str]
    others: list[str]


class Return(Part, frozen=True, kw_only=True):
    """A subject that could move from one level to another in return for a concession. gain: what that brings the party
    that conceded; cost: what it takes of all others together; dearest: who loses most by it, if anybody, and most: how
    much; in percent of an ideal."""

    subject: str
    before: str
    level: str
    gain: float
    cost: float
    dearest: str | None
    most: float


class Concession(Part, frozen=True, kw_only=True):
    """A red line given up: by how much the lowest satisfaction then rises, in percent. Where nothing was possible: how
    high it then is. returns: what could be offered for it; of the dearest only."""

    party: str
    subject: str
    price: Annotated[float, Meta(ge=0)]
    proven: bool
    returns: list[Return] = []


class Pair(Part, frozen=True, kw_only=True):
    """The same of two red lines, given up together."""

    lines: list[Member]
    price: Annotated[float, Meta(ge=0)]
    proven: bool


class Paradox(Part, frozen=True, kw_only=True):
    """What looks odd and is not. kind: outvoted_yet_content, served_yet_last (party, n of its subjects, satisfaction),
    most_outvoted (n of all parties), majority_breaks_link (members: the link; levels: what a majority wants) or
    median_crosses (members)."""

    kind: str
    party: str | None
    n: int
    of: int
    satisfaction: float
    members: list[Member]
    levels: dict[str, str]


class Stability(Part, frozen=True, kw_only=True):
    """Of the proposal. floor: its lowest when all points move by a tenth at most; regret: by how much another package
    could then be above it at most. without: the party that lies furthest from the others; of these alone the floor, and
    by how much that could be higher at most."""

    floor: float
    regret: float
    without: str
    others_floor: float
    others_regret: float


class Compromise(Part, frozen=True, kw_only=True):
    """packages, by_people: by rule; None where it finds none. conflicts_complete, repairs_complete: none is left out.
    unheard: parties without any position, which are not counted; late: those that had one too late. proposal: the rule
    of which `accounts` and `paradoxes` are. concessions: red lines that raise the floor when they are given up, the
    dearest first; pair: where none does alone, the two that do most together; these and stability only when they are
    asked for."""

    schema: Literal["regiotafel-compromise/1"] = SCHEMA
    feasible: bool
    agreed: dict[str, str]
    packages: dict[str, Package | None]
    by_people: dict[str, Package | None]
    conflicts: list[list[Member]]
    repairs: list[list[Member]]
    conflicts_complete: bool
    repairs_complete: bool
    unheard: list[str]
    proposal: str | None
    accounts: list[Account]
    concessions: list[Concession]
    stability: Stability | None
    late: list[str] = []
    pair: Pair | None = None
    paradoxes: list[Paradox] = []


def as_text(found: Compromise) -> str:
    """As JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def plain(found: Compromise) -> str:
    """As a row keeps it: a text, because a database may put the parts of a document in an order of its own."""
    return msgspec.json.encode(found).decode()


def read(document: bytes | str | Mapping[str, object]) -> Compromise:
    """Raises ValueError for another document, or one that does not fit."""
    if isinstance(document, bytes | str):
        return msgspec.json.decode(document, type=Compromise)
    return msgspec.convert(document, type=Compromise)
