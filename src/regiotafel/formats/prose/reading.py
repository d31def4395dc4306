"""The way in: the bytes of a file become a document, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import _

from .blocks import Story
from .document import MODES, Document, Mode, Returned, Whole, as_json
from .kinds import DOCX, HTML, MARKDOWN, ODT, PDF, kind_of
from .packed import tangled
from .returned import returned_of
from .sections import document_of
from .whole import whole_of

# The module and its function; only the one that is needed is loaded.
READERS: Mapping[str, tuple[str, str]] = {
    DOCX: ("docx", "read"),
    ODT: ("odt", "read"),
    MARKDOWN: ("pandoc", "read_markdown"),
    HTML: ("pandoc", "read_html"),
    PDF: ("pdf", "read"),
}


def read(name: str, data: bytes, changes: Mode) -> Document:
    """name: of the file. Raises FileRefused. What a stranger sent is read by `regiotafel.documents`, apart."""
    try:
        return document_of(_story(kind_of(name, data), data), changes)
    except RecursionError:
        raise tangled() from None


def read_returned(name: str, data: bytes) -> Returned:
    """The same of a text that was sent back: as each person would have it. Only of kinds that keep who changed what."""
    kind = kind_of(name, data)
    if kind not in (DOCX, ODT):
        raise FileRefused(_("In dit soort bestand staat niet wie wat veranderde. Stuur een .docx of een .odt."))
    try:
        return returned_of(_story(kind, data))
    except RecursionError:
        raise tangled() from None


def read_whole(name: str, data: bytes) -> Whole:
    """The same of a new text, in chapters and passages."""
    try:
        return whole_of(_story(kind_of(name, data), data))
    except RecursionError:
        raise tangled() from None


def _story(kind: str, data: bytes) -> Story:
    module, function = READERS[kind]
    story: Story = getattr(import_module(f"{__package__}.{module}"), function)(data)
    return story


def told(data: bytes, ending: str, changes: str) -> bytes:
    """As JSON, for who asks from another process. ending: of the name of the file."""
    return as_json(read(f"document{ending}", data, next(mode for mode in MODES if mode == changes)))


def told_returned(data: bytes, ending: str) -> bytes:
    return as_json(read_returned(f"document{ending}", data))


def told_whole(data: bytes, ending: str) -> bytes:
    return as_json(read_whole(f"document{ending}", data))
