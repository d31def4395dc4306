"""Backup, destroy, restore: every public page of the example region must come back with the same checksum.

    nice -n 19 .venv/bin/python benchmarks/restore/restore.py
    nice -n 19 .venv/bin/python benchmarks/restore/restore.py --server postgresql://user:password@host:5432

With a PostgreSQL server (it makes and drops databases there) also from PostgreSQL to PostgreSQL, and from each of the
two to the other. A visitor without an account follows every link: pages, tables, feeds, JSON, pictures, and prints
after a worker made them; and every receipt of a contribution, for who has the code.

Between two visits nothing may differ but what is new in every visit: the token and the key of a form.
"""

# Django is set up only when the database is known.
# ruff: noqa: PLC0415

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
HOST = "http://localhost:8000"
LINK = re.compile(r"""(?:href|src|data-url)="([^"#][^"]*)\"""")
NEW_EACH_TIME = re.compile(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"')
MOST_PAGES = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", help="a PostgreSQL server where databases may be made and dropped")
    parser.add_argument("--pages", help=argparse.SUPPRESS)
    parser.add_argument("--keep", type=Path, help="a folder for pages that differ")
    options = parser.parse_args()
    if options.pages:
        return crawl(Path(options.pages))
    kinds = ["sqlite", "postgresql"] if options.server else ["sqlite"]
    lines, n_different = [], 0
    for source in kinds:
        with Site(source, options.server) as site:
            site.manage("prepare", "--verbosity", "0")
            site.manage("seed_demo", "--verbosity", "0")
            site.dress()
            before = site.pages()
            backup = site.folder / "backup.zip"
            begun = time.monotonic()
            site.manage("backup", str(backup))
            took = time.monotonic() - begun
            again = site.pages()
            for target in kinds:
                if target == source:
                    site.destroy()
                    restored, seconds = put_back(site, backup)
                else:
                    with Site(target, options.server, site.secret) as other:
                        restored, seconds = put_back(other, backup)
                kept = options.keep / f"{source}-{target}" if options.keep else None
                different = differing(before, restored, kept)
                n_different += len(different)
                lines.append(row(source, target, before, again, different, took, seconds, backup.stat().st_size))
                print(lines[-1], *different[:20], sep="\n", flush=True)
    tell(lines, before)
    return int(n_different > 0)


def put_back(site: "Site", backup: Path) -> tuple[dict[str, list[str]], float]:
    site.manage("prepare", "--verbosity", "0")
    begun = time.monotonic()
    site.manage("restore", str(backup))
    return site.pages(), time.monotonic() - begun


def differing(before: dict[str, list[str]], after: dict[str, list[str]], kept: Path | None) -> list[str]:
    different = sorted(path for path in {*before, *after} if before.get(path, [])[:3] != after.get(path, [])[:3])
    for number, path in enumerate(different):
        if kept is not None:
            kept.mkdir(parents=True, exist_ok=True)
            for name, pages in (("before", before), ("after", after)):
                (kept / f"{number}-{name}").write_text(path + "\n" + pages.get(path, ["", "", "", ""])[3])
    return different


def row(
    source: str,
    target: str,
    before: dict[str, list[str]],
    again: dict[str, list[str]],
    different: list[str],
    took: float,
    seconds: float,
    size: int,
) -> str:
    names = {"sqlite": "the embedded database", "postgresql": "PostgreSQL"}
    n_restless = len(differing(before, again, None))
    return (
        f"| {names[source]} | {names[target]} | {size / 1e6:.1f} | {took:.1f} | {seconds:.1f} | "
        f"{len(before)} | {n_restless} | {len(different)} |"
    )


def tell(lines: list[str], pages: dict[str, list[str]]) -> None:
    sys.path.insert(0, str(REPOSITORY / "benchmarks"))
    from results import write

    kinds = Counter(kind for _status, kind, *_ in pages.values())
    write(
        "Backup, destroy, restore",
        [
            "Every page that a visitor of the example region can reach, every receipt, and the prints: checksums",
            "before and after. “Unrestored” compares two visits of the same site.",
            "",
            "| from | to | backup, MB | made, s | restored and visited, s | pages | differ unrestored | differ |",
            "|---|---|---|---|---|---|---|---|",
            *lines,
            "",
            "Pages by kind: " + ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()) + ".",
        ],
    )


# --- a site of its own, to destroy


