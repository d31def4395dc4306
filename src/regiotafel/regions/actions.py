"""What several subjects of a region do: keep its settings to one act at a time, and begin with a part of the site."""

from django.core.files.storage import default_storage
from django.db import transaction

from regiotafel.regions.models import HasLogo, Region
from regiotafel.regions.queries import picture_path


def lock_region(region: Region) -> Region:
    """One act at a time on the settings and the parties of a region. Its key stays free (no_key), here and wherever its
    row is the lock: who adds something to the region beside this holds the end of the chain, and would wait for us."""
    return Region.objects.select_for_update(no_key=True).get(pk=region.pk)


@transaction.atomic
def begin_part(*, region: Region, part: str) -> None:
    """From now on the menu of this region leads to this part of the site. The act that begins it is another's."""
    locked = lock_region(region)
    if part not in locked.parts:
        locked.parts = [*locked.parts, part]
        locked.save(update_fields=["parts"])
    region.parts = locked.parts


def forget_picture(party: HasLogo) -> None:
    """Of who has another logo from now on, or leaves: its file goes as soon as that is certain."""
    if party.logo:
        path = picture_path(party)
        transaction.on_commit(lambda: default_storage.delete(path))
