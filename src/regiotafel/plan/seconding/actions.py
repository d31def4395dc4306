"""Writing down whose people work where."""

from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.history.queries import next_number
from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import write_over
from regiotafel.plan.acts import SECONDMENT_REMOVED, SECONDMENT_SET
from regiotafel.plan.models import Secondment
from regiotafel.plan.rules import PART, as_owner
from regiotafel.plan.seconding.rules import FIELDS, check_secondment
from regiotafel.regions.actions import begin_part, lock_region
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy_line


@transaction.atomic
def set_secondment(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    version: int = 0,
    secondment: Secondment | None = None,
    **values: Any,
) -> Secondment:
    """secondment: the one that changes, with the version that this person read; none is a new one."""
    found: dict[str, Any] = {name: tidy_line(values.get(name) or "") for name in FIELDS}
    found |= {name: values.get(name) for name in ("to", "hours", "from_on", "until_on", "measure", "arrangement")}
    found |= as_owner(values.get("owner"))
    check_secondment(found)
    lock_region(region)
    rows = Secondment.objects.filter(region=region)
    there = rows.filter(pk=secondment.pk).first() if secondment else rows.filter(**found).first()
    if there is not None and says(there, found):
        return there  # the same again is no news
    check_seen(version, there.version if there else 0, there)
    kept = there or Secondment(region=region, number=next_number(rows), version=0)
    changes = write_over(kept, found) if there else {}
    for name, value in found.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    begin_part(region=region, part=PART)
    data = {"where": kept.where, "role": kept.role, "number": kept.number, **changes}
    record(by=by, at=at, act=SECONDMENT_SET, about=kept, region=region.slug, data=data, rows=[region])
    return kept


@transaction.atomic
def remove_secondment(*, by: User | None, at: datetime, secondment: Secondment) -> None:
    """Written down by mistake; what ended has a last day."""
    region = lock_region(secondment.region)
    found = Secondment.objects.filter(pk=secondment.pk).select_related("to").first()
    if found is None:
        return  # pressed twice
    data = {"where": found.where, "role": found.role, "number": found.number}
    told: dict[str, Any] = {"about": region, "region": region.slug, "data": data, "gone": [found]}
    record(by=by, at=at, act=SECONDMENT_REMOVED, **told)
    found.delete()
