"""A clock that leaps, ahead or back, breaks nothing for ever and cleans nothing too early."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db.models import DateTimeField
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regiotafel.brakes.models import Tally
from regiotafel.consultations.models import Participant, Report, ReportKind
from regiotafel.consultations.outcome.actions import ask_for_report, count_all
from regiotafel.consultations.outcome.queries import is_report_on_its_way, to_be_counted
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.consultations.preparing.actions import close
from regiotafel.consultations.preparing.rules import ClockWrong
from regiotafel.consultations.queries import told_report
from regiotafel.consultations.taking_part.actions import begin_with_vote
from regiotafel.contributions.following.actions import subscribe
from regiotafel.contributions.sending.actions import send_in
from regiotafel.keeping.clock.actions import forget_cached, is_steady
from regiotafel.keeping.clock.rules import LONGEST_CACHED, MOST_BETWEEN, STEADY_FOR, Look, look
from regiotafel.keeping.messages import MESSAGES
from regiotafel.keeping.models import Tick
from regiotafel.keeping.working.actions import reap, take_task
from regiotafel.keeping.working.tasks import ticks
from regiotafel.keeping.working.tasks.ticks import PERIODIC, tick
from regiotafel.queues import COUNTING
from regiotafel.regions.models import Role
from regiotafel.thread.following.actions import confirm, tell
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.models import Notice
from regiotafel.web.files import KEPT_FOR
from tests.factories import ConsultationFactory, KnotFactory, RegionFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db

DAY, YEARS = timedelta(days=1), timedelta(days=5 * 365)
LEAPS = pytest.mark.parametrize("leap", [YEARS, -YEARS, timedelta(hours=30)], ids=["ahead", "back", "a little"])
ALL = [one.name for one in PERIODIC]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When something was cleaned: only the cleaning itself is made up."""
    done: list[datetime] = []
    periodic = [
        ticks.Periodic(one.name, (lambda: done.append(timezone.now())) if one.cleans else one.do, one.every, one.cleans)
        for one in PERIODIC
    ]
    monkeypatch.setattr(ticks, "PERIODIC", periodic)
    monkeypatch.setattr(ticks.tick, "__kwdefaults__", {"periodic": periodic})
    return done


def an_answer(at: datetime) -> None:
    statement = StatementFactory(consultation__opens_at=at - DAY, consultation__closes_at=at + 9 * DAY)
    begin_with_vote(at=at, consultation=statement.consultation, statement=statement, choice=1, key=uuid.uuid4())


# --- what happens again and again


@LEAPS
def test_after_a_leap_everything_runs_again_at_once(leap: timedelta, now: datetime) -> None:
    an_answer(now)
    tick(at=now + leap)
    assert set(tick(at=now)) >= {"send_notices", "tell_of_moves", "forget"}
    again = tick(at=now + DAY)
    assert set(again) == set(ALL)
    assert {one.next_at - now - DAY < DAY + timedelta(hours=2) for one in Tick.objects.all()} == {True}


