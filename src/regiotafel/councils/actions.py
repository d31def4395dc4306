"""What the subjects share: the history of what is done about councils."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.vision.models import Document


def record_about(
    by: User | None,
    at: datetime,
    act: Act,
    about: Model,
    document: Document,
    *,
    rows: Iterable[Model] = (),
    gone: Iterable[Model] = (),
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
        gone=gone,
    )
