from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.consultations.models import Consultation, Level, Point, PointKind, Statement, StatementState
from regiotafel.regions.models import Region


@dataclass(frozen=True)
class Listed:
    """A consultation in a list, with what somebody wants to know first."""

    consultation: Consultation
    state: str
    n_people: int
    n_statements: int


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


def as_words(
    consultation: Consultation, values: Mapping[str, Any], points: Sequence[tuple[str, str, str]] | None
) -> dict[str, str]:
    """What an editor filled in as a person reads it, by the name of the field; to lay two versions side by side."""
    words = {}
    for name, value in values.items():
        label = str(capfirst(consultation._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        if isinstance(value, datetime):
            words[label] = date_format(timezone.localtime(value), "j F Y H:i")
        elif isinstance(value, date):
            words[label] = date_format(value, "j F Y")
        elif isinstance(value, bool):
            words[label] = _("ja") if value else _("nee")
        else:
            words[label] = str(Level(value).label) if name == "level" and value else str(value or "")
    for kind in PointKind if points is not None else ():
        lines = [f"{text} ({why})" if why else text for k, text, why in points or () if k == kind]
        words[str(capfirst(kind.label))] = "\n".join(lines)
    return words
