"""Keeping the forms that came in on paper or in a file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.plan.acts import CHOICE_UNDONE, CHOICES_BROUGHT, CHOICES_ENTERED
from regiotafel.plan.ballots.actions import lock_round, new_giver, record_choice
from regiotafel.plan.ballots.rules import check_reason, check_runs
from regiotafel.plan.entering.queries import known_in
from regiotafel.plan.entering.rules import Sheet, check_sheets
from regiotafel.plan.models import Ballot, BallotChannel, ChoiceRound
from regiotafel.text.tidy import tidy_line


@transaction.atomic
def enter_ballots(*, by: User | None, at: datetime, round: ChoiceRound, sheets: Sequence[Sheet]) -> list[Ballot]:
    """From paper: all of them, or none. Those that are there already with the same words are no news."""
    return _brought(by, at, round, sheets, BallotChannel.PAPER, CHOICES_ENTERED)


@transaction.atomic
def bring_ballots(*, by: User | None, at: datetime, round: ChoiceRound, sheets: Sequence[Sheet]) -> list[Ballot]:
    """From a file: all of them, or none."""
    return _brought(by, at, round, sheets, BallotChannel.FILE, CHOICES_BROUGHT)


def _brought(
    by: User | None, at: datetime, round: ChoiceRound, sheets: Sequence[Sheet], channel: BallotChannel, act: Act
) -> list[Ballot]:
    locked = lock_round(round)
    check_runs(locked, at)
    check_sheets(locked, sheets, known_in(locked, channel))
    giver = new_giver(locked)
    made = Ballot.objects.bulk_create(
        (
            Ballot(round=locked, giver=giver + place, channel=channel, by=by, at=at, **one._asdict())
            for place, one in enumerate(sheets)
        ),
        batch_size=500,
    )
    record_choice(by, at, act, locked, n=len(made))
    return made


@transaction.atomic
def undo_ballot(*, by: User | None, at: datetime, ballot: Ballot, reason: str) -> Ballot:
    """What was typed in by mistake stays to be read, and counts no more. Its number can be entered again."""
    reason, locked = tidy_line(reason), lock_round(ballot.round)
    check_runs(locked, at)
    check_reason(reason)
    found = Ballot.objects.filter(pk=ballot.pk).exclude(channel=BallotChannel.SITE).get()
    if found.void_reason:
        return found  # pressed twice
    found.void_reason = reason
    found.save(update_fields=["void_reason"])
    record_choice(by, at, CHOICE_UNDONE, locked, reason=reason)
    return found
