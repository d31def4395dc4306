"""What the server hands to the site, and what it makes of what the site does: without a socket."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from regiotafel import receiving
from regiotafel.receiving import Environ, Receiving, environ_of

HEADERS = {"X-Ours": "yes"}
# Names of letters that Python knows, and on which Django would break off.
CHARSETS = (b"idna", b"punycode", b"zlib", b"undefined", b"unicode_escape", b"utf-7", b"utf-16", b"rot13", b"latin-1")
HOST = (b"host", b"tafel.example")


def scope(
    *headers: tuple[bytes, bytes], path: bytes = b"/", query: bytes = b"", method: str = "POST"
) -> Mapping[str, Any]:
    return {
        "type": "http",
        "method": method,
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", "8000"),
        "client": ("192.0.2.1", "1"),
        "raw_path": path,
        "query_string": query,
        "headers": list(headers),
    }


def thanks(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read())).encode()]


class Line:
    """Sends these parts, then is silent; and keeps what it is answered."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = list(parts)
        self.status, self.headers, self.body = 0, {}, b""

    async def receive(self) -> dict[str, Any]:
        if not self.parts:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": self.parts.pop(0), "more_body": True}

    async def send(self, message: Mapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.headers |= dict(message.get("headers", []))
        self.body += message.get("body", b"")


def server(site: receiving.Site = thanks, *, may_send_files: bool = True) -> Receiving:
    return Receiving(
        site,
        threads=1,
        largest=50 * 1024**2,
        most_lines=100,
        headers=HEADERS,
        page=lambda _status, said, is_sent: f"{said} {is_sent}".encode(),
        place_of=lambda environ: str(environ["REMOTE_ADDR"]),
        may_send_files=lambda _environ: may_send_files,
    )


def answered(to: Receiving, line: Line, *headers: tuple[bytes, bytes]) -> Line:
    asyncio.run(to(scope(HOST, *headers), line.receive, line.send))
    assert line.status == 200 or line.headers[b"X-Ours"] == b"yes"
    assert not to.n_bytes, "nobody is remembered after their request"
    return line


def of_length(n: int) -> tuple[bytes, bytes]:
    return b"content-length", str(n).encode()


def test_what_was_said_comes_byte_for_byte_as_pep_3333_asks() -> None:
    found = environ_of(scope(HOST, (b"cookie", "a=é".encode()), path="/café/%ff%2F".encode(), query=b"q=\xc3\xa9\xff"))
    assert found["PATH_INFO"].encode("latin-1") == "/café/".encode() + b"\xff/"
    assert found["QUERY_STRING"].encode("latin-1") == b"q=\xc3\xa9\xff"
    assert found["HTTP_COOKIE"].encode("latin-1") == "a=é".encode()


def test_two_lines_are_joined_as_their_kind_asks_and_two_of_what_there_is_one_of_are_refused() -> None:
    found = environ_of(scope(HOST, (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")))
    assert (found["HTTP_COOKIE"], found["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")
    for twice in (HOST, (b"content-type", b"text/plain"), of_length(3)):
        line = answered(server(), Line(), *((twice,) if twice == HOST else (twice, twice)))
        assert line.status == 400, twice


def test_a_header_with_a_low_line_does_not_pass_for_the_one_that_a_proxy_sets() -> None:
    assert "HTTP_X_FORWARDED_FOR" not in environ_of(scope(HOST, (b"x_forwarded_for", b"192.0.2.9")))


def test_headers_have_an_end() -> None:
    """Some of them are read by others in a time that grows with the square of it."""
    much = receiving.MOST_IN_HEADERS
    assert answered(server(), Line(), (b"accept", b"a" * (much - 100))).status == 200
    for name in (b"cookie", b"accept", b"content-type", b"x" * 100):
        assert answered(server(), Line(), (name, b"a" * much)).status == 431


def test_a_cookie_that_python_reads_for_seconds_is_nobodys() -> None:
    found = environ_of(scope(HOST, (b"cookie", b'a=1; b="' + b"\\" * 30_000 + b'"; c=3')))
    assert found["HTTP_COOKIE"] == "a=1; c=3"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (b"multipart/form-data; boundary=x", 200),
        (b"text/plain; charset=UTF-8", 200),
        (b"text/plain; charset=utf8", 200),
        (b"multipart/form-data; boundary*=utf-9''x", 400),
        *((b"multipart/form-data; boundary=x; charset=" + name, 415) for name in CHARSETS),
    ],
)
def test_what_is_no_text_of_ours_is_refused_before_the_site_breaks_on_it(kind: bytes, status: int) -> None:
    assert answered(server(), Line(), (b"content-type", kind)).status == status


def test_one_place_does_not_hold_all_lines() -> None:
    to = server()
    to.lines.most_of_one_place = 0
    assert answered(to, Line()).status == 429


def test_who_only_reads_does_not_hear_that_what_they_sent_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_WAITING", 0)
    for method, is_sent in (("GET", False), ("POST", True)):
        line = Line()
        asyncio.run(server()(scope(HOST, method=method), line.receive, line.send))
        assert (line.status, "opgeslagen" in line.body.decode()) == (503, is_sent)
        assert line.body.decode().endswith(str(is_sent))


def test_when_to_come_again_is_said_where_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"Retry-After" not in answered(server(), Line(), HOST).headers
    monkeypatch.setattr(receiving, "MOST_WAITING", 0)
    assert answered(server(), Line()).headers[b"Retry-After"] == b"30"


def test_much_at_once_buys_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte at once would have given four minutes."""
    monkeypatch.setattr(receiving, "SILENT_SECONDS", 0.05)
    line = answered(server(), Line(b"x" * 1024**2), of_length(1024**2 + 1))
    assert line.status == 408


def test_nobody_takes_longer_than_the_last_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dripping(Line):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0.01)
            return {"type": "http.request", "body": b"x", "more_body": True}

    monkeypatch.setattr(receiving, "MOST_SECONDS", 0.1)
    assert answered(server(), Dripping(), of_length(10**6)).status == 408


def test_one_place_does_not_fill_the_room_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_OF_ONE_PLACE", 1000)
    to = server()
    assert answered(to, Line(b"x" * 1001), of_length(1001)).status == 429
    assert answered(to, Line(b"x" * 1000), of_length(1000)).body == b"1000"
    to.n_bytes["another"] = 10**6
    line = Line(b"x" * 1000)
    asyncio.run(to(scope(HOST, of_length(1000)), line.receive, line.send))
    assert (line.status, line.body) == (200, b"1000")


def test_one_place_does_not_fill_the_queue_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_WAITING_OF_ONE_PLACE", 2)
    to = server()
    to.n_waiting["192.0.2.1"] = 2
    assert answered(to, Line()).status == 503
    to.n_waiting = Counter({"another": 2})
    assert answered(to, Line()).status == 200
    monkeypatch.setattr(receiving, "MOST_WAITING", 2)
    assert answered(to, Line()).status == 503
    assert to.n_waiting == {"another": 2}


def test_who_asked_to_read_and_hung_up_before_their_turn_costs_nothing() -> None:
    began, may_end, seen = threading.Event(), threading.Event(), []

    def slow(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        began.set()
        may_end.wait(10)
        return thanks(environ, start)

    class HungUp(Line):
        async def receive(self) -> dict[str, Any]:
            return {"type": "http.disconnect"}

    async def all_at_once() -> None:
        to = server(slow)
        first = asyncio.ensure_future(to(scope(HOST, path=b"/first"), Line().receive, Line().send))
        await asyncio.to_thread(began.wait, 10)
        gone = [
            asyncio.ensure_future(to(scope(HOST, path=b"/gone", method=method), HungUp().receive, HungUp().send))
            for method in ("GET", "GET", "POST")
        ]
        stays = asyncio.ensure_future(to(scope(HOST, path=b"/stays", method="GET"), Line().receive, Line().send))
        for _turn in range(5):
            await asyncio.sleep(0)
        may_end.set()
        await asyncio.gather(first, *gone, stays)

    asyncio.run(all_at_once())
    # What somebody pressed is done, also when they did not wait for the answer.
    assert seen == [("POST", "/first"), ("POST", "/gone"), ("GET", "/stays")]


def test_a_file_is_taken_from_who_may_send_files_and_of_others_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is let in before it is refused: a browser that still sends hears no answer. Too much is not."""
    n, kept = receiving.ANYBODYS_LARGEST + 1, []
    with monkeypatch.context() as watched:
        watched.setattr(Receiving, "_keep", lambda _self, _body, part: kept.append(part))
        line = Line(b"x" * n)
        assert answered(server(may_send_files=False), line, of_length(n)).status == 413
        assert (line.parts, kept) == ([], [])
        watched.setattr(receiving, "SILENT_SECONDS", 0.05)
        assert answered(server(), Line(b"x" * n), of_length(60 * 1024**2)).body == b"0", "the site refuses it"
        line = Line(b"x" * n)
        answered(server(), line, of_length(101 * 1024**2))
        assert (len(line.parts), kept) == (1, [])
    assert answered(server(), Line(b"x" * n), of_length(n)).body == str(n).encode()


@pytest.mark.parametrize("fault", [ValueError("secret"), SystemExit("secret"), KeyboardInterrupt("secret")])
def test_a_site_that_breaks_or_wants_to_end_costs_one_answer(
    fault: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        raise fault

    to = server(breaks)
    for _ in range(2):
        with caplog.at_level(logging.ERROR):
            line = answered(to, Line())
        assert line.status == 503
        assert b"secret" not in line.body
    assert {record.name for record in caplog.records} == {"regiotafel.receiving"}, "through our own log"
    assert "secret" not in caplog.records[0].getMessage()


def test_a_request_that_makes_no_sense_is_answered_with_our_headers() -> None:
    line = Line()
    asyncio.run(server()({"type": "http"}, line.receive, line.send))
    assert (line.status, line.headers[b"X-Ours"]) == (503, b"yes")


def test_an_answer_may_begin_again_after_a_fault_only_and_can_be_written() -> None:
    def mends(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        write = start("418 I'm a teapot", [("X-Ours", "yes")], (ValueError, ValueError(), None))
        write(b"first ")
        return [b"last"]

    def begins_twice(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        start("200 OK", [])
        return []

    line = answered(server(mends), Line())
    assert (line.status, line.body) == (418, b"first last")
    assert answered(server(begins_twice), Line()).status == 503
