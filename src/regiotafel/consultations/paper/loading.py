"""How a page finds the meeting whose sheets it is about."""

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, PaperTable
from regiotafel.consultations.paper.queries import table_in
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_table(request: RegionRequest, consultation: Consultation, pk: int) -> PaperTable:
    found = table_in(consultation, pk)
    return shown(found, request.standings, behind_its_door, _("Deze bijeenkomst hoort niet bij deze ronde."))
