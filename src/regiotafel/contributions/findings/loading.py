"""How an outcome that was taken along is found, and the statement that can be."""

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Statement
from regiotafel.consultations.statements.rules import is_seen
from regiotafel.contributions.findings.queries import finding_about, finding_in, statement_to_take
from regiotafel.contributions.models import Finding
from regiotafel.regions.access import NOBODY, RegionRequest, behind_its_door, shown

MISSING = _("Deze uitkomst bestaat niet.")


def load(request: RegionRequest, pk: int) -> Finding:
    return shown(finding_in(request.region, pk), request.standings, behind_its_door, MISSING)


def load_about(request: RegionRequest, slug: str, number: int) -> Finding:
    return shown(finding_about(request.region, slug, number), request.standings, behind_its_door, MISSING)


def load_to_take(request: RegionRequest, pk: int | None) -> Statement:
    """What everybody reads: what waits or was refused has no outcome."""
    found = None if pk is None else statement_to_take(request.region, pk)
    return shown(found, NOBODY, is_seen, _("Deze stelling bestaat niet in deze regio."))
