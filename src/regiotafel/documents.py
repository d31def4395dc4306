"""Documents that people bring, read in a process of its own: pages and commands read them here."""

from datetime import date
from pathlib import PurePath

from regiotafel.apart import Ended, NotDone, TooMuch, do_apart
from regiotafel.formats import calendar
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.document import (
    Document,
    Mode,
    Returned,
    Whole,
    from_json,
    returned_from_json,
    whole_from_json,
)
from regiotafel.formats.prose.kinds import MOST_BYTES, kind_of_name, read_names, too_large
from regiotafel.formats.sentence import Sentence, _, gettext_noop

# A document of 2,000 paragraphs takes half a second and 100 MB; the largest that is let in ten and 700.
MOST_SECONDS, MOST_MEMORY = 30, 1024**3
# The calendar of ten years of meetings takes a quarter of a second.
MOST_SECONDS_OF_CALENDAR = 2
# A template with pictures is one or two MB.
MOST_OF_TEMPLATE = 10_000_000


def read_apart(name: str, data: bytes, changes: Mode) -> Document:
    """name: of the file; what counts is how it ends. Raises FileRefused."""
    return from_json(_apart("told", name, data, changes))


def read_returned_apart(name: str, data: bytes) -> Returned:
    """A text that came back, as each person would have it. Raises FileRefused."""
    return returned_from_json(_apart("told_returned", name, data))


def read_whole_apart(name: str, data: bytes) -> Whole:
    """A new text, in chapters and passages. Raises FileRefused."""
    return whole_from_json(_apart("told_whole", name, data))


def _apart(function: str, name: str, data: bytes, *more: str) -> bytes:
    kind_of_name(name)
    if len(data) > MOST_BYTES:
        raise too_large()
    ending = PurePath(name).suffix.lower()
    work = f"regiotafel.formats.prose.reading:{function}"
    too_much = gettext_noop(
        "Dit document kost te veel tijd of geheugen om te lezen. Deel het op, of haal er plaatjes en tabellen uit."
    )
    # A mistake of ours: the other formats are read by other code.
    ended = gettext_noop("Het lukt ons niet om dit document te lezen. Sla het op in een ander soort: %(names)s.")
    return _done(work, data, ending, *more, ended=_(ended, names=read_names()), too_much=_(too_much))


def read_calendar_apart(data: bytes, first: date, last: date) -> list[calendar.Event]:
    """What a calendar says between two days. Raises FileRefused."""
    if len(data) > calendar.MOST_BYTES:
        raise calendar.too_large()
    between = first.isoformat(), last.isoformat()
    ended = gettext_noop(
        "Deze agenda kost te veel tijd of geheugen om te lezen. Exporteer alleen de vergaderingen die nog komen."
    )
    work = "regiotafel.formats.calendar:told"
    return calendar.from_told(_done(work, data, *between, ended=_(ended), seconds=MOST_SECONDS_OF_CALENDAR))


def write_proposal_apart(template: bytes, parts: str) -> bytes:
    """The proposal of a council; parts: as JSON. template: as somebody brought it. Raises FileRefused."""
    if len(template) > MOST_OF_TEMPLATE:
        words = gettext_noop("Dit sjabloon is te groot. Het mag hooguit %(n)d MB zijn. Maak de plaatjes kleiner.")
        raise FileRefused(_(words, n=MOST_OF_TEMPLATE // 1_000_000))
    ended = gettext_noop("Het lukt ons niet om dit sjabloon te lezen. Sla het in Word opnieuw op als .docx.")
    # Together: what goes along with the name of the work may not be long, and a council can get a lot of advice.
    return _done("regiotafel.formats.proposal:written", f"{parts}\n".encode() + template, ended=_(ended))


def _done(
    work: str, data: bytes, *more: str, ended: Sentence, too_much: Sentence | None = None, seconds: int = MOST_SECONDS
) -> bytes:
    """ended: what to say when the work broke off. too_much: when it went beyond a limit, where that is said in other
    words. Raises FileRefused."""
    try:
        return do_apart(work, data, *more, seconds=seconds, n_bytes=MOST_MEMORY)
    except Ended as broke:
        raise FileRefused(too_much if too_much and isinstance(broke, TooMuch) else ended) from None
    except NotDone as refused:
        raise FileRefused(str(refused)) from None
