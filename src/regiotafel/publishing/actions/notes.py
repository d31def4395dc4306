"""Printing a reaction note as PDF, once for each text it can have: a better answer makes another print."""

import hashlib
from collections.abc import Sequence

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from regiotafel import __version__
from regiotafel.publishing.actions.printing import KEPT_FOR, TAKES_AT_MOST
from regiotafel.publishing.queries.note import Note, NoteEntry, fingerprint, note_of
from regiotafel.reports import html
from regiotafel.reports.printer import can_print
from regiotafel.vision.models import Release

# A print of so many answers takes some twelve seconds and a quarter of a gigabyte; of all at once it takes too much.
IN_A_PRINT = 250


def parts_of(note: Note) -> list[Sequence[NoteEntry]]:
    """The prints of a note: the first has what it says in short, the last what we changed ourselves."""
    starts = range(0, len(note.entries), IN_A_PRINT)
    return [note.entries[start : start + IN_A_PRINT] for start in starts] or [[]]


def paper(release: Release, how: str, source_url: str, part: int = 1) -> str:
    """The note, or a part of a long one, as one file for printing."""
    note = note_of(release)
    parts = parts_of(note)
    context = {
        "note": note,
        "groups": note.grouped(how, parts[part - 1]),
        "part": part,
        "n_parts": len(parts),
        "is_last": part == len(parts),
        "release": release,
        "document": release.document,
        "region": release.document.region,
        "styles": mark_safe(html.styles()),  # noqa: S308  # our own file
        "source_url": source_url,
        "is_paper": True,
    }
    return render_to_string("publishing/note_file.html", context)


def print_key(release: Release, how: str, source_url: str, part: int = 1) -> str:
    """Names the print of this part of the note as it reads now."""
    words = "|".join((__version__, how, source_url, str(part), fingerprint(release)))
    return f"reactienota-{hashlib.sha256(words.encode()).hexdigest()}"


def printed_note(key: str) -> bytes | None:
    found: bytes | None = cache.get(key)
    return found


def ask_to_print_note(key: str) -> bool:
    """True for the one caller who must start the printing."""
    return can_print() and cache.add(f"{key}-asked", 1, TAKES_AT_MOST)


def print_note(release: Release, how: str, source_url: str, part: int = 1) -> bytes:
    """A part of the note as PDF/UA, kept for the next reader."""
    from regiotafel.reports import pdf  # noqa: PLC0415  # takes a second and much memory: only for who prints

    # Before it is read: a better answer that comes in meanwhile makes another print.
    key = print_key(release, how, source_url, part)
    if (before := printed_note(key)) is not None:
        return before
    made = pdf.write(paper(release, how, source_url, part))
    cache.set(key, made, KEPT_FOR)
    return made
