"""The worker: does tasks, those of one queue one after the other, and what happens again and again beside them.

Each queue has a thread: a print keeps no count waiting. The worker holds a lease on what it has in hand and renews it
from a thread beside them. When it is killed, the lease ends and any other worker puts the task back: every task may be
done twice. Another thread does what is due by the clock, mail above all: a mail server that does not answer keeps
nobody's report waiting, and no print keeps the mail.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from regiotafel.keeping.working.actions import give_back, keep_task, let_go, reap, take_task
from regiotafel.keeping.working.rules import LEASE
from regiotafel.keeping.working.tasks.ticks import tick
from regiotafel.queues import QUEUES

logger = logging.getLogger(__name__)

LOOK_EVERY, TICK_EVERY = 0.5, 2.0


class Worker:
    def __init__(self, name: str, *, lease: timedelta = LEASE) -> None:
        self.name = name
        self.lease = lease
        self.stopping = threading.Event()
        # By queue.
        self.in_hand: dict[str, DBTaskResult[..., object]] = {}
        self._runner = TaskRunner(
            queue_names=["*"],
            interval=LOOK_EVERY,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Until it is stopped. Threads die with the process, and what they had in hand is done again."""
        hands = [self._thread(queue, partial(self._work, queue), LOOK_EVERY) for queue in QUEUES]
        beside = [
            self._thread("lease", self._renew, self.lease.total_seconds() / 4),
            self._thread("ticks", self._tick, TICK_EVERY),
        ]
        for thread in hands:
            thread.join()
        for thread in beside:
            thread.join(5)

    def _thread(self, name: str, work: Callable[[], object], pause: float) -> threading.Thread:
        thread = threading.Thread(target=self._again, args=(work, pause), name=name, daemon=True)
        thread.start()
        return thread

    def run_waiting(self) -> int:
        """Does everything that waits now, the most urgent kind first, and says how many that were."""
        n = 0
        while any(self._one_task(queue) for queue in QUEUES):
            n += 1
        return n

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Finishes what is in hand. Asked twice, it gives that back and goes."""
        if self.stopping.is_set():
            os._exit(1)  # the lease ends by itself: this may be in the middle of anything
        self.stopping.set()

    def _again(self, work: Callable[[], object], pause: float) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            try:
                work()
            except (DatabaseError, InterfaceError) as fault:
                # The database is away or busy for a moment. It is asked again.
                logger.warning("the database did not answer: %s", type(fault).__name__)
                connection.close()
            self.stopping.wait(pause)
        connection.close()

    def _work(self, queue: str) -> None:
        while not self.stopping.is_set() and self._one_task(queue):
            close_old_connections()

    def _one_task(self, queue: str) -> bool:
        task = take_task(at=timezone.now(), worker=self.name, queue=queue, lease=self.lease)
        if task is None:
            return False
        self.in_hand[queue] = task
        try:
            self._runner.run_task(task)
        except BaseException:
            give_back(task_id=task.pk, worker=self.name)
            raise
        finally:
            del self.in_hand[queue]
        let_go(task_id=task.pk, worker=self.name)
        return True

    def _renew(self) -> None:
        for task in list(self.in_hand.values()):
            keep_task(at=timezone.now(), task_id=task.pk, worker=self.name, lease=self.lease)
        reap(at=timezone.now(), lease=self.lease)

    def _tick(self) -> None:
        tick(at=timezone.now())


def name_of_this_process() -> str:
    """No two workers have the same name, on however many machines."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{os.urandom(3).hex()}"


def run_worker() -> None:
    """`regiotafel worker`: as many as wanted, on any number of machines with the same PostgreSQL."""
    worker = Worker(name_of_this_process())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, worker.stop)
    worker.run()


def start_embedded_worker() -> None:
    """The worker as a thread of the web server, on the embedded database. It ends with the process."""
    worker = Worker(f"embedded-{name_of_this_process()}")
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
