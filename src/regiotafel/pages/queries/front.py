from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.queries import Listed, told_reports
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.publishing.done.queries import answers_in, answers_to_read
from regiotafel.publishing.queries import Answered, with_senders
from regiotafel.regions.models import Region


@dataclass(frozen=True)
class RegionNow:
    """A region on the first page: is there something to do?"""

    region: Region
    n_running: int
    # Of those: where everybody may begin, without a code.
    n_open: int
    closes_at: datetime | None


@dataclass(frozen=True)
class Outcome:
    """What came out of a consultation, as far as one sentence can say it."""

    consultation: Consultation
    n_people: int | None
    n_common: int


def regions_now(now: datetime) -> list[RegionNow]:
    """All regions of this installation, real ones first. One query."""
    running = Q(consultations__opened_at__isnull=False) & Q(
        consultations__opens_at__lte=now, consultations__closes_at__gt=now
    )
    rows = Region.objects.annotate(
        n_running=Count("consultations", filter=running),
        n_open=Count("consultations", filter=running & Q(consultations__needs_code=False)),
        closes=Min("consultations__closes_at", filter=running),
    ).order_by("is_invented", "in_order", "pk")
    return [RegionNow(row, row.n_running, row.n_open, row.closes) for row in rows]


def latest_outcome(listed: list[Listed], now: datetime) -> Outcome | None:
    """Of the consultation that closed last and was counted."""
    closed = sorted(
        (item for item in listed if item.state == "closed" and item.consultation.closes_at),
        key=lambda item: item.consultation.closes_at,  # type: ignore[arg-type,return-value]
        reverse=True,
    )
    if not closed:
        return None
    consultation = closed[0].consultation
    # One value of the report: all of it is a hundred times as much.
    told = told_reports(consultation, now).values_list("n_people", "data__common_ground").first()
    if told is None:
        return None
    n_people = told[0] if told[0] >= SMALLEST_GROUP else None
    return Outcome(consultation, n_people, len(told[1] or []) if n_people is not None else 0)


def newest_answers(region: Region, most: int = 3) -> list[Answered]:
    """The last few answers, with who asked."""
    return with_senders(region, answers_in(answers_to_read(region)[:most]))
