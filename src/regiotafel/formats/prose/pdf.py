"""A PDF as a story: its words only. What was a heading or a table was drawn, and nobody can tell it from the rest."""

from __future__ import annotations

import io
from itertools import groupby

from pypdf import PasswordType, PdfReader

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import _

from .blocks import Block, Paragraph, Piece, Story
from .kinds import locked
from .packed import broken

MOST_PAGES = 1000
# Of what draws the pages, unpacked. A page of words takes 5 kB; reading a MB takes more than a second.
MOST_DRAWN = 10_000_000


def read(data: bytes) -> Story:
    """Raises FileRefused."""
    try:
        reader = PdfReader(io.BytesIO(data))
        is_locked = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED
        n_pages = 0 if is_locked else len(reader.pages)
        is_too_much = not is_locked and (n_pages > MOST_PAGES or _is_drawn_too_much(reader))
        pages = [] if is_locked or is_too_much else [page.extract_text() for page in reader.pages]
    except MemoryError:
        raise
    except Exception:  # whatever a library thinks of a file that somebody made up
        raise broken() from None
    if is_locked:
        raise locked()
    if n_pages > MOST_PAGES:
        raise FileRefused(_("Deze PDF heeft te veel pagina's. Het mogen er hooguit %(n)d zijn.", n=MOST_PAGES))
    if is_too_much:
        raise FileRefused(_("In deze PDF staat te veel om te lezen. Deel hem op, of vraag om het document."))
    story = Story([block for page in pages for block in _paragraphs(page)])
    if not story.blocks:
        raise FileRefused(
            _("In deze PDF staat geen tekst die we kunnen lezen, alleen plaatjes. Vraag om het document.")
        )
    story.left_out["layout"] = n_pages
    return story


def _is_drawn_too_much(reader: PdfReader) -> bool:
    """Looked at before anything is read: a small file can hold very much."""
    n_bytes = 0
    for page in reader.pages:
        contents = page.get_contents()
        n_bytes += 0 if contents is None else len(contents.get_data())
        if n_bytes > MOST_DRAWN:
            return True
    return False


def _paragraphs(page: str) -> list[Block]:
    """What stands between two empty lines."""
    parts = groupby(page.splitlines(), key=lambda line: bool(line.strip()))
    return [Paragraph(pieces=[Piece("\n".join(lines))]) for is_filled, lines in parts if is_filled]
