import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q

from regiotafel.consultations.models import Consultation, Invitation

# No letters and digits that look alike on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def tidy_code(code: str) -> str:
    """As it was printed: capitals, without the spaces and dashes that people type."""
    return "".join(c for c in code.upper() if c.isalnum())


def hash_of_code(code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"invitation:" + tidy_code(code).encode(), hashlib.sha256).hexdigest()


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


def invitation_of(code: str) -> Invitation | None:
    return Invitation.objects.select_related("consultation__region").filter(code_hash=hash_of_code(code)).first()
