"""Giving the text a number."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from regiotafel.history.queries import next_number
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy_line
from regiotafel.thread.linking.queries import Tied, tied
from regiotafel.thread.models import Knot
from regiotafel.vision.actions import lock_document, record_in, tell_readers
from regiotafel.vision.acts import RELEASE_MADE
from regiotafel.vision.checking.queries import freeze_checks
from regiotafel.vision.messages import RELEASED
from regiotafel.vision.models import Document, Release, ReleasedPassage, ReleasedRequirement, ReleasedSection
from regiotafel.vision.queries import last_release, sections_of, standing
from regiotafel.vision.releasing.queries import as_released, chapters_of, release_named, released
from regiotafel.vision.releasing.rules import check_name_free, check_releasable
from regiotafel.vision.rules import check_title, digest_of_release


@transaction.atomic
def freeze(
    *,
    by: User | None,
    at: datetime,
    document: Document,
    name: str,
    note: str = "",
    beside: Callable[[Release], Sequence[Model]] = lambda _made: (),
) -> Release:
    """Freezes the whole text as it reads now, under the next number: its chapters, what hangs on each passage, and how
    it stands beside what the law asks. beside: keeps what else was so on that day; it is sealed with the rest."""
    name, note = tidy_line(name), tidy_line(note)
    check_title(name, 100)
    document = lock_document(document)
    before = last_release(document)
    frozen, chapters, checks = _passages(document), _chapters(document), freeze_checks(document)
    had = list(chapters_of(before)) if before else []
    now = as_released(frozen, chapters if had else [])
    check_releasable(now, as_released(released(before), had) if before else [])
    check_name_free(release_named(document, name))
    made = Release.objects.create(
        document=document,
        number=next_number(Release.objects.filter(document=document)),
        name=name,
        note=note[:500],
        at=at,
        by=by,
    )
    for rows in (frozen, chapters, checks):
        for row in rows:
            row.release = made
    ReleasedPassage.objects.bulk_create(frozen)
    ReleasedSection.objects.bulk_create(chapters)
    ReleasedRequirement.objects.bulk_create(checks)
    held = digest_of_release(made, frozen, chapters)
    tell_readers(document, RELEASED, at=at, once=made.number)
    parts = [*frozen, *chapters, *checks, *beside(made)]
    record_in(by, at, RELEASE_MADE, made, document, number=made.number, name=name, digest=held, rows=parts)
    return made


def _passages(document: Document) -> list[ReleasedPassage]:
    hangs_on = tied(Knot.objects.filter(passage__document=document))
    return [
        ReleasedPassage(
            passage=item.passage,
            wording=item.wording,
            section=item.passage.section,
            section_title=item.passage.section.title,
            position=position,
            who_acts=item.passage.who_acts,
            **item.passage.particulars._asdict(),
            **asdict(hangs_on.get(item.passage.knot_id, Tied())),
        )
        for position, item in enumerate(standing(document), start=1)
    ]


def _chapters(document: Document) -> list[ReleasedSection]:
    return [
        ReleasedSection(section=one, position=position, title=one.title, theme=one.theme)
        for position, one in enumerate(sections_of(document), start=1)
    ]
