"""Printing what takes seconds, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django_tasks.base import Task

from regiotafel.brakes.actions import brake
from regiotafel.brakes.rules import Brake
from regiotafel.publishing.rules import check_can_be_made
from regiotafel.queues import check_room, put
from regiotafel.refused import Refused
from regiotafel.reports.printer import can_print
from regiotafel.web.files import ask_later, ask_to_print, could_not_print


def start_printing(
    *, at: datetime, places: Sequence[str], key: str, task: Task[..., Any], args: Sequence[object], is_drawn: bool
) -> None:
    """Once, however many people wait for it. places: of who asks; none of a member, whom we know.
    is_drawn: as PDF. Refused when too many prints wait, this place asked for many, or it cannot be made."""
    check_can_be_made(is_drawn=is_drawn, can_draw=can_print(), is_in_vain=could_not_print(key))
    if not ask_to_print(key):
        return
    try:
        check_room(task)
        if places:
            brake(at=at, brake=Brake.PRINTED, places=places)
        put(task, *args)
    except Refused:
        ask_later(key)
        raise
