# ruff: noqa: PLC0415  # Django is set up first
"""What every public page costs in a region where many take part, beside one where few do.

    nice -n 19 python benchmarks/pages/measure.py
    nice -n 19 python benchmarks/pages/measure.py --database postgresql://user:password@host/empty
    nice -n 19 python benchmarks/pages/measure.py --profile "publishing:note"

Both regions have the same text, statements and parties; what differs is how many people take part, answer and send
in. So a page that costs more in the large one grows with people. Processor time is of the web server (and the database)
while it answers, and stands beside that of Django's least answer under the same server, in the same run.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
ROUNDS, EACH = 3, 4
# A page grows when it costs so much more, and more than the least that can be told apart.
GROWS, LEAST_MS = 1.5, 3.0


def main() -> None:
    from benchmarks.pages.region import Size

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite:///", help="an empty database")
    parser.add_argument("--folder", help="keep what was made here, and measure it again next time")
    for name, value in asdict(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--profile", help="one page of the large region: where its time goes")
    parser.add_argument("--only", nargs="*", default=[], help="pages whose name has one of these; RESULTS.md stays")
    parser.add_argument("--quick", action="store_true", help="without the server: queries, steps and bytes only")
    options = parser.parse_args()
    size = Size(**{name: getattr(options, name) for name in asdict(Size())})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        os.environ |= {
            "REGIOTAFEL_DATA": str(folder),
            "REGIOTAFEL_DATABASE": options.database,
            "REGIOTAFEL_DEBUG": "0",
            "REGIOTAFEL_BRAKES": "0",
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        }
        import django

        django.setup()
        _measure(size, options)


def sizes(large: Any) -> dict[str, Any]:
    from benchmarks.pages.region import Size

    # More than one page of every list in both.
    few = {"people": 160, "contributions": 240, "links": 960}
    return {"klein": Size(**asdict(large) | few), "groot": large}


def _measure(size: Any, options: Any) -> None:
    from benchmarks.pages.walk import cost_of, pages
    from django.db import connection
    from django.test import Client

    things = ready(sizes(size))
    client = Client(SERVER_NAME="localhost")
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # as its own housekeeper does within a minute
    addresses = {slug: pages(client, some) for slug, some in things.items()}
    names = [name for name in addresses["klein"] if name in addresses["groot"]]
    if options.only:
        names = [name for name in names if any(part in name for part in options.only)]
    if options.profile:
        profile(client, addresses["groot"][options.profile])
        return
    inside = {
        (slug, name, first): cost_of(client, addresses[slug][name], first=first)
        for name in names
        for slug in addresses
        for first in (False, True)
    }
    connection.close()
    served = {} if options.quick else _served(names, addresses)
    tell(connection.vendor, size, names, inside, served, is_kept=not options.only and not options.quick)


def ready(wanted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is there already is not made again."""
    import json

    from benchmarks.pages.region import fill
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    kept = Path(settings.DATA) / "things.json"
    if kept.exists():
        found: dict[str, dict[str, Any]] = json.loads(kept.read_text())
        return found
    call_command("createcachetable")
    found = {slug: fill(slug, size).things for slug, size in wanted.items()}
    kept.write_text(json.dumps(found))
    return found


