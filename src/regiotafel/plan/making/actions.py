"""Beginning a plan, saying what its years can hold, and how far it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.addresses import address_of
from regiotafel.history.rules import says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_plan, record_in
from regiotafel.plan.acts import CAPACITY_SET, PLAN_BEGUN, PLAN_CHANGED, PLAN_MOVED
from regiotafel.plan.criteria.actions import take_over_criteria
from regiotafel.plan.making.queries import capacity_of, is_plan_title_taken, n_measures, slugs_of, years_used
from regiotafel.plan.making.rules import (
    check_move,
    check_plan,
    check_title_free,
    check_version,
    check_years_hold,
)
from regiotafel.plan.models import Plan, PlanState, PlanYear
from regiotafel.plan.rules import PART, Amount, check_amounts, check_goes_on
from regiotafel.regions.actions import begin_part, lock_region
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.linking.actions import tell_what_shows
from regiotafel.thread.models import Knot
from regiotafel.vision.models import Document


@transaction.atomic
def begin_plan(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    title: str,
    first_year: int,
    last_year: int,
    about: str = "",
    document: Document | None = None,
) -> Plan:
    """A new plan, with the criteria that regions begin with. Only who writes and who scores reads it."""
    title, about = tidy_line(title), tidy(about)
    check_plan(title=title, about=about, first_year=first_year, last_year=last_year)
    lock_region(region)
    check_title_free(is_plan_title_taken(region, title))
    slug = address_of(title, otherwise="plan", beside=f"<slug:region>/{PART}/", taken=slugs_of(region))
    said: dict[str, Any] = {"title": title, "about": about, "first_year": first_year, "last_year": last_year}
    made = Plan.objects.create(region=region, slug=slug, document=document, **said)
    begin_part(region=region, part=PART)
    record_in(by, at, PLAN_BEGUN, made, made, rows=[region])
    take_over_criteria(by=by, at=at, plan=made)
    return made


@transaction.atomic
def change_plan(
    *,
    by: User | None,
    at: datetime,
    plan: Plan,
    version: int,
    title: str,
    first_year: int,
    last_year: int,
    about: str = "",
    document: Document | None = None,
) -> Plan:
    title, about = tidy_line(title), tidy(about)
    check_plan(title=title, about=about, first_year=first_year, last_year=last_year)
    locked = lock_plan(plan)
    said = {"title": title, "about": about, "first_year": first_year, "last_year": last_year, "document": document}
    if says(locked, said):
        return locked  # the same again is no news
    check_version(locked, version)
    check_title_free(is_plan_title_taken(locked.region, title, but=locked))
    check_years_hold(locked, first_year, last_year, years_used(locked))
    for name, value in said.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*said, "version"])
    record_in(by, at, PLAN_CHANGED, locked, locked)
    return locked


@transaction.atomic
def set_capacity(*, by: User | None, at: datetime, plan: Plan, version: int, amounts: Mapping[int, Amount]) -> Plan:
    """What there is in each year; a year that is left out: nobody has said so yet."""
    locked = lock_plan(plan)
    check_goes_on(locked)
    check_amounts(locked, amounts)
    if capacity_of(locked) == dict(amounts):
        return locked  # the same again is no news
    check_version(locked, version)
    rows = PlanYear.objects.filter(plan=locked)
    gone = list(rows.exclude(year__in=amounts))
    kept = [
        PlanYear.objects.update_or_create(plan=locked, year=year, defaults=amount._asdict())[0]
        for year, amount in amounts.items()
    ]
    locked.version += 1
    locked.save(update_fields=["version"])
    record_in(by, at, CAPACITY_SET, locked, locked, rows=kept, gone=gone)
    rows.filter(pk__in=[one.pk for one in gone]).delete()
    return locked


@transaction.atomic
def move_plan(*, by: User | None, at: datetime, plan: Plan, version: int, state: str) -> Plan:
    """How far it is. From the first step on everybody reads it, and its measures stand on the thread for all."""
    locked = lock_plan(plan)
    if locked.state == state and locked.version == version + 1:
        return locked  # pressed twice
    check_version(locked, version)
    check_move(locked, state, n_measures(locked))
    was_hidden = not locked.is_public
    locked.state, locked.version = state, locked.version + 1
    locked.save(update_fields=["state", "version"])
    shown = list(locked.measures.all()) if was_hidden else []
    Knot.objects.filter(measure__plan=locked).update(is_public=locked.is_public)
    told = str(PlanState(state).label)
    record_in(by, at, PLAN_MOVED, locked, locked, rows=shown, state=told)
    tell_what_shows(knots=list(Knot.objects.filter(measure__in=shown)), at=at)
    return locked
