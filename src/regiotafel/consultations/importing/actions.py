"""Reading in answers from another system: all of them, or none."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from regiotafel.consultations.acts import VOTES_IMPORTED
from regiotafel.consultations.importing.queries import n_own_statements, n_own_votes
from regiotafel.consultations.importing.rules import (
    Fault,
    ImportNotPossible,
    ReadVotes,
    check_can_import,
    check_none_on_its_way,
)
from regiotafel.consultations.models import (
    Channel,
    Consultation,
    ImportChoice,
    ImportState,
    ModerationDecision,
    Participant,
    RefusalReason,
    Source,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.taking_part.actions import describe
from regiotafel.formats.together import Doubt
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.web.files import translated

BATCH = 1000
MOST_FAULTS = 40
READING_PERCENT, SAVING_PERCENT = 10, 40


@transaction.atomic
def ask_import(
    *,
    by: User | None,
    at: datetime,
    consultation: Consultation,
    votes_file: "File[bytes]",
    statements_file: "File[bytes] | None" = None,
    roles_file: "File[bytes] | None" = None,
) -> VoteImport:
    """Keeps the files until a task has read them. Only one import at a time is on its way."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    check_can_import(locked, at, n_own_votes(locked), n_own_statements(locked))
    check_none_on_its_way(VoteImport.objects.filter(consultation=locked, finished_at__isnull=True).first())
    vote_import = VoteImport(consultation=locked, by=by, at=at)
    # Our own names: what somebody calls a file at home may say who they are.
    vote_import.votes_file.save("votes.csv", votes_file, save=False)
    if statements_file:
        vote_import.statements_file.save("comments.csv", statements_file, save=False)
    if roles_file:
        vote_import.roles_file.save("roles.csv", roles_file, save=False)
    vote_import.save()
    return vote_import


def tell_progress(*, vote_import: VoteImport, state: ImportState) -> None:
    """What the page shows meanwhile. An import that is finished stays so."""
    percent = READING_PERCENT if state == ImportState.READING else SAVING_PERCENT
    VoteImport.objects.filter(pk=vote_import.pk, finished_at__isnull=True).update(state=state, percent=percent)


@transaction.atomic
def ask_about(*, vote_import: VoteImport, doubts: Sequence[Doubt]) -> None:
    """Waits for somebody to say what to do with what does not fit. Nothing is counted before."""
    locked = VoteImport.objects.select_for_update().get(pk=vote_import.pk)
    if locked.finished_at is None and not locked.choice:
        locked.state, locked.doubts = ImportState.ASKING, _kept(doubts)
        locked.save()


def _kept(doubts: Sequence[Doubt]) -> list[list[object]]:
    return [[one.kind, int(one.weight), translated(one.file), translated(one.text)] for one in doubts]


@transaction.atomic
def choose(*, by: User | None, at: datetime, vote_import: VoteImport, choice: ImportChoice) -> VoteImport:
    """Somebody read what does not fit. The choice is kept with the import, and the task goes on with it."""
    locked = VoteImport.objects.select_for_update().get(pk=vote_import.pk)
    if locked.state != ImportState.ASKING:
        raise ImportNotPossible(_("Hierover is al gekozen."))
    locked.choice, locked.by = choice, by
    if choice == ImportChoice.STOP:
        locked.state, locked.percent, locked.finished_at = ImportState.REFUSED, 100, at
        _finish(locked)
    else:
        locked.state, locked.at = ImportState.WAITING, at
        locked.save()
    return locked


@transaction.atomic
def refuse_import(*, at: datetime, vote_import: VoteImport, faults: Sequence[Fault]) -> None:
    locked = VoteImport.objects.select_for_update().get(pk=vote_import.pk)
    if locked.finished_at is not None:
        return
    locked.state, locked.percent, locked.finished_at = ImportState.REFUSED, 100, at
    locked.faults = [[fault.file, fault.line, fault.text] for fault in faults[:MOST_FAULTS]]
    _finish(locked)


