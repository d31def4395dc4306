"""Who reads slowly is hung up at last, and one place does not hold all lines: on real connections of this process."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from regiotafel import lines
from regiotafel.lines import Line, Lines, line_of

HERE = "192.0.2.1"


@pytest.fixture
def far() -> Iterator[socket.socket]:
    """Somebody else's end of a connection whose other end this process holds."""
    with ExitStack() as stack:
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        end = stack.enter_context(socket.create_connection(door.getsockname(), timeout=10))
        stack.enter_context(door.accept()[0])
        yield end


def named(end: socket.socket) -> Line:
    return line_of(end.getsockname())


def answered(kept: Lines, line: Line, n_bytes: int = 0) -> float:
    """Returns until when its reader has time."""

    async def answer() -> None:
        kept.asked(line, HERE)
        kept.answered(line, n_bytes)

    asyncio.run(answer())
    return kept.open[line].until


def test_who_has_not_read_it_by_the_last_moment_is_hung_up(far: socket.socket) -> None:
    kept = Lines(1)
    until = answered(kept, named(far), 80_000)
    kept.sweep(until - 1)
    assert named(far) in kept.open
    kept.sweep(until)
    assert far.recv(1) == b""
    assert not kept.open
    assert not kept.n_open


def test_who_asks_again_has_time_again_and_while_we_work_nobody_is_hung_up(far: socket.socket) -> None:
    kept = Lines(1)
    until = answered(kept, named(far))
    kept.asked(named(far), HERE)
    kept.sweep(until + 3600)
    far.settimeout(0)
    with pytest.raises(BlockingIOError):
        far.recv(1)
    assert kept.n_open == {HERE: 1}


def test_more_is_more_time(far: socket.socket) -> None:
    kept = Lines(1)
    first = answered(kept, named(far))
    assert answered(kept, named(far), lines.BYTES_A_SECOND * 60) - first > 59


def test_who_hung_up_holds_no_line(far: socket.socket) -> None:
    kept = Lines(1)
    answered(kept, ("127.0.0.1", 1))
    assert not kept.has_room(named(far), HERE)
    assert kept.has_room(named(far), "198.51.100.1")
    assert kept.has_room(("127.0.0.1", 1), HERE), "it is open already"
    kept.sweep(0)
    assert kept.has_room(named(far), HERE)
    assert not kept.n_open


def test_it_is_looked_at_by_itself_and_not_for_ever(monkeypatch: pytest.MonkeyPatch, far: socket.socket) -> None:
    monkeypatch.setattr(lines, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(lines, "FIRST_SECONDS", 0)

    async def seen() -> None:
        kept = Lines(1)
        kept.asked(named(far), HERE)
        kept.answered(named(far), 0)
        assert await asyncio.to_thread(far.recv, 1) == b""
        while kept.open:
            await asyncio.sleep(0.01)

    asyncio.run(seen())
