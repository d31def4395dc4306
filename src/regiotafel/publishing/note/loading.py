"""How a page of the reaction note finds the part of its print that it names."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from regiotafel.publishing.note.queries import outline_of, parts_of
from regiotafel.regions.access import NOBODY, behind_its_door, shown
from regiotafel.vision.models import Release


def load_part(request: HttpRequest, release: Release) -> int:
    """Which print of a long note is asked for. Only a number above one costs a look at how many there are."""
    asked = request.GET.get("deel", "")
    if not asked.isascii() or not asked.isdigit() or asked in ("0", "1"):
        return 1
    part = int(asked[:6])
    is_there = part <= len(parts_of(outline_of(release).entries))
    return shown(part if is_there else None, NOBODY, behind_its_door, _("Dit deel van de reactienota bestaat niet."))
