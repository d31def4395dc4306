"""How a line of the log reads: what went wrong and where in the code, nothing that people wrote or that leads to them.

Of our own lines we know what stands in them. A library writes what it was given, and so does a fault: the address of a
page with a code in it, a row with an e-mail address. So of both only their kind is written, and the places in the code.
"""

import logging
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType

OURS = "regiotafel"
logger = logging.getLogger(__name__)


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage() if record.name.partition(".")[0] == OURS else " ".join(_known(record))
        lines = [f"{record.levelname} {record.name} {said}".rstrip()]
        if record.exc_info and isinstance(record.exc_info[1], BaseException):
            lines += told_without_words(record.exc_info[1])
        return "\n".join(lines)


def thread_ended(given: threading.ExceptHookArgs) -> None:
    """A thread that dies would write its last words, by itself, to the terminal."""
    logger.error("a thread ended", exc_info=given.exc_value)


def _known(record: logging.LogRecord) -> Iterator[str]:
    """What a library says without what it was given: its sentence with open places, a status, the kind of address."""
    if record.args and isinstance(record.msg, str):
        yield record.msg
    if (status := getattr(record, "status_code", None)) is not None:
        yield str(status)
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None:
        yield f"/{match.route}"
    yield f"({record.module}.{record.funcName})"


def told_without_words(fault: BaseException) -> Iterator[str]:
    """The kinds of a fault and of what led to it, with the lines of code where it happened."""
    seen: set[int] = set()
    now: BaseException | None = fault
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield f"  {type(now).__module__}.{type(now).__qualname__}"
        yield from _places(now.__traceback__)
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"    {frame.filename}:{frame.lineno} {frame.name}"
