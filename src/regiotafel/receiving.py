"""Between the web server and the site: a request is read whole before a thread works on it, and an answer is made whole
before it is sent. So somebody who sends or reads slowly, or does nothing, keeps no thread and nobody waiting.

The server (granian, by ASGI) reads and writes for all connections in one loop. The site gets what WSGI says.
"""

import asyncio
import logging
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar
from urllib.parse import unquote_to_bytes

from django.utils.functional import Promise
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _

from regiotafel.lines import Lines, line_of

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Site = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Done = TypeVar("Done")
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

# Requests that are here whole and wait for their answer: all together, and from one place. A class presses at once.
MOST_WAITING, MOST_WAITING_OF_ONE_PLACE = 300, 100
# To send a request. What keeps coming gets more time, as long as it comes faster than this: who sends much at once buys
# no silence with it, and nobody takes longer than the last.
FIRST_SECONDS, BYTES_A_SECOND, SILENT_SECONDS, MOST_SECONDS = 12, 4096, 10, 600
# What anybody may send: a form with its longest text many times. More is a file, of somebody who is logged in.
ANYBODYS_LARGEST = 1024**2
# A body that is larger waits on disk.
IN_MEMORY = 1024**2
# Of all bodies together that are on their way in, and of those from one place.
MOST_AT_ONCE, MOST_OF_ONE_PLACE = 400 * 1024**2, 100 * 1024**2
RETRY_AFTER = 30
READING = ("GET", "HEAD")
# The same, sent again, will be taken.
PASSES = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
# All headers together, as most servers take. Some are read by others in a time that grows faster than they do.
MOST_IN_HEADERS = 32 * 1024
# Of these a request has one. Which of two is meant is no guess of ours: a proxy may have taken the other.
ONCE = ("HTTP_HOST", "CONTENT_LENGTH", "CONTENT_TYPE")

