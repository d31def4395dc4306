"""How a press on a statement finds it, with its consultation and region at once: the request made most often."""

from collections.abc import Collection

from django.http import HttpRequest

from regiotafel.consultations.models import Statement
from regiotafel.consultations.rules import is_readable
from regiotafel.consultations.statements.loading import MISSING
from regiotafel.consultations.statements.rules import is_seen
from regiotafel.consultations.taking_part.queries import statement_at
from regiotafel.regions.access import NOBODY, RegionRequest, enter, shown
from regiotafel.regions.permissions import Standing
from regiotafel.regions.queries import region_by_slug


def load_asked(request: HttpRequest, region: str, slug: str, number: int) -> tuple[RegionRequest, Statement]:
    """What is or was on the ballot. Of the others nobody learns here that they exist, also who reads them elsewhere."""
    found = statement_at(region, slug, number)
    here = found.consultation.region if found else region_by_slug(region)
    # What is not there and what is not to be seen have the same page around the same words.
    inside = enter(request, here) if here else None
    statement = shown(found, inside.standings if inside else NOBODY, _is_on_the_ballot, MISSING)
    return enter(request, statement.consultation.region), statement


def _is_on_the_ballot(statement: Statement, standings: Collection[Standing]) -> bool:
    return is_readable(statement.consultation, standings) and is_seen(statement, NOBODY)
