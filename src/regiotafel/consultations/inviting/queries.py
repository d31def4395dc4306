from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from regiotafel import codes
from regiotafel.consultations.models import Consultation, Invitation

CODE_LENGTH = 10


@dataclass(frozen=True)
class Batch:
    """Codes that were made together."""

    made_at: datetime
    organisation: str
    note: str
    expires_at: datetime
    n_made: int
    n_used: int
    n_withdrawn: int
    is_open: bool

    @property
    def key(self) -> str:
        """Codes that were made together have the same moment."""
        return self.made_at.isoformat()


def batches(consultation: Consultation) -> list[Batch]:
    rows = (
        Invitation.objects.filter(consultation=consultation)
        .values("made_at", "organisation__name", "note", "expires_at")
        .annotate(
            n_made=Count("pk"),
            n_used=Count("pk", filter=Q(used_at__isnull=False)),
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
            n_withdrawn=row["n_withdrawn"],
            is_open=row["n_used"] + row["n_withdrawn"] < row["n_made"],
        )
        for row in rows
    ]


def batch_in(consultation: Consultation, made_at: datetime) -> Batch | None:
    return next((batch for batch in batches(consultation) if batch.made_at == made_at), None)


def with_code(code: str) -> Q:
    """The invitation of this code, also when it was printed before the site got another secret key."""
    return Q(code_hash__in=codes.marks_of_code("invitation", code))


def mark_of(code: str) -> str:
    return codes.mark_of_code("invitation", code)


def invitation_of(code: str) -> Invitation | None:
    return Invitation.objects.select_related("consultation__region").filter(with_code(code)).first()
