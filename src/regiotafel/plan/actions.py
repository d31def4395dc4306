"""What the subjects share: one act at a time on what belongs to a plan, and its history."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Model

from regiotafel.history.actions import record_within
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.plan.models import Measure, Plan


def lock_plan(plan: Plan) -> Plan:
    """As it is now, and until this act is over: all of a plan hangs together, so one at a time. Its key stays free."""
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("region", "document").get(pk=plan.pk)


def lock_measure(measure: Measure) -> Measure:
    plan = lock_plan(measure.plan)
    found = Measure.objects.select_related("knot", "municipality", "organisation", "one_of").get(pk=measure.pk)
    found.plan = plan
    return found


record_in = partial(record_within, "plan")


def write_over(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Gives a row these values; says of those that changed what they were and are, a party by its name."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    changed = [name for name, value in values.items() if before[name] != value]
    return {how: {name: _plain(of[name]) for name in changed} for how, of in (("before", before), ("after", values))}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Model) else value


def record_measure(
    by: User | None,
    at: datetime,
    act: Act,
    measure: Measure,
    *,
    rows: Iterable[Model] = (),
    gone: Iterable[Model] = (),
    **data: object,
) -> None:
    told = {"number": measure.number, "title": measure.title, **data}
    record_in(by, at, act, measure, measure.plan, rows=rows, gone=gone, **told)
