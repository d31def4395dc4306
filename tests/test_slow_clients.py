"""Who sends or reads slowly, or does nothing, keeps nobody waiting: the real server, on the database of the suite.

Verdicts are by answers; how long something takes says something about the machine.
"""

import http.client
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from regiotafel.web.security import HEADERS
from tests.test_kill import (
    HANGS,
    N_STATEMENTS,
    PREPARE,
    Person,
    Server,
    environment_of_a_server,
    free_port,
    python,
    wait_for,
)

# Before a database is asked.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("slow clients"), pytest.mark.either]
N_SLOW, N_VOTERS = 40, 4
HEAD = b"Host: 127.0.0.1\r\n"
FORM = b"POST /o/ HTTP/1.1\r\n" + HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n"
# What each says at once, and what it goes on to say bit by bit.
KINDS: dict[str, tuple[bytes, bytes]] = {
    "silent in the body": (FORM + b"Content-Length: 1000\r\n\r\nhallo", b""),
    "drips the body": (FORM + b"Content-Length: 1000\r\n\r\nhallo", b"x"),
    "much at once and then silent": (FORM + b"Content-Length: 1048576\r\n\r\n" + b"x" * 900_000, b""),
    "silent in the headers": (b"GET / HTTP/1.1\r\n" + HEAD, b""),
    "drips the headers": (b"GET / HTTP/1.1\r\n" + HEAD, b"X"),
    "says nothing": (b"", b""),
    "keeps the line open": (b"GET /over/ HTTP/1.1\r\n" + HEAD + b"\r\n", b""),
    "reads nothing": (b"GET /static/regiotafel/htmx-4.0.1.min.js HTTP/1.1\r\n" + HEAD + b"\r\n", b""),
    "without a length": (FORM + b"Transfer-Encoding: chunked\r\n\r\n", b""),
}


@dataclass
class Visited:
    """The server for all tests here, and a line that was silent in the body from its beginning."""

    server: Server
    silent: socket.socket

    @property
    def port(self) -> int:
        return self.server.port


@pytest.fixture(scope="module")
def visited(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    with environment_of_a_server(tmp_path_factory.mktemp("server")) as environment, ExitStack() as stack:
        python(environment, PREPARE)
        server = Server(environment, free_port())
        stack.callback(server.kill)
        server.start()
        yield Visited(server, opened(stack, server.port, KINDS["silent in the body"][0]))


def opened(stack: ExitStack, port: int, said: bytes) -> socket.socket:
    line = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=HANGS))
    line.sendall(said)
    return line


def dripping(lines: list[tuple[socket.socket, bytes]], until: threading.Event) -> None:
    while not until.wait(0.2):
        for line, bit in lines:
            try:
                line.send(bit)
            except OSError:
                continue  # the server had enough of it


def test_all_votes_are_answered_beside_slow_and_silent_clients(visited: Visited) -> None:
    server = visited.server
    people = [Person(server.port, seed) for seed in range(N_VOTERS)]
    over = threading.Event()
    with ExitStack() as stack:
        slow = [
            (opened(stack, server.port, said), bit) for said, bit in KINDS.values() for _ in range(N_SLOW // len(KINDS))
        ]
        drips = threading.Thread(target=dripping, args=([(line, bit) for line, bit in slow if bit], over))
        drips.start()
        try:
            for person in people:
                person.start()
            wait_for(server, people, N_VOTERS * N_STATEMENTS * 2)
        finally:
            over.set()
            for person in people:
                person.is_over = True
            drips.join()
    assert [person.fault for person in people] == [""] * N_VOTERS
    assert [len(person.acknowledged) for person in people] == [N_STATEMENTS * 2] * N_VOTERS


def answer_on(line: socket.socket) -> http.client.HTTPResponse:
    response = http.client.HTTPResponse(line)
    response.begin()
    return response


def test_what_does_not_come_in_whole_is_refused_in_a_sentence_and_with_our_headers(visited: Visited) -> None:
    said = {
        411: FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n0\r\n\r\n",
        413: FORM + b"Content-Length: 600000000\r\n\r\nhallo",
        400: FORM + b"Content-Length: 1000\r\n\r\nhallo",
    }
    with ExitStack() as stack:
        lines = {status: opened(stack, visited.port, words) for status, words in said.items()}
        lines[400].shutdown(socket.SHUT_WR)
        for status, line in {**lines, 408: visited.silent}.items():
            response = answer_on(line)
            assert response.status == status
            assert {name: response.headers[name] for name in HEADERS} == HEADERS, status
            assert "opgeslagen" in response.read().decode() or status == 413


def test_answers_come_whole_and_lines_are_used_again(visited: Visited) -> None:
    line = http.client.HTTPConnection("127.0.0.1", visited.port, timeout=HANGS)
    line.request("GET", "/over/")
    page = line.getresponse()
    words = page.read()
    assert (page.status, int(page.headers["Content-Length"])) == (200, len(words))
    kept = line.sock
    line.request("HEAD", "/over/")
    head = line.getresponse()
    assert (head.status, head.read()) == (200, b"")
    line.request("GET", "/static/regiotafel/icon.svg")
    assert line.getresponse().read().rstrip().endswith(b"</svg>")
    line.request("GET", "/caf%C3%A9/?q=%20x")
    gone = line.getresponse()
    assert (gone.status, bool(gone.read())) == (404, True)
    assert line.sock is kept, "the same line"
    line.close()


def test_who_is_told_to_stop_answers_first_whom_it_listens_to_on_ipv6_too(visited: Visited) -> None:
    host, named = ("::1", b"Host: [::1]\r\n") if socket.has_ipv6 else ("127.0.0.1", HEAD)
    server = Server(visited.server.environment, free_port(), host=host)
    server.start()
    try:
        assert server.process is not None
        with socket.create_connection((host, server.port), timeout=HANGS) as line:
            line.sendall(b"GET /over/ HTTP/1.1\r\n" + named + b"\r\n")
            answer = answer_on(line)
            assert (answer.status, bool(answer.read())) == (200, True)
            line.sendall(FORM.replace(HEAD, named) + b"Content-Length: 5\r\n\r\nhal")
            time.sleep(0.5)  # it has begun to listen
            server.process.send_signal(signal.SIGTERM)
            line.sendall(b"lo")
            assert answer_on(line).status == 403
        assert server.process.wait(HANGS) == 0
    finally:
        server.kill()


def test_who_hangs_up_breaks_nothing(visited: Visited) -> None:
    for said in (b"GET /over/ HTTP/1.1\r\n" + HEAD + b"\r\n", FORM + b"Content-Length: 9\r\n\r\nhallo"):
        with socket.create_connection(("127.0.0.1", visited.port)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # without a goodbye
            line.sendall(said)
    with socket.create_connection(("127.0.0.1", visited.port), timeout=HANGS) as line:
        line.sendall(b"GET /over/ HTTP/1.1\r\n" + HEAD + b"\r\n")
        assert answer_on(line).status == 200
