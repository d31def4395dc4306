"""Nothing about a person stays longer than we promise, and nothing that is counted changes by it."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from msgspec import structs

from regiotafel.consultations.models import (
    Channel,
    Consultation,
    Invitation,
    ModerationDecision,
    Participant,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.outcome.analysis import report_on
from regiotafel.consultations.outcome.queries import rows_to_count
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.contributions.following.actions import subscribe
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.moderating.actions import accept, refuse
from regiotafel.contributions.sending.actions import send_in
from regiotafel.contributions.sending.queries import by_receipt
from regiotafel.contributions.withdrawing.actions import withdraw
from regiotafel.history.models import Entry
from regiotafel.history.queries import verify_chains
from regiotafel.keeping.retention import APPS, CLEANING, FIELDS, TERMS, clean_up
from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from regiotafel.tables.models import Meeting
from regiotafel.tables.retention import FACILITATOR
from regiotafel.terms import TAKEN_OUT
from regiotafel.thread.following.actions import confirm
from regiotafel.thread.models import Notice, Subscription
from tests.contributions.people import tell
from tests.factories import (
    ConsultationFactory,
    MeetingFactory,
    ParticipantFactory,
    RegionFactory,
    StatementFactory,
    UserFactory,
    make_member,
)

pytestmark = pytest.mark.django_db
MODELS = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_of_every_table_has_a_term_or_says_nothing_about_a_person(model: type[models.Model]) -> None:
    table = FIELDS[model._meta.label]
    named = [*table.nobody.split(), *(name for names in table.personal.values() for name in names.split())]
    assert sorted(named) == sorted(field.name for field in model._meta.concrete_fields)


def test_no_table_is_named_that_is_not_there() -> None:
    assert set(FIELDS) == {model._meta.label for model in MODELS}


def test_what_every_app_says_is_gathered() -> None:
    said = {path.parent.name for path in site.PACKAGE.glob("*/retention.py")} - {"keeping"}
    assert {app.__name__.split(".")[1] for app in APPS} == said


def test_every_term_is_carried_out_and_used() -> None:
    assert len(set(TERMS)) == len(TERMS) > 10
    assert set(CLEANING) == {term for term in TERMS if term.after is not None}
    # Words that were taken back or refused stand in the same field as those that were let in.
    used = {term for table in FIELDS.values() for term in table.personal}
    assert used == set(TERMS)


def test_page_about_privacy_says_every_term(client: Client) -> None:
    page = client.get(reverse("pages:privacy")).content.decode()
    for term in TERMS:
        for sentence in (term.what, term.how_long, term.then):
            assert str(sentence) in page


# --- one kind at a time


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def answered(now: datetime, closed: timedelta) -> Consultation:
    """A closed consultation with votes over the site and on paper, and a statement sent in."""
    consultation = ConsultationFactory(opens_at=now - closed - timedelta(days=20), closes_at=now - closed)
    table = MeetingFactory(region=consultation.region, held_on=(now - closed).date(), facilitator="Anneke de Groot")
    people = [ParticipantFactory(consultation=consultation, start_key=uuid.uuid4(), role="parent") for _ in range(6)]
    people += [
        Participant.objects.create(consultation=consultation, channel=Channel.PAPER, table=table, outside_id=f"A{n}")
        for n in range(6)
    ]
    statements = [StatementFactory(consultation=consultation, sent_in_by=people[n], number=n + 1) for n in range(3)]
    for number, person in enumerate(people):
        for statement in statements:
            choice = (1, 1, -1, 0)[(number + statement.number) % 4]
            at = now - closed - timedelta(days=1)
            VoteEvent.objects.create(participant=person, statement=statement, choice=choice, at=at, key=uuid.uuid4())
            Vote.objects.create(participant=person, statement=statement, choice=choice, at=at)
    return consultation


def test_numbers_of_people_go_a_year_after_closing_and_the_report_stays_equal(now: datetime) -> None:
    consultation = answered(now, closed=timedelta(days=366))
    before, people_before = report_on(rows_to_count(consultation))
    clean_up(at=now)
    after, people_after = report_on(rows_to_count(consultation))
    assert structs.replace(after, cpu_seconds=None) == structs.replace(before, cpu_seconds=None)
    assert people_after == people_before
    assert not Participant.objects.filter(start_key__isnull=False).exists()
    assert not Participant.objects.filter(outside_id__startswith="A").exists()
    assert not Statement.objects.filter(sent_in_by__isnull=False).exists()
    assert Participant.objects.filter(role="parent").count() == 6
    assert Meeting.objects.get().facilitator == ""


def test_nothing_goes_before_its_term(now: datetime) -> None:
    answered(now, closed=timedelta(days=364))
    clean_up(at=now)
    assert Participant.objects.filter(start_key__isnull=False).count() == 6
    assert Statement.objects.filter(sent_in_by__isnull=False).count() == 3
    assert Meeting.objects.get().facilitator == "Anneke de Groot"


def test_cleaning_twice_finds_nothing_more(now: datetime) -> None:
    answered(now, closed=timedelta(days=400))
    assert any(clean_up(at=now).values())
    assert not any(clean_up(at=now).values())


def test_words_of_a_refused_statement_go_and_the_decision_stays(now: datetime) -> None:
    statement = StatementFactory(state=StatementState.REFUSED, text="Piet van nummer 12 deugt niet.")
    ModerationDecision.objects.create(
        statement=statement,
        verdict="refused",
        reason="personal_data",
        explanation="Piet woont er echt.",
        at=now - timedelta(days=91),
    )
    clean_up(at=now)
    statement.refresh_from_db()
    assert statement.text == TAKEN_OUT
    decision = ModerationDecision.objects.get()
    assert (decision.reason, decision.explanation) == ("personal_data", "")


def test_notes_faults_and_files_go(now: datetime, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    consultation = ConsultationFactory()
    Invitation.objects.create(
        consultation=consultation,
        code_hash="x",
        note="mevrouw Jansen",
        made_at=now,
        expires_at=now - timedelta(days=181),
    )
    stuck = VoteImport(consultation=consultation, at=now - timedelta(days=91), faults=[["A", 1, "Piet"]])
    stuck.votes_file.save("blad.csv", ContentFile(b"x"), save=False)
    stuck.save()
    clean_up(at=now)
    assert Invitation.objects.get().note == ""
    assert VoteImport.objects.get().faults == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def contribution(region: Region, at: datetime) -> tuple[Contribution, str]:
    return send_in(at=at, region=region, kind="worry", text="Mijn zoon wacht op school.", key=uuid.uuid4())


def test_contribution_that_was_refused_or_taken_back_loses_its_words_and_still_counts(now: datetime) -> None:
    region, then = RegionFactory(), now - timedelta(days=31)
    refused, _ = contribution(region, then)
    refuse(by=None, at=then, contribution=refused, reason="personal_data", explanation="Je zoon is te herkennen.")
    taken_back, _ = contribution(region, then)
    withdraw(at=then, contribution=taken_back)
    kept, _ = contribution(region, then)
    accept(by=None, at=then, contribution=kept)
    before = replace(counts(region), longest_wait=None)  # it grows while we look
    clean_up(at=now)
    assert replace(counts(region), longest_wait=None) == before
    for gone in (refused, taken_back):
        gone.refresh_from_db()
        assert (gone.text, gone.refusal_explanation) == ("", "")
        assert gone.anonymised_at is not None
    kept.refresh_from_db()
    assert kept.text == "Mijn zoon wacht op school."


def test_receipt_stops_leading_to_somebody_after_five_years(now: datetime) -> None:
    region = RegionFactory()
    _, young = contribution(region, now - timedelta(days=5 * 365 - 1))
    _, old = contribution(region, now - timedelta(days=5 * 365 + 1))
    clean_up(at=now)
    assert by_receipt(young) is not None
    assert by_receipt(old) is None
    assert not any(clean_up(at=now).values())


def test_addresses_and_notices_go(now: datetime) -> None:
    region = RegionFactory()
    row, _ = contribution(region, now)
    old = now - timedelta(days=3 * 365 + 1)
    for email, asked_at, confirmed in (
        ("nooit@example.org", now - timedelta(days=8), False),
        ("net@example.org", now - timedelta(days=6), False),
        ("oud@example.org", old, True),
    ):
        token = subscribe(at=asked_at, contribution=row, email=email, mode="direct")
        if confirmed:
            confirm(at=asked_at, token=token)
    clean_up(at=now)
    assert [one.email for one in Subscription.objects.all()] == ["net@example.org"]
    tell(row, at=now)
    Notice.objects.update(made_at=now - timedelta(days=91), sent_at=now - timedelta(days=91))
    clean_up(at=now)
    assert not Notice.objects.exists()


def test_account_goes_after_three_years_but_a_region_keeps_its_administrator(now: datetime) -> None:
    region = RegionFactory()
    old = now - timedelta(days=3 * 365 + 1)
    only = make_member(region, Role.REGION_ADMINISTRATOR, UserFactory(joined_at=old, last_login=old))
    unused = make_member(region, Role.EDITOR, UserFactory(joined_at=old, last_login=None))
    used = make_member(region, Role.EDITOR, UserFactory(joined_at=old, last_login=now - timedelta(days=1)))
    clean_up(at=now)
    assert set(User.objects.all()) == {only, used}
    assert not User.objects.filter(pk=unused.pk).exists()
    assert Entry.objects.filter(act="account.deleted").count() == 1
    assert verify_chains().is_sound


def test_finished_tasks_and_ended_sessions_go(now: datetime) -> None:
    for _ in range(2):
        refresh_report.enqueue(1)
    done, waiting = DBTaskResult.objects.order_by("enqueued_at")
    DBTaskResult.objects.filter(pk=done.pk).update(status="FAILED", finished_at=now - timedelta(days=8))
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=now - timedelta(seconds=1))
    clean_up(at=now)
    assert [task.pk for task in DBTaskResult.objects.all()] == [waiting.pk]
    assert not Session.objects.exists()


def test_command_takes_a_day_and_says_what_it_did(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    answered(now, closed=timedelta(days=1))
    call_command("clean_up")
    assert "niets op te ruimen" in capsys.readouterr().out
    call_command("clean_up", at=(now + timedelta(days=400)).date().isoformat())
    assert str(FACILITATOR.then) in capsys.readouterr().out
    with pytest.raises(CommandError, match="geen datum"):
        call_command("clean_up", at="morgen")
