"""What writing and releasing share: one act at a time on a document, and its history."""

from datetime import datetime
from functools import partial

from regiotafel.history.actions import record_within
from regiotafel.thread.following.actions import tell
from regiotafel.thread.rules import Message
from regiotafel.vision.models import Document, Passage
from regiotafel.vision.queries import knot_of_text


def lock_document(document: Document) -> Document:
    """One act at a time on the order and the numbers of a document."""
    return Document.objects.select_for_update(of=("self",)).select_related("region").get(pk=document.pk)


def lock_passage(passage: Passage) -> Passage:
    rows = Passage.objects.select_for_update(of=("self", "knot"))
    return rows.select_related("document__region", "section", "knot").get(pk=passage.pk)


def tell_readers(document: Document, message: Message, *, at: datetime, once: object) -> None:
    """Whoever follows the whole text."""
    knot = knot_of_text(document)
    if knot is not None:
        tell(knot=knot, message=message, at=at, once=once)


record_in = partial(record_within, "document")
