"""Work that may take too much, such as reading what a stranger sent: in a process of its own, within limits.

Its memory is given back when it ends, and whatever goes wrong in it goes wrong there. It knows no key or password.
"""

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from signal import Signals

from regiotafel.parents import end_with
from regiotafel.refused import Refused

REFUSED, NO_ROOM = 3, 4
GARBAGE = 100_000
# What the names begin with of what it is told of its surroundings: where Python, libraries and fonts are, and no key or
# password.
TOLD = ("PATH", "HOME", "LANG", "LC_", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_", "XDG_", "PYTHON")


class NotDone(Exception):
    """The work could not be done; the text says why, in the words of who does it."""


class Ended(NotDone):
    """It broke off."""


class TooMuch(Ended):
    """It went beyond a limit."""


def do_apart(
    work: str, given: bytes, *arguments: str, seconds: int, n_bytes: int, seconds_in_all: int | None = None
) -> bytes:
    """What `work` (module:function) makes of what is given. Raises NotDone.

    seconds: of a processor. n_bytes: of address space. seconds_in_all: on a machine that has more to do.
    """
    limits = map(str, (seconds, n_bytes, os.getpid()))
    command = [sys.executable, "-P", "-m", "regiotafel.apart", *limits, work, *arguments]
    told = {name: value for name, value in os.environ.items() if name.startswith(TOLD)}
    try:
        done = subprocess.run(  # noqa: S603  # ourselves
            command, env=told, input=given, capture_output=True, check=False, timeout=seconds_in_all or 5 * seconds
        )
    except subprocess.TimeoutExpired as late:
        raise TooMuch(f"not ready after {late.timeout:.0f} seconds") from None
    if done.returncode == REFUSED:
        raise NotDone(done.stderr.decode())
    if done.returncode == NO_ROOM:
        raise TooMuch("ended without memory")
    if done.returncode < 0:
        raise TooMuch(f"ended by {Signals(-done.returncode).name}")
    if done.returncode:  # not its own words: they may hold what people wrote
        raise Ended(f"ended with {done.returncode}")
    return done.stdout


def main(typed: Sequence[str]) -> int:
    """In the other process: from what comes in to what goes out, and no longer than who asked for it lives."""
    seconds, n_bytes, asker = map(int, typed[:3])
    end_with(asker)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
    # It lives for one piece of work, which makes many things and lets go of few: to look for those costs a tenth.
    gc.set_threshold(GARBAGE)
    module, _, name = typed[3].partition(":")
    work = getattr(import_module(module), name)
    try:
        made: bytes = work(sys.stdin.buffer.read(), *typed[4:])
    except (Refused, NotDone) as fault:
        sys.stderr.buffer.write(str(fault).encode())
        return REFUSED
    except MemoryError:
        return NO_ROOM
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    # By its name, so that what is raised here is what others raise.
    sys.exit(import_module("regiotafel.apart").main(sys.argv[1:]))
