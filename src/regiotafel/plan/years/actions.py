"""Keeping another way to lay the measures over the years, and making it the planning."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_plan, record_in
from regiotafel.plan.acts import VARIANT_CHANGED, VARIANT_CHOSEN, VARIANT_KEPT, VARIANT_REMOVED, VARIANT_RENAMED
from regiotafel.plan.measures.actions import move_measure, set_effort, set_size
from regiotafel.plan.models import Measure, Place, Plan, Variant
from regiotafel.plan.rules import PlanRefused, check_goes_on
from regiotafel.plan.years.queries import (
    Given,
    Turned,
    given_of,
    places_of,
    turned_by,
    variant_in,
    variant_named,
    variants_of,
)
from regiotafel.plan.years.rules import (
    AS_PROPOSED,
    At,
    check_ends_in_time,
    check_name,
    check_places,
    check_reason,
    check_room,
    check_version,
)
from regiotafel.text.tidy import tidy_line


def _lock(variant: Variant) -> Variant:
    """As it is now."""
    plan = lock_plan(variant.plan)
    check_goes_on(plan)
    found = variant_in(plan, variant.pk)
    if found is None:
        raise PlanRefused(_("Deze variant is er niet meer: iemand heeft die weggehaald."))
    return found


def _check_places(given: Given, at: Mapping[int, At]) -> None:
    check_places(given.plan, at, {row.measure.number: row.sizes.keys() for row in given.rows})


def _places(variant: Variant, given: Given, at: Mapping[int, At]) -> list[Place]:
    rows = {row.measure.number: row.measure for row in given.rows}
    places = [
        Place(variant=variant, measure=rows[number], size_id=one.size, first_year=one.year)
        for number, one in sorted(at.items())
    ]
    return Place.objects.bulk_create(places)


@transaction.atomic
def keep_variant(*, by: User | None, at: datetime, plan: Plan, name: str, places: Mapping[int, At]) -> Variant:
    """places: by the number of each measure that is in."""
    name, locked = tidy_line(name), lock_plan(plan)
    check_goes_on(locked)
    same = variant_named(locked, name)
    if same is not None and places_of(same) == dict(places):
        return same  # pressed twice
    given = given_of(locked, at.year)
    check_name(name, same is not None)
    check_room(variants_of(locked).count())
    _check_places(given, places)
    made = Variant.objects.create(plan=locked, name=name)
    record_in(by, at, VARIANT_KEPT, made, locked, rows=_places(made, given, places), name=made.name)
    return made


@transaction.atomic
def change_variant(
    *, by: User | None, at: datetime, variant: Variant, version: int, places: Mapping[int, At]
) -> Variant:
    """Whatever is somewhere else now. What is the same as before is no news."""
    locked = _lock(variant)
    before = places_of(locked)
    if before == dict(places):
        return locked
    check_version(locked, version)
    given = given_of(locked.plan, at.year)
    _check_places(given, places)
    gone = list(
        Place.objects.filter(variant=locked).exclude(
            measure__number__in=[number for number, one in places.items() if before.get(number) == one]
        )
    )
    Place.objects.filter(pk__in=[one.pk for one in gone]).delete()
    fresh = {number: one for number, one in places.items() if before.get(number) != one}
    rows = _places(locked, given, fresh)
    locked.version += 1
    locked.save(update_fields=["version"])
    record_in(by, at, VARIANT_CHANGED, locked, locked.plan, rows=rows, gone=gone, name=locked.name)
    return locked


@transaction.atomic
def rename_variant(*, by: User | None, at: datetime, variant: Variant, version: int, name: str) -> Variant:
    name, locked = tidy_line(name), _lock(variant)
    if says(locked, {"name": name}):
        return locked  # the same again is no news
    check_version(locked, version)
    check_name(name, variant_named(locked.plan, name, but=locked) is not None)
    old, locked.name, locked.version = locked.name, name, locked.version + 1
    locked.save(update_fields=["name", "version"])
    record_in(by, at, VARIANT_RENAMED, locked, locked.plan, name=name, old=old)
    return locked


@transaction.atomic
def remove_variant(*, by: User | None, at: datetime, variant: Variant, version: int) -> None:
    """The log still tells that it was there, and how it was called."""
    plan = lock_plan(variant.plan)
    if variant_in(plan, variant.pk) is None:
        return  # pressed twice
    locked = _lock(variant)
    check_version(locked, version)
    places = list(Place.objects.filter(variant=locked))
    record_in(by, at, VARIANT_REMOVED, locked.plan, locked.plan, gone=[locked, *places], name=locked.name)
    Place.objects.filter(variant=locked).delete()
    locked.delete()


@transaction.atomic
def choose_variant(
    *, by: User | None, at: datetime, variant: Variant, version: int, seen: str, reason: str
) -> list[Measure]:
    """Its years become those of the plan, by the same acts as by hand: what it takes moves to its years, what is in
    comes in the plan, and what was in the plan and is not in comes later. What has begun, and what is an idea still,
    stays as it is. seen: the measures as this person read them. Gives those that changed."""
    reason, locked = tidy_line(reason), _lock(variant)
    given = given_of(locked.plan, at.year)
    places = places_of(locked)
    turned = turned_by(given, places)
    if not turned:
        return []  # pressed twice
    check_version(locked, version)
    check_seen(seen, given.seen, locked)
    check_reason(reason)
    check_ends_in_time(locked.plan, {one.row.measure.title: max(one.takes, default=0) for one in turned})
    for one in turned:
        one.row.measure.plan = locked.plan
        _turn(one, by=by, at=at, reason=reason)
    changed = [one.row.measure for one in turned]
    moved = [[one.number, *(places.get(one.number) or (None, None))] for one in changed]
    record_in(by, at, VARIANT_CHOSEN, locked, locked.plan, name=locked.name, moved=moved)
    return changed


def _turn(to: Turned, *, by: User | None, at: datetime, reason: str) -> None:
    row, now = to.row, to.row.measure
    if to.is_other and to.is_smaller and AS_PROPOSED not in {one.name for one in row.sizes.values()}:
        proposed: dict[str, Any] = {"name": AS_PROPOSED, "amounts": row.filled_in}
        set_size(by=by, at=at, measure=now, version=now.version, **proposed)
        now.refresh_from_db(fields=["version"])
    if to.is_other:
        now = set_effort(by=by, at=at, measure=now, version=now.version, amounts=to.takes)
    if now.state != to.state:
        move_measure(by=by, at=at, measure=now, version=now.version, state=to.state, reason=reason)
