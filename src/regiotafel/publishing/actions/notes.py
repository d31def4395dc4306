"""Printing a reaction note as PDF, once for each text it can have: a better answer makes another print."""

import hashlib

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from regiotafel import __version__
from regiotafel.publishing.actions.printing import KEPT_FOR, TAKES_AT_MOST
from regiotafel.publishing.queries.note import note_of
from regiotafel.reports import html
from regiotafel.vision.models import Release


def paper(release: Release, how: str, source_url: str) -> str:
    """The note as one file, for printing. Nothing in it changes but the note itself: no clock."""
    note = note_of(release)
    context = {
        "note": note,
        "groups": note.grouped(how),
        "release": release,
        "document": release.document,
        "region": release.document.region,
        "styles": mark_safe(html.styles()),  # noqa: S308  # our own file
        "source_url": source_url,
        "is_paper": True,
    }
    return render_to_string("publishing/note_file.html", context)


def printed_note(page: str) -> bytes | None:
    found: bytes | None = cache.get(_key(page))
    return found


def ask_to_print_note(page: str) -> bool:
    """True for the one caller who must start the printing."""
    return cache.add(f"{_key(page)}-asked", 1, TAKES_AT_MOST)


def print_note(page: str) -> bytes:
    """The note as PDF/UA, kept for the next reader."""
    from regiotafel.reports import pdf  # noqa: PLC0415  # takes a second and much memory: only for who prints

    if (before := printed_note(page)) is not None:
        return before
    made = pdf.write(page)
    cache.set(_key(page), made, KEPT_FOR)
    return made


def _key(page: str) -> str:
    return f"reactienota-{__version__}-{hashlib.sha256(page.encode()).hexdigest()}"
