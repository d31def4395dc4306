"""How a style sheet and a logo are found: what stands at the address of a version never changes."""

from contextlib import suppress

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import NOBODY, behind_its_door, shown
from regiotafel.regions.models import Region
from regiotafel.regions.queries import region_by_slug
from regiotafel.regions.theme.queries import logo_of

# Version 0 is nobody's: it shows a theme that travels, signed, in the address itself.
PREVIEW = 0
PREVIEW_SALT = "proefthema"


def load_theme(request: HttpRequest, region: str, version: int) -> str:
    """The text of a theme: of this version, or the one that somebody is trying."""
    return _preview(request) if version == PREVIEW else _region_with_version(region, version).theme


def load_logo(region: str, version: int) -> bytes:
    content = logo_of(_region_with_version(region, version))
    return shown(content, NOBODY, behind_its_door, _("Deze regio heeft geen eigen logo."))


def _preview(request: HttpRequest) -> str:
    text: str | None = None
    with suppress(signing.BadSignature):
        text = signing.loads(request.GET.get("proef", ""), salt=PREVIEW_SALT, max_age=3600)
    return shown(text, NOBODY, behind_its_door, _("Dit voorbeeld is verlopen."))


def _region_with_version(slug: str, version: int) -> Region:
    found = region_by_slug(slug)
    is_there = found is not None and bool(found.theme) and found.theme_version == version
    return shown(found if is_there else None, NOBODY, behind_its_door, _("Dit thema bestaat niet (meer)."))