class Site:
    def __init__(self, kind: str, server: str | None, secret: str = "") -> None:
        self.kind, self.server = kind, server
        self.secret = secret or uuid.uuid4().hex
        self.folder = Path(tempfile.mkdtemp(prefix="regiotafel-restore-"))
        self.database = f"restore_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> "Site":
        if self.kind == "postgresql":
            self._ask(f'CREATE DATABASE "{self.database}"')
        return self

    def __exit__(self, *_: object) -> None:
        if self.kind == "postgresql":
            self._ask(f'DROP DATABASE "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.folder)

    def _ask(self, words: str) -> None:
        import psycopg

        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as admin:
            admin.execute(words.encode())

    def destroy(self) -> None:
        """Nothing is left but the backup."""
        if self.kind == "postgresql":
            self._ask(f'DROP DATABASE "{self.database}" WITH (FORCE)')
            self._ask(f'CREATE DATABASE "{self.database}"')
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "backup.zip":
                path.unlink()

    def _run(self, *arguments: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REGIOTAFEL_")} | {
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
            "REGIOTAFEL_DATA": str(self.folder),
            "REGIOTAFEL_DATABASE": "sqlite:///" if self.kind == "sqlite" else f"{self.server}/{self.database}",
            "REGIOTAFEL_DEMO": "1",
            "REGIOTAFEL_SECRET_KEY": self.secret,
            "OMP_NUM_THREADS": "1",
        }
        subprocess.run([sys.executable, *arguments], env=environment, cwd=REPOSITORY, check=True)

    def manage(self, *arguments: str) -> None:
        self._run("-m", "regiotafel.cli", "manage", *arguments)

    def dress(self) -> None:
        """A logo, so that there is a file to lose."""
        self._run("-c", DRESS)

    def pages(self) -> dict[str, list[str]]:
        """Each address with its status, kind, checksum and, of what is text, the words."""
        out = self.folder / "pages.json"
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self._run(str(Path(__file__)), "--pages", str(out))
        found: dict[str, list[str]] = json.loads(out.read_text(encoding="utf-8"))
        out.unlink()
        return found


DRESS = """
import django; django.setup()
from django.utils import timezone
from regiotafel.regions.theme.actions import set_theme
from regiotafel.regions.models import Region
from tests.regions.test_settings import THEME, png
logo = THEME + 'logo = "logo.png"'
for region in Region.objects.all():
    set_theme(by=None, at=timezone.now(), region=region, version=region.theme_version, theme=logo, logo=png())
"""


# --- the visitor


def crawl(out: Path) -> int:
    import django

    django.setup()
    from regiotafel import codes
    from regiotafel.contributions.models import Contribution
    from regiotafel.contributions.sending.queries import receipt_code
    from regiotafel.keeping.working.tasks.worker import Worker

    receipts = [codes.show(receipt_code(one.key)) for one in Contribution.objects.order_by("pk")]
    starts = ["/", *(f"/o/{code}/" for code in receipts)]
    visit(starts)  # asks for the prints
    Worker("visit").run_waiting()
    out.write_text(json.dumps(visit(starts)), encoding="utf-8")
    return 0


def visit(starts: list[str]) -> dict[str, list[str]]:
    from django.test import Client

    waiting, found = list(starts), dict[str, list[str]]()
    client = Client(SERVER_NAME="localhost", SERVER_PORT="8000")
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop()
        if path in found:
            continue
        client.cookies.clear()  # a page says nothing of the one before
        response = client.get(path)
        kind = response.get("Content-Type", "").split(";")[0]
        content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        text = ""
        if kind.startswith("text/") or "json" in kind or "xml" in kind:
            text = NEW_EACH_TIME.sub(r'name="\1"', content.decode())
            content = text.encode()
        digest = hashlib.sha256(content + response.get("Location", "").encode()).hexdigest()
        found[path] = [str(response.status_code), kind, digest, text]
        links = (
            [response["Location"]] if response.has_header("Location") else LINK.findall(text) if "html" in kind else []
        )
        waiting += [there for link in links if (there := here(path, unescape(link))) and there not in found]
    return found


def here(path: str, link: str) -> str:
    """The address on this site that a link leads to; empty when it leads elsewhere or does something."""
    parts = urlsplit(urldefrag(urljoin(HOST + path, link)).url)
    is_ours = f"{parts.scheme}://{parts.netloc}" == HOST and not parts.path.startswith(("/static/", "/demo/inloggen/"))
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if is_ours else ""


if __name__ == "__main__":
    sys.exit(main())
