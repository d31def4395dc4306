"""Searching for packages of a round: begun once for the same positions, told as it goes, stopped by who leads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.rules import Act
from regiotafel.mandates.acts import PACKAGES_RESUMED, PACKAGES_STOPPED
from regiotafel.mandates.models import PackageSearch, Round, SearchKind
from regiotafel.mandates.packages.rules import check_can_go_on, check_can_stop, is_broken_off, may_replace
from regiotafel.mandates.rounds.actions import record_in
from regiotafel.people.models import User

# How many of a kind are kept. Of positions that changed, what was found before is told once; of the others there is one
# for each way out, and one for each floor that somebody may read.
KEPT_SEARCHES: Mapping[SearchKind, int] = {SearchKind.ROUND: 2, SearchKind.LIFTED: 20, SearchKind.IMPROVEMENT: 40}


@transaction.atomic
def begin_search(
    *,
    at: datetime,
    round: Round,
    key: str,
    data: Any,
    kind: SearchKind = SearchKind.ROUND,
    asked: Mapping[str, Any] | None = None,
) -> PackageSearch:
    """Once for the same positions, whoever looks. What is searched for other positions of the round is over; when these
    come back it goes on."""
    said = {"kind": kind, "asked": dict(asked or {}), "data": data, "asked_at": at, "told_at": at}
    found, is_new = PackageSearch.objects.get_or_create(round=round, key=key, defaults=said)
    others = PackageSearch.objects.filter(round=round, kind=kind).exclude(pk=found.pk)
    if kind == SearchKind.ROUND:
        others.filter(finished_at__isnull=True).update(finished_at=at)
    others.filter(pk__in=[one.pk for one in others[KEPT_SEARCHES[kind] - 1 :]]).delete()
    if not is_new:
        found.asked_at = found.told_at = at
        found.finished_at = None if is_broken_off(found) else found.finished_at
        found.save(update_fields=["asked_at", "told_at", "finished_at"])
    return found


@transaction.atomic
def tell_progress(*, at: datetime, search: PackageSearch, n_done: int, n: int, data: Any) -> None:
    """What the page shows meanwhile. A search that is over stays as it was."""
    locked = PackageSearch.objects.select_for_update().get(pk=search.pk)
    PackageSearch.objects.filter(pk=locked.pk).update(told_at=at)
    if may_replace(locked, n_done):
        locked.n_done, locked.n, locked.data, locked.told_at = n_done, n, data, at
        locked.save(update_fields=["n_done", "n", "data", "told_at"])


@transaction.atomic
def finish_search(*, at: datetime, search: PackageSearch) -> None:
    PackageSearch.objects.filter(pk=search.pk, finished_at__isnull=True).update(finished_at=at)


@transaction.atomic
def stop_search(*, by: User | None, at: datetime, search: PackageSearch) -> PackageSearch:
    """The best so far stays."""
    locked = PackageSearch.objects.select_for_update().get(pk=search.pk)
    check_can_stop(locked)
    locked.finished_at = locked.stopped_at = at
    return _changed(by, at, PACKAGES_STOPPED, locked)


@transaction.atomic
def search_on(*, by: User | None, at: datetime, search: PackageSearch) -> PackageSearch:
    """Begins again, and tells nothing less than was found before."""
    locked = PackageSearch.objects.select_for_update().get(pk=search.pk)
    check_can_go_on(locked)
    locked.finished_at = locked.stopped_at = None
    locked.told_at = at
    return _changed(by, at, PACKAGES_RESUMED, locked)


def _changed(by: User | None, at: datetime, act: Act, locked: PackageSearch) -> PackageSearch:
    locked.save(update_fields=["finished_at", "stopped_at", "told_at"])
    record_in(by, at, act, locked.round, locked.round)
    return locked
