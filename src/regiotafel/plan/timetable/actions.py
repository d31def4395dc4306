"""Taking over what is agreed with providers from a table: all of it, or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.plan.agreements.actions import add_arrangement, change_arrangement, set_milestone
from regiotafel.plan.agreements.queries import arrangements_of
from regiotafel.plan.models import Arrangement
from regiotafel.plan.timetable.queries import Read, seen_of
from regiotafel.regions.actions import lock_region
from regiotafel.regions.models import Region


@transaction.atomic
def bring_arrangements(
    *, by: User | None, at: datetime, region: Region, seen: str, rows: Sequence[Read]
) -> list[Arrangement]:
    """seen: what the preview knew of what is there."""
    done: dict[str, Any] = {"by": by, "at": at}
    lock_region(region)
    check_seen(seen, seen_of(region), region)
    there = {one.number: one for one in arrangements_of(region)}
    made = []
    for row in rows:
        now = there.get(row.number) if row.number else None
        if now is None:
            now = add_arrangement(**done, region=region, parties=row.parties, **row.values)
        else:
            said = {"arrangement": now, "version": now.version, "parties": row.parties, **row.values}
            now = change_arrangement(**done, **said)
        known = {one.number: one for one in now.milestones.all()}
        for day in row.days:
            now.refresh_from_db(fields=["version"])
            of: dict[str, Any] = {"arrangement": now, "version": now.version, "milestone": known.get(day.number or 0)}
            set_milestone(**done, **of, **day.values)
        made.append(now)
    return made
