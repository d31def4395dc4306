"""Taking a task in hand, keeping it, giving it back, and taking it from who died."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from regiotafel.keeping.models import Lease, Tick
from regiotafel.keeping.working.rules import LEASE, is_hopeless


class WorkerDied(Exception):
    """Every worker that took this task died with it in hand."""


def take_task(*, at: datetime, worker: str, queue: str, lease: timedelta = LEASE) -> DBTaskResult[..., object] | None:
    """The next task of this kind, in the hands of this worker until its lease ends; None when nothing waits."""
    waiting = DBTaskResult.objects.ready().filter(queue_name=queue)
    if not waiting.exists():  # asked twice a second: it keeps no writer waiting
        return None
    with transaction.atomic():
        task = waiting.select_for_update(skip_locked=True).first()
        if task is not None:
            task.claim(worker)
            Lease.objects.update_or_create(task=task, defaults={"worker": worker, "until": at + lease})
    return task


def keep_task(*, at: datetime, task_id: UUID, worker: str, lease: timedelta = LEASE) -> bool:
    """A sign of life. False when the task was taken from this worker meanwhile: it may be done twice, and may."""
    return Lease.objects.filter(task_id=task_id, worker=worker).update(until=at + lease) > 0


def let_go(*, task_id: UUID, worker: str) -> None:
    """The task is done, or failed with a fault that the worker wrote down."""
    Lease.objects.filter(task_id=task_id, worker=worker).delete()


@transaction.atomic
def give_back(*, task_id: UUID, worker: str) -> None:
    """Somebody stops the worker in the middle of a task: another may have it at once."""
    if Lease.objects.filter(task_id=task_id, worker=worker).delete()[0]:
        DBTaskResult.objects.running().filter(pk=task_id).update(status="READY", started_at=None)


@transaction.atomic
def reap(*, at: datetime, lease: timedelta = LEASE) -> int:
    """Puts back what a worker had in hand when it died. How many tasks that were."""
    # A lease that ends later than any can was given by a clock that was ahead.
    latest = at + 2 * lease
    ended = Q(lease__until__lt=at) | Q(lease__until__gt=latest)
    # Running without a lease: left by a version that had none.
    ended |= Q(lease__isnull=True) & (Q(started_at__lt=at - lease) | Q(started_at__gt=latest))
    dead = list(DBTaskResult.objects.running().filter(ended).values_list("pk", flat=True).order_by("pk"))
    if not dead:
        return 0
    # Locked and asked again: another reaper may have been here.
    tasks = list(DBTaskResult.objects.select_for_update(skip_locked=True).filter(pk__in=dead, status="RUNNING"))
    leases = Lease.objects.filter(task__in=tasks, until__gte=at, until__lte=latest)
    alive: Collection[object] = set(leases.values_list("task", flat=True))
    for task in (task for task in tasks if task.pk not in alive):
        Lease.objects.filter(task=task).delete()
        if is_hopeless(len(task.worker_ids)):
            task.set_failed(WorkerDied(f"{len(task.worker_ids)} workers"))
        else:
            task.status, task.started_at = "READY", None
            task.save(update_fields=["status", "started_at"])
    return len(tasks) - len(alive)


def take_tick(*, at: datetime, name: str, until: datetime, furthest: datetime | None = None) -> bool:
    """Whether this worker does what is due now; nobody else does before `until`.

    furthest: a next time later than this cannot be, so it is due.
    """
    due = Q(next_at__lte=at) | Q(next_at__gt=max(furthest or datetime.max.replace(tzinfo=UTC), until))
    if Tick.objects.filter(name=name).exclude(due).exists():
        return False
    Tick.objects.get_or_create(name=name, defaults={"next_at": at})
    return Tick.objects.filter(due, name=name).update(next_at=until) > 0


def set_tick(*, name: str, next_at: datetime) -> None:
    """Done: again at this moment."""
    Tick.objects.filter(name=name).update(next_at=next_at)
