"""A text of ours that goes out, whatever the format: chapters with passages, as they are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regiotafel.text import marked

from .normal import normal

# Signs that XML cannot hold.
_UNHEARD = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class OutPassage:
    """`text`: as it is kept, empty when it lapsed. `was`: what it said before, to show what changed; None: that is not
    shown. `who`: who does what it says. `kind`: which kind it is; of an exception on which passage, why and until
    when (days as ISO 8601)."""

    number: int
    version: int
    text: str
    was: str | None = None
    who: str = ""
    kind: str = ""
    motive: str = ""
    ends_on: str = ""
    review_on: str = ""

    @property
    def blocks(self) -> tuple[marked.Block, ...]:
        return normal(marked.parsed(heard(self.text)))

    @property
    def blocks_before(self) -> tuple[marked.Block, ...] | None:
        return None if self.was is None else normal(marked.parsed(heard(self.was)))


@dataclass(frozen=True)
class OutSection:
    title: str
    passages: Sequence[OutPassage]


@dataclass(frozen=True)
class OutText:
    """`facts`: a table above the text, its first row the heads of the columns. `author`, `date`: of the changes that
    are shown (as ISO 8601). `site`: stands before addresses of our own pages. `address`: where the text is read."""

    title: str
    about: str
    facts: Sequence[Sequence[str]]
    sections: Sequence[OutSection]
    author: str = ""
    date: str = ""
    language: str = "nl-NL"
    site: str = ""
    address: str = ""
    # Of a version that does not change any more: its number, name and day.
    release: int | None = None
    release_name: str = ""
    day: str = ""


def heard(text: str) -> str:
    return _UNHEARD.sub("", text)


def full(address: str, site: str) -> str:
    """An address of our own is one on our site."""
    return f"{site.rstrip('/')}{address}" if address.startswith("/") else address
