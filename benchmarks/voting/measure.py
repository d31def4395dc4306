"""What one vote costs: from the filled-in form to the next ballot, through the whole stack.

Starts the site on a free port of this machine, lets a few clients answer statements, and adds up the processor time
of the web server and of the database over exactly that period. Bounded: it stops after the given number of votes.
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
from pathlib import Path
from urllib.parse import urlencode

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


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", help="address of a ballot, such as /lindestroom/gesprekken/…/stem/")
    options.add_argument("--votes", type=int, default=3000)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    port = free_port()
    command = [sys.executable, "-m", "regiotafel.cli", "serve", "--port", str(port), "--workers", str(given.workers)]
    server = subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1", "REGIOTAFEL_BRAKES": "0"})
    try:
        wait_for(port)
        play(port, given.path, 200, given.clients)  # warm up
        web = processes("", root=server.pid)
        database = processes(r"^postgres|/postgres ")
        before = cpu_of(web), cpu_of(database)
        start = time.perf_counter()
        n_votes, faults = play(port, given.path, given.votes, given.clients)
        took = time.perf_counter() - start
        after = cpu_of(web), cpu_of(processes(r"^postgres|/postgres "))
    finally:
        server.terminate()
        server.wait(20)
    for fault in faults[:5]:
        print("fault:", fault)
    app, data = (1000 * (b - a) / n_votes for a, b in zip(before, after, strict=True))
    print(f"{n_votes} votes, {given.clients} clients, {given.workers} workers, {len(faults)} faults")
    print(f"CPU per vote: {app + data:.2f} ms (application {app:.2f}, database {data:.2f})")
    print(f"{n_votes / took:.0f} votes/s")
    return 1 if faults else 0


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            time.sleep(1)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def play(port: int, path: str, n_votes: int, n_clients: int) -> tuple[int, list[str]]:
    budget, lock = [n_votes], threading.Lock()
    clients = [Client(port, path, budget, lock) for _ in range(n_clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(client.n_votes for client in clients), [fault for client in clients for fault in client.faults]


if __name__ == "__main__":
    raise SystemExit(main())
