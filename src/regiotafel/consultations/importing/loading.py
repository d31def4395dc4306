"""How a page finds the file that is read in."""

from regiotafel.consultations.importing.queries import import_in
from regiotafel.consultations.models import Consultation, VoteImport
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_import(request: RegionRequest, consultation: Consultation, number: int) -> VoteImport:
    found = import_in(consultation, number)
    return shown(found, request.standings, behind_its_door, "Dit bestand hoort niet bij dit gesprek.")
