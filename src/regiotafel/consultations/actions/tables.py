"""Paper ballots of a meeting, entered by whoever led it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from regiotafel.consultations.actions.voting import store_press
from regiotafel.consultations.models import (
    Channel,
    Choice,
    Consultation,
    DeclaredRole,
    Participant,
    Statement,
    TableMeeting,
)
from regiotafel.consultations.rules import BallotAlreadyEntered, check_asked, check_running
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
    numbers = [ballot.number for ballot in ballots]
    there = set(table.participants.filter(outside_id__in=numbers).values_list("outside_id", flat=True))
    doubles = there | {number for number in numbers if numbers.count(number) > 1}
    if doubles:
        raise BallotAlreadyEntered(
            _("Deze biljetten zijn al ingevoerd of staan er dubbel: %(numbers)s. Er is niets opgeslagen.")
            % {"numbers": ", ".join(sorted(doubles))}
        )
    entered = []
    for ballot in ballots:
        participant = Participant.objects.create(
            consultation=consultation,
            channel=Channel.PAPER,
            table=table,
            organisation=table.organisation,
            outside_id=ballot.number,
            role=ballot.role,
            municipality=ballot.municipality,
        )
        for statement, choice in ballot.answers.items():
            check_asked(statement)
            store_press(
                at=at,
                participant_id=participant.pk,
                statement_id=statement.pk,
                choice=choice,
                key=uuid.uuid4(),
            )
        entered.append(participant)
    record(
        by=by,
        at=at,
        act="table.ballots_entered",
        about=table,
        region=consultation.region.slug,
        data={"numbers": numbers},
    )
    return entered
