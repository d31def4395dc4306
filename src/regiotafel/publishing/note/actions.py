"""Printing a reaction note as PDF, once for each text it can have: a better answer makes another print."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from regiotafel.history.actions import publish_head
from regiotafel.publishing.note.queries import fingerprint, note_of, parts_of
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.vision.deciding.queries import by_council, when_told_as_adopted
from regiotafel.vision.models import Release
from regiotafel.web.files import print_once


def paper(release: Release, how: str, source_url: str, part: int = 1) -> str:
    """The note, or a part of a long one, as one file for printing."""
    note = note_of(release)
    parts = parts_of(note.entries)
    context = {
        "note": note,
        "groups": note.grouped(how, parts[part - 1]),
        "part": part,
        "n_parts": len(parts),
        "is_last": part == len(parts),
        "release": release,
        "document": release.document,
        "region": release.document.region,
        "styles": html.styles(),
        "source_url": source_url,
        "is_paper": True,
        "adopted": [council for council in by_council(release) if council.is_adopted],
        "told_as_adopted": when_told_as_adopted(release),
        "told": publish_head(at=timezone.now(), region=release.document.region.slug),
        "site": settings.ADDRESS,
    }
    return render_to_string("publishing/note_file.html", context)


def note_key(release: Release, how: str, source_url: str, part: int = 1) -> str:
    """Names the print of this part of the note as it reads now."""
    return note_keys(release, how, source_url, [part])[0]


def note_keys(release: Release, how: str, source_url: str, parts: Iterable[int]) -> list[str]:
    """Of many parts, for as many queries as of one."""
    reads = fingerprint(release)
    words = ["|".join((how, source_url, str(part), reads)) for part in parts]
    return [f"reactienota-{hashlib.sha256(one.encode()).hexdigest()}" for one in words]


def print_note(release: Release, how: str, source_url: str, part: int = 1) -> bytes:
    """A part of the note as PDF/UA, kept for the next reader."""
    # The key before the note is read: a better answer that comes in meanwhile makes another print.
    key = note_key(release, how, source_url, part)
    return print_once(key, lambda: print_apart(paper(release, how, source_url, part)))
