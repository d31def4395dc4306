"""Printing a reaction note as PDF, once for each text it can have: a better answer makes another print."""

import hashlib

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from regiotafel import __version__
from regiotafel.publishing.actions.printing import KEPT_FOR, TAKES_AT_MOST
from regiotafel.publishing.queries.note import fingerprint, note_of
from regiotafel.reports import html
from regiotafel.reports.printer import can_print
from regiotafel.vision.models import Release


def paper(release: Release, how: str, source_url: str) -> str:
    """The note as one file, for printing."""
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


def print_key(release: Release, how: str, source_url: str) -> str:
    """Names the print of the note as it reads now."""
    words = "|".join((__version__, how, source_url, fingerprint(release)))
    return f"reactienota-{hashlib.sha256(words.encode()).hexdigest()}"


def printed_note(key: str) -> bytes | None:
    found: bytes | None = cache.get(key)
    return found


def ask_to_print_note(key: str) -> bool:
    """True for the one caller who must start the printing."""
    return can_print() and cache.add(f"{key}-asked", 1, TAKES_AT_MOST)


def print_note(release: Release, how: str, source_url: str) -> bytes:
    """The note as PDF/UA, kept for the next reader."""
    from regiotafel.reports import pdf  # noqa: PLC0415  # takes a second and much memory: only for who prints

    # Before it is read: a better answer that comes in meanwhile makes another print.
    key = print_key(release, how, source_url)
    if (before := printed_note(key)) is not None:
        return before
    made = pdf.write(paper(release, how, source_url))
    cache.set(key, made, KEPT_FOR)
    return made
