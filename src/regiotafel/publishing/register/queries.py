"""Who decides what in a region as one thing to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from regiotafel.mandates.register.queries import Settled, Unbound, register_of
from regiotafel.regions.models import Region

# More rows than this stand in smaller letters and closer together, so that they fit on the sheet.
LONG = 22


@dataclass(frozen=True)
class Sheet:
    """All subjects as they are decided on a day."""

    region: Region
    on: date
    rows: Sequence[Settled]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONG

    @property
    def mark(self) -> str:
        """Another one as soon as the print reads otherwise."""
        told = [
            (
                one.subject.title,
                one.now and one.now.pk,
                [(later.pk, _names(unbound)) for later, unbound in one.later_with_unbound()],
                [(other.municipality.name, other.told) for other in one.elsewhere],
                [(fact.pk, fact.article) for fact in one.law],
                one.is_law_in_conflict,
            )
            for one in self.rows
        ]
        return sha256(repr((self.region.pk, self.region.name, self.on, told)).encode()).hexdigest()


def _names(unbound: Sequence[Unbound]) -> list[str]:
    return [one.municipality.name for one in unbound]


def sheet_of(region: Region, on: date) -> Sheet:
    return Sheet(region, on, register_of(region, on))
