"""How a page finds the requirement that its address names."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.vision.checking.queries import Checked, check_of
from regiotafel.vision.models import Document


def load_check(request: RegionRequest, document: Document, code: str) -> Checked:
    return shown(check_of(document, code), request.standings, behind_its_door, _("Deze eis kennen we niet."))
