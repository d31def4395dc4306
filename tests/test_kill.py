"""The web server is killed while people answer: no acknowledged vote is lost, and none counts twice.

Runs the real server as a process of its own, on a database of its own, beside whichever database the suite uses.
"""

import http.client
import json
import os
import random
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests import migrated

REPOSITORY = Path(__file__).parents[1]
N_CLIENTS, N_STATEMENTS, N_KILLS = 4, 12, 3
# In seconds. How long something takes is no verdict: this only ends a wait for a server that lives and says nothing.
HANGS = 20 * 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

PREPARE = f"""
import django; django.setup()
from django.core.management import call_command
call_command("createcachetable")
from tests.factories import ConsultationFactory, RegionFactory, StatementFactory
consultation = ConsultationFactory(region=RegionFactory(slug="test"), slug="test")
for number in range(1, {N_STATEMENTS} + 1): StatementFactory(consultation=consultation, number=number)
"""
READ = """
import django, json; django.setup()
from regiotafel.consultations.models import Vote, VoteEvent
events = list(VoteEvent.objects.order_by("pk").values_list("key", "participant_id", "statement__number", "choice"))
votes = list(Vote.objects.values_list("participant_id", "statement__number", "choice"))
print(json.dumps([[[str(k), p, s, c] for k, p, s, c in events], votes]))
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with environment_of_a_server(tmp_path) as environment:
        yield environment


@contextmanager
def environment_of_a_server(folder: Path) -> Iterator[dict[str, str]]:
    """Settings for a server with an empty database of the same kind as the suite's."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        "PYTHONPATH": str(REPOSITORY),
        "REGIOTAFEL_DATA": str(folder),
        "REGIOTAFEL_DATABASE": "sqlite:///",
        "REGIOTAFEL_DEBUG": "0",
    }
    if connection.vendor == "sqlite":
        migrated.copy_to(folder / "regiotafel.sqlite3")
        yield environment
        return
    import psycopg  # noqa: PLC0415  # only there with the extra

    at = connection.settings_dict
    name = f"kill_{uuid.uuid4().hex[:12]}"
    server = {"host": at["HOST"], "port": at["PORT"] or 5432, "user": at["USER"], "password": at["PASSWORD"]}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {migrated.on_server(at)}')
        environment["REGIOTAFEL_DATABASE"] = migrated.address(at, name)
        try:
            yield environment
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def python(environment: dict[str, str], code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=HANGS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Server:
    """The web server. Its workers end with it, also when it is killed."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None
    host: str = "127.0.0.1"

    def start(self) -> None:
        command = [sys.executable, "-m", "regiotafel.cli", "serve", "--host", self.host, "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=REPOSITORY, start_new_session=True, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + HANGS
        while self.is_alive():
            assert time.monotonic() < until, "the server lives, and takes no connection"
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server ended by itself")

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        if self.process is None:
            return
        group, workers = self.process.pid, self._workers()
        self.process.kill()
        self.process.wait()
        self.process = None
        until = time.monotonic() + HANGS
        try:
            for worker in workers:
                assert select.select([worker], [], [], until - time.monotonic())[0], (
                    "a worker goes on without its server"
                )
        finally:
            with suppress(ProcessLookupError):  # none is left
                os.killpg(group, signal.SIGKILL)
            for worker in workers:
                os.close(worker)

    def _workers(self) -> list[int]:
        assert self.process is not None
        opened = []
        with suppress(OSError):  # it ended by itself, or one of them did
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            for pid in children:
                opened.append(os.pidfd_open(int(pid)))
        return opened


@dataclass
class Person(threading.Thread):
    """Answers every statement, and changes their mind once; sends a press again until it was acknowledged."""

    port: int
    seed: int
    acknowledged: dict[str, tuple[int, int]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    is_over: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        draw = random.Random(self.seed)
        given: dict[int, int] = {}
        for number in list(range(1, N_STATEMENTS + 1)) * 2:
            # The answer that stands already would be no event.
            choice = given[number] = draw.choice([one for one in (-1, 0, 1) if one != given.get(number)])
            key = str(uuid.UUID(int=draw.getrandbits(128)))
            while key not in self.acknowledged and not self.fault and not self.is_over:
                self._press(number, choice, key)

    def _press(self, number: int, choice: int, key: str) -> None:
        """No answer is no verdict: the server was killed, or the machine is busy. Any answer but "thank you" is one."""
        try:
            fields = {"csrfmiddlewaretoken": self._token(), "key": key, "choice": str(choice)}
            status, page = self._send("POST", f"/test/rondes/test/stem/{number}/", urlencode(fields))
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return
        if status == 302:
            self.acknowledged[key] = (number, choice)
        else:
            self.fault = f"statement {number} was answered with {status}: {page[:300]}"

    def _token(self) -> str:
        _status, page = self._send("GET", "/test/rondes/test/stem/1/")
        found = TOKEN.search(page)
        if found is None:
            self.fault = f"a page without a form: {page[:300]}"
        return found[1] if found else ""

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read().decode()
            for header in response.headers.get_all("Set-Cookie") or []:
                name, _, rest = header.partition("=")
                self.cookies[name] = rest.split(";")[0]
            return response.status, page
        finally:
            connection.close()


def wait_for(server: Server, people: list[Person], n: int) -> int:
    """Until so many presses were acknowledged, a person was told something else, or the server ended by itself. How
    long that takes says something about the machine and nothing about the votes."""
    until = time.monotonic() + HANGS
    while (n_seen := sum(len(person.acknowledged) for person in people)) < n:
        if any(person.fault for person in people) or not any(person.is_alive() for person in people):
            break
        assert server.is_alive(), "the server ended by itself"
        assert time.monotonic() < until, f"the server lives, and acknowledged {n_seen} presses of {n}"
        time.sleep(0.01)
    return n_seen


@pytest.mark.django_db
def test_killed_server_loses_no_acknowledged_vote_and_counts_none_twice(environment: dict[str, str]) -> None:
    python(environment, PREPARE)
    port = free_port()
    server = Server(environment, port)
    server.start()
    people = [Person(port, seed) for seed in range(N_CLIENTS)]
    try:
        for person in people:
            person.start()
        draw, n_seen = random.Random(7), 0
        for _ in range(N_KILLS):
            n_seen = wait_for(server, people, n_seen + draw.randint(4, 24))
            server.kill()
            server.start()
        wait_for(server, people, N_CLIENTS * N_STATEMENTS * 2)
    finally:
        for person in people:
            person.is_over = True
        server.kill()
    assert [person.fault for person in people] == [""] * N_CLIENTS

    events, votes = json.loads(python(environment, READ))
    acknowledged = {key: press for person in people for key, press in person.acknowledged.items()}
    assert len(acknowledged) == N_CLIENTS * N_STATEMENTS * 2
    stored = [key for key, *_ in events]
    assert sorted(stored) == sorted(acknowledged), "lost, or counted twice"
    assert {key: (number, choice) for key, _, number, choice in events} == acknowledged
    last = {(participant, number): choice for _, participant, number, choice in events}
    assert {(participant, number): choice for participant, number, choice in votes} == last
    assert len({participant for _, participant, _, _ in events}) == N_CLIENTS
