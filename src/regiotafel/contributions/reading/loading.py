"""How what was done with one statement of an outcome is found."""

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome.queries import is_counted
from regiotafel.consultations.statements.loading import MISSING
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_counted_number(request: RegionRequest, consultation: Consultation, number: int | None) -> int | None:
    """The number of a statement that the outcome tells of; none when the page is about all of them."""
    if number is None:
        return None
    found = number if is_counted(consultation, number) else None
    return shown(found, request.standings, behind_its_door, MISSING)
