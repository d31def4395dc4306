"""Keeping the Word document in which a municipality writes to its council."""

from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from regiotafel.councils.acts import LETTERHEAD_KEPT, LETTERHEAD_REMOVED
from regiotafel.councils.letterheads.queries import letterhead_of, path_of
from regiotafel.councils.models import Letterhead
from regiotafel.history.actions import record
from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.models import Municipality, Region
from regiotafel.text.tidy import tidy_line


@transaction.atomic
def keep_letterhead(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    municipality: Municipality,
    name: str,
    content: bytes,
    version: int,
) -> Letterhead | None:
    """content: a document that could be filled in; empty: there is none any more. version: of what stood there, as this
    person saw it; 0 when there was nothing."""
    lock_region(region)
    found = letterhead_of(region, municipality)
    file, before = sha256(content).hexdigest() if content else "", found.file if found else ""
    if file == before:
        return found  # the same again is no news
    check_seen(version, found.version if found else 0, found)
    found = found or Letterhead(region=region, municipality=municipality, version=0)
    found.name, found.file, found.version = tidy_line(name)[-150:] if content else "", file, found.version + 1
    found.save()
    if file and not default_storage.exists(path_of(file)):
        default_storage.save(path_of(file), ContentFile(content))
    if before and not Letterhead.objects.filter(file=before).exists():
        transaction.on_commit(lambda: default_storage.delete(path_of(before)))
    act, told = LETTERHEAD_KEPT if file else LETTERHEAD_REMOVED, {"municipality": str(municipality)}
    record(by=by, at=at, act=act, about=found, region=region.slug, data={**told, "name": found.name} if file else told)
    return found
