"""Taking out what is past its term. Rows that are counted stay and say the same; what led to a person goes."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django_tasks_db.models import DBTaskResult

from regiotafel.consultations.models import (
    Invitation,
    ModerationDecision,
    Participant,
    Statement,
    StatementState,
    TableMeeting,
    VoteImport,
)
from regiotafel.contributions.models import Contribution, Notice, State, Subscription
from regiotafel.contributions.withdrawing.actions import anonymise
from regiotafel.keeping.rules.retention import TAKEN_OUT, TERMS, Kept
from regiotafel.people.models import User
from regiotafel.regions.actions import delete_account
from regiotafel.regions.rules import LastAdministrator

GONE = "weg:"


def clean_up(*, at: datetime) -> dict[Kept, int]:
    """Does for every kind what its term says, and counts the rows. Done again it finds nothing more."""
    done = {}
    for kept, clean in CLEANING.items():
        term = TERMS[kept].after
        if term is not None:
            with transaction.atomic():
                done[kept] = clean(at, at - term)
    return done


def _accounts(at: datetime, before: datetime) -> int:
    unused = User.objects.annotate(last_seen=Coalesce("last_login", "joined_at")).filter(last_seen__lt=before)
    n = 0
    for user in unused.order_by("pk"):
        try:
            delete_account(by=user, at=at)
        except LastAdministrator:  # a region would be left without an administrator
            continue
        n += 1
    return n


def _sessions(at: datetime, before: datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def _answers(at: datetime, before: datetime) -> int:
    """The rows and what they count for stay. The numbers on paper and in files make way for the row's own."""
    closed = Q(consultation__closes_at__lt=before)
    unlinked = Statement.objects.filter(closed, sent_in_by__isnull=False).update(sent_in_by=None)
    Participant.objects.filter(closed, start_key__isnull=False).update(start_key=None)
    numbered = list(Participant.objects.filter(closed).exclude(outside_id="").exclude(outside_id__startswith=GONE))
    for participant in numbered:
        participant.outside_id = f"{GONE}{participant.pk}"
    Participant.objects.bulk_update(numbered, ["outside_id"], batch_size=500)
    return unlinked + len(numbered)


def _refused_statements(at: datetime, before: datetime) -> int:
    ModerationDecision.objects.filter(at__lt=before).exclude(explanation="").update(explanation="")
    refused = Statement.objects.filter(state=StatementState.REFUSED).annotate(decided_at=Max("decisions__at"))
    past = refused.filter(decided_at__lt=before).exclude(text=TAKEN_OUT).values_list("pk", flat=True)
    return Statement.objects.filter(pk__in=list(past)).update(text=TAKEN_OUT)


def _invitations(at: datetime, before: datetime) -> int:
    return Invitation.objects.filter(expires_at__lt=before).exclude(note="").update(note="")


def _tables(at: datetime, before: datetime) -> int:
    return TableMeeting.objects.filter(held_on__lt=before.date()).exclude(facilitator="").update(facilitator="")


def _imports(at: datetime, before: datetime) -> int:
    past = VoteImport.objects.filter(at__lt=before)
    files = ("votes_file", "statements_file", "roles_file")
    n = 0
    for vote_import in past:
        left = [file for name in files if (file := getattr(vote_import, name))]
        if not left and not vote_import.faults:
            continue
        for file in left:
            file.delete(save=False)
        vote_import.faults = []
        vote_import.save(update_fields=["faults", *files])
        n += 1
    return n


def _gone_contributions(at: datetime, before: datetime) -> int:
    past = Contribution.objects.filter(
        state__in=(State.REFUSED, State.WITHDRAWN), state_since__lt=before, anonymised_at__isnull=True
    )
    gone = list(past)
    for contribution in gone:
        anonymise(contribution=contribution, at=at)
    return len(gone)


def _receipts(at: datetime, before: datetime) -> int:
    old = list(Contribution.objects.filter(sent_in_at__lt=before).exclude(receipt_hash__startswith=GONE))
    for contribution in old:
        contribution.receipt_hash = f"{GONE}{uuid.uuid4().hex}"
        contribution.key, contribution.entered_by = uuid.uuid4(), None
    Contribution.objects.bulk_update(old, ["receipt_hash", "key", "entered_by"], batch_size=500)
    return len(old)


def _unconfirmed(at: datetime, before: datetime) -> int:
    past = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=before)
    return past.delete()[1].get("contributions.Subscription", 0)


def _addresses(at: datetime, before: datetime) -> int:
    past = Subscription.objects.filter(confirmed_at__lt=before)
    return past.delete()[1].get("contributions.Subscription", 0)


def _notices(at: datetime, before: datetime) -> int:
    return Notice.objects.filter(made_at__lt=before).delete()[0]


def _tasks(at: datetime, before: datetime) -> int:
    finished = DBTaskResult.objects.filter(status__in=("SUCCESSFUL", "FAILED"), finished_at__lt=before)
    return finished.delete()[1].get("django_tasks_database.DBTaskResult", 0)


# Every kind with a term stands here; a test holds it against the terms.
CLEANING: Mapping[Kept, Callable[[datetime, datetime], int]] = {
    Kept.ACCOUNT: _accounts,
    Kept.SESSION: _sessions,
    Kept.ANSWERS: _answers,
    Kept.REFUSED_STATEMENT: _refused_statements,
    Kept.INVITATION: _invitations,
    Kept.TABLE: _tables,
    Kept.IMPORT: _imports,
    Kept.GONE_CONTRIBUTION: _gone_contributions,
    Kept.RECEIPT: _receipts,
    Kept.UNCONFIRMED: _unconfirmed,
    Kept.ADDRESS: _addresses,
    Kept.NOTICE: _notices,
    Kept.TASK: _tasks,
}
