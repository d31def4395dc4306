"""A document that is a packed folder of XML (DOCX, ODT), opened as if its maker meant us harm.

Nothing is unpacked before it is measured, only the parts that are asked for are read, and their XML may not declare
anything: a few lines of such declarations can multiply to gigabytes, or fetch a file of this machine.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree  # declarations are refused: see _Careful

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import _, gettext_noop

from .kinds import locked

MOST_PARTS = 5_000
# Of all parts together, of one that is read, and of all that are read.
MOST_UNPACKED, MOST_OF_PART, MOST_OF_XML = 300_000_000, 30_000_000, 60_000_000
# What people make is twenty to fifty times as large unpacked; what is made to be slow a thousand times.
MOST_TIMES, ALWAYS_UNPACKED = 150, 2_000_000
# Readers go into what lies in each other step by step, and Python goes so deep and no deeper.
MOST_DEEP = 200
# At each of these signs the parser stops and calls us.
STOPS, MOST_STOPS = (b"<", b"&", b"\n"), 3_000_000
MOST_DIGITS = 9
Element = ElementTree.Element


def broken() -> FileRefused:
    words = gettext_noop(
        "Dit bestand is stuk of niet helemaal aangekomen. Open het, sla het opnieuw op en probeer het nog eens."
    )
    return FileRefused(_(words))


def tangled() -> FileRefused:
    return FileRefused(_("Dit document zit te ingewikkeld in elkaar. Zet de tekst in een nieuw document."))


def too_much() -> FileRefused:
    words = gettext_noop(
        "Dit bestand is uitgepakt veel te groot. Zet de tekst in een nieuw document en probeer het met dat bestand."
    )
    return FileRefused(_(words))


def has_macros() -> FileRefused:
    words = gettext_noop("In dit bestand zitten macro's (programmaatjes). Sla het op zonder macro's.")
    return FileRefused(_(words))


def fetches() -> FileRefused:
    words = gettext_noop(
        "Dit document haalt iets op van een andere plek, zoals een plaatje van een website. Zet het in het document "
        "zelf of haal het weg, en probeer het opnieuw."
    )
    return FileRefused(_(words))


WEB = ("http:", "https:", "ftp:")
ELSEWHERE = (*WEB, "file:", "smb:", "//", "\\\\")


def is_elsewhere(address: str, places: tuple[str, ...] = ELSEWHERE) -> bool:
    return address.strip().lower().startswith(places)


class Packed:
    """Raises FileRefused wherever something is not as it should be."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            raise broken() from None
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise too_much()
        for part in parts:
            if part.flag_bits & 0x1:
                raise locked()
            if part.file_size > max(ALWAYS_UNPACKED, MOST_TIMES * part.compress_size):
                raise too_much()
        self.names = {part.filename for part in parts}
        if len(self.names) < len(parts):  # two readers would read two texts
            raise broken()
        self._n_read = 0

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise broken()
        self._n_read += self._zip.getinfo(name).file_size
        if self._zip.getinfo(name).file_size > MOST_OF_PART or self._n_read > MOST_OF_XML:
            raise too_much()
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise broken() from None

    def xml(self, name: str, other_names: dict[bytes, bytes] | None = None) -> Element:
        """other_names: of a namespace that says the same, and what it is called here."""
        data = self.read(name)
        for other, ours in (other_names or {}).items():
            data = data.replace(other, ours)
        return parse(data)


class _Careful(ElementTree.TreeBuilder):
    """Refuses declarations and what lies too deep, before either does anything."""

    def __init__(self) -> None:
        super().__init__()
        self.deep = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        words = gettext_noop(
            "In dit bestand staan opdrachten die in een document niet horen. We hebben het niet gelezen."
        )
        raise FileRefused(_(words))

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.deep += 1
        if self.deep > MOST_DEEP:
            raise tangled()
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.deep -= 1
        return super().end(tag)


def parse(data: bytes) -> Element:
    if sum(map(data.count, STOPS)) > MOST_STOPS:
        raise too_much()
    parser = ElementTree.XMLParser(target=_Careful())  # noqa: S314  # see _Careful
    try:
        parser.feed(data)
        found = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError):
        raise broken() from None
    if not isinstance(found, Element):
        raise broken()
    return found


def number(told: str, otherwise: int) -> int:
    """What a file says is a number, when it is one that anybody writes."""
    return int(told) if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS else otherwise


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
