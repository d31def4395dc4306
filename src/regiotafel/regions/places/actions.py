"""The municipalities of a region and its sub-regions: joining, changing, moving and leaving."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import forget_picture, lock_region
from regiotafel.regions.acts import MUNICIPALITY_CHANGED, MUNICIPALITY_LEFT, SUB_REGION_REMOVED, SUB_REGION_SET
from regiotafel.regions.models import Municipality, Region, RegionMunicipality, SubRegion
from regiotafel.regions.parties.actions import add_municipality
from regiotafel.regions.parties.queries import places_of
from regiotafel.regions.places.queries import (
    is_sub_region_name_taken,
    needed_by,
    places_in,
)
from regiotafel.regions.places.rules import (
    PLACE_FIELDS,
    check_can_leave,
    check_still_there,
    check_sub_region,
    seen_of_place,
    seen_of_sub_region,
)
from regiotafel.regions.rules import check_phone
from regiotafel.text.tidy import tidy, tidy_line


@transaction.atomic
def add_municipalities(
    *, by: User | None, at: datetime, region: Region, municipalities: Sequence[Municipality]
) -> list[RegionMunicipality]:
    return [add_municipality(by=by, at=at, region=region, municipality=one) for one in municipalities]


@transaction.atomic
def change_municipality(
    *,
    by: User | None,
    at: datetime,
    place: RegionMunicipality,
    sub_region: SubRegion | None,
    n_young_people: int | None,
    access_point: str,
    council_decides_on: date | None,
    n_people: int | None,
    people_from: str,
    access_url: str = "",
    access_phone: str = "",
    seen: str | None = None,
) -> None:
    """`seen`: what this person read."""
    check_phone(access_phone, field="access_phone")
    lock_region(place.region)
    now = places_of(place.region).get(pk=place.pk)
    before = {name: getattr(now, name) for name in PLACE_FIELDS}
    access = (tidy(access_point), access_url, tidy_line(access_phone))
    people = (n_people, tidy_line(people_from))
    values = (sub_region.pk if sub_region else None, n_young_people, *access, council_decides_on, *people)
    after = dict(zip(PLACE_FIELDS, values, strict=True))
    if after == before:
        return  # the same again is no news
    if seen is not None:
        check_seen(seen, seen_of_place(now), now)
    for name, value in after.items():
        setattr(now, name, value)
    now.save(update_fields=["sub_region", *PLACE_FIELDS[1:]])
    data = {"municipality": now.municipality.name, "before": before, "after": after}
    record(by=by, at=at, act=MUNICIPALITY_CHANGED, about=now, region=place.region.slug, data=data)


@transaction.atomic
def let_municipality_leave(*, by: User | None, at: datetime, place: RegionMunicipality) -> None:
    """What people of it answered and sent in stays as it is."""
    lock_region(place.region)
    found = places_of(place.region).filter(pk=place.pk).first()
    if found is None:  # pressed twice: it has left, and that is told once
        return
    check_can_leave(*needed_by(found))
    data = {"municipality": found.municipality.name}
    record(by=by, at=at, act=MUNICIPALITY_LEFT, about=found, region=place.region.slug, data=data, gone=[found])
    forget_picture(found)
    found.delete()


@transaction.atomic
def set_sub_region(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    name: str,
    places: Sequence[RegionMunicipality],
    sub_region: SubRegion | None = None,
    seen: str | None = None,
) -> SubRegion:
    """A sub-region is called this and has these municipalities: they come from where they were, others go out.

    sub_region: the one that is changed; None for a new one. seen: what this person read."""
    lock_region(region)
    if sub_region:  # as it is now: a colleague may have been just before
        check_still_there(SubRegion.objects.filter(pk=sub_region.pk).exists())
        sub_region.refresh_from_db()
    name = tidy_line(name)
    check_sub_region(is_sub_region_name_taken(region, name, but=sub_region), places)
    there = places_in(sub_region) if sub_region else []
    if sub_region and (sub_region.name, {*there}) == (name, {*places}):
        return sub_region  # the same again is no news
    if sub_region and seen is not None:
        check_seen(seen, seen_of_sub_region(sub_region, there), sub_region)
    made = sub_region or SubRegion(region=region)
    made.name = name
    made.save()
    moved = [*({*there} ^ {*places})]
    RegionMunicipality.objects.filter(pk__in=[one.pk for one in there]).update(sub_region=None)
    RegionMunicipality.objects.filter(pk__in=[one.pk for one in places]).update(sub_region=made)
    data = {"name": name, "municipalities": sorted(one.municipality.name for one in places)}
    record(by=by, at=at, act=SUB_REGION_SET, about=made, region=region.slug, data=data, rows=moved)
    return made


@transaction.atomic
def remove_sub_region(*, by: User | None, at: datetime, sub_region: SubRegion) -> None:
    """Its municipalities stay in the region."""
    region = lock_region(sub_region.region)
    found = SubRegion.objects.filter(pk=sub_region.pk).first()
    if found is None:  # pressed twice
        return
    freed = places_in(found)
    RegionMunicipality.objects.filter(pk__in=[one.pk for one in freed]).update(sub_region=None)
    data = {"name": found.name}
    record(by=by, at=at, act=SUB_REGION_REMOVED, about=found, region=region.slug, data=data, rows=freed, gone=[found])
    found.delete()
