"""Days as a calendar at home counts them."""

from datetime import datetime

from django.utils import timezone


def days_between(since: datetime, until: datetime) -> int:
    """How often it became midnight: from a minute before it to a minute after is one. None for what lies ahead."""
    return max((timezone.localtime(until).date() - timezone.localtime(since).date()).days, 0)
