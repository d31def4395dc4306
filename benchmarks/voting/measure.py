"""What one vote costs: from the filled-in form to the next ballot, through the whole stack.

Starts the site on a free port of this machine, lets a few clients answer statements, and adds up the processor time
of the web server and of the database over exactly that period. Beside it stands the least that Django can do, in the
same minutes, by the same server and clients: a view that says hello. Bounded: it stops after the given number of votes.
"""

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

POSTGRES = r"^postgres|/postgres "
TICK = os.sysconf("SC_CLK_TCK")
KEY = re.compile(rb'name="key" value="([^"]+)"')
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
ACTION = re.compile(rb'<form class="rt-ballot"\s+method="post" action="([^"]+)"')


def cpu_of(pids: list[int]) -> float:
    """Seconds of user and system time of these processes, with the children that ended."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICK


def processes(matches: str, root: int | None = None) -> list[int]:
    """Process numbers by the start of their command line, or all below `root`."""
    found, parents = [], {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if matches and re.search(matches, command):
            found.append(int(folder.name))
    if root is not None:
        found = [root]
        for pid in sorted(parents):
            if parents[pid] in found:
                found.append(pid)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Client(threading.Thread):
    """One browser: answers statement after statement; starts as somebody new when all are answered."""

    def __init__(self, port: int, path: str, budget: list[int], lock: threading.Lock) -> None:
        super().__init__()
        self.port, self.path, self.budget, self.lock = port, path, budget, lock
        self.faults: list[str] = []
        self.n_votes = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body, cookies = b"", {}
        while self._take():
            if not ACTION.search(body):
                cookies = {}
                body = self._send(connection, "GET", self.path, cookies)
            form = ACTION.search(body), KEY.search(body), TOKEN.search(body)
            if not all(form):
                self.faults.append(body[:200].decode(errors="replace"))
                return
            address, key, token = (match.group(1).decode() for match in form if match)
            fields = {"csrfmiddlewaretoken": token, "key": key, "choice": str(self.n_votes % 3 - 1)}
            body = self._send(connection, "POST", address, cookies, fields)
            self.n_votes += 1
        connection.close()

    def _take(self) -> bool:
        with self.lock:
            self.budget[0] -= 1
            return self.budget[0] >= 0

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        cookies: dict[str, str],
        fields: dict[str, str] | None = None,
    ) -> bytes:
        headers = {"Host": f"127.0.0.1:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        connection.request(method, path, urlencode(fields) if fields else None, headers)
        response = connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies[key] = rest.split(";")[0]
        body = response.read()
        if response.status != 200:
            self.faults.append(f"{method} {path}: {response.status}")
        return body


class Greeter(Client):
    """Asks for the page that says hello."""

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while self._take():
            self._send(connection, "GET", "/", {})
            self.n_votes += 1
        connection.close()


@dataclass(frozen=True)
class Measured:
    """Of one round: processor time in ms for each request, and how many a second."""

    app: float
    data: float
    a_second: float
    faults: Sequence[str]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", help="address of a ballot, such as /lindestroom/rondes/…/stem/")
    options.add_argument("--votes", type=int, default=3000)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3, help="of votes and hello in turn")
    given = options.parse_args()
    rounds = []
    for _ in range(given.rounds):
        hello = served(hello_command(given.workers), Greeter, given)
        vote = served(site_command(given.workers), Client, given)
        rounds.append((hello, vote))
        cpu = vote.app + vote.data
        print(
            f"vote {cpu:.2f} ms (application {vote.app:.2f}, database {vote.data:.2f}), {vote.a_second:.0f} votes/s; "
            f"hello {hello.app:.2f} ms, {hello.a_second:.0f}/s; {cpu / hello.app:.1f} times hello",
            flush=True,
        )
    faults = [fault for pair in rounds for one in pair for fault in one.faults]
    for fault in faults[:5]:
        print("fault:", fault)
    print(f"{given.votes} votes a round, {given.clients} clients, {given.workers} workers, {len(faults)} faults")
    ratio = median((vote.app + vote.data) / hello.app for hello, vote in rounds)
    vote_ms = median(vote.app + vote.data for _, vote in rounds)
    print(f"median: {vote_ms:.2f} ms, {ratio:.1f} times hello, {median(v.a_second for _, v in rounds):.0f} votes/s")
    return 1 if faults else 0


def site_command(workers: int) -> Sequence[str]:
    return [sys.executable, "-m", "regiotafel.cli", "serve", "--port", "{port}", "--workers", str(workers)]


def hello_command(workers: int) -> Sequence[str]:
    folder = str(Path(__file__).parent)
    served_by = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--working-dir", folder]
    return [*served_by, "--port", "{port}", "--workers", str(workers), "--log-level", "error", "hello:application"]


def served(command: Sequence[str], kind: type[Client], given: argparse.Namespace) -> Measured:
    port = free_port()
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "REGIOTAFEL_BRAKES": "0"}
    server = subprocess.Popen([part.format(port=port) for part in command], env=environment)
    try:
        wait_for(port)
        play(kind, port, given.path, 200, given.clients)  # warm up
        web = processes("", root=server.pid)
        before = cpu_of(web), cpu_of(processes(POSTGRES))
        start = time.perf_counter()
        n, faults = play(kind, port, given.path, given.votes, given.clients)
        took = time.perf_counter() - start
        after = cpu_of(web), cpu_of(processes(POSTGRES))
    finally:
        server.terminate()
        server.wait(20)
    app, data = (1000 * (b - a) / n for a, b in zip(before, after, strict=True))
    return Measured(app, data, n / took, faults)


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            time.sleep(1)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def play(kind: type[Client], port: int, path: str, n_votes: int, n_clients: int) -> tuple[int, list[str]]:
    budget, lock = [n_votes], threading.Lock()
    clients = [kind(port, path, budget, lock) for _ in range(n_clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(client.n_votes for client in clients), [fault for client in clients for fault in client.faults]


if __name__ == "__main__":
    raise SystemExit(main())
