"""The printer: whether this machine can draw a PDF, and a process of its own that does.

Drawing takes hundreds of MB that Python does not give back, and some page may take longer than anybody waits. So it is
done in a process that ends with it, within limits.
"""

import os
import subprocess
import sys
from ctypes.util import find_library
from functools import cache
from signal import Signals

# What WeasyPrint loads. On Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
# A report of a hundred kB takes three seconds of a processor and half a GB of addresses; the longest known ten seconds.
MOST_SECONDS, MOST_BYTES = 120, 2 * 1024**3
# On a machine that has more to do.
MOST_SECONDS_IN_ALL = 600
REFUSED = 3
# What the names begin with of what it is told of its surroundings: where Python, libraries and fonts are, and no key or
# password.
TOLD = ("PATH", "HOME", "LANG", "LC_", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_", "XDG_", "PYTHON")


class NotPrintable(Exception):
    """The page cannot become a PDF that everybody can read; the text says why."""


@cache
def can_print() -> bool:
    """Asked before anybody is sent to wait for a print."""
    return all(find_library(name) for name in LIBRARIES)


def print_apart(html: str, *, seconds: int = MOST_SECONDS, n_bytes: int = MOST_BYTES) -> bytes:
    """The page as tagged PDF. Raises NotPrintable when it cannot be made, or not within the limits.

    seconds: of a processor. n_bytes: of address space.
    """
    command = [sys.executable, "-P", "-m", "regiotafel.reports.pdf", *map(str, (seconds, n_bytes, os.getpid()))]
    told = {name: value for name, value in os.environ.items() if name.startswith(TOLD)}
    try:
        done = subprocess.run(  # noqa: S603  # ourselves
            command, env=told, input=html.encode(), capture_output=True, check=False, timeout=MOST_SECONDS_IN_ALL
        )
    except subprocess.TimeoutExpired:
        raise NotPrintable(f"not ready after {MOST_SECONDS_IN_ALL} seconds") from None
    if done.returncode == REFUSED:
        raise NotPrintable(done.stderr.decode())
    if done.returncode < 0:
        raise NotPrintable(f"ended by {Signals(-done.returncode).name}")
    if done.returncode:  # not its own words: they may hold what people wrote
        raise NotPrintable(f"ended with {done.returncode}")
    return done.stdout
