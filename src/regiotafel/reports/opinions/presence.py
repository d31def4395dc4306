"""Who took part beside who there are: from a report (docs/report-schema.md) to rows that a person reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from regiotafel.engine.results.opinions import Benchmark, DeclaredValue, Weights

# Who takes part less than half as much as they are with is named, if at least so many would have been expected.
HALF, FEWEST_EXPECTED = 0.5, 5
MOST_NAMED = 3


@dataclass(frozen=True)
class Present:
    """One declared value. n_people: None is hidden; of_hundred: of those who are shown; number: people there are
    according to the benchmark, should: of every hundred of the values that are shown."""

    value: str
    n_people: int | None
    of_hundred: int | None = None
    number: int | None = None
    should: int | None = None
    is_missed: bool = False


@dataclass(frozen=True)
class Presence:
    """All values of one declared property. source, year: of the benchmark; empty when there is none."""

    name: str
    rows: tuple[Present, ...]
    source: str
    year: int | None

    @property
    def has_benchmark(self) -> bool:
        return any(row.number is not None for row in self.rows)

    @property
    def missed(self) -> tuple[Present, ...]:
        """Who is missed most, by how many were expected."""
        found = [row for row in self.rows if row.is_missed]
        return tuple(sorted(found, key=lambda row: -(row.should or 0))[:MOST_NAMED])


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
    rows = []
    for value, n in sorted(people.items()):
        number = numbers.get(value)
        share = None if n is None or not n_shown else n / n_shown
        should = None if number is None or n is None or not n_there else number / n_there
        rows.append(
            Present(
                value,
                n,
                None if share is None else round(100 * share),
                None if number is None else round(number),
                None if should is None else round(100 * should),
                share is not None
                and should is not None
                and share < HALF * should
                and n_shown * should >= FEWEST_EXPECTED,
            )
        )
    source, year = (benchmark.source or "", benchmark.year) if benchmark else ("", None)
    return Presence(name, tuple(rows), source, year)
