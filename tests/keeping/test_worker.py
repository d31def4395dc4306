"""A task is done, also when who had it in hand is killed."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

import regiotafel
from regiotafel.consultations.models import Report, Vote, VoteEvent
from regiotafel.consultations.outcome.tasks import count_inside, refresh_report
from regiotafel.keeping.models import Lease, Tick
from regiotafel.keeping.working.actions import give_back, keep_task, let_go, reap, take_task, take_tick
from regiotafel.keeping.working.rules import LEASE, MOST_TRIES
from regiotafel.keeping.working.tasks.ticks import PERIODIC, Periodic, tick
from regiotafel.keeping.working.tasks.worker import Worker, name_of_this_process
from regiotafel.publishing.downloads.actions import report_key
from regiotafel.publishing.downloads.tasks import print_report
from regiotafel.publishing.note.actions import note_key
from regiotafel.publishing.note.queries import BY_CHAPTER
from regiotafel.publishing.note.tasks import print_note
from regiotafel.publishing.releasing.actions import release
from regiotafel.queues import COUNTING
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document
from regiotafel.web.files import printed
from tests.factories import ConsultationFactory, ParticipantFactory, RegionFactory, StatementFactory

pytestmark = pytest.mark.django_db


def waiting_task() -> DBTaskResult:
    refresh_report.enqueue(ConsultationFactory(opened_at=None).pk)
    return DBTaskResult.objects.get()


def state() -> str:
    return str(DBTaskResult.objects.get().status)


def test_task_of_a_dead_worker_waits_for_its_lease_and_is_done_again() -> None:
    waiting_task()
    now = timezone.now()
    assert take_task(at=now, worker="dies", queue=COUNTING) is not None
    assert reap(at=now + LEASE - timedelta(seconds=1)) == 0, "it may be alive"
    assert take_task(at=now + LEASE, worker="other", queue=COUNTING) is None
    assert reap(at=now + LEASE + timedelta(seconds=1)) == 1
    assert Worker("other").run_waiting() == 1
    assert state() == "SUCCESSFUL"
    assert DBTaskResult.objects.get().worker_ids == ["dies", "other"]
    assert not Lease.objects.exists()


def test_sign_of_life_keeps_the_task() -> None:
    task = waiting_task()
    now = timezone.now()
    take_task(at=now, worker="lives", queue=COUNTING)
    assert keep_task(at=now + LEASE, task_id=task.pk, worker="lives")
    assert reap(at=now + LEASE + timedelta(seconds=1)) == 0
    assert state() == "RUNNING"


def test_worker_that_lost_its_task_cannot_keep_or_let_go_what_another_has() -> None:
    task = waiting_task()
    now = timezone.now()
    take_task(at=now, worker="slept", queue=COUNTING)
    later = now + LEASE + timedelta(seconds=1)
    reap(at=later)
    take_task(at=later, worker="other", queue=COUNTING)
    assert not keep_task(at=later, task_id=task.pk, worker="slept")
    let_go(task_id=task.pk, worker="slept")
    give_back(task_id=task.pk, worker="slept")
    assert Lease.objects.get().worker == "other"
    assert state() == "RUNNING"


def test_task_that_was_running_before_there_were_leases_is_done_again() -> None:
    task = waiting_task()
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", started_at=timezone.now() - 2 * LEASE)
    assert reap(at=timezone.now()) == 1
    assert state() == "READY"


def test_task_that_kills_every_worker_is_given_up_in_the_end() -> None:
    waiting_task()
    now = timezone.now()
    for number in range(MOST_TRIES):
        assert take_task(at=now, worker=f"dies {number}", queue=COUNTING) is not None
        now += LEASE + timedelta(seconds=1)
        assert reap(at=now) == 1
    assert state() == "FAILED"
    assert "WorkerDied" in DBTaskResult.objects.get().exception_class_path


def test_no_two_workers_have_one_name() -> None:
    assert name_of_this_process() != name_of_this_process()


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_each_task_once() -> None:
    consultation = ConsultationFactory()
    for _ in range(20):
        refresh_report.enqueue(consultation.pk)
    counts: list[int] = []

    def work(number: int) -> None:
        try:
            counts.append(Worker(f"worker {number}").run_waiting())
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(counts) == 20
    assert {len(task.worker_ids) for task in DBTaskResult.objects.all()} == {1}


@pytest.mark.django_db(transaction=True)
def test_worker_renews_its_lease_while_it_works_and_stops_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting_task()
    lease = timedelta(milliseconds=800)
    worker = Worker("slow", lease=lease)
    # Only how long the task takes is made up.
    monkeypatch.setattr(worker._runner, "run_task", lambda task: (time.sleep(2), task.set_successful(None)))
    thread = threading.Thread(target=worker.run)
    thread.start()
    until(lambda: bool(worker.in_hand))
    for _ in range(10):
        time.sleep(0.15)
        assert reap(at=timezone.now(), lease=lease) == 0
    worker.stop(0, None)
    thread.join(10)
    assert not thread.is_alive()
    assert state() == "SUCCESSFUL"
    assert DBTaskResult.objects.get().worker_ids == ["slow"]


def until(happened: Callable[[], bool]) -> None:
    for _ in range(100):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


# --- what happens again and again


def test_one_worker_does_what_is_due_and_only_then() -> None:
    done: list[str] = []
    periodic = [Periodic("often", lambda: done.append("often"), timedelta(seconds=20))]
    now = timezone.now()
    assert tick(at=now, periodic=periodic) == ["often"]
    assert tick(at=now + timedelta(seconds=19), periodic=periodic) == []
    assert tick(at=now + timedelta(seconds=21), periodic=periodic) == ["often"]
    assert done == ["often", "often"]


def test_what_a_dead_worker_began_is_begun_again() -> None:
    now = timezone.now()
    assert take_tick(at=now, name="often", until=now + timedelta(minutes=10))
    assert not take_tick(at=now + timedelta(minutes=9), name="often", until=now + timedelta(hours=1))
    assert take_tick(at=now + timedelta(minutes=11), name="often", until=now + timedelta(hours=1))


def test_fault_in_one_keeps_nothing_else_waiting_and_is_tried_again() -> None:
    def fails() -> None:
        raise ValueError("words of a person")

    done: list[str] = []
    periodic = [
        Periodic("fails", fails, timedelta(seconds=20)),
        Periodic("works", lambda: done.append("works"), timedelta(seconds=20)),
    ]
    now = timezone.now()
    assert tick(at=now, periodic=periodic) == ["works"]
    assert now < Tick.objects.get(name="fails").next_at < now + timedelta(minutes=11)


def test_night_work_is_done_once_a_night() -> None:
    nightly = Periodic("clean_up", lambda: None, None)
    now = timezone.localtime().replace(hour=12)
    following = timezone.localtime(nightly.next_after(now))
    assert (following.date(), following.hour) == (now.date() + timedelta(days=1), 3)


def test_notices_moves_and_cleaning_go_without_a_cron() -> None:
    often = ["send_notices", "tell_of_moves", "count", "warn"]
    often += ["ask_progress", "show_arrangements", "warn_choosers", "forget"]
    names = [*often, "call_it_promised", "tie_what_was_before", "clean_up", "verify_history"]
    assert [one.name for one in PERIODIC] == names
    assert tick(at=timezone.now()) == names


# --- done twice

# A new task gets its line here when somebody has shown that a second run changes nothing.
DONE_TWICE = {
    "regiotafel.consultations.outcome.tasks.refresh_report": "below",
    "regiotafel.consultations.outcome.tasks.count_inside": "below",
    "regiotafel.consultations.importing.tasks.read_votes_file": "tests/consultations/test_importing.py",
    "regiotafel.mandates.offers.tasks.search_improvement": "tests/mandates/test_offers.py",
    "regiotafel.mandates.packages.tasks.prove_packages": "tests/mandates/test_packages.py",
    "regiotafel.plan.outcomes.tasks.count_outcome": "tests/plan/test_outcomes.py",
    "regiotafel.publishing.bundle.tasks.pack_bundle": "tests/publishing/test_bundle.py",
    "regiotafel.publishing.downloads.tasks.print_report": "below",
    "regiotafel.publishing.paper_form.tasks.print_form": "tests/publishing/test_paper_form.py",
    "regiotafel.publishing.note.tasks.print_note": "below",
    "regiotafel.publishing.plan_sheet.tasks.print_sheet": "tests/publishing/test_plan_sheet.py",
    "regiotafel.publishing.register.tasks.print_register": "tests/publishing/test_register.py",
    "regiotafel.publishing.texts.tasks.print_text": "tests/publishing/test_texts.py",
    "regiotafel.publishing.texts.tasks.write_text": "tests/publishing/test_texts.py",
    "regiotafel.publishing.texts.tasks.write_tracked": "tests/publishing/test_texts.py",
}


def test_every_task_may_be_done_twice() -> None:
    root = Path(regiotafel.__file__).parent
    paths = [path.relative_to(root).with_suffix("") for path in root.rglob("tasks.py")]
    doors = [import_module(".".join(("regiotafel", *path.parts))) for path in paths]
    found = {one.module_path for door in doors for one in vars(door).values() if isinstance(one, Task)}
    assert found == set(DONE_TWICE)


def test_report_that_is_counted_twice_says_the_same() -> None:
    statement = StatementFactory(consultation__closes_at=timezone.now() - timedelta(minutes=5))
    for choice in (1, 1, 1, 0, -1, -1):
        person = ParticipantFactory(consultation=statement.consultation)
        VoteEvent.objects.create(
            participant=person, statement=statement, choice=choice, at=timezone.now(), key=uuid.uuid4()
        )
        Vote.objects.create(participant=person, statement=statement, choice=choice, at=timezone.now())
    for counts in (refresh_report, count_inside):
        said = []
        for _ in range(2):
            counts.func(statement.consultation_id)
            data = Report.objects.latest().data
            said.append({key: value for key, value in data.items() if key not in ("cpu_seconds", "stopwatch")})
        assert said[0] == said[1]
        assert said[0]["n_votes"] == 6


def test_what_was_printed_is_not_printed_again() -> None:
    now = timezone.now()
    document = draft_document(by=None, at=now, region=RegionFactory(), title="Regiovisie")
    section = add_section(by=None, at=now, document=document, title="Toegang")
    add_passage(by=None, at=now, section=section, text="Hulp start in 6 weken.", reason="begin")
    made = release(by=None, at=now, document=document, name="Concept")
    statement = StatementFactory(consultation__closes_at=timezone.now() - timedelta(minutes=5))
    refresh_report.func(statement.consultation_id)
    report = Report.objects.latest()
    prints = []
    for _ in range(2):
        print_report.func(report.pk, "https://tafel.example/")
        print_note.func(made.pk, BY_CHAPTER, "https://tafel.example/")
        prints.append((printed(report_key(report)), printed(note_key(made, BY_CHAPTER, "https://tafel.example/"))))
    assert None not in prints[0]
    assert prints[0] == prints[1]
