"""A database in which all migrations were done: made once on this machine, and copied by each process that wants one.

Kept beside what pytest remembers, under a name that says what it was made of: another migration makes another one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "regiotafel"
KEPT = ROOT / ".pytest_cache" / "migrated"


def _made_of() -> str:
    """What stands in a new database comes from these."""
    files = [ROOT / "uv.lock", SOURCE / "settings.py", SOURCE / "columns.py", *SOURCE.glob("*/models.py")]
    told = hashlib.sha256(sys.version.encode())
    for path in sorted([*files, *SOURCE.glob("*/migrations/*.py")]):
        told.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return told.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(data: str, database: str) -> None:
    """As somebody does it for a site, in a process of its own."""
    given = {"REGIOTAFEL_DATA": data, "REGIOTAFEL_DATABASE": database}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=ROOT, env={**os.environ, **given}, check=True)


def copy_to(path: Path) -> None:
    """An embedded database, as it is before anybody did something with the site."""
    shutil.copyfile(kept_file(), path)


def kept_file() -> Path:
    kept = KEPT / f"{_made_of()}.sqlite3"
    with _one_at_a_time():
        if not kept.exists():
            for older in KEPT.glob("*.sqlite3"):
                older.unlink()
            with TemporaryDirectory(dir=KEPT) as folder:
                _migrate(folder, "sqlite:///")
                # Whole at once, so that no run which was stopped leaves half of one.
                (Path(folder) / "regiotafel.sqlite3").rename(kept)
    return kept


def on_server(at: dict[str, Any]) -> str:
    """The name of one on this server of PostgreSQL, from which others are made by `CREATE DATABASE … TEMPLATE`."""
    import psycopg  # noqa: PLC0415  # only there with the extra

    name = f"regiotafel_migrated_{_made_of()}"
    server = {"host": at["HOST"], "port": at["PORT"] or 5432, "user": at["USER"], "password": at["PASSWORD"]}
    with _one_at_a_time(), psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            admin.execute("DROP DATABASE IF EXISTS regiotafel_being_migrated")
            admin.execute("CREATE DATABASE regiotafel_being_migrated")
            with TemporaryDirectory() as folder:
                _migrate(folder, address(at, "regiotafel_being_migrated"))
            admin.execute(f"ALTER DATABASE regiotafel_being_migrated RENAME TO {name}")
    return name


def address(at: dict[str, Any], name: str) -> str:
    """Of a database on this server, as the site is told it."""
    login = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgresql://{login}@{at['HOST']}:{at['PORT'] or 5432}/{name}"


def sql_flush(whole: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Empties those of the tables that hold something: to truncate a hundred makes hundreds of files anew, after each
    test that commits."""

    def emptied(ops: Any, style: Any, tables: list[str], **how: bool) -> list[str]:
        if how.get("reset_sequences"):
            return whole(ops, style, tables, **how)
        names = {name: ops.quote_name(name) for name in tables}
        asked = " UNION ALL ".join(f"(SELECT '{name}' FROM {quoted} LIMIT 1)" for name, quoted in names.items())
        with ops.connection.cursor() as cursor:
            cursor.execute(asked)
            filled = [names[name] for (name,) in cursor.fetchall()]
        return ["SET CONSTRAINTS ALL DEFERRED", *(f"DELETE FROM {name}" for name in filled)] if filled else []

    return emptied


def make() -> None:
    """Before any test asks for it."""
    from django.conf import settings  # noqa: PLC0415  # a test has read them long before

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiotafel.settings")
    at = settings.DATABASES["default"]
    if "embedded" in at["ENGINE"]:
        kept_file()
    else:
        on_server(at)


if __name__ == "__main__":
    make()
