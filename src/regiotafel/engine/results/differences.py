"""What `regiotafel compare-positions` finds: `regiotafel-differences/1`, as docs/compromise.md explains it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

SCHEMA: Literal["regiotafel-differences/1"] = "regiotafel-differences/1"

Share = Annotated[float, Meta(ge=0, le=1.000001)]
Count = Annotated[int, Meta(ge=0)]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of it is."""


class Group(Part, frozen=True, kw_only=True):
    """n_parties: municipalities; n_heard: of these, who want a level of some subject that is compared."""

    name: str
    n_parties: Count
    n_heard: Count


class Subject(Part, frozen=True, kw_only=True):
    """names: what each group calls it; same_title: alike but for capitals and signs; shared: the words because of which
    it may be the same; confirmed: a person said that it is. wants: of each group, how many want which level; means: in
    steps from the nearest level, null where nobody wants one; within, between: the variance in squared steps."""

    names: tuple[str, str]
    kind: Literal["same", "words", "level", "divided", "few"]
    same_title: bool
    shared: list[str]
    confirmed: bool
    wants: tuple[dict[str, Count], dict[str, Count]]
    means: tuple[float | None, float | None]
    within: Annotated[float, Meta(ge=0)]
    between: Annotated[float, Meta(ge=0)]


class Differences(Part, frozen=True, kw_only=True):
    """levels: as the first group calls them, from near to far; other_levels: as the second does, where that is not the
    same. only: subjects of which the other group has none that may be the same. kinds: how many subjects are of each;
    only_words: of the subjects whose titles or levels differ, the share whose level is the same. share_between,
    by_chance, as_large, divisions, exact: see docs/compromise.md; null where nothing differs or nothing is compared.
    fewest: with fewer municipalities in a group a subject is not compared."""

    schema: Literal["regiotafel-differences/1"] = SCHEMA
    levels: list[str]
    other_levels: list[str] | None
    groups: tuple[Group, Group]
    subjects: list[Subject]
    only: tuple[list[str], list[str]]
    kinds: dict[str, Count]
    only_words: Share | None
    share_between: Share | None
    by_chance: Share | None
    as_large: Share | None
    divisions: Count
    exact: bool
    fewest: Count


def as_text(found: Differences) -> str:
    """As JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def read(document: bytes) -> Differences:
    """Raises ValueError for another document, or one that does not fit."""
    return msgspec.json.decode(document, type=Differences)
