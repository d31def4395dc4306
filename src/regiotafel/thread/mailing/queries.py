"""Which notices wait to be sent, and to whom."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from regiotafel.codes import mark
from regiotafel.thread.mailing.rules import FURTHEST, week_of
from regiotafel.thread.messages import ASKED
from regiotafel.thread.models import Mode, Notice

# An act that began just before the week was over may be written just after.
SETTLES = timedelta(minutes=15)


def is_due(at: datetime) -> Q:
    return Q(next_try_at__lte=at) | Q(next_try_at__gt=at + FURTHEST)


def unsent(at: datetime) -> QuerySet[Notice]:
    """Due now. An address that was not confirmed gets nothing but the question to confirm it."""
    return (
        Notice.objects.filter(is_due(at), sent_at__isnull=True)
        .filter(Q(message=ASKED.code) | Q(subscription__confirmed_at__isnull=False))
        .select_related("subscription__knot__region", "about")
        .order_by("next_try_at", "pk")
    )


def due_letters(at: datetime, limit: int) -> list[list[int]]:
    """The notices to send now, by letter: one each, or for who asked so one for all of a week."""
    directly = unsent(at).filter(Q(message=ASKED.code) | Q(subscription__mode=Mode.DIRECT))
    letters = [[pk] for pk in directly.values_list("pk", flat=True)[:limit]]
    # Whole weeks of whole addresses: a letter that is tried again is the same letter.
    over = week_of(at - SETTLES) - timedelta(days=7)
    # What was made by a clock that was ahead does not wait for its Monday.
    is_over = Q(made_at__lt=over) | Q(made_at__gt=at + SETTLES)
    digested = unsent(at).filter(is_over, subscription__mode=Mode.DIGEST).exclude(message=ASKED.code)
    emails = list(
        digested.order_by("subscription__email").values_list("subscription__email", flat=True).distinct()[:limit]
    )
    weeks = sorted(
        (email, week_of(made_at), pk)
        for email, made_at, pk in digested.filter(subscription__email__in=emails).values_list(
            "subscription__email", "made_at", "pk"
        )
    )
    for _, notices in groupby(weeks, key=lambda one: one[:2]):
        letters.append([pk for *_, pk in notices])
    return letters


def digest_id(email: str, week: datetime, domain: str) -> str:
    """The Message-ID of a digest: of the address and the week only, so a repeat is recognised as one."""
    return f"<{mark('digest', f'{email}:{week.isoformat()}')[:40]}@{domain}>"
