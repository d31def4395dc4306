"""When somebody last did something, and whether the clock is believed."""

from datetime import datetime

from django_tasks_db.models import DBTaskResult

from regiotafel.consultations.models import VoteEvent
from regiotafel.history.models import Entry
from regiotafel.keeping.clock.rules import Look
from regiotafel.keeping.models import Tick
from regiotafel.thread.models import Notice

CLEANING = "clean_up"


def last_sign_of_life() -> datetime | None:
    """Of members, voters, mail and work in the background: the newest row of each."""
    newest = (
        Entry.objects.order_by("-pk").values_list("at", flat=True).first(),
        VoteEvent.objects.order_by("-pk").values_list("at", flat=True).first(),
        Notice.objects.order_by("-pk").values_list("made_at", flat=True).first(),
        DBTaskResult.objects.order_by("-enqueued_at").values_list("enqueued_at", flat=True).first(),
    )
    return max((moment for moment in newest if moment is not None), default=None)


def last_look() -> Look:
    """What was found when we last looked. Before the first time: as if we looked when somebody last did something."""
    fields = ("seen_at", "doubted_since", "doubted_at")
    found = Tick.objects.filter(name=CLEANING).values_list(*fields).first()
    return Look(*found) if found is not None and found[0] is not None else Look(last_sign_of_life())


def doubted_since() -> datetime | None:
    return Tick.objects.filter(name=CLEANING).values_list("doubted_since", flat=True).first()
