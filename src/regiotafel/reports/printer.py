"""Whether this machine can draw a PDF. Asked before anybody is sent to wait for one."""

from ctypes.util import find_library
from functools import cache

# What WeasyPrint loads. On Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


@cache
def can_print() -> bool:
    return all(find_library(name) for name in LIBRARIES)
