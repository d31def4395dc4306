"""Saying which kind a passage is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.actions import lock_document, lock_passage, record_in
from regiotafel.vision.acts import PASSAGE_NAMED
from regiotafel.vision.models import NamedKind, Particulars, Passage, PassageKind, Section
from regiotafel.vision.naming.queries import last_kind
from regiotafel.vision.naming.rules import check_particulars, check_principle, name_of, seen_kind, whole
from regiotafel.vision.writing.actions import add_passage
from regiotafel.vision.writing.queries import exceptions_of
from regiotafel.vision.writing.rules import check_nothing_hangs, check_reason, check_stands


@transaction.atomic
def name_kind(
    *, by: User | None, at: datetime, passage: Passage, seen: int, what: Particulars, reason: str = ""
) -> Passage:
    """Which kind it is, beside its words: those stay as they are. `seen`: how often it was named when this person read
    it. Who names it anew says why."""
    what, reason = whole(what._replace(motive=tidy(what.motive))), tidy_line(reason)
    lock_document(passage.document)
    locked = lock_passage(passage)
    check_stands(locked)
    if locked.particulars == what:
        return locked  # the same again is no news
    last = last_kind(locked)
    check_seen(seen, seen_kind(last), last)
    if last is not None:
        check_reason(reason)
    check_particulars(what, timezone.localdate(at))
    principle = Passage.objects.filter(pk=what.principle_id).first() if what.principle_id else None
    if what.kind == PassageKind.EXCEPTION:
        check_principle(locked, principle)
    if locked.kind == PassageKind.PRINCIPLE:
        check_nothing_hangs(exceptions_of(locked))
    for one in (locked, passage):
        for field, value in what._asdict().items():
            setattr(one, field, value)
    locked.save(update_fields=["kind", "principle", "motive", "ends_on", "review_on"])
    named = NamedKind.objects.create(
        passage=locked, number=seen_kind(last) + 1, reason=reason, by=by, at=at, **what._asdict()
    )
    told = name_of(what, principle)
    record_in(by, at, PASSAGE_NAMED, locked, locked.document, number=locked.number, kind=told, rows=[named])
    return locked


@transaction.atomic
def add_named(*, by: User | None, at: datetime, section: Section, text: str, reason: str, what: Particulars) -> Passage:
    """A new passage of which the writer says at once which kind it is; pressed twice it is one."""
    made = add_passage(by=by, at=at, section=section, text=text, reason=reason)
    if what.kind:
        name_kind(by=by, at=at, passage=made, seen=0, what=what)
    return made
