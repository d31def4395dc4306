"""Proving which package is the best. It may run twice: the second time tells nothing less."""

import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import Task

from regiotafel.mandates.models import PackageSearch, Round, SearchKind
from regiotafel.mandates.packages.actions import begin_search, finish_search, search_on, stop_search, tell_progress
from regiotafel.mandates.packages.analysis import given_up_in, key_of, positions_in, searched_in, without
from regiotafel.mandates.packages.queries import is_search_over
from regiotafel.mandates.packages.rules import SECONDS, NotSearching, is_broken_off, is_lost, is_running
from regiotafel.people.models import User
from regiotafel.queues import PROVING, QueueFull, put

# So often a search looks whether somebody stopped it.
LOOK_EVERY = 1.0
# How many of how many pieces of work are done, and what is known by then; nothing when it is about what holds no more.
Stages = Generator[tuple[int, int, Any]]


class _Stop:
    """Whether somebody stopped it; once that is so, it stays so."""

    def __init__(self, search: PackageSearch) -> None:
        self.search, self.looked_at, self.is_over = search, time.monotonic(), False

    def __call__(self) -> bool:
        if not self.is_over and time.monotonic() - self.looked_at >= LOOK_EVERY:
            self.looked_at, self.is_over = time.monotonic(), is_search_over(self.search)
        return self.is_over


def search_in_stages(search_id: int, begin: Callable[[PackageSearch, Callable[[], bool]], Stages | None]) -> None:
    """Keeps what is known after each piece of work, until all is proven, time is up or somebody stops it. begin: None
    when it is about what holds no more."""
    search = PackageSearch.objects.select_related("round__region").filter(pk=search_id).first()
    if search is None or not is_running(search):
        return
    if stages := begin(search, _Stop(search)):
        with closing(stages):
            for n_done, n, data in stages:
                tell_progress(at=timezone.now(), search=search, n_done=n_done, n=n, data=data)
    finish_search(at=timezone.now(), search=search)


def ask(work: Task[..., Any], search: PackageSearch) -> None:
    with suppress(QueueFull):  # who looks again later asks again
        put(work, search.pk)


def looked_for(
    work: Task[..., Any], found: PackageSearch | None, *, round: Round, key: str, begin: Callable[[], dict[str, Any]]
) -> PackageSearch:
    """Who looks first begins it, with what it begins with; who looks later and sees no sign of life asks again."""
    now = timezone.now()
    if found is None or is_broken_off(found):
        found = begin_search(at=now, round=round, key=key, **begin())
    elif not is_lost(found, now):
        return found
    ask(work, found)
    return found


def press(work: Task[..., Any], search: PackageSearch | None, pressed: str, *, by: User | None) -> str:
    """Stops a search or goes on with it, and says what was done."""
    if search is None:
        raise NotSearching(_("Er is nog niet gezocht."))
    if pressed == "stop":
        stop_search(by=by, at=timezone.now(), search=search)
        return _("Het zoeken is gestopt. Het beste dat is gevonden, staat hieronder.")
    ask(work, search_on(by=by, at=timezone.now(), search=search))
    return _("Het zoeken gaat verder.")


@task(queue_name=PROVING)
def prove_packages(search_id: int) -> None:
    """Of a round, or of what is possible when something is given up."""
    search_in_stages(search_id, _stages)


def _stages(search: PackageSearch, is_stopped: Callable[[], bool]) -> Stages | None:
    kind, positions = SearchKind(search.kind), positions_in(search.round, timezone.localdate())
    if kind == SearchKind.LIFTED:
        positions = without(positions, given_up_in(search.asked))
    if key_of(positions, kind) != search.key:
        return None
    explained = kind == SearchKind.ROUND
    return searched_in(positions, SECONDS, time.monotonic, is_stopped, explained=explained)