def test_by_a_clock_that_leapt_ahead_nothing_is_cleaned_for_a_week(
    now: datetime, cleaned: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    an_answer(now - timedelta(hours=1))
    assert "clean_up" in tick(at=now)
    wrong, n = now + YEARS, len(cleaned)
    for night in range(STEADY_FOR.days):
        assert "clean_up" not in tick(at=wrong + night * DAY)
    assert len(cleaned) == n
    assert "nothing is cleaned before" in caplog.text
    assert "clean_up" in tick(at=wrong + STEADY_FOR + DAY)


def test_a_first_look_by_a_clock_that_is_ahead_of_all_that_happened_cleans_nothing(
    now: datetime, cleaned: list[datetime]
) -> None:
    an_answer(now)
    assert "clean_up" not in tick(at=now + YEARS)
    assert cleaned == []
    assert "clean_up" in tick(at=now)


def test_set_right_it_cleans_as_before_and_staff_read_it_only_meanwhile(now: datetime, client: Client) -> None:
    region = RegionFactory()
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    an_answer(now)
    home = reverse("pages:region_home", args=[region.slug])
    assert "De klok van deze site is versprongen" not in client.get(home).content.decode()
    tick(at=now + YEARS)
    assert "De klok van deze site is versprongen" in client.get(home).content.decode()
    assert "De klok van deze site is versprongen" not in Client().get(home).content.decode()
    tick(at=now)
    assert "De klok van deze site is versprongen" not in client.get(home).content.decode()


@pytest.mark.parametrize(
    ("after", "is_believed"),
    [(DAY, True), (MOST_BETWEEN, True), (MOST_BETWEEN + DAY, False), (YEARS, False), (-YEARS, True)],
)
def test_a_clock_is_believed_when_it_went_as_far_as_the_machine_ran(
    after: timedelta, is_believed: bool, now: datetime
) -> None:
    assert look(now + after, Look(now)).doubted_since == (None if is_believed else now + after)


def test_in_doubt_a_second_leap_begins_the_waiting_anew_and_going_back_ends_it(now: datetime) -> None:
    ahead = now + YEARS
    doubted = look(ahead, Look(now))
    assert look(ahead + DAY, doubted) == Look(now, ahead, ahead + DAY)
    assert look(ahead + STEADY_FOR, doubted) == Look(now, ahead + STEADY_FOR, ahead + STEADY_FOR)
    assert look(ahead - DAY, doubted).doubted_since == ahead - DAY
    assert look(now + DAY, doubted) == Look(now + DAY)
    # It was behind for a while, and is right again: what was believed before is what it is held against.
    assert look(now + DAY, look(now - YEARS, Look(now))) == Look(now + DAY)


def test_the_command_asks_about_a_leap_and_believes_who_names_the_day(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_answer(now)
    call_command("clean_up")
    Tick.objects.create(name="clean_up", next_at=now, seen_at=now - timedelta(days=100))
    with pytest.raises(CommandError, match=r"Klopt de klok\? Typ dan: regiotafel clean-up --at"):
        call_command("clean_up")
    call_command("clean_up", at=now.date().isoformat())


def test_an_empty_site_has_nothing_to_lose(now: datetime) -> None:
    assert is_steady(at=now)


# --- work, mail, cache


@LEAPS
def test_a_task_that_died_under_another_clock_is_done(leap: timedelta, now: datetime) -> None:
    refresh_report.enqueue(ConsultationFactory().pk)
    assert take_task(at=now + leap, worker="dies", queue=COUNTING) is not None
    DBTaskResult.objects.update(started_at=now + leap)
    assert reap(at=now) == 1
    take_task(at=now, worker="lives", queue=COUNTING)
    assert reap(at=now) == 0, "its lease is one of now"


@LEAPS
def test_mail_that_was_asked_under_another_clock_goes_now(
    leap: timedelta, now: datetime, mailoutbox: list[Any]
) -> None:
    knot = KnotFactory()
    row, _code = send_in(
        at=now + leap, region=knot.region, kind="idea", text="De bus rijdt te weinig.", key=uuid.uuid4()
    )
    for number, mode in enumerate(("direct", "digest")):
        confirm(
            at=now + leap,
            token=subscribe(at=now + leap, contribution=row, email=f"{number}@example.org", mode=mode),
        )
    tell(knot=row.knot, message=next(iter(MESSAGES.values())), at=now + leap)
    if abs(leap) < MOST_BETWEEN:
        Notice.objects.filter(subscription__mode="digest").update(made_at=now - 8 * DAY)
    assert send_notices(messages=MESSAGES) == 4
    assert not Notice.objects.filter(sent_at__isnull=True).exists()
    assert {int(letter.extra_headers["Date"].split()[3]) for letter in mailoutbox} <= {now.year, now.year - 5}


def test_what_a_clock_that_was_ahead_put_in_the_cache_goes(now: datetime, settings: Any) -> None:
    assert timedelta(seconds=KEPT_FOR) < LONGEST_CACHED
    cache.clear()
    cache.set("now", 1, KEPT_FOR)
    cache.set("ahead", 1, YEARS.total_seconds())
    assert forget_cached(at=now) == 1
    assert (cache.get("now"), cache.get("ahead")) == (1, None)


@LEAPS
def test_logging_in_and_taking_part_go_on_after_a_leap(leap: timedelta, now: datetime, monkeypatch: Any) -> None:
    cache.clear()
    an_answer(now)
    consultation = Participant.objects.get().consultation
    with monkeypatch.context() as wrong:
        wrong.setattr("django.utils.timezone.now", lambda: now + leap)
        wrong.setattr("time.time", lambda: (now + leap).timestamp())  # noqa: PLW0108  # made when it is asked
        for _ in range(6):
            Client().post(reverse("account_login"), {"email": "roos@example.org"})
    tick(at=now)
    assert Client().post(reverse("account_login"), {"email": "roos@example.org"}).status_code == 302
    statement = consultation.statements.get()
    address = reverse("consultations:vote", args=[consultation.region.slug, consultation.slug, statement.number])
    assert Client().post(address, {"choice": "1", "key": str(uuid.uuid4())}).status_code == 302
    assert not Tally.objects.filter(until__gt=timezone.now() + DAY).exists()


# --- rounds and their counts


@LEAPS
def test_a_count_that_was_asked_under_another_clock_is_asked_again(leap: timedelta, now: datetime) -> None:
    consultation = ConsultationFactory()
    assert ask_for_report(at=now + leap, consultation=consultation)
    consultation.refresh_from_db()
    assert not is_report_on_its_way(consultation, now)
    assert ask_for_report(at=now, consultation=consultation)
    assert not ask_for_report(at=now, consultation=consultation)


def test_a_round_that_a_clock_closed_too_early_goes_on_and_is_counted_when_it_closes(now: datetime) -> None:
    an_answer(now)
    consultation = Participant.objects.get().consultation
    early = count_all(at=now + YEARS, consultation=consultation)
    assert told_report(consultation, now + YEARS) == early
    assert consultation.state(now) == "running"
    assert told_report(consultation, now) is None
    closed = consultation.closes_at + DAY
    assert to_be_counted(closed) == [consultation.pk]
    last = count_all(at=closed, consultation=consultation)
    assert last != early
    assert told_report(consultation, closed) == last
    assert to_be_counted(closed + DAY) == []
    assert Report.objects.filter(kind=ReportKind.FINAL).count() == 2


def test_a_clock_that_is_behind_makes_no_draft_of_what_people_answered(now: datetime) -> None:
    an_answer(now)
    consultation = Participant.objects.get().consultation
    with pytest.raises(ClockWrong, match="De klok loopt achter"):
        close(by=None, at=now - YEARS, consultation=consultation)
    consultation.refresh_from_db()
    assert consultation.state(now) == "running"
    assert close(by=None, at=now + timedelta(seconds=1), consultation=consultation).state(now + DAY) == "closed"


# Every moment in the tables of ours, and what a leap of the clock does with it.
GATES = {
    "brakes.Tally.until": "a count that ends later than it can counts for nothing: tests/brakes",
    "keeping.Lease.until": "above",
    "keeping.Tick.next_at": "above",
    "thread.Notice.next_try_at": "above",
    "thread.Notice.made_at": "above",
    "thread.Subscription.asked_at": "tests/thread/test_following.py",
    "consultations.Consultation.report_asked_at": "above",
    "consultations.Report.counted_until": "above",
    "consultations.Report.made_at": "above",
    "consultations.VoteEvent.at": "a step is taken by the order of events, up to one that is settled",
    "consultations.Consultation.opens_at": "planned by a person: right again when the clock is",
    "consultations.Consultation.closes_at": "above",
    "mandates.Round.opens_at": "planned by a person: right again when the clock is",
    "mandates.Round.closes_at": "planned by a person: right again when the clock is",
    "plan.ChoiceRound.closes_at": "planned by a person: right again when the clock is",
    "plan.ChoiceRound.reminded_at": "no letter goes within a day of the last one: right again a day later",
    "plan.ChoiceRound.warned_at": "the letter before closing went once, whenever that was",
    "mandates.RoundParty.reminded_at": "no letter is asked for within a day of the last one: right again a day later",
    "mandates.RoundParty.warned_at": "the letter before closing went once, whenever that was",
    "plan.Asking.asked_at": "whoever sees to a measure is asked once for a day, whenever that was",
    "plan.Outcome.alive_at": "a counting without a sign of life is asked for again: harmless, it is done once",
    "mandates.PackageSearch.told_at": "a search without a sign of life is asked for again: harmless, it is done once",
    "consultations.Invitation.expires_at": "planned by a person: right again when the clock is",
    "keeping.Tick.seen_at": "above",
    "keeping.Tick.doubted_since": "above",
    "keeping.Tick.doubted_at": "above",
}
# These tell when something was done; they are shown, sorted by, or cleaned by: and that waits for a clock to believe.
TOLD = """
    people.User.last_login people.User.joined_at history.Entry.at regions.Membership.since
    regions.SiteAdministrator.since thread.Knot.undelivered_at thread.Link.waits_since
    thread.Link.at thread.Subscription.confirmed_at thread.Notice.sent_at vision.Wording.at vision.Release.at
    vision.Judgement.at
    consultations.Consultation.opened_at consultations.Consultation.created_at
    consultations.Consultation.benchmark_set_at consultations.Statement.sent_in_at consultations.ModerationDecision.at
    consultations.Vote.at consultations.Invitation.made_at consultations.Invitation.used_at
    consultations.Invitation.withdrawn_at consultations.VoteImport.at consultations.VoteImport.finished_at
    contributions.Contribution.sent_in_at contributions.Contribution.state_since
    contributions.Contribution.anonymised_at contributions.Finding.counted_until contributions.Finding.made_at
    contributions.Answer.at vision.Passage.retired_at vision.Document.created_at vision.CouncilDecision.at
    contributions.AnswerDraft.saved_at regions.OwnDraft.saved_at
    vision.PassageDraft.saved_at vision.PassageDraft.asked_at vision.Proposal.at vision.ProposalStep.at
    vision.Remark.at vision.Remark.resolved_at vision.Remark.hidden_at
    vision.Proposal.hidden_at
    vision.Brought.at vision.Brought.done_at vision.NamedKind.at vision.Reshaped.at
    mandates.Subject.retired_at mandates.Mandate.at mandates.Mandate.withdrawn_at mandates.Deviation.at
    mandates.Deviation.ended_at
    mandates.Agreement.at mandates.Consent.at mandates.Round.opened_at mandates.Round.published_at mandates.Sheet.at
    mandates.RoundSubject.dropped_at mandates.RoundParty.gave_up_at
    mandates.Neighbour.at mandates.SubjectPair.at mandates.PackageSearch.asked_at
    mandates.PackageSearch.finished_at mandates.PackageSearch.stopped_at
    mandates.Reweighing.at mandates.Floor.at mandates.Offer.at mandates.Offer.withdrawn_at mandates.Reply.at
    mandates.Accord.at
    councils.StepOutcome.at councils.PaperStep.at
    plan.MeasureStep.at plan.MilestoneStep.at plan.Criterion.retired_at plan.Score.at
    plan.Progress.at plan.Progress.hidden_at
    plan.ChoiceRound.opened_at plan.ChoiceRound.stopped_at plan.ChoiceRound.told_at plan.Ballot.at
    plan.Outcome.asked_at plan.Outcome.finished_at plan.Decision.at
    history.Inspection.at history.Head.at history.PublishedHead.at history.VouchedKey.at
"""


def test_every_moment_in_the_tables_was_looked_at() -> None:
    """A new one comes in one of the two lists when somebody has said what happens with it when the clock leapt."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("regiotafel.")]
    found = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, DateTimeField)
    }
    assert found == {*GATES, *TOLD.split()}
