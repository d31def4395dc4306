"""What writing and releasing share: one act at a time on a document, and its history."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.vision.models import CouncilDecision, Document, Passage, Release, Section


def lock_document(document: Document) -> Document:
    """One act at a time on the order and the numbers of a document."""
    return Document.objects.select_for_update(of=("self",)).select_related("region").get(pk=document.pk)


def record_in(
    by: User | None,
    at: datetime,
    act: Act,
    about: Document | Section | Passage | Release | CouncilDecision,
    document: Document,
    *,
    rows: Iterable[Model] = (),
    **data: object,
) -> None:
    record(
        by=by,
        at=at,
        act=act,
        about=about,
        region=document.region.slug,
        data={"document": document.title, **data},
        rows=rows,
    )
