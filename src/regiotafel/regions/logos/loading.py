"""How the logo that an address names is found: of who takes part, as it is now."""

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import HasLogo
from regiotafel.regions.queries import picture_path


def load_picture(request: RegionRequest, party: HasLogo, logo: str) -> bytes:
    is_there = bool(logo) and party.logo == logo and default_storage.exists(picture_path(party))
    found = shown(party if is_there else None, request.standings, behind_its_door, _("Dit logo is er niet (meer)."))
    with default_storage.open(picture_path(found)) as file:
        content: bytes = file.read()
        return content
