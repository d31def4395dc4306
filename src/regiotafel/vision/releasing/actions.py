"""Giving the text a number."""

from datetime import datetime

from django.db import transaction

from regiotafel.history.queries import next_number
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy_line
from regiotafel.vision.actions import lock_document, record_in, tell_readers
from regiotafel.vision.acts import RELEASE_MADE
from regiotafel.vision.messages import RELEASED
from regiotafel.vision.models import Document, Release, ReleasedPassage
from regiotafel.vision.queries import last_release, standing
from regiotafel.vision.releasing.queries import as_released, released
from regiotafel.vision.releasing.rules import check_releasable
from regiotafel.vision.rules import check_title, digest_of_release


@transaction.atomic
def release(*, by: User | None, at: datetime, document: Document, name: str, note: str = "") -> Release:
    """Freezes the whole text as it reads now, under the next number."""
    name, note = tidy_line(name), tidy_line(note)
    check_title(name, 100)
    document = lock_document(document)
    before = last_release(document)
    frozen = [
        ReleasedPassage(
            passage=item.passage,
            wording=item.wording,
            section_title=item.passage.section.title,
            position=position,
            who_acts=item.passage.who_acts,
        )
        for position, item in enumerate(standing(document), start=1)
    ]
    check_releasable(as_released(frozen), as_released(released(before)) if before else [])
    made = Release.objects.create(
        document=document,
        number=next_number(Release.objects.filter(document=document)),
        name=name,
        note=note[:500],
        at=at,
        by=by,
    )
    for row in frozen:
        row.release = made
    ReleasedPassage.objects.bulk_create(frozen)
    held = digest_of_release(made, frozen)
    tell_readers(document, RELEASED, at=at, once=made.number)
    record_in(by, at, RELEASE_MADE, made, document, number=made.number, name=name, digest=held, rows=frozen)
    return made
