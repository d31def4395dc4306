"""How every page of a consultation finds it."""

from django.http import Http404

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.queries.consultations import consultation_in
from regiotafel.regions.access import RegionRequest
from regiotafel.regions.rules import is_allowed


def load(request: RegionRequest, slug: str) -> Consultation:
    """The consultation of this address in this region. A draft is there for staff only."""
    consultation = consultation_in(request.region, slug)
    if consultation is None or (
        consultation.opened_at is None and not is_allowed("consultation.read_draft", request.roles)
    ):
        raise Http404("Dit gesprek bestaat niet.")
    return consultation
