"""The way in: the bytes of a file become a document, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import docx, odt
from .blocks import Story
from .document import MODES, Document, Mode, as_json
from .kinds import DOCX, ODT, kind_of
from .packed import tangled
from .sections import document_of

READERS: Mapping[str, Callable[[bytes], Story]] = {DOCX: docx.read, ODT: odt.read}


def read(name: str, data: bytes, changes: Mode) -> Document:
    """name: of the file. Raises FileRefused. What a stranger sent is read by `regiotafel.documents`, apart."""
    try:
        return document_of(READERS[kind_of(name, data)](data), changes)
    except RecursionError:
        raise tangled() from None


def told(data: bytes, ending: str, changes: str) -> bytes:
    """As JSON, for who asks from another process. ending: of the name of the file."""
    return as_json(read(f"document{ending}", data, next(mode for mode in MODES if mode == changes)))
