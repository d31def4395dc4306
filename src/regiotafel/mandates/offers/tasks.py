"""Searching for what is better than an offer. It may run twice: the second time tells nothing less."""

import time
from collections.abc import Callable

from django.utils import timezone
from django_tasks import task

from regiotafel.mandates.models import PackageSearch
from regiotafel.mandates.offers.analysis import ground_in, improved_in, to_improve
from regiotafel.mandates.offers.queries import offer_in
from regiotafel.mandates.packages.rules import SECONDS
from regiotafel.mandates.packages.tasks import Stages, search_in_stages
from regiotafel.queues import PROVING


@task(queue_name=PROVING)
def search_improvement(search_id: int) -> None:
    """With which nobody has less than with an offer."""
    search_in_stages(search_id, _stages)


def _stages(search: PackageSearch, is_stopped: Callable[[], bool]) -> Stages | None:
    ground, offer = ground_in(search.round, timezone.localdate()), offer_in(search.round, search.asked["offer"])
    asked = to_improve(ground, offer, search.asked["least"]) if offer else None
    if asked is None or asked.key != search.key:
        return None
    return improved_in(asked, SECONDS, time.monotonic, is_stopped)
