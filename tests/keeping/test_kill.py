"""A worker is killed at every step of sending a notice: none is lost, and each arrives under its own Message-ID.

The worker is a process of its own on the database of the suite; the mail server runs in the test.
"""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.contributions.following.actions import subscribe
from regiotafel.contributions.sending.actions import send_in
from regiotafel.keeping.models import Lease, Tick
from regiotafel.thread.following.actions import confirm
from regiotafel.thread.messages import ASKED
from regiotafel.thread.models import Notice
from tests import migrated
from tests.contributions.people import tell
from tests.factories import ConsultationFactory, RegionFactory
from tests.mail_server import MailServer

REPOSITORY = Path(__file__).parents[2]
# Claimed and not yet sent; sent and not yet taken; taken and not yet told; told and not yet marked.
KILLED_AT = ("connected", "data", "accepted", "answered")
pytestmark = pytest.mark.django_db(transaction=True)


def address_of_this_database() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(at['NAME']).resolve()}"
    return migrated.address(at, at["NAME"])


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


class WorkerProcess:
    def __init__(self, server: MailServer, folder: Path) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
            "REGIOTAFEL_DATA": str(folder),
            "REGIOTAFEL_DATABASE": address_of_this_database(),
            "REGIOTAFEL_SECRET_KEY": settings.SECRET_KEY,
            "REGIOTAFEL_SMTP_HOST": "127.0.0.1",
            "REGIOTAFEL_SMTP_PORT": str(server.port),
            "REGIOTAFEL_SMTP_TLS": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "regiotafel.cli", "worker"],
            env=environment, cwd=REPOSITORY, start_new_session=True, stderr=subprocess.PIPE,
        )  # fmt: skip

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    def ended(self, within: float) -> int:
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()
            raise AssertionError("the worker went on") from None
        finally:
            if self.process.stderr:
                self.process.stderr.close()


def time_passes() -> None:
    """Long enough for every claim, lease and clock of who died to end."""
    past = timezone.now() - timedelta(seconds=1)
    Notice.objects.filter(sent_at__isnull=True).update(next_try_at=past)
    Tick.objects.exclude(name="clean_up").update(next_at=past)
    Lease.objects.update(until=past)


def until(happened: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def notices(n: int) -> set[str]:
    """So many notices that wait, and their Message-IDs."""
    region = RegionFactory(slug="linde")
    now = timezone.now()
    for number in range(n):
        text = f"Maak loket {number} open op zaterdag."
        contribution, _code = send_in(at=now, region=region, kind="idea", text=text, key=uuid.uuid4())
        token = subscribe(at=now, contribution=contribution, email="ouder@example.org", mode="direct")
        confirm(at=now, token=token)
        Notice.objects.filter(message=ASKED.code).delete()
        tell(contribution, at=now)
    return set(Notice.objects.values_list("message_id", flat=True))


def test_killed_at_every_step_nothing_is_lost(server: MailServer, tmp_path: Path) -> None:
    expected = notices(2 * len(KILLED_AT))
    refresh_report.enqueue(ConsultationFactory(opened_at=None).pk)
    killed_after_acceptance = 0
    for step in KILLED_AT:
        worker = WorkerProcess(server, tmp_path)

        def kill_here(at: str, step: str = step, worker: WorkerProcess = worker) -> None:
            if at == step:
                worker.kill()
                worker.process.wait()

        server.at_step = kill_here
        assert worker.ended(60) == -signal.SIGKILL, step
        # From "data" on the mail server has the letter, and nobody can know whether we marked it.
        killed_after_acceptance += step in ("data", "accepted", "answered")
        server.at_step = lambda step: None
        time_passes()
    worker = WorkerProcess(server, tmp_path)
    until(lambda: not Notice.objects.filter(sent_at__isnull=True).exists())
    until(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")
    worker.process.terminate()
    assert worker.ended(30) == 0

    arrived = Counter(server.ids())
    assert set(arrived) == expected, "lost"
    n_repeats = sum(arrived.values()) - len(expected)
    assert n_repeats <= killed_after_acceptance, arrived
