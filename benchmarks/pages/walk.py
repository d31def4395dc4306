# ruff: noqa: PLC0415  # Django is set up first
"""Every page of a region that can be asked for, and what it costs within one process: queries, steps and bytes."""

import gzip
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

# What a list of many is asked besides.
ASKED = {
    "consultations:outcome_whole": ("?volgorde=verdeeld", "?zoek=crisis"),
    "consultations:moderation_log": ("?zoek=crisis",),
    "contributions:index": ("?zoek=crisis", "?stand=answered"),
    "publishing:done": ("?zoek=crisis",),
    "publishing:note": ("?groep=thema",),
    "regions:parties": ("?zoek=partij",),
}
SECOND = re.compile(r'href="(\?[^"#]*pagina=2(?!\d)[^"#]*)')
# The steps of the embedded database are counted so many at a time.
STEPS = 50


@dataclass(frozen=True)
class Cost:
    queries: int
    steps: int
    bytes: int
    gzipped: int
    seconds: float


def public_addresses() -> Iterator[Any]:
    """What anybody may ask for: by who may, not by a list that somebody keeps."""
    from tests.everything import ADDRESSES

    from regiotafel.regions.permissions import PERMISSIONS, Role

    for address in ADDRESSES:
        if address.act in ("", "open") or (
            address.act in PERMISSIONS and Role.VISITOR in PERMISSIONS[address.act].roles
        ):
            yield address


def pages(client: Any, things: dict[str, Any], addresses: Iterator[Any] | None = None) -> dict[str, str]:
    """By what it is called, the address of every page that this visitor can read; lists with their second page."""
    from tests.everything import filled_in

    found = {}
    for address in addresses or public_addresses():
        for slug in ("gesloten", "loopt") if "slug" in address.keys else ("",):
            try:
                url = filled_in(address, things | {"slug": slug})
            except KeyError:  # a key that no invented region has
                continue
            name = " ".join(filter(None, (address.name, slug)))
            response = client.get(url)
            if response.status_code not in (200, 202):
                continue
            found[name] = url
            second = SECOND.search(_body(response).decode(errors="replace"))
            asked = [*ASKED.get(address.name, ()), *([second[1].replace("&amp;", "&")] if second else [])]
            found |= {f"{name} {more}": url + more for more in asked}
    return found


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def cost_of(client: Any, url: str, *, first: bool = False, was_asked: bool = False) -> Cost:
    """Of a page that was asked for before; first: nothing of it is kept, as for who comes first after a change."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from regiotafel.consultations.queries import read_once
    from regiotafel.history.queries import FORGET

    if not was_asked:
        _body(client.get(url))
    if first:
        for name in ("pieces", "texts"):
            caches[name].clear()
        for forget in (read_once.cache_clear, *FORGET):
            forget()
    with CaptureQueriesContext(connection) as queries, _steps(connection) as n_steps:
        begun = time.process_time()
        body = _body(client.get(url))
        took = time.process_time() - begun
    return Cost(len(queries), n_steps(), len(body), len(gzip.compress(body, 6)), took)


@contextmanager
def _steps(connection: Any) -> Iterator[Any]:
    """How much the embedded database did, however quick the machine: the steps of its own machine."""
    n = 0

    def step() -> int:
        nonlocal n
        n += STEPS
        return 0

    connection.ensure_connection()
    counts = connection.vendor == "sqlite"
    if counts:
        connection.connection.set_progress_handler(step, STEPS)
    try:
        yield lambda: n
    finally:
        if counts:
            connection.connection.set_progress_handler(None, STEPS)
