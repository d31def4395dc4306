"""How a page finds a phrase."""

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Phrase
from regiotafel.contributions.phrases.queries import phrase_in
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_phrase(request: RegionRequest, pk: int | None) -> Phrase:
    found = phrase_in(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze standaardzin is er niet meer."))
