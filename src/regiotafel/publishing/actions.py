"""Printing what takes seconds, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django_tasks.base import Task

from regiotafel.brakes.actions import brake
from regiotafel.brakes.rules import Brake
from regiotafel.queues import check_room, put
from regiotafel.refused import Refused
from regiotafel.reports.printer import can_print
from regiotafel.web.files import ask_later, ask_to_print


def start_printing(
    *, at: datetime, places: Sequence[str], key: str, task: Task[..., Any], args: Sequence[object]
) -> None:
    """Once, however many people wait for it. places: of who asks; none of a member, whom we know.
    Refused when too many prints wait, or this place asked for many."""
    if not can_print() or not ask_to_print(key):
        return
    try:
        check_room(task)
        if places:
            brake(at=at, brake=Brake.PRINTED, places=places)
        put(task, *args)
    except Refused:
        ask_later(key)
        raise
