"""How voters fare beside clients that are silent, dribble, or read slowly: the real server on this machine.

`python benchmarks/slow/voters.py [--seconds 20]`, on SQLite in a new folder, or on the empty PostgreSQL that
REGIOTAFEL_DATABASE names. Prints votes, p50 and p99 of an answered press, and what was refused or lost.
"""

import argparse
import contextlib
import os
import socket
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.test_kill import PREPARE, Person, Server, free_port, python
from tests.test_slow_clients import FORM, HEAD

SLOW = {
    "silent in the body": (FORM + b"Content-Length: 1000\r\n\r\nhallo", b""),
    "drips the body": (FORM + b"Content-Length: 1000\r\n\r\nhallo", b"x"),
    "much and then silent": (FORM + b"Content-Length: 1048576\r\n\r\n" + b"x" * 900_000, b""),
    "drips the headers": (b"GET / HTTP/1.1\r\n" + HEAD, b"X"),
}
READS = b"GET /static/regiotafel/htmx-4.0.1.min.js HTTP/1.1\r\n" + HEAD + b"\r\n"


def attack(port: int, over: threading.Event, n: int, *, reads: bool) -> None:
    """n lines at all times: one that is closed is opened again."""
    kinds, lines = list(SLOW.values()), {}
    while not over.wait(1):
        for number in range(n):
            said, bit = (READS, b"") if reads else kinds[number % len(kinds)]
            with contextlib.suppress(OSError):
                if number not in lines:
                    line = socket.socket()
                    if reads:
                        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                    line.settimeout(1)
                    line.connect(("127.0.0.1", port))
                    line.sendall(said)
                    line.setblocking(False)
                    lines[number] = line
                    continue
            try:
                if bit:
                    lines[number].send(bit)
                if not lines[number].recv(1 if reads else 65536):
                    raise OSError
            except BlockingIOError:
                pass
            except (OSError, KeyError):
                if number in lines:
                    lines.pop(number).close()
    for line in lines.values():
        line.close()


class Voter(Person):
    def run(self) -> None:
        self.took: list[float] = []
        self.lost = 0
        number = 0
        while not self.is_over and not self.fault:
            number, key = number % 12 + 1, str(uuid.uuid4())
            began = time.monotonic()
            try:
                fields = {"csrfmiddlewaretoken": self._token(), "key": key, "choice": "1"}
                status, _page = self._send("POST", f"/test/rondes/test/stem/{number}/", urlencode(fields))
                if status != 302:
                    self.fault = str(status)
                self.took.append(time.monotonic() - began)
            except OSError:
                self.lost += 1


def measure(port: int, name: str, seconds: float, n: int, *, reads: bool = False) -> None:
    over, voters = threading.Event(), [Voter(port, seed) for seed in range(20)]
    attacker = threading.Thread(target=attack, args=(port, over, n), kwargs={"reads": reads})
    attacker.start()
    time.sleep(3)
    for voter in voters:
        voter.start()
    time.sleep(seconds)
    for voter in voters:
        voter.is_over = True
    for voter in voters:
        voter.join()
    over.set()
    attacker.join()
    took = sorted(one for voter in voters for one in voter.took)
    p50, p99 = (took[int(len(took) * part)] for part in (0.5, 0.99))
    lost, faults = sum(voter.lost for voter in voters), [voter.fault for voter in voters if voter.fault]
    print(
        f"{name}: {len(took)} presses (page and press), p50 {p50:.2f} s, p99 {p99:.2f} s, lost {lost}, refused {faults}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=20)
    seconds = asked.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "REGIOTAFEL_DATA": folder,
            "REGIOTAFEL_DATABASE": os.environ.get("REGIOTAFEL_DATABASE", "sqlite:///"),
        }
        python(environment, PREPARE)
        server = Server(environment, free_port())
        server.start()
        try:
            measure(server.port, "alone", seconds / 2, 0)
            measure(server.port, "beside 200 silent and dribbling", seconds, 200)
            measure(server.port, "beside 300 slow readers", seconds, 300, reads=True)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
