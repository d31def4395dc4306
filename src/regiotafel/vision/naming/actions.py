"""Saying which kind a passage is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.history.rules import check_seen
from regiotafel.people.models import User
from regiotafel.refused import Refused
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.actions import lock_document, lock_passage, record_in
from regiotafel.vision.acts import PASSAGE_NAMED
from regiotafel.vision.models import Document, NamedKind, Particulars, Passage, PassageKind, Section
from regiotafel.vision.naming.queries import before, last_kind
from regiotafel.vision.naming.rules import (
    Chosen,
    check_particulars,
    check_principle,
    field_of,
    name_of,
    seen_kind,
    whole,
)
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
def name_kinds(
    *, by: User | None, at: datetime, document: Document, chosen: Iterable[Chosen], reason: str = ""
) -> list[Passage]:
    """Of many passages at once: all of it, or nothing when one of them may not. What is no exception any more goes
    first, and what becomes one last: a principle stays as long as something hangs on it."""
    lock_document(document)
    in_order = sorted(chosen, key=lambda one: (one.what.kind == PassageKind.EXCEPTION, not one.passage.is_exception))
    return [_name_one(one, by=by, at=at, reason=reason) for one in in_order]


def _name_one(one: Chosen, *, by: User | None, at: datetime, reason: str) -> Passage:
    try:
        return name_kind(by=by, at=at, passage=one.passage, seen=one.seen, what=one.what, reason=reason)
    except Refused as fault:
        fault.field = field_of(one.passage.number)
        raise


def take_back(*, by: User | None, at: datetime, document: Document, named: Sequence[NamedKind]) -> list[Passage]:
    """What was named at one moment is again what it was before."""
    was = before(named)
    chosen = [
        Chosen(one.passage, one.number, was[one.passage_id].particulars if one.passage_id in was else Particulars())
        for one in named
    ]
    reason = _("Teruggezet naar wat er daarvoor stond.")
    return name_kinds(by=by, at=at, document=document, chosen=chosen, reason=reason)


@transaction.atomic
def add_named(*, by: User | None, at: datetime, section: Section, text: str, reason: str, what: Particulars) -> Passage:
    """A new passage of which the writer says at once which kind it is; pressed twice it is one."""
    made = add_passage(by=by, at=at, section=section, text=text, reason=reason)
    if what.kind:
        name_kind(by=by, at=at, passage=made, seen=0, what=what)
    return made
