"""Links for what outlives a request: print, mail, feeds, and what is stored.

They begin with where the site stands by its settings. The `Host` of a request is whatever its sender wrote.
"""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.urls import reverse


def link(name: str, *args: object) -> str:
    return whole(reverse(name, args=args))


def whole(path: str) -> str:
    """path: from the root of the site, with what stands behind `?` and `#`."""
    address: str = settings.ADDRESS
    return address + path


def moved_home(url: str) -> str:
    """The same page of the site where the site stands, whatever machine and port the link names."""
    return whole(urlunsplit(("", "", *urlsplit(url)[2:])))


def host() -> str:
    """Of the site, with its port when it has one of its own, as people read it."""
    return urlsplit(whole("")).netloc


def host_name() -> str:
    return urlsplit(whole("")).hostname or ""


def is_of_this_machine() -> bool:
    """Nobody said where the site stands: what is printed or mailed leads nowhere for who sits at another machine."""
    return host_name() in ("localhost", "127.0.0.1", "::1")


def without_scheme(url: str) -> str:
    """As it is written on paper."""
    return url.split("://", 1)[-1]
