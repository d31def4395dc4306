"""`regiotafel read-document`: what stands in a document, with its tracked changes and comments, without a server."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from regiotafel.documents import read_apart
from regiotafel.formats.prose.document import MODES, Change, Document, as_json
from regiotafel.formats.prose.kinds import MOST_BYTES, kind_of_name, read_names, too_large
from regiotafel.formats.prose.telling import counted
from regiotafel.formats.tables import load
from regiotafel.text.tidy import tidy, tidy_line

from .outputs import write_files

KINDS = {
    "insertion": "toegevoegd",
    "deletion": "weggehaald",
    "move": "verplaatst",
    "paragraph insertion": "nieuwe alinea begonnen",
    "paragraph deletion": "alinea's samengevoegd",
    "paragraph move": "alinea verplaatst",
    "row insertion": "rij toegevoegd",
    "row deletion": "rij weggehaald",
    "row move": "rij verplaatst",
    "cell insertion": "cel toegevoegd",
    "cell deletion": "cel weggehaald",
}


def arguments(read_document: argparse.ArgumentParser) -> None:
    read_document.add_argument("file", metavar="FILE", type=Path, help=f"een document: {read_names()}")
    read_document.add_argument(
        "--changes",
        choices=MODES,
        default="keep",
        help="bijgehouden wijzigingen in de tekst laten zien (keep), alle overnemen (accept) of alle ongedaan maken "
        "(reject)",
    )
    read_document.add_argument("--json", metavar="OUT.json", help="schrijf alles als JSON (- is het scherm)")


def run(options: argparse.Namespace) -> None:
    path: Path = options.file
    kind_of_name(path.name)
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise too_large()
    document = read_apart(path.name, load(path, MOST_BYTES), options.changes)
    for warning in document.warnings:
        print(warning, file=sys.stderr)
    if options.json == "-":
        sys.stdout.buffer.write(as_json(document) + b"\n")
    elif options.json:
        write_files({Path(options.json): as_json(document).decode() + "\n"})
        print(f"{counted(document)} Geschreven: {options.json}", file=sys.stderr)
    else:
        print("\n".join(_told(document)))
    sys.stdout.flush()


def _told(document: Document) -> Iterator[str]:
    if document.title:
        yield f"{tidy_line(document.title)}\n"
    for section in document.sections:
        if section.title:
            yield f"{'#' * section.level} {tidy_line(section.title)}\n"
        for passage in section.passages:
            yield f"{tidy(passage.text)}\n"
    if document.changes:
        yield "Wijzigingen\n"
        yield from (_change(one) for one in document.changes)
        yield ""
    if document.comments:
        yield "Opmerkingen\n"
        for comment in document.comments:
            done = " (afgehandeld)" if comment.is_resolved else ""
            yield f"- {comment.author}{done} bij “{tidy_line(comment.on)}”: {tidy_line(comment.text)}"
        yield ""
    yield counted(document)


def _change(one: Change) -> str:
    words = tidy_line(one.becomes or one.was)
    return f"- {one.author}, {one.where}: {KINDS[one.kind]}{f' “{words}”' if words else ''}"
