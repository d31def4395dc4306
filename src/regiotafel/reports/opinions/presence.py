"""Who took part beside who there are: from a report (docs/report-schema.md) to rows that a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regiotafel.engine.results.opinions import Benchmark, DeclaredValue, Weights

from .rows import FEW

# Who takes part less than half as much as they are with is named, if at least so many would have been expected.
FEWEST_EXPECTED = 5
MOST_NAMED = 3


@dataclass(frozen=True)
class Present:
    """One declared value. n_people: None is hidden; number: people there are according to the benchmark. share, due: of
    all who are shown, of the people here and of the people there are; None when that cannot be told. n_due: how many
    would be here by that; is_missed: whether they are missed; n_all: all who are shown."""

    value: str
    n_people: int | None
    number: int | None = None
    share: float | None = None
    due: float | None = None
    n_due: float = 0.0
    is_missed: bool = False
    n_all: int = 0

    @classmethod
    def of(cls, value: str, n: int | None, n_shown: int, number: float | None, n_there: float) -> Present:
        """n_shown, n_there: all people of values that are shown, here and according to the benchmark."""
        share = None if n is None or not n_shown else n / n_shown
        due = None if number is None or n is None or not n_there else number / n_there
        # By the numbers themselves: less than half of what is due, where at least a few are due.
        is_missed = False
        if n is not None and number is not None and n_shown and n_there:
            is_missed = 2 * n * n_there < number * n_shown and number * n_shown >= FEWEST_EXPECTED * n_there
        there = None if number is None else round(number)
        return cls(value, n, there, share, due, n_shown * (due or 0.0), is_missed, n_shown)

    @property
    def of_hundred(self) -> int | None:
        """Of a hundred participants; of few there is no hundred."""
        return None if self.share is None or self.n_all < FEW else round(100 * self.share)

    @property
    def should(self) -> int | None:
        return None if self.due is None else round(100 * self.due)


@dataclass(frozen=True)
class Presence:
    """All values of one declared property. source, year: of the benchmark; empty when there is none."""

    name: str
    rows: tuple[Present, ...]
    source: str
    year: int | None

    @property
    def bars(self) -> tuple[tuple[Present, int], ...]:
        """Most of all first, each with its part of the most, out of hundred; of who is hidden nothing is drawn."""
        most = max((row.n_people or 0 for row in self.rows), default=0) or 1
        ordered = sorted(self.rows, key=lambda row: -(row.n_people or 0))
        return tuple((row, round(100 * (row.n_people or 0) / most)) for row in ordered)

    @property
    def has_benchmark(self) -> bool:
        return any(row.number is not None for row in self.rows)

    @property
    def missed(self) -> tuple[Present, ...]:
        """Who is missed most, by how many were expected."""
        found = [row for row in self.rows if row.is_missed]
        return tuple(sorted(found, key=lambda row: -(row.due or 0.0))[:MOST_NAMED])


def presences(declared: Mapping[str, tuple[DeclaredValue, ...]], weights: Weights | None) -> tuple[Presence, ...]:
    benchmark = weights.benchmark if weights else {}
    return tuple(_presence(name, values, benchmark.get(name)) for name, values in declared.items() if values)


def _presence(name: str, values: tuple[DeclaredValue, ...], benchmark: Benchmark | None) -> Presence:
    people = {one.value: one.n_people for one in values}
    numbers = {one.value: one.number for one in benchmark.values} if benchmark else {}
    people |= {value: 0 for value in numbers if value not in people}
    # Like with like: who is hidden is left out on both sides.
    n_shown = sum(n or 0 for n in people.values())
    n_there = sum(number for value, number in numbers.items() if people[value] is not None)
    rows = (Present.of(value, n, n_shown, numbers.get(value), n_there) for value, n in sorted(people.items()))
    source, year = (benchmark.source or "", benchmark.year) if benchmark else ("", None)
    return Presence(name, tuple(rows), source, year)
