"""From state to state: under a lock, by the table, and in the history."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from regiotafel.contributions.models import AnswerDraft, Contribution, State
from regiotafel.contributions.states.rules import LIVE, PUBLIC, check_move
from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.thread.actions import show


def locked(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("region", "knot")
    return rows.get(pk=contribution.pk)


def lock_in_order(contributions: Iterable[Contribution]) -> None:
    """Several at once, as everybody does who takes more than one: so two people never wait for each other."""
    rows = Contribution.objects.select_for_update(of=("self",)).filter(pk__in={one.pk for one in contributions})
    list(rows.order_by("pk").values_list("pk"))


def move(contribution: Contribution, to: State, at: datetime, **more: object) -> None:
    """To another state, when the table of states has that move. On the thread it is read, and speaks, as that says."""
    check_move(contribution, to)
    before, after = ((state in PUBLIC, state in LIVE) for state in (contribution.state, to))
    for field, value in more.items():
        setattr(contribution, field, value)
    if contribution.state != to:
        contribution.state_since = at
    contribution.state = to
    contribution.version += 1
    contribution.save(update_fields=["state", "state_since", "version", *more])
    # What was being written as an answer is given now, or was to something that is there no more.
    AnswerDraft.objects.filter(about=contribution.knot_id).delete()
    if before != after:
        show(knot=contribution.knot, is_public=to in PUBLIC, is_live=to in LIVE)


def record_state(
    act: Act,
    contribution: Contribution,
    *,
    by: User | None,
    at: datetime,
    rows: Iterable[Model] = (),
    **data: object,
) -> None:
    # Never their words: the chain keeps everything for ever, and they may take their words away.
    record(
        by=by,
        at=at,
        act=act,
        about=contribution,
        region=contribution.region.slug,
        data={"number": contribution.number, **data},
        rows=rows,
    )
