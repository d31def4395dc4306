"""Which kind of text a file is: by its name, and its first bytes must say the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import Sentence, _, gettext_noop

MOST_BYTES = 50_000_000
AS_WORD = _("Sla het op als Word-document (.docx).")
DOCX, ODT = "docx", "odt"
MARKDOWN, HTML, PDF = "markdown", "html", "pdf"
# What is told by how a name ends; and how such a file begins. Of text there is no telling: not as any of the others.
ENDINGS = {
    ".docx": DOCX,
    ".odt": ODT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
}
KINDS: dict[str, bytes] = {DOCX: b"PK\x03\x04", ODT: b"PK\x03\x04", PDF: b"%PDF"}
# What is known and not read, and what to do.
OTHERS: dict[str, Sentence] = {
    **dict.fromkeys(
        (".docm", ".dotm"),
        _("In dit bestand kunnen macro's zitten (programmaatjes). Zulke bestanden lezen we niet. %(do)s", do=AS_WORD),
    ),
    **dict.fromkeys((".doc", ".dot"), _("Dit is een oud Word-bestand. Open het en sla het op als .docx.")),
    **dict.fromkeys(
        (".rtf", ".dotx", ".ott", ".fodt", ".pages", ".wpd", ".odm"),
        _("Dit soort document kunnen we niet lezen. %(do)s", do=AS_WORD),
    ),
}
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What a file is that is not what its name says.
BEGINS: Sequence[tuple[bytes, Sentence]] = (
    (b"%PDF", _("een PDF")),
    (b"PK", _("een ingepakt bestand")),
    (b"{\\rtf", _("een RTF-document")),
    (b"\x89PNG", _("een plaatje")),
    (b"\xff\xd8\xff", _("een plaatje")),
    (b"GIF8", _("een plaatje")),
    (b"MZ", _("een programma")),
    (b"\x7fELF", _("een programma")),
    (b"\x1f\x8b", _("een ingepakt bestand")),
    (b"Rar!", _("een ingepakt bestand")),
    (b"7z\xbc\xaf", _("een ingepakt bestand")),
)


def read_names() -> str:
    *most, last = ENDINGS
    return f"{', '.join(most)} of {last}"


def kind_of(name: str, data: bytes) -> str:
    """Raises FileRefused for what cannot be read, or is not what its name says."""
    kind = kind_of_name(name)
    if not data.strip(b"\0"):
        raise FileRefused(_("Dit bestand is leeg."))
    if len(data) > MOST_BYTES:
        raise too_large()
    if data.startswith(OLD_OR_LOCKED):
        if ENCRYPTED in data:
            raise locked()
        raise FileRefused(_("Dit is een oud Word-bestand, of er zit een wachtwoord op. %(do)s", do=AS_WORD))
    if kind not in KINDS or not data.startswith(KINDS[kind]):
        _check_begin(PurePath(name).suffix.lower(), data)
        if kind in KINDS:
            words = gettext_noop(
                "Dit bestand heet %(ending)s, maar dat is het niet. Sla het opnieuw op als %(ending)s."
            )
            raise FileRefused(_(words, ending=PurePath(name).suffix.lower()))
    return kind


def _check_begin(ending: str, data: bytes) -> None:
    for begin, what in BEGINS:
        if data.startswith(begin):
            words = gettext_noop("Dit bestand heet %(ending)s, maar het is %(what)s. Kies het goede bestand.")
            raise FileRefused(_(words, ending=ending, what=what))


def kind_of_name(name: str) -> str:
    """Before anything of the file is read. Raises FileRefused."""
    ending = PurePath(name).suffix.lower()
    if ending in OTHERS:
        raise FileRefused(OTHERS[ending])
    if not ending:
        words = gettext_noop(
            "De naam van dit bestand zegt niet wat voor bestand het is. De naam moet eindigen op %(names)s."
        )
        raise FileRefused(_(words, names=read_names()))
    if ending not in ENDINGS:
        words = gettext_noop("Bestanden met een naam op %(ending)s kunnen we niet lezen. Wel: %(names)s.")
        raise FileRefused(_(words, ending=ending[:20], names=read_names()))
    return ENDINGS[ending]


def too_large() -> FileRefused:
    words = gettext_noop(
        "Dit bestand is te groot. Het mag hooguit %(n)d MB zijn. Maak de plaatjes kleiner of haal ze weg."
    )
    return FileRefused(_(words, n=MOST_BYTES // 1_000_000))


def locked() -> FileRefused:
    return FileRefused(_("Op dit bestand zit een wachtwoord. Haal dat weg en sla het opnieuw op."))
