"""Everything that writes measures: one function is one thing a person can do, with its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regiotafel.history.queries import next_number
from regiotafel.history.rules import says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_measure, lock_plan, record_measure, write_over
from regiotafel.plan.acts import EFFORT_SET, MEASURE_ADDED, MEASURE_CHANGED, MEASURE_MOVED, NEEDS_SET, SIZE_REMOVED
from regiotafel.plan.measures.queries import (
    choices_in,
    duties_beside,
    efforts_of,
    gone_needs,
    is_size_name_taken,
    measure_titled,
    needed_by,
    needs_in,
    needs_of,
    others_of,
    variant_with,
)
from regiotafel.plan.measures.rules import (
    check_all_there,
    check_can_be_both,
    check_can_return,
    check_in_no_variant,
    check_measure,
    check_move,
    check_needs,
    check_not_needed,
    check_one_duty,
    check_size,
    check_stands,
    check_title_free,
    check_version,
    tidied,
)
from regiotafel.plan.models import MEASURE, Dependency, Effort, Measure, MeasureState, MeasureStep, OneOf, Plan, Size
from regiotafel.plan.rules import OUT, Amount, PlanRefused, check_amounts, check_goes_on, total
from regiotafel.text.folding import fold_name
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import move as move_knot
from regiotafel.thread.actions import retitle, tie
from regiotafel.thread.models import GONE


@transaction.atomic
def add_measure(*, by: User | None, at: datetime, plan: Plan, state: str = MeasureState.IDEA, **values: Any) -> Measure:
    """A new measure, as an idea or proposed at once. values: what is said about it."""
    found, locked = tidied(values), lock_plan(plan)
    check_goes_on(locked)
    check_measure(locked, found)
    check_title_free(measure_titled(locked, found["title"]))
    if state not in (MeasureState.IDEA, MeasureState.PROPOSED):
        raise PlanRefused(_("Een maatregel begint als idee of als voorstel."), field="state")
    number = next_number(Measure.objects.filter(plan=locked))
    made = Measure(plan=locked, number=number, state=state, **found)
    told: dict[str, Any] = {"it": made, "route_args": [locked.slug, number], "is_public": locked.is_public}
    made.knot = tie(kind=MEASURE, region=locked.region, **told)
    made.save()
    step = MeasureStep.objects.create(measure=made, number=1, state=state, by=by, at=at)
    record_measure(by, at, MEASURE_ADDED, made, rows=[step])
    return made


@transaction.atomic
def change_measure(*, by: User | None, at: datetime, measure: Measure, version: int, **values: Any) -> Measure:
    """What it is and who sees to it. `version`: what this person read."""
    found, locked = tidied(values), lock_measure(measure)
    check_goes_on(locked.plan)
    check_stands(locked)
    check_measure(locked.plan, found)
    if says(locked, found):
        return locked  # the same again is no news
    check_version(locked, version)
    check_title_free(measure_titled(locked.plan, found["title"], but=locked))
    if found["is_statutory"]:
        check_one_duty(duties_beside(locked, locked.one_of), field="is_statutory")
    told = write_over(locked, found)
    retitle(kind=MEASURE, knot=locked.knot, it=locked)
    _move_on(locked, at, *found)
    record_measure(by, at, MEASURE_CHANGED, locked, **told)
    return locked


def _move_on(locked: Measure, at: datetime, *names: str) -> None:
    """It means something else: whatever hangs together with it is looked at again."""
    locked.version += 1
    locked.save(update_fields=[*names, "version"])
    move_knot(knot=locked.knot, number=locked.version, at=at)


@transaction.atomic
def set_effort(
    *, by: User | None, at: datetime, measure: Measure, version: int, amounts: Mapping[int, Amount]
) -> Measure:
    """What it takes in each year, as it was proposed."""
    locked = lock_measure(measure)
    check_goes_on(locked.plan)
    check_stands(locked)
    check_amounts(locked.plan, amounts)
    before = efforts_of(locked)
    if before == dict(amounts):
        return locked  # the same again is no news
    check_version(locked, version)
    _move_on(locked, at)
    kept, gone = _keep(locked, None, amounts)
    sums = {"before": total(before)._asdict(), "after": total(amounts)._asdict()}
    record_measure(by, at, EFFORT_SET, locked, rows=kept, gone=gone, **sums)
    Effort.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return locked


def _keep(measure: Measure, size: Size | None, amounts: Mapping[int, Amount]) -> tuple[list[Effort], list[Effort]]:
    """The rows that hold, and those that go."""
    rows = Effort.objects.filter(measure=measure, size=size)
    kept = [
        rows.update_or_create(year=year, defaults=amount._asdict(), create_defaults=_row(measure, size, year, amount))[
            0
        ]
        for year, amount in amounts.items()
    ]
    return kept, list(rows.exclude(year__in=amounts))


def _row(measure: Measure, size: Size | None, year: int, amount: Amount) -> dict[str, Any]:
    return {"measure": measure, "size": size, "year": year, **amount._asdict()}


@transaction.atomic
def set_size(
    *,
    by: User | None,
    at: datetime,
    measure: Measure,
    version: int,
    name: str,
    about: str = "",
    amounts: Mapping[int, Amount],
    size: Size | None = None,
) -> Size:
    """A smaller way to do it, with what that takes. size: the one that changes; none is a new one."""
    name, about = tidy_line(name), tidy(about)
    locked = lock_measure(measure)
    check_goes_on(locked.plan)
    check_stands(locked)
    check_amounts(locked.plan, amounts)
    there = Size.objects.filter(measure=locked, pk=size.pk).first() if size else None
    same = there or Size.objects.filter(measure=locked, name=name).first()
    if same is not None and says(same, {"name": name, "about": about}) and efforts_of(locked, same) == dict(amounts):
        return same  # the same again is no news
    check_version(locked, version)
    check_size(name, about, is_size_name_taken(locked, name, but=there))
    kept_size = there or Size(measure=locked)
    kept_size.name, kept_size.about = name, about
    kept_size.save()
    _move_on(locked, at)
    kept, gone = _keep(locked, kept_size, amounts)
    record_measure(by, at, EFFORT_SET, locked, rows=[kept_size, *kept], gone=gone)
    Effort.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return kept_size


@transaction.atomic
def remove_size(*, by: User | None, at: datetime, size: Size) -> None:
    locked = lock_measure(size.measure)
    check_goes_on(locked.plan)
    check_stands(locked)
    found = Size.objects.filter(pk=size.pk).first()
    if found is None:
        return  # pressed twice
    check_in_no_variant(variant_with(found))
    gone = list(Effort.objects.filter(size=found))
    _move_on(locked, at)
    record_measure(by, at, SIZE_REMOVED, locked, gone=[found, *gone], name=found.name)
    Effort.objects.filter(size=found).delete()
    found.delete()


@transaction.atomic
def set_needs(
    *, by: User | None, at: datetime, measure: Measure, version: int, on: Sequence[Measure], one_of: str = ""
) -> Measure:
    """What must be done before it, and of which it excludes the others: the name of that choice, empty for none."""
    name, locked = tidy_line(one_of), lock_measure(measure)
    check_goes_on(locked.plan)
    check_stands(locked)
    same_needs = {one.pk for one in needs_of(locked)} == {one.pk for one in on}
    if same_needs and (locked.one_of.name if locked.one_of else "") == name:
        return locked  # the same again is no news
    check_version(locked, version)
    numbers = [one.number for one in on]
    needs = {**needs_in(locked.plan), locked.number: numbers}
    check_needs(locked, on, needs)
    check_all_there(on, others_of(locked))
    choice = _exclusion(locked.plan, name)
    choices = {**choices_in(locked.plan), locked.number: choice.name if choice else ""}
    check_can_be_both(locked.number, needs, {number: word for number, word in choices.items() if word})
    if locked.is_statutory:
        check_one_duty(duties_beside(locked, choice), field="one_of")
    rows = Dependency.objects.filter(measure=locked)
    gone = list(rows.exclude(on__in=on))
    kept = [Dependency.objects.get_or_create(measure=locked, on=one)[0] for one in on]
    locked.one_of = choice
    _move_on(locked, at, "one_of")
    made = [choice] if choice else []
    record_measure(by, at, NEEDS_SET, locked, rows=[*kept, *made], gone=gone, needs=numbers, one_of=name)
    rows.filter(pk__in=[one.pk for one in gone]).delete()
    return locked


def _exclusion(plan: Plan, name: str) -> OneOf | None:
    if not name:
        return None
    found = OneOf.objects.filter(plan=plan, once=fold_name(name)).first()
    return found or OneOf.objects.create(plan=plan, name=name)


def _check_goes_with_others(locked: Measure) -> None:
    """What was out can come back only beside what is there now."""
    check_can_return(locked, list(gone_needs(locked)[:1]))
    if locked.one_of is None:
        return
    choices = {**choices_in(locked.plan), locked.number: locked.one_of.name}
    check_can_be_both(locked.number, needs_in(locked.plan), choices, field="state")
    if locked.is_statutory:
        check_one_duty(duties_beside(locked, locked.one_of), field="state")


@transaction.atomic
def move_measure(
    *, by: User | None, at: datetime, measure: Measure, version: int, state: str, reason: str = ""
) -> Measure:
    """How far it is, and why. Withdrawn it is there no more for what hangs together with it, and its page stays."""
    reason, locked = tidy_line(reason), lock_measure(measure)
    if locked.state == state and locked.version == version + 1:
        return locked  # pressed twice
    check_goes_on(locked.plan)
    check_version(locked, version)
    check_move(locked, state=state, reason=reason)
    check_not_needed(locked, state, list(needed_by(locked)[:1]))
    if state not in OUT:
        _check_goes_with_others(locked)
    locked.state, locked.version = state, locked.version + 1
    locked.save(update_fields=["state", "version"])
    move_knot(knot=locked.knot, number=GONE if state == MeasureState.WITHDRAWN else locked.version, at=at)
    number = next_number(MeasureStep.objects.filter(measure=locked))
    said: dict[str, Any] = {"state": state, "reason": reason, "by": by, "at": at}
    step = MeasureStep.objects.create(measure=locked, number=number, **said)
    record_measure(by, at, MEASURE_MOVED, locked, rows=[step], state=str(step.get_state_display()))
    return locked
