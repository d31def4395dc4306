"""Between the web server and the site: a request is read whole before a thread works on it, and an answer is made whole
before it is sent. So somebody who sends or reads slowly, or does nothing, keeps no thread and nobody waiting.

The server (granian, by its RSGI) reads and writes for all connections in one loop. The site gets what WSGI says.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# To send a request. What keeps coming gets more time, as long as it comes faster than this.
FIRST_SECONDS, BYTES_A_SECOND = 12, 4096
# A body that is larger waits on disk.
IN_MEMORY = 1024**2
# Of all bodies together that are on their way in.
MOST_AT_ONCE = 400 * 1024**2
RETRY_AFTER = 30

TOO_SLOW = _("Wat je stuurde, kwam te langzaam binnen. Er is niets bewaard. Probeer het nog een keer.")
BROKEN_OFF = _("Wat je stuurde, kwam niet helemaal binnen. Er is niets bewaard. Probeer het nog een keer.")
NO_LENGTH = _("Je programma zegt niet hoeveel het stuurt. Er is niets bewaard.")
TOO_BUSY = _("Het is nu te druk. Wat je stuurde, is niet bewaard. Probeer het over een halve minuut nog een keer.")
NO_ANSWER = _("Er ging bij ons iets mis. Probeer het over een halve minuut nog een keer.")


class NotReceived(Exception):
    """The request did not come in as a whole, or its answer could not be made."""

    def __init__(self, status: HTTPStatus, sentence: Promise | str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


@dataclass
class Body:
    """What came in of one request."""

    file: IO[bytes] = field(default_factory=lambda: SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    n_bytes: int = 0

    def add(self, part: bytes) -> None:
        self.file.write(part)
        self.n_bytes += len(part)


class Receiving:
    """The site as an RSGI application."""

    def __init__(self, site: Site, *, threads: int, largest: int, headers: Mapping[str, str]) -> None:
        """largest: of one body, in bytes. headers: of the answers that are given here, without the site."""
        self.site, self.largest = site, largest
        own = {
            "Content-Type": "text/plain; charset=utf-8",
            "Cache-Control": "no-store",
            "Retry-After": str(RETRY_AFTER),
            "Connection": "close",
        }
        self.headers: Headers = list({**headers, **own}.items())
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="site")
        self.n_bytes = 0

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        environ, body = environ_of(scope), Body()
        try:
            length = _length(environ)
            # Of what is too large nothing is read: the site sees its length, and says so in a page.
            if 0 < length <= self.largest:
                await self._read(protocol, body, length)
            environ["wsgi.input"] = body.file if body.n_bytes else BytesIO()
            answer = await asyncio.get_running_loop().run_in_executor(self.threads, self._answer, environ)
        except NotReceived as refused:
            answer = Answer(refused.status, self.headers, str(refused).encode())
        finally:
            self.n_bytes -= body.n_bytes
            body.file.close()
        protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _read(self, protocol: Any, body: Body, length: int) -> None:
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(FIRST_SECONDS) as limit:
                async for part in protocol:
                    body.add(part)
                    self.n_bytes += len(part)
                    if body.n_bytes >= length:
                        break
                    if not part:  # the sender hung up
                        raise NotReceived(HTTPStatus.BAD_REQUEST, BROKEN_OFF)
                    if self.n_bytes > MOST_AT_ONCE:
                        raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, TOO_BUSY)
                    limit.reschedule(began + FIRST_SECONDS + body.n_bytes / BYTES_A_SECOND)
        except TimeoutError:
            raise NotReceived(HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW) from None
        except OSError as fault:  # no room on the disk
            logger.error("a request could not be kept: %s", fault.strerror)
            raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, TOO_BUSY) from None
        body.file.seek(0)

    def _answer(self, environ: dict[str, Any]) -> Answer:
        """In a thread: all that the site does for one request."""
        said: list[Any] = [HTTPStatus.INTERNAL_SERVER_ERROR, []]

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            said[:] = int(status.split(" ", 1)[0]), headers

        try:
            parts = self.site(environ, start)
            try:
                body = b"".join(parts)
            finally:
                if close := getattr(parts, "close", None):
                    close()
        except Exception as fault:
            # What the site itself could not answer: a table that broke off half-way. Not the fault's own words.
            logger.error("no answer: %s", type(fault).__name__)
            raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, NO_ANSWER) from fault
        return Answer(said[0], said[1], body)


def _length(environ: Mapping[str, Any]) -> int:
    """Without a length nobody can say whether all of it came: a browser always gives one."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise NotReceived(HTTPStatus.LENGTH_REQUIRED, NO_LENGTH)
    given = environ.get("CONTENT_LENGTH", "")
    return int(given[:20]) if given.isascii() and given.isdigit() else 0


def environ_of(scope: Any) -> dict[str, Any]:
    """What PEP 3333 asks of a server."""
    name, _colon, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for header, value in scope.headers.items():
        if "_" in header:
            continue  # it would pass for the one with a dash, that a proxy may have set
        key = header.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ
