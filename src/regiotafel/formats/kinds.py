"""What a file is, by its first bytes: of what is no table, a sentence that says how to save it right."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from .faults import FileRefused
from .sentence import Sentence, _


def _saved_again(what: Sentence) -> Sentence:
    return _("%(what)s Sla het op als CSV met UTF-8 of als Excel-werkmap (.xlsx).", what=what)


OLD_EXCEL = _(
    "Dit is een oud Excel-bestand (.xls), of er zit een wachtwoord op. "
    "Open het in Excel, haal het wachtwoord weg en sla het op als Excel-werkmap (.xlsx)."
)
PICTURE = _saved_again(_("Dit is een plaatje."))
WORKBOOK, STRICT = "xl/workbook.xml", b"http://purl.oclc.org/ooxml/"
# The first bytes, and what a person reads.
BEGINS: tuple[tuple[bytes, Sentence], ...] = (
    (b"\xd0\xcf\x11\xe0", OLD_EXCEL),
    (b"%PDF", _saved_again(_("Dit is een PDF. Daar staan geen vakken in die we kunnen lezen. Zoek de tabel zelf op."))),
    (b"{\\rtf", _saved_again(_("Dit is een tekst met opmaak (RTF), geen tabel."))),
    (b"\x1f\x8b", _("Dit bestand is ingepakt (gzip). Pak het uit en kies het bestand dat erin zit.")),
    (b"7z\xbc\xaf", _("Dit bestand is ingepakt (7z). Pak het uit en kies het bestand dat erin zit.")),
    (b"Rar!", _("Dit bestand is ingepakt (RAR). Pak het uit en kies het bestand dat erin zit.")),
    (b"\xfd7zXZ", _("Dit bestand is ingepakt (xz). Pak het uit en kies het bestand dat erin zit.")),
    (b"BZh", _("Dit bestand is ingepakt (bzip2). Pak het uit en kies het bestand dat erin zit.")),
    (b"\x28\xb5\x2f\xfd", _("Dit bestand is ingepakt (zstd). Pak het uit en kies het bestand dat erin zit.")),
    (b"PAR1", _("Dit is een Parquet-bestand. Geef de map waar het in staat, of een CSV of XLSX.")),
    (b"SQLite format 3", _saved_again(_("Dit is een database, geen tabel."))),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"RIFF", _saved_again(_("Dit is een plaatje, of geluid of beeld."))),
)
# A part of a packed file, and what it is then.
PACKED: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (re.compile(r"xl/workbook\.bin"), _saved_again(_("Dit is een Excel-bestand in binaire vorm (.xlsb)."))),
    (
        re.compile(r"Index/.{0,200}\.iwa|Index\.zip"),
        _("Dit is een bestand van Numbers. Kies daar: Exporteer naar Excel."),
    ),
    (re.compile(r"content\.xml"), _saved_again(_("Dit is een bestand van LibreOffice (.ods)."))),
    (
        re.compile(r"word/document\.xml"),
        _saved_again(_("Dit is een Word-bestand, geen tabel. Zet de tabel in Excel.")),
    ),
    (re.compile(r"ppt/presentation\.xml"), _saved_again(_("Dit is een presentatie, geen tabel."))),
)
MARKUP = re.compile(r"<(?:!doctype|html|head|body|table|div|meta|style|\?xml|svg)\b|<!--", re.IGNORECASE)
HTML = _saved_again(_("Dit is een webpagina, ook al heet het bestand anders. Open het in Excel of LibreOffice."))
XML = _saved_again(_("Dit is een XML-bestand, ook al heet het anders. Open het in Excel of LibreOffice."))
JSON = re.compile(r'\{\s*["}]|\[\s*[\[{"]')


def check_is_table(data: bytes) -> None:
    """Raises FileRefused for what is known to be something else."""
    start = data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")
    for begin, words in BEGINS:
        if start.startswith(begin):
            raise FileRefused(words)


def check_is_workbook(data: bytes) -> None:
    """Of a packed file: raises FileRefused when something else than a workbook is in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            book = packed.open(WORKBOOK).read(5_000) if WORKBOOK in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError):
        return  # broken: who reads it says so
    if STRICT in book:
        raise FileRefused(_("Dit is een Strict Open XML-werkmap. Sla het op als gewone Excel-werkmap (.xlsx)."))
    if book:
        return
    for part, words in PACKED:
        if any(part.fullmatch(name) for name in names):
            raise FileRefused(words)
    if "[Content_Types].xml" not in names:
        raise FileRefused(_("Dit bestand is ingepakt (zip). Pak het uit en kies het bestand dat erin zit."))


def check_is_no_markup(text: str) -> None:
    begin = text[:500].lstrip("\ufeff \t\r\n")
    if found := MARKUP.match(begin):
        raise FileRefused(XML if found[0].lower() == "<?xml" and "<html" not in begin.lower() else HTML)
    if JSON.match(begin):
        raise FileRefused(_("Dit is een JSON-bestand, geen tabel. Kies een CSV of een XLSX."))
