"""The logo of a municipality or an organisation."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import forget_picture, lock_region
from regiotafel.regions.acts import LOGO_CHANGED
from regiotafel.regions.models import Organisation, RegionMunicipality
from regiotafel.regions.queries import picture_path


@transaction.atomic
def set_logo(
    *,
    by: User | None,
    at: datetime,
    party: Organisation | RegionMunicipality,
    logo: bytes | None,
    seen: str | None = None,
) -> None:
    """logo: a PNG that `formats.picture` drew; nothing takes it away. seen: the logo that this person started from."""
    lock_region(party.region)
    before = type(party).objects.values_list("logo", flat=True).get(pk=party.pk)
    wanted = hashlib.sha256(logo).hexdigest()[:20] if logo else ""
    if wanted == before:
        return  # the same again is no news
    party.logo = before
    if seen is not None:
        check_seen(seen, before, party)
    forget_picture(party)
    party.logo = wanted
    party.save(update_fields=["logo"])
    if logo:
        default_storage.delete(picture_path(party))  # left behind by a save that was undone
        default_storage.save(picture_path(party), ContentFile(logo))
    data = {"name": party.name, "before": before, "after": wanted}
    record(by=by, at=at, act=LOGO_CHANGED, about=party, region=party.region.slug, data=data)
