"""Which consultations there are, and what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When

from regiotafel.consultations import acts
from regiotafel.consultations.models import (
    ROUND,
    Channel,
    Consultation,
    Participant,
    Point,
    PointKind,
    Report,
    ReportKind,
    Statement,
    StatementState,
)
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.history.queries import last_saved
from regiotafel.regions.models import Region
from regiotafel.reports.opinions.outcome import Outcome, read
from regiotafel.text.found import words_to_find
from regiotafel.thread.models import Knot
from regiotafel.thread.queries import knot_at


@dataclass(frozen=True)
class Listed:
    """A consultation in a list, with what somebody wants to know first."""

    consultation: Consultation
    state: str
    # As it was told: at least so many took part. None: nothing is told of them yet.
    n_people: int | None
    n_statements: int


@dataclass(frozen=True)
class Unfinished:
    """A consultation in which something waits for a member: statements for a moderator, or its own opening."""

    consultation: Consultation
    n_waiting: int
    # Since when the first of those waits.
    since: datetime | None


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


def knot_of_round(consultation: Consultation) -> Knot | None:
    """What somebody follows who follows a round. There since it was opened."""
    return knot_at(consultation.region, ROUND.code, consultation.slug)


def listed(region: Region, now: datetime, *, with_drafts: bool) -> list[Listed]:
    """Running first, then planned, closed and drafts; newest first in each."""
    order = {"running": 0, "planned": 1, "information": 2, "closed": 3, "draft": 4}
    reports = Report.objects.filter(consultation=OuterRef("pk"), n_people__gte=SMALLEST_GROUP)
    told = reports.filter(kind=ReportKind.TOLD).order_by(*NEWEST)
    final = reports.filter(is_last_count(now), counted_until__gte=OuterRef("closes_at"))
    rows = Consultation.objects.filter(region=region).annotate(
        n_told=Subquery(told.values("n_people")[:1]),
        n_at_last=Subquery(final.order_by(*NEWEST).values("n_people")[:1]),
        n_statements=Count("statements", filter=Q(statements__state=StatementState.ACCEPTED)),
    )
    if not with_drafts:
        rows = rows.filter(opened_at__isnull=False)
    found = []
    for row in rows.order_by("-created_at"):
        state = row.state(now)
        at_last = row.n_at_last if state == "closed" else None
        found.append(Listed(row, state, row.n_told if at_last is None else at_last, row.n_statements))
    return sorted(found, key=lambda item: order[item.state])


# Not by its moment: of a clock that was ahead it would be the newest for years.
NEWEST = ("-last_event", "-pk")


def is_last_count(now: datetime) -> Q:
    """A count of everything. One from after now was made by a clock that was ahead: it is not the last word."""
    return Q(kind=ReportKind.FINAL, counted_until__lte=now)


def told_reports(consultation: Consultation, now: datetime) -> QuerySet[Report]:
    """What everybody may read of it, best first: totals while it runs, the whole once it has closed.

    Without its people: of twenty thousand they are ten times as much as all that is told. What was read in before the
    opening is there for who may read a draft.
    """
    found = Report.objects.filter(consultation=consultation).defer("people")
    state = consultation.state(now)
    whole = is_last_count(now)
    if state == "draft":
        return found.filter(whole).order_by(*NEWEST)
    if state == "closed":
        found = found.filter(whole & Q(counted_until__gte=consultation.closes_at) | Q(kind=ReportKind.TOLD))
        # Its kind comes first: what is told at last goes before what was told until then.
        return found.order_by("kind", *NEWEST)
    return found.filter(kind=ReportKind.TOLD).order_by(*NEWEST)


def told_report(consultation: Consultation, now: datetime) -> Report | None:
    """What everybody may read now; None when nothing is told yet."""
    return told_reports(consultation, now).first()


def outcome_of(report: Report) -> Outcome:
    """A report as a person reads it. Its data need not be read along."""
    return read_once(report.pk, report.made_at)


@lru_cache(maxsize=8)
def read_once(report: int, made_at: datetime) -> Outcome:
    """What a report says never changes, and its people stand apart: the last few stay in the memory of each process as
    they were read. That reading is three quarters of the page of a large outcome."""
    return read(Report.objects.values_list("data", flat=True).get(pk=report))


def n_people_told(consultation: Consultation, now: datetime) -> int | None:
    """How many people took part, as far as it is told: at least so many. None: nothing is told of them yet."""
    n = told_reports(consultation, now).values_list("n_people", flat=True).first()
    return n if n and n >= SMALLEST_GROUP else None


def are_opened(region: Region) -> list[bool]:
    """Of each consultation, drafts too: whether people were asked."""
    opened = Consultation.objects.filter(region=region).values_list("opened_at", flat=True)
    return [at is not None for at in opened]


def unfinished_in(region: Region) -> list[Unfinished]:
    """Where statements wait longest first, then drafts, newest first. One query."""
    waiting = Q(statements__state=StatementState.WAITING)
    rows = (
        Consultation.objects.filter(region=region)
        .annotate(n=Count("statements", filter=waiting), since=Min("statements__sent_in_at", filter=waiting))
        .filter(Q(n__gt=0) | Q(opened_at__isnull=True))
        .order_by(F("since").asc(nulls_last=True), "-created_at")
    )
    return [Unfinished(row, row.n, row.since) for row in rows]


def with_days_ahead(region: Region, now: datetime) -> QuerySet[Consultation]:
    """What was opened and has not closed yet, in order of time."""
    rows = Consultation.objects.filter(region=region, opened_at__isnull=False, closes_at__gt=now)
    return rows.order_by("closes_at", "pk")


def frame(consultation: Consultation) -> Frame:
    points = points_of(consultation)
    return Frame(
        fixed=[point for point in points if point.kind == PointKind.FIXED],
        open=[point for point in points if point.kind == PointKind.OPEN],
    )


def n_accepted_statements(consultation: Consultation) -> int:
    return Statement.objects.filter(consultation=consultation, state=StatementState.ACCEPTED).count()


def numbers_not_asked(consultation: Consultation) -> set[str]:
    """Of statements that were replaced after people answered them, as a report names them."""
    replaced = Statement.objects.filter(consultation=consultation, state=StatementState.REPLACED)
    return {str(number) for number in replaced.values_list("number", flat=True)}


def has_begun(consultation: Consultation) -> bool:
    """Whether somebody takes part on the site."""
    return Participant.objects.filter(consultation=consultation, channel=Channel.SITE).exists()


def accepted_statements(consultation: Consultation) -> QuerySet[Statement]:
    return Statement.objects.filter(consultation=consultation, state=StatementState.ACCEPTED).order_by("number")


def statements_about(region: Region, asked: str, now: datetime, most: int = 3) -> list[Statement]:
    """What can be read by everybody of what people were asked, with the most of these words; alike: the newest."""
    words = words_to_find(asked)
    if not words:
        return []
    hits = [Case(When(_holds(forms), then=1), default=0, output_field=IntegerField()) for forms in words]
    rows = Statement.objects.filter(consultation__region=region, state=StatementState.ACCEPTED)
    rows = rows.filter(consultation__opened_at__isnull=False, consultation__opens_at__lte=now)
    found = rows.annotate(n_hits=reduce(add, hits)).filter(n_hits__gt=0).select_related("consultation")
    return list(found.order_by("-n_hits", "-consultation__opens_at", "number")[:most])


def _holds(forms: Sequence[str]) -> Q:
    return reduce(or_, (Q(found_by__contains=form) for form in forms))


def statements_to_count(consultation: Consultation) -> QuerySet[Statement]:
    """Those that take part or were replaced after answers were given.

    What was refused elsewhere before it was read in stays apart, also when people had answered it.
    """
    return Statement.objects.filter(
        consultation=consultation, state__in=(StatementState.ACCEPTED, StatementState.REPLACED)
    )


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
