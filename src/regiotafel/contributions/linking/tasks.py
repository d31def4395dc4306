"""Noticing that a text has moved. It may run twice: what was told is remembered with the telling."""

from django.utils import timezone
from django_tasks import task

from regiotafel.contributions.linking.actions import tell_of_move as tell_of_one
from regiotafel.contributions.linking.queries import moved_links


@task()
def tell_of_moves() -> int:
    """Tells senders whose passage has got other words since they last heard."""
    return sum(tell_of_one(at=timezone.now(), link=link) for link in moved_links())
