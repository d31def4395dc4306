"""Paper ballots of a meeting, entered by whoever led it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from regiotafel.consultations.acts import BALLOTS_ENTERED, BALLOTS_LAID
from regiotafel.consultations.models import (
    Channel,
    Choice,
    Consultation,
    DeclaredRole,
    PaperTable,
    Participant,
    Statement,
    Vote,
    VoteEvent,
)
from regiotafel.consultations.paper.rules import BallotAlreadyEntered, check_can_plan_table
from regiotafel.consultations.rules import check_running
from regiotafel.consultations.statements.rules import check_asked
from regiotafel.consultations.taking_part.actions import describe
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.tables.actions import plan_meeting
from regiotafel.tables.models import Meeting
from regiotafel.tables.rules import check_meeting_of


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
) -> PaperTable:
    """A new meeting of the region, with ballots of this consultation on the table."""
    check_can_plan_table(consultation, at)
    meeting = plan_meeting(
        by=by,
        at=at,
        region=consultation.region,
        name=name,
        held_on=held_on,
        facilitator=facilitator,
        organisation=organisation,
    )
    table = PaperTable.objects.create(consultation=consultation, meeting=meeting)
    _record_laid(table, by=by, at=at)
    return table


@transaction.atomic
def use_meeting(*, by: User | None, at: datetime, consultation: Consultation, meeting: Meeting) -> PaperTable:
    """Ballots of this consultation too, at a meeting that was planned for something else. Twice is once."""
    check_can_plan_table(consultation, at)
    check_meeting_of(consultation.region_id, meeting)
    # The row of the meeting is the lock: the same press twice is one act.
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    table, is_new = PaperTable.objects.get_or_create(consultation=consultation, meeting=locked)
    if is_new:
        _record_laid(table, by=by, at=at)
    return table


def _record_laid(table: PaperTable, *, by: User | None, at: datetime) -> None:
    consultation = table.consultation
    record(
        by=by,
        at=at,
        act=BALLOTS_LAID,
        about=consultation,
        region=consultation.region.slug,
        data={"name": table.meeting.name},
        rows=[table],
    )


@transaction.atomic
def enter_ballots(
    *, by: User | None, at: datetime, table: PaperTable, ballots: Sequence[PaperBallot]
) -> list[Participant]:
    """Each sheet is one participant and counts once: all of them are stored, or none."""
    consultation = table.consultation
    check_running(consultation, at)
    # Its row is the lock: two people cannot both enter the same sheet.
    PaperTable.objects.select_for_update().get(pk=table.pk)
    meeting = table.meeting
    numbers = [ballot.number for ballot in ballots]
    entered_before = Participant.objects.filter(consultation=consultation, table=meeting, outside_id__in=numbers)
    there = set(entered_before.values_list("outside_id", flat=True))
    if doubles := there | {number for number in numbers if numbers.count(number) > 1}:
        raise BallotAlreadyEntered(sorted(doubles))
    for statement in {statement for ballot in ballots for statement in ballot.answers}:
        check_asked(statement)
    entered = Participant.objects.bulk_create(
        Participant(
            consultation=consultation,
            channel=Channel.PAPER,
            table=meeting,
            organisation=meeting.organisation,
            outside_id=ballot.number,
            role=ballot.role,
            municipality=ballot.municipality,
        )
        for ballot in ballots
    )
    describe(entered)
    _store_answers(at, list(zip(entered, ballots, strict=True)))
    record(
        by=by,
        at=at,
        act=BALLOTS_ENTERED,
        about=meeting,
        region=consultation.region.slug,
        # Never their numbers: those lead to people, and go a year after it closed.
        data={"n": len(numbers)},
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
