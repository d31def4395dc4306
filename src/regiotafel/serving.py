"""Starting the web server. On the embedded database the worker lives inside it (`keeping.working.tasks.worker`)."""

import logging
import os
import resource
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from regiotafel.ownership import files_of_database, mend

logger = logging.getLogger(__name__)

# By whether the database is embedded. Threads of one process wait for each other: more of them cost more for each vote
# (measured). A thread does work only: what comes in and goes out slowly is waited for elsewhere (`receiving`).
THREADS = {True: 3, False: 2}
# For the headers of a request, and for the next request on a connection that stands open.
HEADER_SECONDS = 10
# Connections of one process. Beyond them somebody waits until one of those that do nothing is closed.
MOST_CONNECTIONS, FILES_OF_OUR_OWN = 4096, 256
# A worker that was asked to stop and still waits for somebody who reads slowly.
STOP_SECONDS = 30


class PortTaken(Exception):
    """Something else listens there already."""


def is_embedded() -> bool:
    """SQLite: one process does everything. PostgreSQL: workers run apart (`regiotafel worker`)."""
    return connection.vendor == "sqlite"


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise PortTaken(
                f"Poort {port} op {host} is bezet of mag niet. Kies: --port {port + 1} (met make: PORT={port + 1})"
            ) from fault


def most_connections() -> int:
    """As many as there may be open files, for connections are files too: the database and the disk keep theirs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_OF_OUR_OWN
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - FILES_OF_OUR_OWN, FILES_OF_OUR_OWN)
    return MOST_CONNECTIONS


def gather_static_files() -> None:
    """Collects style sheets and scripts, unless that was done after their last change."""
    source, gathered = Path(settings.STATICFILES_DIRS[0]), Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(path.stat().st_mtime for path in (*source.rglob("*"), Path(__file__)))
    if not gathered.exists() or gathered.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def mend_modes() -> None:
    """What an earlier version left readable to other users of the machine is ours alone from here on."""
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    mended = mend(settings.DATA, *(files_of_database(name) if is_embedded() else ()))
    if mended:
        logger.warning("%s files and folders could be read by others on this machine; not any more", len(mended))


def serve(*, host: str, port: int, workers: int, when_ready: Callable[[], None] = lambda: None) -> None:
    """Runs until it is stopped. On the embedded database there is one process with a worker thread in it.

    when_ready: called when the port answers, so that who is told an address can open it.
    """
    from granian import constants, http, log, server  # noqa: PLC0415  # needed by this function only

    check_port(host, port)
    gather_static_files()
    if not settings.ADDRESS_IS_TOLD:
        settings.ADDRESS = f"http://localhost:{port}"
    os.environ["REGIOTAFEL_SERVER"] = str(os.getpid())
    if is_embedded():
        workers = 1
        os.environ["REGIOTAFEL_EMBEDDED_WORKER"] = "1"
    granian = server.Server(
        "regiotafel.wsgi:received",
        address=host,
        port=port,
        interface=constants.Interfaces.ASGINL,
        workers=workers,
        # Only 1: while it still guesses which of the two it hears, it waits for ever.
        http=constants.HTTPModes.http1,
        http1_settings=http.HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        backlog=MOST_CONNECTIONS,
        backpressure=most_connections(),
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_level=log.LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
    )
    threading.Thread(target=_call_when_it_answers, args=(host, port, when_ready), daemon=True).start()
    _leave_databases()
    settings.PORT_FILE.write_text(str(port))
    granian.serve()
    settings.PORT_FILE.unlink(missing_ok=True)
    if is_embedded():  # the last who closes it leaves one file: what stood beside it is in it
        connection.ensure_connection()
        connection.close()


def _leave_databases() -> None:
    """The server makes its workers as copies of this process: what stands open here would be theirs too."""
    connections.close_all()
    if not is_embedded():
        connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's connection only


def _call_when_it_answers(host: str, port: int, call: Callable[[], None]) -> None:
    while not _answers(host, port):
        time.sleep(0.1)
    call()


def _answers(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False
