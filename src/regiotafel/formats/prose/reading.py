"""The way in: the bytes of a file become a document, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from .blocks import Story
from .document import MODES, Document, Mode, as_json
from .kinds import DOCX, HTML, MARKDOWN, ODT, PDF, kind_of
from .packed import tangled
from .sections import document_of

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
        module, function = READERS[kind_of(name, data)]
        story: Story = getattr(import_module(f"{__package__}.{module}"), function)(data)
        return document_of(story, changes)
    except RecursionError:
        raise tangled() from None


def told(data: bytes, ending: str, changes: str) -> bytes:
    """As JSON, for who asks from another process. ending: of the name of the file."""
    return as_json(read(f"document{ending}", data, next(mode for mode in MODES if mode == changes)))
