"""The colours and the logo of a region."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.acts import THEME_SET
from regiotafel.regions.models import Region
from regiotafel.regions.queries import has_logo
from regiotafel.regions.theme.queries import logo_of, logo_path


@transaction.atomic
def set_theme(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    theme: str,
    version: int | None,
    logo: bytes | None = None,
) -> None:
    """`theme` is the text of a theme file that `formats.theme` has accepted, or empty; `logo` is a PNG;
    `version` is the theme that this person started from; who does not say it has seen none.

    Each version of a theme has a logo file of its own, because the address of a version never changes content.
    """
    locked = lock_region(region)
    kept = logo_of(locked)
    if (theme, logo or kept) == (locked.theme, kept):
        return  # the same again is no news
    check_seen(version, locked.theme_version, locked)
    before, logo = locked.theme, logo or kept
    region.theme, region.theme_version = theme, locked.theme_version + 1
    region.save(update_fields=["theme", "theme_version"])
    if logo is not None and has_logo(theme):
        default_storage.delete(logo_path(region))  # left behind by a save that was undone
        default_storage.save(logo_path(region), ContentFile(logo))
    record(
        by=by,
        at=at,
        act=THEME_SET,
        about=region,
        region=region.slug,
        data={"before": before, "after": theme},
    )
