"""Work waits in queues of its own kind, each with an end."""

import threading
import time
from typing import Any

import pytest
from django.conf import settings as of_the_site
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.publishing.downloads.tasks import print_report
from regiotafel.queues import COUNTING, PRINTING, QUEUES, QueueFull, put
from tests.crowd import count, crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted() -> Consultation:
    consultation = crowd(n_people=30, n_statements=4, closes_at=timezone.now())
    count(consultation)
    return consultation


def pdf_of(consultation: Consultation) -> str:
    return f"/{consultation.region.slug}/rondes/{consultation.slug}/uitkomst/verslag.pdf"


def tasks(queue: str) -> int:
    return DBTaskResult.objects.filter(queue_name=queue).count()


def test_the_backend_knows_each_queue_that_has_a_size() -> None:
    assert list(QUEUES) == of_the_site.TASKS["default"]["QUEUES"]


def test_what_waits_is_not_asked_twice_and_asked_again_when_it_is_done() -> None:
    for _ in range(3):
        put(refresh_report, 1)
    put(refresh_report, 2)
    assert tasks(COUNTING) == 2
    DBTaskResult.objects.update(status="SUCCESSFUL")
    put(refresh_report, 1)
    assert tasks(COUNTING) == 3


def test_a_full_queue_takes_no_more_and_leaves_room_in_the_others() -> None:
    for number in range(QUEUES[PRINTING]):
        put(print_report, number, "https://tafel.example/", "nl")
    with pytest.raises(QueueFull):
        put(print_report, 99, "https://tafel.example/", "nl")
    put(print_report, 3, "https://tafel.example/", "nl")
    put(refresh_report, 1)
    assert (tasks(PRINTING), tasks(COUNTING)) == (QUEUES[PRINTING], 1)


@pytest.mark.pdf
def test_who_asks_for_a_print_when_too_many_wait_reads_so_and_can_ask_again(
    client: Client, counted: Consultation
) -> None:
    for number in range(QUEUES[PRINTING]):
        put(print_report, -number, "https://tafel.example/", "nl")
    busy = client.get(pdf_of(counted))
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")
    assert "Het is nu druk" in busy.content.decode()
    part = client.get(pdf_of(counted), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "Het is nu druk" in part.content.decode()
    assert "hx-get" in part.content.decode(), "it asks again by itself"
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert client.get(pdf_of(counted)).status_code == 202
    assert tasks(PRINTING) == QUEUES[PRINTING] + 1


@pytest.mark.pdf
def test_one_print_is_one_task_however_many_ask_by_whatever_name(client: Client, counted: Consultation) -> None:
    for port in range(6000, 6012):
        assert client.get(pdf_of(counted), headers={"host": f"127.0.0.1:{port}"}).status_code == 202
    caches["prints"].clear()  # whoever asks later, when the first time is forgotten
    assert client.get(pdf_of(counted)).status_code == 202
    assert tasks(PRINTING) == 1


@pytest.mark.pdf
def test_one_place_cannot_fill_the_queue(client: Client, counted: Consultation, settings: Any) -> None:
    settings.BRAKES = True
    answers = []
    for version in range(8):  # as if there were so many different prints
        caches["prints"].clear()
        DBTaskResult.objects.update(args_kwargs={"args": [version], "kwargs": {}})
        answers.append(client.get(pdf_of(counted)).status_code)
    assert answers == [202] * 6 + [429] * 2


@pytest.mark.django_db(transaction=True)
def test_a_count_does_not_wait_for_a_print_that_is_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    put(print_report, 1, "https://tafel.example/", "nl")
    put(refresh_report, 1)
    worker, counted, order = Worker("both"), threading.Event(), []

    # Only what a task does is made up.
    def run(task: DBTaskResult) -> None:
        if task.queue_name == PRINTING:
            counted.wait(60)
        order.append(task.queue_name)
        task.set_successful(None)
        counted.set()

    monkeypatch.setattr(worker._runner, "run_task", run)
    thread = threading.Thread(target=worker.run)
    thread.start()
    until = time.monotonic() + 60
    while len(order) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    worker.stop(0, None)
    thread.join(30)
    assert order == [COUNTING, PRINTING]
