"""Which consultations there are, and what they are about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from regiotafel.consultations import acts
from regiotafel.consultations.models import Consultation, Point, PointKind, Statement, StatementState
from regiotafel.history.queries import last_saved
from regiotafel.regions.models import Region


@dataclass(frozen=True)
class Listed:
    """A consultation in a list, with what somebody wants to know first."""

    consultation: Consultation
    state: str
    n_people: int
    n_statements: int


@dataclass(frozen=True)
class Unfinished:
    """A consultation in which something waits for a member: statements for a moderator, or its own opening."""

    consultation: Consultation
    n_waiting: int


@dataclass(frozen=True)
class Frame:
    """What is fixed and what is open."""

    fixed: list[Point]
    open: list[Point]


def consultation_in(region: Region, slug: str) -> Consultation | None:
    found = Consultation.objects.filter(region=region, slug=slug).first()
    if found is not None:
        found.region = region
    return found


def listed(region: Region, now: datetime, *, with_drafts: bool) -> list[Listed]:
    """Running first, then planned, closed and drafts; newest first in each."""
    order = {"running": 0, "planned": 1, "closed": 2, "draft": 3}
    rows = Consultation.objects.filter(region=region).annotate(
        n_people=Count("participants", distinct=True),
        n_statements=Count("statements", filter=Q(statements__state=StatementState.ACCEPTED), distinct=True),
    )
    if not with_drafts:
        rows = rows.filter(opened_at__isnull=False)
    found = [Listed(row, row.state(now), row.n_people, row.n_statements) for row in rows.order_by("-created_at")]
    return sorted(found, key=lambda item: order[item.state])


def unfinished_in(region: Region) -> list[Unfinished]:
    """Where statements wait longest first, then drafts, newest first. One query."""
    waiting = Q(statements__state=StatementState.WAITING)
    rows = (
        Consultation.objects.filter(region=region)
        .annotate(n=Count("statements", filter=waiting), since=Min("statements__sent_in_at", filter=waiting))
        .filter(Q(n__gt=0) | Q(opened_at__isnull=True))
        .order_by(F("since").asc(nulls_last=True), "-created_at")
    )
    return [Unfinished(row, row.n) for row in rows]


def frame(consultation: Consultation) -> Frame:
    points = points_of(consultation)
    return Frame(
        fixed=[point for point in points if point.kind == PointKind.FIXED],
        open=[point for point in points if point.kind == PointKind.OPEN],
    )


def n_accepted_statements(consultation: Consultation) -> int:
    return Statement.objects.filter(consultation=consultation, state=StatementState.ACCEPTED).count()


def accepted_statements(consultation: Consultation) -> QuerySet[Statement]:
    return Statement.objects.filter(consultation=consultation, state=StatementState.ACCEPTED).order_by("number")


def points_of(consultation: Consultation) -> list[Point]:
    return list(Point.objects.filter(consultation=consultation).order_by("position"))


def saved_by(consultation: Consultation) -> dict[str, Any]:
    """By whom and when it got the version that it has."""
    return last_saved(
        consultation,
        acts.CONSULTATION_CHANGED,
        acts.CONSULTATION_BENCHMARK_SET,
        acts.CONSULTATION_OPENED,
        acts.CONSULTATION_CLOSED,
    )
