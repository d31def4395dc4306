"""What people answered and said about themselves, as one code for everything up to a moment.

Neither stands in the history: it would tell when somebody was there. Whenever an outcome is told, the history keeps the
code of what it was counted from. Nothing can be tried against it: each row has a key, or the consultation a salt, that
is never shown.
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from regiotafel.consultations.acts import OUTCOME_COUNTED, OUTCOME_TOLD
from regiotafel.consultations.models import Consultation, Report, ReportKind, SelfDescription, VoteEvent
from regiotafel.history.rules import Act, digest

AT_ONCE = 10_000
# What everybody reads, and the act that tells it.
TOLD_BY: Mapping[ReportKind, Act] = {ReportKind.TOLD: OUTCOME_TOLD, ReportKind.FINAL: OUTCOME_COUNTED}


def codes_of_events(consultation: Consultation, until: int | None = None) -> Iterator[str]:
    """After each press, oldest first: the code of all until there."""
    rows = VoteEvent.objects.filter(participant__consultation=consultation)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    return _codes(consultation, rows.values_list("pk", "participant", "statement", "choice", "at", "key"))


def codes_of_descriptions(consultation: Consultation) -> Iterator[str]:
    """The same of what they said about themselves."""
    rows = SelfDescription.objects.filter(participant__consultation=consultation)
    fields = ("pk", "participant", "channel", "role", "municipality", "organisation", "table")
    return _codes(consultation, rows.values_list(*fields))


def last_code(codes: Iterator[str]) -> str:
    return deque(codes, maxlen=1).pop()


def _codes(consultation: Consultation, rows: QuerySet[Any, tuple[Any, ...]]) -> Iterator[str]:
    code = hashlib.sha256(consultation.salt.encode()).hexdigest()
    yield code
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        code = hashlib.sha256(f"{code}{row}".encode()).hexdigest()
        yield code


def digest_of_report(report: Report) -> str:
    """Of everything it says, as it stands in the database. When it was last asked for is no part of it."""
    kept = Report.objects.filter(pk=report.pk).values_list(
        "consultation", "kind", "counted_until", "last_event", "n_people", "n_statements", "n_votes", "data", "people"
    )
    return digest(*(_number(value) for value in kept.get()))


def _number(value: Any) -> Any:
    """One database gives 2 back where another gives 2.0, and 0 for -0.0."""
    if isinstance(value, dict):
        return {name: _number(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_number(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
