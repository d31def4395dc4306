"""The printer: whether this machine can draw a PDF, and a process of its own that does.

Drawing takes hundreds of MB that Python does not give back, and some page may take longer than anybody waits. So it is
done in a process of its own, within limits.
"""

from ctypes.util import find_library
from functools import cache

from regiotafel.apart import NotDone, do_apart

# What WeasyPrint loads. On Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
# A report of a hundred kB takes three seconds of a processor and half a GB of addresses; the longest known ten seconds.
MOST_SECONDS, MOST_BYTES = 120, 2 * 1024**3
# On a machine that has more to do.
MOST_SECONDS_IN_ALL = 600


class NotPrintable(NotDone):
    """The page cannot become a PDF that everybody can read; the text says why."""


@cache
def can_print() -> bool:
    """Asked before anybody is sent to wait for a print."""
    return all(find_library(name) for name in LIBRARIES)


def print_apart(html: str, *, seconds: int = MOST_SECONDS, n_bytes: int = MOST_BYTES) -> bytes:
    """The page as tagged PDF. Raises NotPrintable when it cannot be made, or not within the limits.

    seconds: of a processor. n_bytes: of address space.
    """
    work = "regiotafel.reports.pdf:written"
    try:
        return do_apart(work, html.encode(), seconds=seconds, n_bytes=n_bytes, seconds_in_all=MOST_SECONDS_IN_ALL)
    except NotDone as fault:
        raise NotPrintable(str(fault)) from None
