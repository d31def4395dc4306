"""How a page of a statement finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, Statement
from regiotafel.consultations.statements.queries import statement_in
from regiotafel.consultations.statements.rules import is_seen
from regiotafel.regions.access import RegionRequest, shown

MISSING = _("Deze stelling bestaat niet in deze ronde.")


def load_statement(request: RegionRequest, consultation: Consultation, number: int) -> Statement:
    return shown(statement_in(consultation, number), request.standings, is_seen, MISSING)
