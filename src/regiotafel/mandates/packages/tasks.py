"""Proving which package is the best. It may run twice: the second time tells nothing less."""

import time
from contextlib import closing

from django.utils import timezone
from django_tasks import task

from regiotafel.mandates.models import PackageSearch
from regiotafel.mandates.packages.actions import finish_search, tell_progress
from regiotafel.mandates.packages.analysis import key_of, positions_in, searched_in
from regiotafel.mandates.packages.queries import is_search_over
from regiotafel.mandates.packages.rules import SECONDS, is_running
from regiotafel.queues import PROVING

# So often a search looks whether somebody stopped it.
LOOK_EVERY = 1.0


class _Stop:
    """Whether somebody stopped it; once that is so, it stays so."""

    def __init__(self, search: PackageSearch) -> None:
        self.search, self.looked_at, self.is_over = search, time.monotonic(), False

    def __call__(self) -> bool:
        if not self.is_over and time.monotonic() - self.looked_at >= LOOK_EVERY:
            self.looked_at, self.is_over = time.monotonic(), is_search_over(self.search)
        return self.is_over


@task(queue_name=PROVING)
def prove_packages(search_id: int) -> None:
    """Keeps what is known after each piece of work, until all is proven, time is up or somebody stops it."""
    search = PackageSearch.objects.select_related("round__region").filter(pk=search_id).first()
    if search is None or not is_running(search):
        return
    positions = positions_in(search.round, timezone.localdate())
    if key_of(positions) == search.key:
        with closing(searched_in(positions, SECONDS, time.monotonic, _Stop(search))) as stages:
            for n_done, n, data in stages:
                tell_progress(at=timezone.now(), search=search, n_done=n_done, n=n, data=data)
    finish_search(at=timezone.now(), search=search)
