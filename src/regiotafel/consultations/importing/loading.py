"""How a page finds the file that is read in."""

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.importing.queries import import_in
from regiotafel.consultations.models import Consultation, VoteImport
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_import(request: RegionRequest, consultation: Consultation, number: int) -> VoteImport:
    found = import_in(consultation, number)
    return shown(found, request.standings, behind_its_door, _("Dit bestand hoort niet bij deze ronde."))
