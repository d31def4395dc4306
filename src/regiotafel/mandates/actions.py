"""What the register and its rounds share: one act at a time on what belongs to a region, and its history."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.mandates.models import Subject
from regiotafel.people.models import User


def lock_subject(subject: Subject) -> Subject:
    """As it is now, and until this act is over."""
    rows = Subject.objects.select_for_update(of=("self", "knot"))
    return rows.select_related("region", "knot").get(pk=subject.pk)


def record_about(
    by: User | None,
    at: datetime,
    act: Act,
    about: Model,
    subject: Subject,
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
        region=subject.region.slug,
        data={"title": subject.title, **data},
        rows=rows,
        gone=gone,
    )
