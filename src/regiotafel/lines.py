"""Connections that stand open: how many one place holds, and who reads so slowly that theirs is closed.

An answer leaves us whole, and from there on the server and the machine wait for its reader, without an end. So we keep
when each line was answered and how much. Who has not asked again when there was time to read all of it at the lowest
pace, and is still there, is hung up. A line that is only kept open is closed by the server itself before that.
"""

import asyncio
import os
import socket
import stat
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

# Its address and port, at the other side.
Line = tuple[str, int]

# To read an answer: as for sending one. The first are longer than the server keeps a line open that is not used.
FIRST_SECONDS, BYTES_A_SECOND = 30, 4096
SWEEP_SECONDS = 2


@dataclass
class Open:
    """One line: whose, and until when it may stand open. Without an end: we are the ones who work."""

    place: str
    until: float = float("inf")


class Lines:
    def __init__(self, most_of_one_place: int) -> None:
        self.most_of_one_place = most_of_one_place
        self.open: dict[Line, Open] = {}
        self.n_open: Counter[str] = Counter()
        self._is_sweeping = False

    def has_room(self, line: Line, place: str) -> bool:
        return line in self.open or self.n_open[place] < self.most_of_one_place

    def asked(self, line: Line, place: str) -> None:
        """A request came on it: the answer before it was read."""
        self._forget(line)
        self.open[line] = Open(place)
        self.n_open[place] += 1

    def answered(self, line: Line, n_bytes: int) -> None:
        """Two at once on one line, of somebody who does not wait for an answer: the last has the say."""
        loop = asyncio.get_running_loop()
        if (one := self.open.get(line)) is not None:
            one.until = loop.time() + FIRST_SECONDS + n_bytes / BYTES_A_SECOND
        if not self._is_sweeping:
            self._is_sweeping = True
            loop.call_later(SWEEP_SECONDS, self._sweep, loop)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_sweeping = False
        self.sweep(loop.time())
        if self.open:
            self._is_sweeping = True
            loop.call_later(SWEEP_SECONDS, self._sweep, loop)

    def sweep(self, now: float) -> None:
        """Forgets who hung up, and hangs up on who is too slow."""
        slow = {line for line, one in self.open.items() if one.until <= now}
        there = set(lines_of_this_process(hang_up=slow))
        # While we work, somebody who is gone is still answered.
        for line in [line for line, one in self.open.items() if one.until != float("inf") and line not in there - slow]:
            self._forget(line)

    def _forget(self, line: Line) -> None:
        if (one := self.open.pop(line, None)) is None:
            return
        self.n_open[one.place] -= 1
        if not self.n_open[one.place]:
            del self.n_open[one.place]


def line_of(client: tuple[str, int | str]) -> Line:
    """As the machine names the other side: an address of IPv6 without brackets."""
    return str(client[0]).strip("[]"), int(client[1])


def lines_of_this_process(*, hang_up: Iterable[Line] = ()) -> Iterator[Line]:
    """The server gives no hand on its connections: they are found among the open files."""
    wanted = frozenset(hang_up)
    for number in os.listdir("/dev/fd"):
        with suppress(OSError), _socket(int(number)) as found:
            if found.family in (socket.AF_INET, socket.AF_INET6):
                line = line_of(found.getpeername()[:2])
                if line in wanted:
                    # What was not read yet goes at once: else the machine keeps it for as long as it likes.
                    found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    found.shutdown(socket.SHUT_RDWR)
                yield line


def _socket(number: int) -> socket.socket:
    """A hand of our own on the same connection: closing it closes nothing."""
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        raise OSError
    ours = os.dup(number)
    try:
        return socket.socket(fileno=ours)
    except BaseException:
        os.close(ours)
        raise
