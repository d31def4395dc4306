"""A process that ends with the one that started it, however that ends."""

import ctypes
import os
import signal
import sys

# In <linux/prctl.h>: a signal when the parent ends.
PR_SET_PDEATHSIG = 1
GONE = 4


def end_with(parent: int) -> None:
    """From here on this process lives no longer than who started it, also where that died a moment before. Only Linux
    can promise it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(GONE)
