"""Paper ballots of a meeting, entered by whoever led it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from regiotafel.consultations.models import (
    Channel,
    Choice,
    Consultation,
    DeclaredRole,
    Participant,
    Statement,
    TableMeeting,
    Vote,
    VoteEvent,
)
from regiotafel.consultations.paper.rules import BallotAlreadyEntered, TableAlreadyPlanned, check_can_plan_table
from regiotafel.consultations.rules import check_running
from regiotafel.consultations.statements.rules import check_asked
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Organisation


@dataclass(frozen=True)
class PaperBallot:
    """One sheet: its number, and an answer per statement that was filled in."""

    number: str
    answers: Mapping[Statement, Choice]
    role: DeclaredRole | str = ""
    municipality: Municipality | None = None


@transaction.atomic
def plan_table(
    *,
    by: User | None,
    at: datetime,
    consultation: Consultation,
    name: str,
    held_on: date,
    facilitator: str = "",
    organisation: Organisation | None = None,
) -> TableMeeting:
    check_can_plan_table(consultation, at)
    # The row of the consultation is the lock: two at once cannot both add the same meeting.
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    if TableMeeting.objects.filter(consultation=consultation, name=name, held_on=held_on).exists():
        raise TableAlreadyPlanned(_("Deze bijeenkomst staat er al. Kies een andere naam of datum."))
    table = TableMeeting.objects.create(
        consultation=consultation,
        name=name,
        held_on=held_on,
        facilitator=facilitator,
        organisation=organisation,
    )
    record(by=by, at=at, act="table.planned", about=table, region=consultation.region.slug, data={"name": name})
    return table


@transaction.atomic
def enter_ballots(
    *, by: User | None, at: datetime, table: TableMeeting, ballots: Sequence[PaperBallot]
) -> list[Participant]:
    """Each sheet is one participant and counts once: all of them are stored, or none."""
    consultation = table.consultation
    check_running(consultation, at)
    # The row of the meeting is the lock: two people cannot both enter the same sheet.
    TableMeeting.objects.select_for_update().get(pk=table.pk)
    numbers = [ballot.number for ballot in ballots]
    there = set(table.participants.filter(outside_id__in=numbers).values_list("outside_id", flat=True))
    if doubles := there | {number for number in numbers if numbers.count(number) > 1}:
        raise BallotAlreadyEntered(sorted(doubles))
    for statement in {statement for ballot in ballots for statement in ballot.answers}:
        check_asked(statement)
    entered = Participant.objects.bulk_create(
        Participant(
            consultation=consultation,
            channel=Channel.PAPER,
            table=table,
            organisation=table.organisation,
            outside_id=ballot.number,
            role=ballot.role,
            municipality=ballot.municipality,
        )
        for ballot in ballots
    )
    _store_answers(at, list(zip(entered, ballots, strict=True)))
    record(
        by=by,
        at=at,
        act="table.ballots_entered",
        about=table,
        region=consultation.region.slug,
        data={"numbers": numbers},
    )
    return entered


def _store_answers(at: datetime, entered: Sequence[tuple[Participant, PaperBallot]]) -> None:
    """Events and current answers of people who are new, so nothing can be there yet."""
    answers = [(person, *answer) for person, ballot in entered for answer in ballot.answers.items()]
    VoteEvent.objects.bulk_create(
        (
            VoteEvent(participant=person, statement=statement, choice=choice, at=at, key=uuid.uuid4())
            for person, statement, choice in answers
        ),
        batch_size=500,
    )
    Vote.objects.bulk_create(
        (Vote(participant=person, statement=statement, choice=choice, at=at) for person, statement, choice in answers),
        batch_size=500,
    )
    # In one order everywhere: two meetings that are entered at once wait for each other, never in a ring.
    for statement in sorted({statement for _person, statement, _choice in answers}, key=lambda one: one.pk):
        choices = [choice for _person, other, choice in answers if other == statement]
        Statement.objects.filter(pk=statement.pk).update(
            n_counted=F("n_counted") + len(choices), n_agreed=F("n_agreed") + choices.count(Choice.AGREE)
        )
