"""How a page of an agreement finds it, and whose decision it is about."""

from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.agreeing.queries import OfMunicipality, agreement_in, by_municipality
from regiotafel.mandates.loading import load
from regiotafel.mandates.models import Agreement
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality


def load_agreement(request: RegionRequest, subject: str, number: int) -> Agreement:
    found = agreement_in(load(request, subject), number)
    return shown(found, request.standings, behind_its_door, _("Dit akkoord is er niet bij dit onderwerp."))


def load_municipality(request: RegionRequest, agreement: Agreement, municipality: int) -> OfMunicipality:
    found = next((one for one in by_municipality(agreement) if one.municipality.pk == municipality), None)
    return shown(found, request.standings, behind_its_door, _("Deze gemeente doet niet mee in deze regio."))


def whose_consent(request: RegionRequest, subject: str, agreement: int, municipality: int) -> Municipality:
    """Whose decision an address is about: somebody writes down only that of their own municipality."""
    return load_municipality(request, load_agreement(request, subject, agreement), municipality).municipality
