"""Whose people work where, found, added up and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from regiotafel.plan.measures.queries import owner_name
from regiotafel.plan.models import Secondment
from regiotafel.plan.seconding.rules import hours_in, years_of
from regiotafel.regions.models import Region

COLUMNS = (
    "nummer",
    "detacheert",
    "werkt_bij",
    "functie",
    "uren_per_week",
    "vanaf",
    "tot_en_met",
    "maatregel",
    "afspraak",
)


def secondments_of(region: Region) -> QuerySet[Secondment]:
    rows = Secondment.objects.filter(region=region).order_by("from_on", "number")
    return rows.select_related("municipality", "organisation", "to", "measure__plan", "arrangement")


def secondment_in(region: Region, number: int) -> Secondment | None:
    found = secondments_of(region).filter(number=number).first()
    if found is not None:
        found.region = region
    return found


@dataclass(frozen=True)
class Sum:
    """Of one team or organisation: hours in each of the years."""

    name: str
    by_year: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Seconded:
    rows: Sequence[Secondment]
    years: Sequence[int]
    sums: Sequence[Sum]
    total: Sequence[tuple[int, int]]


def seconded(region: Region, today: date) -> Seconded:
    """One query."""
    rows = list(secondments_of(region))
    years = years_of(rows, today)
    by_team: dict[str, list[int]] = {}
    for one in rows:
        sums = by_team.setdefault(one.where, [0] * len(years))
        for n, year in enumerate(years):
            sums[n] += hours_in(one, year)
    told = [Sum(name, list(zip(years, hours, strict=True))) for name, hours in sorted(by_team.items())]
    total = [sum(each) for each in zip(*by_team.values(), strict=True)]
    return Seconded(rows, years, told, list(zip(years, total, strict=False)))


def rows_of(region: Region) -> Iterator[list[object]]:
    """The cells of COLUMNS. One query."""
    for one in secondments_of(region):
        until = one.until_on.isoformat() if one.until_on else ""
        said: list[object] = [
            one.number,
            owner_name(one),
            one.where,
            one.role,
            one.hours,
            one.from_on.isoformat(),
            until,
        ]
        yield [*said, one.measure.title if one.measure else "", one.arrangement.title if one.arrangement else ""]
