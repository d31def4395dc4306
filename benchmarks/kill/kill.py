"""Kill the worker and the web server at random moments, and count what arrived.

    .venv/bin/python benchmarks/kill/kill.py                      # 6 rounds on SQLite
    nice -n 19 .venv/bin/python benchmarks/kill/kill.py --rounds 200
    nice -n 19 .venv/bin/python benchmarks/kill/kill.py --rounds 200 --database postgresql://user:password@host/empty

Every round writes a few notices and a task, starts the worker or the web server, kills it (SIGKILL) after a random
time or at a random step of the conversation with the mail server, and lets the leases end. At the end a worker finishes
what is left. Lost must be 0, and repeats never more than the kills after the mail server had the letter.
"""

# Django is set up only when the database is known.
# ruff: noqa: PLC0415

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))
NOTICES_A_ROUND = 4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--database", default="sqlite:///", help="an empty database")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="regiotafel.settings",
            REGIOTAFEL_DATA=folder,
            REGIOTAFEL_DATABASE=options.database,
            REGIOTAFEL_DEBUG="0",
            OMP_NUM_THREADS="1",
        )
        return run(options.rounds, random.Random(options.seed))


def run(rounds: int, draw: random.Random) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult
    from tests.factories import ConsultationFactory, RegionFactory
    from tests.mail_server import STEPS, MailServer

    from regiotafel.consultations.tasks import refresh_report
    from regiotafel.contributions.actions import confirm, send_in, subscribe, tell
    from regiotafel.contributions.models import Notice, NoticeKind
    from regiotafel.keeping.models import Lease, Tick

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    server = MailServer().start()
    os.environ.update(REGIOTAFEL_SMTP_HOST="127.0.0.1", REGIOTAFEL_SMTP_PORT=str(server.port), REGIOTAFEL_SMTP_TLS="0")
    region, consultation = RegionFactory(slug="linde"), ConsultationFactory()
    n_after_acceptance = n_killed_by_step = 0

    def start() -> subprocess.Popen[bytes]:
        # On the embedded database the worker lives in the web server.
        embedded = connection.vendor == "sqlite" and draw.random() < 0.7
        command = ["serve", "--port", str(free_port())] if embedded else ["worker"]
        return subprocess.Popen(
            [sys.executable, "-m", "regiotafel.cli", *command],
            cwd=REPOSITORY, start_new_session=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def time_passes() -> None:
        past = timezone.now() - timedelta(seconds=1)
        Notice.objects.filter(sent_at__isnull=True).update(next_try_at=past)
        Tick.objects.update(next_at=past)
        Lease.objects.update(until=past)
        connection.close()

    for number in range(rounds):
        now = timezone.now()
        for _ in range(NOTICES_A_ROUND):
            row, _code = send_in(at=now, region=region, kind="idea", text="Open het loket ook laat.", key=uuid.uuid4())
            confirm(at=now, token=subscribe(at=now, contribution=row, email="ouder@example.org", mode="direct"))
            tell(contribution=row, kind=NoticeKind.ANSWERED, about={}, at=now)
        refresh_report.enqueue(consultation.pk)
        connection.close()
        process = start()
        reached: list[str] = []
        step = draw.choice([*STEPS, ""])

        def at_step(here: str, step: str = step, reached: list[str] = reached, process=process) -> None:
            reached.append(here)
            if here == step and process.poll() is None:
                kill(process)

        server.at_step = at_step
        # Now and then while it starts; mostly while it sends.
        end = time.monotonic() + (4 * draw.random() if draw.random() < 0.2 else 20)
        sends_for = 1.5 * draw.random()
        while time.monotonic() < end and process.poll() is None:
            if reached:
                end = min(end, time.monotonic() + sends_for)
            time.sleep(0.02)
        n_killed_by_step += process.poll() is not None
        if process.poll() is None:
            kill(process)
        time.sleep(0.1)
        # The server had the last letter of the round, and we may not have marked it.
        n_after_acceptance += bool({"data", "accepted", "answered"} & set(reached))
        server.at_step = lambda here: None
        time_passes()
        if (number + 1) % 20 == 0:
            print(f"{number + 1} rounds, {len(server.letters)} letters", flush=True)

    worker = start()
    end = time.monotonic() + 120
    while time.monotonic() < end:
        waiting = Notice.objects.filter(sent_at__isnull=True).exists()
        if not waiting and not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists():
            break
        time.sleep(0.5)
        time_passes() if not waiting else None
    kill(worker)
    expected = set(Notice.objects.values_list("message_id", flat=True))
    arrived = Counter(server.ids())
    unfinished = DBTaskResult.objects.exclude(status="SUCCESSFUL").count()
    server.stop()
    lost, repeats = len(expected - set(arrived)), sum(arrived.values()) - len(arrived)
    print(
        f"{connection.vendor}: {rounds} kills ({n_killed_by_step} at a step of the conversation), "
        f"{len(expected)} notices, "
        f"{sum(arrived.values())} letters, lost {lost}, repeats with the same Message-ID {repeats} "
        f"(at most {n_after_acceptance} possible), unknown {len(set(arrived) - expected)}, tasks left {unfinished}"
    )
    return int(bool(lost or unfinished or set(arrived) - expected or repeats > n_after_acceptance))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
