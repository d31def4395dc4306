"""Work that a page does not wait for: each kind waits in a queue of its own, which has an end."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from regiotafel.refused import Refused

COUNTING, READING, PRINTING, PROVING = "counting", "reading", "printing", "proving"
# How many may wait, the most urgent kind first. A print takes ten seconds, a proof
# some minutes: who comes after so many waits too long.
QUEUES: Mapping[str, int] = {COUNTING: 2000, READING: 100, PRINTING: 20, PROVING: 50}
UNFINISHED = ("READY", "RUNNING")


class QueueFull(Refused):
    status = 503
    retry_after = 60


def put(task: Task[..., Any], *args: object) -> None:
    """Asks for it, once: what waits or is being done is not asked again."""
    asked = _unfinished(task).filter(task_path=task.module_path).values_list("args_kwargs", flat=True)
    if {"args": list(args), "kwargs": {}} not in asked:
        check_room(task)
        task.enqueue(*args)


def check_room(task: Task[..., Any]) -> None:
    if _unfinished(task).count() >= QUEUES[task.queue_name]:
        raise QueueFull(_("Het is nu druk: er wacht al veel werk. Probeer het over een minuut opnieuw."))


def _unfinished(task: Task[..., Any]) -> "QuerySet[DBTaskResult[..., Any]]":
    return DBTaskResult.objects.filter(queue_name=task.queue_name, status__in=UNFINISHED)
