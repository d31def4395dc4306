"""A plan as one thing to print: what comes first and why, on one sheet that hangs on a wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import ceil
from typing import NamedTuple

from regiotafel.plan.models import Plan
from regiotafel.plan.telling.queries import TellsPart, Told, chosen_among, parts_of, told_of
from regiotafel.plan.telling.rules import Choice
from regiotafel.plan.telling.tags import facts, why


class Size(NamedTuple):
    """How a sheet is set. name: of its letters (report.css). columns; lines: for how many lines of those letters each
    has room; title, text: how many characters stand on such a line; most: how many of them say why. has_result: it also
    tells what each brings."""

    name: str
    columns: int
    lines: int
    title: int
    text: int
    most: int
    has_result: bool = False


# From large letters to small. The last is what is still read at arm's length: what does not fit then goes on.
SIZES = (
    Size("largest", 4, 47, 35, 45, 300, has_result=True),
    Size("large", 4, 54, 40, 51, 300, has_result=True),
    Size("middle", 5, 63, 36, 47, 300, has_result=True),
    Size("large", 4, 54, 40, 51, 300),
    Size("middle", 5, 63, 36, 47, 200),
    Size("small", 6, 73, 34, 45, 120),
    Size("dense", 6, 79, 38, 49, 80),
)
# In lines of text: a title is set larger, white stands below each measure, and a part has its name above it.
TITLE, BELOW, NAME = 1.2, 0.8, 3


@dataclass(frozen=True)
class Cell:
    """One measure on the sheet."""

    number: int
    title: str
    facts: str
    why: str
    result: str


# By the name of a part, the measures of it that stand on this page.
Page = list[tuple[str, list[Cell]]]


@dataclass(frozen=True)
class Sheet:
    plan: Plan
    on: date
    parts: Sequence[TellsPart]

    @property
    def n_measures(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def size(self) -> Size:
        return next((one for one in SIZES if len(self._pages(one)) == 1), SIZES[-1])

    @property
    def pages(self) -> list[Page]:
        """In the size that fits."""
        return self._pages(self.size)

    def _pages(self, size: Size) -> list[Page]:
        """As many as these letters need. What goes on has the name of its part again."""
        room, pages = float(size.columns * size.lines), list[Page]()
        left = 0.0
        for part in self.parts:
            begins = True
            for one in part.rows:
                cell = _cell(one, size)
                needs = _lines(cell, size)
                if not pages or left < needs + NAME * begins:
                    pages.append([])
                    left, begins = room, True
                if begins:
                    pages[-1].append((part.name, []))
                    left, begins = left - NAME, False
                pages[-1][-1][1].append(cell)
                left -= needs
        return pages or [[]]

    @property
    def mark(self) -> str:
        """Another one as soon as the print reads otherwise."""
        plan, region = self.plan, self.plan.region
        told = (region.pk, region.name, region.is_invented, plan.pk, plan.title, str(plan.get_state_display()), self.on)
        return sha256(repr((told, self.pages)).encode()).hexdigest()


def _cell(told: Told, size: Size) -> Cell:
    measure = told.measure
    result = _cut(measure.result, size.most) if size.has_result else ""
    return Cell(measure.number, measure.title, facts(told), _cut(why(told), size.most), result)


def _cut(said: str, most: int) -> str:
    return said if len(said) <= most else f"{said[:most].rpartition(' ')[0].rstrip(',.;:')} …"


def _lines(cell: Cell, size: Size) -> float:
    """How many lines of text it takes."""
    title = ceil(len(f"{cell.number}. {cell.title}") / size.title)
    texts = sum(ceil(len(words) / size.text) for words in (cell.facts, cell.why, cell.result))
    return TITLE * title + texts + BELOW


def sheet_of(plan: Plan, on: date) -> Sheet:
    return Sheet(plan, on, parts_of(plan, chosen_among(told_of(plan), Choice()), on.year))
