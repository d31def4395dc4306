"""Invitations, and how fast people come without one."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Min, Q
from django.utils import timezone

from regiotafel import codes
from regiotafel.consultations.inviting.rules import Pace
from regiotafel.consultations.models import Channel, Consultation, Invitation, VoteEvent

CODE_LENGTH = 10


@dataclass(frozen=True)
class Batch:
    """Codes that were made together."""

    made_at: datetime
    organisation: str
    note: str
    expires_at: datetime
    n_made: int
    # Before today: who looks all day long sees no single code being used.
    n_used: int
    is_withdrawn: bool

    @property
    def key(self) -> str:
        """Codes that were made together have the same moment."""
        return self.made_at.isoformat()


def batches(consultation: Consultation, now: datetime) -> list[Batch]:
    """Nothing in it moves because one code was used: what can be done with them does not tell whether all are."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        Invitation.objects.filter(consultation=consultation)
        .values("made_at", "organisation__name", "note", "expires_at")
        .annotate(
            n_made=Count("pk"),
            n_used=Count("pk", filter=Q(used_at__lt=today)),
            n_withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        )
        .order_by("-made_at")
    )
    return [
        Batch(
            made_at=row["made_at"],
            organisation=row["organisation__name"] or "",
            note=row["note"],
            expires_at=row["expires_at"],
            n_made=row["n_made"],
            n_used=row["n_used"],
            is_withdrawn=row["n_withdrawn"] > 0,
        )
        for row in rows
    ]


def batch_in(consultation: Consultation, made_at: datetime, now: datetime) -> Batch | None:
    return next((batch for batch in batches(consultation, now) if batch.made_at == made_at), None)


def with_code(code: str) -> Q:
    """The invitation of this code, also when it was printed before the site got another secret key."""
    return Q(code_hash__in=codes.marks_of_code("invitation", code))


def mark_of(code: str) -> str:
    return codes.mark_of_code("invitation", code)


def invitation_of(code: str) -> Invitation | None:
    return Invitation.objects.select_related("consultation__region").filter(with_code(code)).first()


# Days before today: so many are shown, and so many tell what is usual.
SHOWN, HELD_AGAINST = 7, 14


def pace_of(consultation: Consultation, now: datetime) -> Pace:
    """Of people who came without a code: by the first time that they pressed a button."""
    pressed = VoteEvent.objects.filter(participant__consultation=consultation, participant__channel=Channel.SITE)
    first = pressed.order_by().values("participant").annotate(first=Min("at")).values_list("first", flat=True)
    began = [moment for moment in first if moment <= now]
    by_day = Counter(timezone.localtime(moment).date() for moment in began)
    today = timezone.localtime(now).date()
    opened = timezone.localtime(consultation.opens_at).date() if consultation.opens_at else today
    before = [today - timedelta(days=back) for back in range(1, HELD_AGAINST + 1)]
    earlier = [by_day[day] for day in before if day >= opened]
    return Pace(
        today=by_day[today],
        last_hour=sum(moment > now - timedelta(hours=1) for moment in began),
        usual=round(median(earlier)) if earlier else None,
        days=[(day, by_day[day]) for day in [today, *before[: SHOWN - 1]] if day >= opened],
    )
