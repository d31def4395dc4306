"""The logo of a region, as it is kept."""

from django.core.files.storage import default_storage

from regiotafel.regions.models import Region
from regiotafel.regions.queries import has_logo


def logo_path(region: Region) -> str:
    """Where our own code keeps the logo of this version of the theme."""
    return f"thema/{region.slug}/{region.theme_version}.png"


def logo_of(region: Region) -> bytes | None:
    if not has_logo(region.theme) or not default_storage.exists(logo_path(region)):
        return None
    with default_storage.open(logo_path(region)) as file:
        content: bytes = file.read()
        return content