def _served(names: list[str], addresses: dict[str, dict[str, str]]) -> dict[tuple[str, str], float]:
    """Milliseconds of processor time by region and page, and of hello: pages and regions in turns, medians."""
    took: dict[tuple[str, str], list[float]] = {}
    site = ("--interface", "asginl", "--no-ws", "regiotafel.wsgi:received")
    hello = ("--interface", "wsgi", "--blocking-threads", "1", "benchmarks.pages.hello:application")
    with server(*site) as web, server(*hello) as least:
        for name in names:
            for slug in addresses:
                web.get(addresses[slug][name])  # templates, and what is kept for the next reader
        for _ in range(ROUNDS):
            for _ in range(10):
                took.setdefault(("", "hello"), []).append(least.cost("/", 40))
            for name in names:
                for slug in addresses:
                    took.setdefault((slug, name), []).append(web.cost(addresses[slug][name], EACH))
    return {key: statistics.median(some) for key, some in took.items()}


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self.pid = pid
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, url: str) -> bytes:
        self.line.request("GET", url, headers={"Host": "localhost"})
        response = self.line.getresponse()
        body = response.read()
        if response.status not in (200, 202):
            raise RuntimeError(f"{url}: {response.status}")
        return body

    def cost(self, url: str, times: int) -> float:
        before = self.spent()
        for _ in range(times):
            self.get(url)
        return (self.spent() - before) / times / 1e6

    def spent(self) -> int:
        """Nanoseconds of all threads of the server and its children, and of a database beside it."""
        return sum(map(_nanoseconds, [*_below(self.pid), *_databases()]))


@contextmanager
def server(*arguments: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--port",
        str(port),
        "--workers",
        "1",
        "--log-level",
        "error",
        *arguments,
    ]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parents[1])}
    process = subprocess.Popen(command, env=environment, cwd=HERE.parents[1])
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _below(root: int) -> list[int]:
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def _databases() -> list[int]:
    if not os.environ["REGIOTAFEL_DATABASE"].startswith("postgres"):
        return []
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"postgres"):
            found.append(int(folder.name))
    return found


def _nanoseconds(pid: int) -> int:
    total = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(task.read_text().split()[0])
        except OSError:
            continue
    return total


def profile(client: Any, url: str) -> None:
    import pyinstrument

    b"".join(client.get(url))
    with pyinstrument.Profiler(interval=0.0005) as profiler:
        for _ in range(5):
            b"".join(client.get(url))
    print(profiler.output_text(show_all=True, timeline=False, unicode=True))


def tell(
    vendor: str,
    size: Any,
    names: list[str],
    inside: dict[tuple[str, str, bool], Any],
    served: dict[tuple[str, str], float],
    *,
    is_kept: bool,
) -> None:
    from benchmarks.results import write

    hello = served.get(("", "hello"), 0.0)
    rows = []
    for name in names:
        small, large = (inside[slug, name, False] for slug in ("klein", "groot"))
        first = inside["groot", name, True]
        before, after = (served.get((slug, name), 0.0) for slug in ("klein", "groot"))
        grown = [
            what
            for what, few, many, least in (
                ("CPU", before, after, LEAST_MS),
                ("queries", small.queries, large.queries, 0),
                ("steps", small.steps, large.steps, 3000),
                ("bytes", small.bytes, large.bytes, 2000),
            )
            if many > few * GROWS and many - few > least
        ]
        ratio = f"{after / hello:.0f}" if hello else ""
        rows.append(
            f"| {name} | {before:.1f} | {after:.1f} | {ratio} | {first.seconds * 1000:.0f} | {small.queries} "
            f"| {large.queries} | {small.steps / 1000:.0f} | {large.steps / 1000:.0f} | {small.bytes / 1000:.1f} "
            f"| {large.bytes / 1000:.1f} | {large.gzipped / 1000:.1f} | {', '.join(grown)} |"
        )
    few = asdict(sizes(size)["klein"])
    all_of_it = [(what, few[what], n) for what, n in asdict(size).items()]
    differing = [one for one in all_of_it if one[1] != one[2]]
    title = {"sqlite": "the embedded database", "postgresql": "PostgreSQL"}[vendor]
    lines = [
        f"Small beside large: {', '.join(f'{few:,} and {n:,} {what}' for what, few, n in differing)};",
        f"in both {', '.join(f'{n} {what}' for what, few, n in all_of_it if few == n)}.",
        f"Processor time in milliseconds; hello world under the same server {hello:.2f}. First: nothing kept yet, in",
        "one process. Steps: thousands, of the embedded database. kB; gzip of the large one.",
        "",
        "| page | small | large | × hello | first | queries | | steps | | kB | | gzip | grows |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
        *rows,
    ]
    if is_kept:
        write(f"Public pages: {title}", lines)
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main()
