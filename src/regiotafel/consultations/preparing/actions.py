"""Making a consultation, opening it and closing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.addresses import address_of
from regiotafel.consultations.acts import (
    CONSULTATION_CHANGED,
    CONSULTATION_CLOSED,
    CONSULTATION_DRAFTED,
    CONSULTATION_OPENED,
)
from regiotafel.consultations.models import ROUND, Consultation, Point, PointKind
from regiotafel.consultations.preparing.rules import (
    check_can_close,
    check_can_open,
    check_change,
    check_not_begun,
    closing_of,
)
from regiotafel.consultations.queries import has_begun, knot_of_round, n_accepted_statements
from regiotafel.consultations.rules import check_version
from regiotafel.history.actions import record
from regiotafel.history.rules import says
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy_line
from regiotafel.thread.actions import retitle, show, tie

FIELDS = [
    "title",
    "question",
    "introduction",
    "level",
    "promise",
    "decided_together",
    "audience",
    "decided_by",
    "decided_on",
    "answer_by",
    "opens_at",
    "closes_at",
    "accepts_statements",
    "results_after_answers",
]


@dataclass(frozen=True)
class PointText:
    kind: PointKind
    text: str
    why: str = ""


@transaction.atomic
def draft(*, by: User | None, at: datetime, region: Region, title: str) -> Consultation:
    """A round with nothing in it yet; pressed twice it is one."""
    title = tidy_line(title)
    lock_region(region)
    last = Consultation.objects.filter(region=region).order_by("-pk").first()
    if last and (last.title, last.version, last.opened_at) == (title, 1, None) and not last.statements.exists():
        return last
    taken = set(Consultation.objects.filter(region=region).values_list("slug", flat=True))
    slug = address_of(title, otherwise="ronde", beside="<slug:region>/rondes/", taken=taken)
    consultation = Consultation.objects.create(region=region, slug=slug, title=title, created_at=at)
    record(
        by=by,
        at=at,
        act=CONSULTATION_DRAFTED,
        about=consultation,
        region=region.slug,
        data={"title": title},
    )
    return consultation


@transaction.atomic
def change(
    *,
    by: User | None,
    at: datetime,
    consultation: Consultation,
    version: int,
    values: Mapping[str, Any],
    points: Sequence[PointText] | None = None,
) -> Consultation:
    """Saves what an editor filled in, unless somebody else saved in between."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    # The same again is no news. After opening a form may hold more than what can be saved of it: then versions count.
    if (points is not None or version == locked.version) and _stands(locked, values, points):
        return locked
    check_version(locked, version)
    check_change(locked, values, changes_points=points is not None, now=at)
    before = {field: getattr(locked, field) for field in values}
    for field in FIELDS:
        if field in values:
            setattr(locked, field, values[field])
    locked.version += 1
    locked.save()
    gone = list(locked.points.all()) if points is not None else []
    made = _replace_points(locked, points) if points is not None else []
    changed = {field: [before[field], values[field]] for field in before if before[field] != values[field]}
    record(
        by=by,
        at=at,
        act=CONSULTATION_CHANGED,
        about=locked,
        region=locked.region.slug,
        data={
            "changed": changed,
            "points": [[p.kind, p.text, p.why] for p in points] if points is not None else None,
        },
        rows=made,
        gone=gone,
    )
    return locked


def _stands(consultation: Consultation, values: Mapping[str, Any], points: Sequence[PointText] | None) -> bool:
    """Whether all of this is there already."""
    there = [(point.kind, point.text, point.why) for point in consultation.points.order_by("kind", "position")]
    wanted = sorted(((point.kind, point.text, point.why) for point in points or ()), key=lambda point: point[0])
    return says(consultation, values) and (points is None or wanted == there)


def _replace_points(consultation: Consultation, points: Sequence[PointText]) -> list[Point]:
    consultation.points.all().delete()
    return Point.objects.bulk_create(
        Point(consultation=consultation, kind=point.kind, position=position, text=point.text, why=point.why)
        for position, point in enumerate(points, start=1)
    )


@transaction.atomic
def open_consultation(*, by: User | None, at: datetime, consultation: Consultation) -> Consultation:
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    check_can_open(locked, list(locked.points.all()), n_accepted_statements(locked), at)
    locked.opened_at = at
    locked.version += 1
    locked.save(update_fields=["opened_at", "version"])
    _stand_to_be_followed(locked)
    record(
        by=by,
        at=at,
        act=CONSULTATION_OPENED,
        about=locked,
        region=locked.region.slug,
        data={"opens_at": locked.opens_at, "closes_at": locked.closes_at, "promise": locked.promise},
    )
    return locked


def _stand_to_be_followed(consultation: Consultation) -> None:
    """From now on, or again, and by the name that it has now."""
    knot = knot_of_round(consultation)
    if knot is None:
        tie(kind=ROUND, region=consultation.region, it=consultation, route_args=[consultation.slug])
        return
    retitle(kind=ROUND, knot=knot, it=consultation)
    show(knot=knot, is_public=True, is_live=True)


@transaction.atomic
def close(*, by: User | None, at: datetime, consultation: Consultation) -> Consultation:
    """Ends it now, earlier than planned. What has not begun, or asks nothing, goes back to being a draft."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    check_can_close(locked, at)
    planned = locked.closes_at
    if not closing_of(locked, at).is_final:
        check_not_begun(has_begun(locked))
        locked.opened_at = None
        if (knot := knot_of_round(locked)) is not None:
            show(knot=knot, is_public=False, is_live=False)
    else:
        locked.closes_at = at
    locked.version += 1
    locked.save(update_fields=["opened_at", "closes_at", "version"])
    record(
        by=by,
        at=at,
        act=CONSULTATION_CLOSED,
        about=locked,
        region=locked.region.slug,
        data={"planned_to_close_at": planned},
    )
    return locked
