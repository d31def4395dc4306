"""The web server is killed while people answer: no acknowledged vote is lost, and none counts twice.

Runs the real server as a process of its own, on a database of its own, beside whichever database the suite uses.
"""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

REPOSITORY = Path(__file__).parents[1]
N_CLIENTS, N_STATEMENTS, N_KILLS = 4, 12, 3
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

PREPARE = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable")
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
    """Settings for a server with an empty database of the same kind as the suite's."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        "PYTHONPATH": str(REPOSITORY),
        "REGIOTAFEL_DATA": str(tmp_path),
        "REGIOTAFEL_DATABASE": "sqlite:///",
        "REGIOTAFEL_DEBUG": "0",
    }
    if connection.vendor == "sqlite":
        yield environment
        return
    import psycopg  # noqa: PLC0415  # only there with the extra

    at = connection.settings_dict
    name = f"kill_{uuid.uuid4().hex[:12]}"
    server = {"host": at["HOST"], "port": at["PORT"] or 5432, "user": at["USER"], "password": at["PASSWORD"]}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        login = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
        environment["REGIOTAFEL_DATABASE"] = f"postgresql://{login}@{at['HOST']}:{server['port']}/{name}"
        try:
            yield environment
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def python(environment: dict[str, str], code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environment, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Server:
    """The web server as a process group, so that a kill takes its workers too."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "regiotafel.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=REPOSITORY, start_new_session=True, stderr=subprocess.DEVNULL
        )
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Person(threading.Thread):
    """Answers every statement, and changes their mind once; sends a press again until it was acknowledged."""

    port: int
    seed: int
    acknowledged: dict[str, tuple[int, int]] = field(default_factory=dict)
    n_sent: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        draw = random.Random(self.seed)
        numbers = list(range(1, N_STATEMENTS + 1)) * 2
        for number in numbers:
            choice, key = draw.choice([-1, 0, 1]), str(uuid.UUID(int=draw.getrandbits(128)))
            if not self._until_acknowledged(number, choice, key):
                self.fault = f"statement {number} was never acknowledged"
                return

    def _until_acknowledged(self, number: int, choice: int, key: str) -> bool:
        for _ in range(200):
            try:
                token = self._token()
                self.n_sent += 1
                fields = {"csrfmiddlewaretoken": token, "key": key, "choice": str(choice)}
                status, _page = self._send("POST", f"/test/gesprekken/test/stem/{number}/", urlencode(fields))
                if status == 302:
                    self.acknowledged[key] = (number, choice)
                    time.sleep(0.02)
                    return True
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        return False

    def _token(self) -> str:
        _status, page = self._send("GET", "/test/gesprekken/test/stem/1/")
        found = TOKEN.search(page)
        assert found, page[:300]
        return found.group(1)

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
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


@pytest.mark.django_db
def test_killed_server_loses_no_acknowledged_vote_and_counts_none_twice(environment: dict[str, str]) -> None:
    python(environment, PREPARE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(environment, port)
    server.start()
    try:
        people = [Person(port, seed) for seed in range(N_CLIENTS)]
        for person in people:
            person.start()
        draw = random.Random(7)
        for _ in range(N_KILLS):
            time.sleep(0.4 + draw.random())
            server.kill()
            server.start()
        for person in people:
            person.join(120)
    finally:
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
