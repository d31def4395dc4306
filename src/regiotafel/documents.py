"""Documents that people bring, read in a process of its own: pages and commands read them here."""

from pathlib import PurePath

from regiotafel.apart import Ended, NotDone, TooMuch, do_apart
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.document import Document, Mode, Returned, from_json, returned_from_json
from regiotafel.formats.prose.kinds import MOST_BYTES, kind_of_name, read_names, too_large
from regiotafel.formats.sentence import _, gettext_noop

# A document of 2,000 paragraphs takes half a second and 100 MB; the largest that is let in ten and 700.
MOST_SECONDS, MOST_MEMORY = 30, 1024**3


def read_apart(name: str, data: bytes, changes: Mode) -> Document:
    """name: of the file; what counts is how it ends. Raises FileRefused."""
    return from_json(_apart("told", name, data, changes))


def read_returned_apart(name: str, data: bytes) -> Returned:
    """A text that came back, as each person would have it. Raises FileRefused."""
    return returned_from_json(_apart("told_returned", name, data))


def _apart(function: str, name: str, data: bytes, *more: str) -> bytes:
    kind_of_name(name)
    if len(data) > MOST_BYTES:
        raise too_large()
    ending = PurePath(name).suffix.lower()
    work = f"regiotafel.formats.prose.reading:{function}"
    try:
        return do_apart(work, data, ending, *more, seconds=MOST_SECONDS, n_bytes=MOST_MEMORY)
    except TooMuch:
        words = gettext_noop(
            "Dit document kost te veel tijd of geheugen om te lezen. Deel het op, of haal er plaatjes en tabellen uit."
        )
        raise FileRefused(_(words)) from None
    except Ended:  # a mistake of ours: the other formats are read by other code
        words = gettext_noop("Het lukt ons niet om dit document te lezen. Sla het op in een ander soort: %(names)s.")
        raise FileRefused(_(words, names=read_names())) from None
    except NotDone as refused:
        raise FileRefused(str(refused)) from None