TOO_MUCH_SAID = _(
    "Je browser stuurt te veel tegelijk mee. Er is niets opgeslagen. Wis de cookies van deze site en probeer het dan "
    "nog een keer."
)
UNREADABLE = _("Je programma stuurt tekst op een manier die we niet kunnen lezen. Stuur UTF-8. Er is niets opgeslagen.")
MANY_LINES = _(
    "Vanaf jouw internetverbinding staan heel veel pagina’s tegelijk open. Er is niets opgeslagen. Probeer het over "
    "een halve minuut nog een keer."
)
TOO_SLOW = _("Wat je stuurde, kwam te langzaam binnen. Er is niets opgeslagen. Probeer het nog een keer.")
BROKEN_OFF = _("Wat je stuurde, kwam niet helemaal binnen. Er is niets opgeslagen. Probeer het nog een keer.")
TOO_LARGE = _("Dit is te groot voor wie niet is ingelogd. Er is niets opgeslagen. Log eerst in.")
PLACE_FULL = _(
    "Vanaf jouw internetverbinding komt nu te veel tegelijk binnen. Wat je stuurde, is niet opgeslagen. Probeer het "
    "over een halve minuut nog een keer."
)
TWICE = _("Je programma zegt twee keer iets anders over wat het stuurt. Er is niets opgeslagen.")
NO_LENGTH = _("Je programma zegt niet hoeveel het stuurt. Er is niets opgeslagen.")
TOO_BUSY = _("Het is nu te druk. Wat je stuurde, is niet opgeslagen. Probeer het over een halve minuut nog een keer.")
TOO_BUSY_TO_READ = _("Het is nu te druk. Probeer het over een halve minuut nog een keer.")
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
    """What came in of one request, and from where."""

    place: str = ""
    file: IO[bytes] = field(default_factory=lambda: SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    n_bytes: int = 0


class Receiving:
    """The site as an ASGI application."""

    def __init__(
        self,
        site: Site,
        *,
        threads: int,
        largest: int,
        most_lines: int,
        headers: Mapping[str, str],
        page: Callable[[int, str, bool], bytes],
        place_of: Callable[[Environ], str],
        may_send_files: Callable[[Environ], bool],
    ) -> None:
        """largest: of one body, in bytes. most_lines: that stand open for one place. headers, page: of the answers that
        are given here, without the site; the page by status, sentence and whether something was sent. place_of: what
        shares the room for one place; remembered as long as its line is open. may_send_files: asked in a thread."""
        self.site, self.largest, self.page = site, largest, page
        self.place_of, self.may_send_files = place_of, may_send_files
        own = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Connection": "close"}
        self.headers: Headers = list({**headers, **own}.items())
        self.lines = Lines(most_lines)
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="site")
        self.n_threads = threads
        self.n_bytes: Counter[str] = Counter()
        self.n_waiting: Counter[str] = Counter()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        answer = Answer(HTTPStatus.SERVICE_UNAVAILABLE, [], b"")
        try:
            answer = await self._answered(scope, receive)
        except NotReceived as refused:
            answer = self._refusal(scope, refused.status, str(refused))
        except Exception as fault:  # here, not in the site: still an answer of ours, and not the fault's own words
            logger.exception("not received: %s", type(fault).__name__)
            answer = self._refusal(scope, HTTPStatus.SERVICE_UNAVAILABLE, str(NO_ANSWER))
        finally:
            if "client" in scope:
                self.lines.answered(line_of(scope["client"]), len(answer.body))
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": int(answer.status), "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _refusal(self, scope: Mapping[str, Any], status: HTTPStatus, sentence: str) -> Answer:
        when = [("Retry-After", str(RETRY_AFTER))] if status in PASSES else []
        is_sent = scope.get("method") not in READING
        return Answer(status, [*self.headers, *when], self.page(status, sentence, is_sent))

    async def _answered(self, scope: Mapping[str, Any], receive: Receive) -> Answer:
        environ = environ_of(scope)
        length = _length(environ)
        line, place = line_of(scope["client"]), self.place_of(environ)
        if not self.lines.has_room(line, place):
            raise NotReceived(HTTPStatus.TOO_MANY_REQUESTS, MANY_LINES)
        self.lines.asked(line, place)
        body = Body(place)
        try:
            if length > self.largest:  # the site sees its length, and says so in a page
                await self._pass_over(receive, length)
            elif length > ANYBODYS_LARGEST and not await self._in_thread(self.may_send_files, environ, body.place):
                await self._pass_over(receive, length)
                raise NotReceived(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
            elif length:
                await self._read(receive, length, partial(self._keep, body))
                body.file.seek(0)
            environ["wsgi.input"] = body.file if body.n_bytes else BytesIO()
            return await self._in_turn(receive, environ, body.place)
        finally:
            self.n_bytes -= Counter({body.place: body.n_bytes})  # this forgets who holds nothing
            body.file.close()

    async def _in_turn(self, receive: Receive, environ: Environ, place: str) -> Answer:
        """Who only asked to read and hung up before their turn is passed over: nobody would hear the answer."""
        has_gone = threading.Event()
        is_passed_over = environ["REQUEST_METHOD"] in READING and self.n_waiting.total() >= self.n_threads
        watch = asyncio.ensure_future(_hung_up(receive, has_gone)) if is_passed_over else None
        try:
            return await self._in_thread(partial(self._answer, has_gone=has_gone), environ, place)
        finally:
            if watch is not None:
                watch.cancel()

    async def _in_thread(self, work: Callable[[Environ], Done], environ: Environ, place: str) -> Done:
        """The one way into the queue, which has an end for everybody and for each place."""
        if self.n_waiting.total() >= MOST_WAITING or self.n_waiting[place] >= MOST_WAITING_OF_ONE_PLACE:
            is_read = environ["REQUEST_METHOD"] in READING
            raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, TOO_BUSY_TO_READ if is_read else TOO_BUSY)
        self.n_waiting[place] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, _ending_here, work, environ)
        finally:
            self.n_waiting -= Counter({place: 1})

    async def _pass_over(self, receive: Receive, length: int) -> None:
        """A browser hears no answer before it has sent all: it sees a broken line. So what is not too much is let in,
        and kept nowhere."""
        if length <= 2 * self.largest:
            with suppress(NotReceived):
                await self._read(receive, length, _drop)

    async def _read(self, receive: Receive, length: int, keep: Callable[[bytes], None]) -> None:
        now = asyncio.get_running_loop().time
        began, n_bytes = now(), 0
        try:
            async with asyncio.timeout(None) as limit:
                while n_bytes < length:
                    seconds = min(FIRST_SECONDS + n_bytes / BYTES_A_SECOND, MOST_SECONDS)
                    limit.reschedule(min(now() + SILENT_SECONDS, began + seconds))
                    part = (await receive()).get("body", b"")
                    if not part:  # the sender hung up
                        raise NotReceived(HTTPStatus.BAD_REQUEST, BROKEN_OFF)
                    keep(part)
                    n_bytes += len(part)
        except TimeoutError:
            raise NotReceived(HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW) from None
        except OSError as fault:  # no room on the disk
            logger.error("a request could not be kept: %s", fault.strerror)
            raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, TOO_BUSY) from None

    def _keep(self, body: Body, part: bytes) -> None:
        body.file.write(part)
        body.n_bytes += len(part)
        self.n_bytes[body.place] += len(part)
        if self.n_bytes[body.place] > MOST_OF_ONE_PLACE:
            raise NotReceived(HTTPStatus.TOO_MANY_REQUESTS, PLACE_FULL)
        if self.n_bytes.total() > MOST_AT_ONCE:
            raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, TOO_BUSY)

    def _answer(self, environ: Environ, has_gone: threading.Event) -> Answer:
        """In a thread: all that the site does for one request."""
        if has_gone.is_set():
            raise NotReceived(HTTPStatus.BAD_REQUEST, BROKEN_OFF)
        said: list[Any] = []
        written: list[bytes] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            """Nothing is sent yet, so whoever begins again after a fault may."""
            if said and not exc_info:
                raise AssertionError("the answer was begun already")
            said[:] = int(status.split(" ", 1)[0]), headers
            return written.append

        parts = self.site(environ, start)
        try:
            written.extend(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        return Answer(said[0], said[1], b"".join(written))


def _drop(part: bytes) -> None:
    pass


async def _hung_up(receive: Receive, has_gone: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    has_gone.set()


def _ending_here(work: Callable[[Environ], Done], environ: Environ) -> Done:
    """What the site itself could not answer: a table that broke off half-way, or code that wants to end the process.
    That is one request's business. Not the fault's own words."""
    try:
        return work(environ)
    except NotReceived:
        raise
    except BaseException as fault:
        logger.exception("no answer: %s", type(fault).__name__)
        raise NotReceived(HTTPStatus.SERVICE_UNAVAILABLE, NO_ANSWER) from None


def _length(environ: Mapping[str, Any]) -> int:
    """Without a length nobody can say whether all of it came: a browser always gives one."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise NotReceived(HTTPStatus.LENGTH_REQUIRED, NO_LENGTH)
    given = environ.get("CONTENT_LENGTH", "")
    return int(given[:20]) if given.isascii() and given.isdigit() else 0


def _check_kind(said: str) -> None:
    """What cannot be read here would break off the site before it has a request to answer. All letters are UTF-8: among
    the other names that Python knows are some that fail, and some that are no letters at all."""
    try:
        _kind, more = parse_header_parameters(said)
    except (ValueError, LookupError):
        raise NotReceived(HTTPStatus.BAD_REQUEST, UNREADABLE) from None
    if more.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise NotReceived(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UNREADABLE)


def environ_of(scope: Mapping[str, Any]) -> Environ:
    """What PEP 3333 asks of a server: all that came in is there byte for byte, each as the character of that number."""
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": "HTTP/1.1" if scope["http_version"] == "1.1" else "HTTP/1.0",
        "REMOTE_ADDR": scope["client"][0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if sum(len(header) + len(given) for header, given in scope["headers"]) > MOST_IN_HEADERS:
        raise NotReceived(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_MUCH_SAID)
    for header, given in scope["headers"]:
        name, value = header.decode("latin-1"), given.decode("latin-1")
        if "_" in name or (name == "host" and not value):
            continue  # it would pass for the one with a dash, that a proxy may have set; or nothing was said
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key not in environ:
            environ[key] = value
        elif key in ONCE:
            raise NotReceived(HTTPStatus.BAD_REQUEST, TWICE)
        else:
            environ[key] += f"{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    _check_kind(environ.get("CONTENT_TYPE", ""))
    # No cookie of ours has one, and Python (before 3.11.10, 3.12.6) takes seconds to read a few thousand of them.
    if "\\" in (cookies := environ.get("HTTP_COOKIE", "")):
        environ["HTTP_COOKIE"] = ";".join(cookie for cookie in cookies.split(";") if "\\" not in cookie)
    return environ
