"""Who wants to hear about a contribution."""

from django.db.models import QuerySet

from regiotafel.contributions.models import Contribution, Subscription
from regiotafel.contributions.queries.lineage import senders_of


def addresses_of(contribution: Contribution) -> QuerySet[Subscription]:
    """What the sender left, confirmed or not."""
    return Subscription.objects.filter(contribution=contribution).order_by("asked_at")


def is_confirmed(contribution: Contribution, email: str) -> bool:
    return addresses_of(contribution).filter(email=email.strip().lower(), confirmed_at__isnull=False).exists()


def to_tell(contribution: Contribution) -> list[Subscription]:
    """Confirmed addresses, also of those whose contribution went into this one."""
    return list(
        Subscription.objects.filter(contribution__in=senders_of(contribution), confirmed_at__isnull=False).order_by(
            "pk"
        )
    )
