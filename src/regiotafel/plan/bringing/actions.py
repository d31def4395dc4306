"""Taking over measures from a table: all of them, or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_plan
from regiotafel.plan.bringing.queries import Read, seen_of
from regiotafel.plan.measures.actions import add_measure, change_measure, set_effort
from regiotafel.plan.models import Measure, Plan


@transaction.atomic
def bring_measures(*, by: User | None, at: datetime, plan: Plan, seen: str, rows: Sequence[Read]) -> list[Measure]:
    """New ones as ideas; of those that are there what the row says. seen: what the preview knew of the plan."""
    done: dict[str, Any] = {"by": by, "at": at}
    locked = lock_plan(plan)
    check_seen(seen, seen_of(locked), locked)
    there = {one.number: one for one in Measure.objects.filter(plan=locked)}
    made = []
    for row in rows:
        now = there.get(row.number) if row.number else None
        if now is None:
            now = add_measure(**done, plan=locked, **row.values)
        else:
            now.plan = locked
            now = change_measure(**done, measure=now, version=now.version, **row.values)
        made.append(set_effort(**done, measure=now, version=now.version, amounts=row.amounts))
    return made
