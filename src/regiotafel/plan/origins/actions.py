"""Ideas become measures: from whatever stands on the thread, and linked to it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regiotafel.people.models import User
from regiotafel.plan.measures.actions import add_measure
from regiotafel.plan.measures.queries import measure_titled
from regiotafel.plan.models import Measure, Plan
from regiotafel.plan.origins.queries import measures_at
from regiotafel.plan.origins.rules import can_be_origin, ends_of, relation_of
from regiotafel.plan.rules import PlanRefused
from regiotafel.thread.linking.actions import confirm
from regiotafel.thread.models import Knot, Link


@transaction.atomic
def begin_from(*, by: User | None, at: datetime, plan: Plan, knot: Knot, title: str, **values: Any) -> Measure:
    """A measure that comes from this, or carries it out, as an idea; pressed twice it is one."""
    there = measure_titled(plan, title)
    if there is not None and there in measures_at(knot, [plan]):
        return there
    made = add_measure(by=by, at=at, plan=plan, title=title, **values)
    tie_to(by=by, at=at, measure=made, knot=knot)
    return made


@transaction.atomic
def tie_to(*, by: User | None, at: datetime, measure: Measure, knot: Knot) -> Link:
    """They belong together. Whoever follows the one that was first hears of it."""
    if not can_be_origin(knot):
        raise PlanRefused(_("Hieraan kun je geen maatregel koppelen. Kies iets anders."), field="knot")
    return confirm(by=by, at=at, **ends_of(measure.knot, knot), relation=relation_of(knot))
