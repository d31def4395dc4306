"""Which notices wait to be sent, and to whom."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone

from regiotafel import codes
from regiotafel.contributions.models import Mode, Notice, NoticeKind

# A digest goes out on Monday morning; its week is the moment of that morning.
DIGEST_WEEKDAY, DIGEST_HOUR = 0, 8
# An act that began just before the week was over may be written just after.
SETTLES = timedelta(minutes=15)


def unsent(at: datetime) -> QuerySet[Notice]:
    """Due now. An address that was not confirmed gets nothing but the question to confirm it."""
    return (
        Notice.objects.filter(sent_at__isnull=True, next_try_at__lte=at)
        .filter(Q(kind=NoticeKind.CONFIRM) | Q(subscription__confirmed_at__isnull=False))
        .select_related("subscription__contribution__region")
        .order_by("next_try_at", "pk")
    )


def due_letters(at: datetime, limit: int) -> list[list[int]]:
    """The notices to send now, by letter: one each, or for who asked so one for all of a week."""
    directly = unsent(at).filter(Q(kind=NoticeKind.CONFIRM) | Q(subscription__mode=Mode.DIRECT))
    letters = [[pk] for pk in directly.values_list("pk", flat=True)[:limit]]
    # Whole weeks of whole addresses: a letter that is tried again is the same letter.
    over = week_of(at - SETTLES) - timedelta(days=7)
    digested = unsent(at).filter(subscription__mode=Mode.DIGEST, made_at__lt=over).exclude(kind=NoticeKind.CONFIRM)
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


def week_of(made_at: datetime) -> datetime:
    """The first Monday morning after a notice was made: notices of the same week share a letter, however often it is
    tried."""
    local = timezone.localtime(made_at)
    morning = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    morning += timedelta(days=(DIGEST_WEEKDAY - morning.weekday()) % 7)
    return morning if morning > local else morning + timedelta(days=7)


def digest_id(email: str, week: datetime, domain: str) -> str:
    """The Message-ID of a digest: of the address and the week only, so a repeat is recognised as one."""
    return f"<{codes.mark('digest', f'{email.lower()}:{week.isoformat()}')[:40]}@{domain}>"
