"""Files to take along: their name, and what takes seconds to print made once. And files that somebody brings."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core import signing
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regiotafel import __version__
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import Sentence
from regiotafel.web.pages import Response, kept_by_reader

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Found = TypeVar("Found")
# In bytes, of a file that is read while somebody waits.
MOST_BROUGHT = 1_000_000
KEPT_FOR = 7 * 24 * 3600
# A task that was asked for this long ago has died: ask again.
TAKES_AT_MOST = 120
# What could not be made is not tried again for so long: the next try may take as much.
NOT_AGAIN_FOR = 600
PRINTS = "prints"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(response: Response, *words: object, ending: str, inline: bool = False) -> Response:
    """Names what comes back after these words, and keeps it out of shared caches.

    inline: a browser that can show it does.
    """
    name = "-".join(str(word) for word in words if str(word))
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}.{ending}"'
    return kept_by_reader(response)


def csv_file(parts: Iterable[str], *words: object) -> StreamingHttpResponse:
    """A table, sent as it is made."""
    return as_file(StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8"), *words, ending="csv")


def lines_file(parts: Iterable[str], *words: object) -> StreamingHttpResponse:
    """JSON by the line, sent as it is made."""
    return as_file(StreamingHttpResponse(parts, content_type="application/x-ndjson"), *words, ending="jsonl")


def workbook_file(content: bytes, *words: object) -> HttpResponse:
    """A table with two clicks: the program that opens it need not be told where cells end."""
    return as_file(HttpResponse(content, content_type=WORKBOOK), *words, ending="xlsx")


def document_file(content: bytes, *words: object) -> HttpResponse:
    """A text to go on with in Word or LibreOffice."""
    return as_file(HttpResponse(content, content_type=DOCUMENT), *words, ending="docx")


def pdf_file(content: bytes, *words: object) -> HttpResponse:
    return as_file(HttpResponse(content, content_type="application/pdf"), *words, ending="pdf", inline=True)


def zip_file(content: bytes, *words: object) -> HttpResponse:
    return as_file(HttpResponse(content, content_type="application/zip"), *words, ending="zip")


# --- Files that somebody brought ---


def read_brought(brought: "UploadedFile[bytes]", read: Callable[[bytes], Found]) -> Found:
    """What `read` makes of a file in a form. Raises ValidationError, in the sentences that the form shows."""
    if (brought.size or 0) > MOST_BROUGHT:
        raise ValidationError(_("Dit bestand is te groot. Het mag hooguit 1 MB zijn."))
    try:
        return read(brought.read())
    except FileRefused as refused:
        raise ValidationError(sentences_of(refused)) from None


def signed(carried: object, salt: str, place: Model) -> str:
    """What a page shows of a file, to be sent along until it is taken over: signed for this place, for the same page of
    another is not what was seen here."""
    return signing.dumps(carried, salt=f"{salt}.{place.pk}", compress=True)


def unsigned(text: str, salt: str, place: Model, read: Callable[[Any], Found]) -> Found:
    """What `read` makes of it. Raises ValidationError when it is not what a page showed, or names what is gone."""
    try:
        return read(signing.loads(text, salt=f"{salt}.{place.pk}"))
    except (signing.BadSignature, KeyError):
        raise ValidationError(_("Dit is niet meer te lezen. Kies het bestand opnieuw.")) from None


def sentences_of(refused: FileRefused) -> list[str]:
    """Why a file was refused: in one sentence, then what is wrong on which line."""
    lines = [
        _("Regel %(line)d: %(fault)s") % {"line": line, "fault": translated(fault)} if line else translated(fault)
        for line, fault in refused.faults
    ]
    return [translated(refused.summary), *lines]


def translated(words: object) -> str:
    """A sentence of `formats`, which knows no languages, in that of the reader."""
    if not isinstance(words, Sentence):
        return str(words)
    return _(words.text) % {
        name: translated(value) if isinstance(value, Sentence) else value for name, value in words.filled_in.items()
    }


# --- Printing once ---
#
# The key says what is printed, as it reads now: when that changes it is another print. So is it in another language,
# and where another version of this program prints.


def printed(key: str) -> bytes | None:
    """The print, when it was made before."""
    found: bytes | None = caches[PRINTS].get(_kept_as(key))
    return found


def n_printed(keys: Iterable[str]) -> int:
    """How many of these were made before. One query."""
    return len(caches[PRINTS].get_many([_kept_as(key) for key in keys]))


def ask_to_print(key: str) -> bool:
    """True for the one caller who must start the printing."""
    return caches[PRINTS].add(f"{_kept_as(key)}-asked", 1, TAKES_AT_MOST)


def is_asked_to_print(key: str) -> bool:
    return f"{_kept_as(key)}-asked" in caches[PRINTS]


def ask_later(key: str) -> None:
    """The printing was not started after all: who asks next may."""
    caches[PRINTS].delete(f"{_kept_as(key)}-asked")


def could_not_print(key: str) -> bool:
    """Whether it was tried not long ago, in vain."""
    return f"{_kept_as(key)}-in-vain" in caches[PRINTS]


def tell_how_far(key: str, done: int, total: int) -> None:
    """Of a file with many parts, for who waits for it. key: names it whatever stands in it."""
    caches[PRINTS].set(f"{_kept_as(key)}-how-far", (done, total), TAKES_AT_MOST)


def how_far(key: str) -> tuple[int, int] | None:
    """None when nobody is busy with it."""
    found: tuple[int, int] | None = caches[PRINTS].get(f"{_kept_as(key)}-how-far")
    return found


def tell_no_more(key: str) -> None:
    caches[PRINTS].delete(f"{_kept_as(key)}-how-far")


def print_once(key: str, write: Callable[[], bytes]) -> bytes:
    """What was printed before, or what is written now, kept for the next reader."""
    if (before := printed(key)) is not None:
        return before
    try:
        made = write()
    except Exception:  # whoever waits for it must hear
        caches[PRINTS].set(f"{_kept_as(key)}-in-vain", 1, NOT_AGAIN_FOR)
        raise
    caches[PRINTS].set(_kept_as(key), made, KEPT_FOR)
    return made


def _kept_as(key: str) -> str:
    return f"{__version__}-{get_language()}-{key}"