@transaction.atomic
def store_import(*, at: datetime, vote_import: VoteImport, read: ReadVotes) -> None:
    """Stores everything that was read. A second time changes nothing."""
    consultation = Consultation.objects.select_for_update().get(pk=vote_import.consultation_id)
    locked = VoteImport.objects.select_for_update().get(pk=vote_import.pk)
    if locked.finished_at is not None:
        return
    check_can_import(consultation, at, n_own_votes(consultation), n_own_statements(consultation))
    rows = _store(locked.by, at, consultation, read)
    locked.state, locked.percent, locked.finished_at = ImportState.DONE, 100, at
    locked.n_people, locked.n_statements, locked.n_votes = read.counted
    locked.doubts = locked.doubts if locked.choice else _kept(read.doubts)
    _finish(locked)
    record(
        by=locked.by,
        at=at,
        act=VOTES_IMPORTED,
        about=consultation,
        region=consultation.region.slug,
        data={
            "people": locked.n_people,
            "statements": locked.n_statements,
            "votes": locked.n_votes,
            **({"choice": locked.choice} if locked.choice else {}),
        },
        rows=[locked, *rows],
    )


def _store(by: User | None, at: datetime, consultation: Consultation, read: ReadVotes) -> list[Model]:
    """Returns the statements, and what was decided on them elsewhere."""
    people = _store_people(consultation, read)
    statements, decisions = _store_statements(by, at, consultation, read, people)
    votes = [(people[person].pk, statements[number].pk, choice, when) for person, number, choice, when in read.votes]
    VoteEvent.objects.bulk_create(
        (
            VoteEvent(participant_id=person, statement_id=statement, choice=choice, at=when or at, key=uuid.uuid4())
            for person, statement, choice, when in votes
        ),
        batch_size=BATCH,
    )
    Vote.objects.bulk_create(
        (
            Vote(participant_id=person, statement_id=statement, choice=choice, at=when)
            for person, statement, choice, when in votes
        ),
        batch_size=BATCH,
    )
    return [*statements.values(), *decisions]


def _store_people(consultation: Consultation, read: ReadVotes) -> dict[str, Participant]:
    """By the name that they have in the file."""
    rows = (
        Participant(
            consultation=consultation,
            channel=Channel.IMPORTED,
            outside_id=person.outside_id,
            role=person.role,
            municipality=person.municipality,
        )
        for person in read.people
    )
    made = Participant.objects.bulk_create(rows, batch_size=BATCH)
    describe(made)
    return {row.outside_id: row for row in made}


def _store_statements(
    by: User | None, at: datetime, consultation: Consultation, read: ReadVotes, people: dict[str, Participant]
) -> tuple[dict[int, Statement], list[ModerationDecision]]:
    """By number. What was refused elsewhere is refused here, with that as the reason."""
    rows = (
        Statement(
            consultation=consultation,
            number=one.number,
            text=one.text,
            source=Source.IMPORTED,
            state=one.state,
            sent_in_by=people.get(one.author),
            sent_in_at=one.at or at,
        )
        for one in read.statements
    )
    made = {row.number: row for row in Statement.objects.bulk_create(rows, batch_size=BATCH)}
    decisions = ModerationDecision.objects.bulk_create(
        (
            ModerationDecision(
                statement=one, verdict=StatementState.REFUSED, reason=RefusalReason.ELSEWHERE, by=by, at=at
            )
            for one in made.values()
            if one.state == StatementState.REFUSED
        ),
        batch_size=BATCH,
    )
    return made, decisions


def _finish(vote_import: VoteImport) -> None:
    """The files have done their work: they go as soon as that is certain."""
    files = [vote_import.votes_file, vote_import.statements_file, vote_import.roles_file]
    kept = [(file.storage, file.name) for file in files if file.name]
    vote_import.statements_file, vote_import.roles_file = "", ""
    vote_import.save()
    for storage, name in kept:
        transaction.on_commit(partial(storage.delete, name))
