"""Making two passages of one and one of two, and going back to earlier words. Numbers, words and links are kept."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.people.models import User
from regiotafel.text.pieces import cuts, joined
from regiotafel.text.tidy import tidy_line
from regiotafel.thread.actions import show
from regiotafel.thread.linking.actions import share
from regiotafel.thread.linking.queries import judged_links
from regiotafel.vision.actions import lock_document, lock_passage, record_in
from regiotafel.vision.acts import PASSAGE_JOINED, PASSAGE_SPLIT
from regiotafel.vision.arranging.queries import open_about, open_remarks, reshaped_before
from regiotafel.vision.arranging.rules import (
    check_earlier,
    check_fits,
    check_no_draft,
    check_no_proposals,
    check_two,
    cut_at,
    place_of,
)
from regiotafel.vision.drafting.actions import ask_reader, save_draft
from regiotafel.vision.drafting.queries import draft_of
from regiotafel.vision.models import Passage, PassageDraft, Remark, Reshaped, Reshaping, Wording
from regiotafel.vision.naming.actions import name_kind
from regiotafel.vision.naming.rules import WrongKind, check_particulars
from regiotafel.vision.queries import wording_of
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.writing.actions import make_passage, move, retire, reword
from regiotafel.vision.writing.rules import check_reason, check_stands, check_version


@transaction.atomic
def split(*, by: User | None, at: datetime, passage: Passage, version: int, place: int, reason: str) -> Passage:
    """The first part keeps number and links; the second is a new passage behind it, of which every link waits for a
    person. `place`: which of the cuts of the words that this person read. Pressed twice it is one."""
    reason = tidy_line(reason)
    check_reason(reason)
    document = lock_document(passage.document)
    locked = lock_passage(passage)
    if (before := reshaped_before(Reshaping.SPLIT, locked, version)) is not None and locked.version == version + 1:
        return before.other
    check_stands(locked)
    current = current_wording(locked)
    check_version(locked, version, current)
    check_no_draft(draft_of(locked))
    first, second = cut_at(cuts(current.text), place)
    reword(by=by, at=at, passage=locked, version=version, text=first, reason=reason)
    passage.version = locked.version
    locked.section.document = document
    new = make_passage(by=by, at=at, section=locked.section, text=second, reason=reason, who_acts=locked.who_acts)
    move(by=by, at=at, passage=new, section=locked.section, after=locked)
    _name_alike(by, at, new, locked)
    share(by=by, at=at, original=locked.knot, result=new.knot)
    done = Reshaped.objects.create(
        how=Reshaping.SPLIT, kept=locked, other=new, kept_version=version, reason=reason, by=by, at=at
    )
    told: dict[str, Any] = {"number": locked.number, "other": new.number, "reason": reason}
    record_in(by, at, PASSAGE_SPLIT, done, document, rows=[locked, new, *judged_links([new.knot])], **told)
    return new


def _name_alike(by: User | None, at: datetime, new: Passage, original: Passage) -> None:
    """Of the same kind; an exception of which the last day has come is for a person to look at first."""
    try:
        check_particulars(original.particulars, timezone.localdate(at))
    except WrongKind:
        return
    if original.kind:
        name_kind(by=by, at=at, passage=new, seen=0, what=original.particulars)


@transaction.atomic
def join(
    *,
    by: User | None,
    at: datetime,
    passage: Passage,
    version: int,
    other: Passage,
    other_version: int,
    reason: str,
) -> Passage:
    """The words of both, in the order of the text, under the number of the first; the other lapses. Its links and its
    open remarks come along, the links to be looked at again. Pressed twice it is one."""
    reason = tidy_line(reason)
    check_reason(reason)
    document = lock_document(passage.document)
    check_two(passage, other)
    kept, gone = lock_passage(passage), lock_passage(other)
    before = reshaped_before(Reshaping.JOINED, kept, version, gone)
    if before is not None and kept.version == version + 1 and gone.retired_at is not None:
        return kept
    texts = {}
    for one, seen in ((kept, version), (gone, other_version)):
        check_stands(one)
        texts[one.pk] = current_wording(one)
        texts[one.pk].passage = one
        check_version(one, seen, texts[one.pk])
        check_no_draft(draft_of(one))
    check_no_proposals(gone, open_about(gone))
    text = _together(texts[kept.pk], texts[gone.pk])
    retire(by=by, at=at, passage=gone, reason=_("Samengevoegd met passage %(number)d.") % {"number": kept.number})
    reword(by=by, at=at, passage=kept, version=version, text=text, reason=reason)
    passage.version = kept.version
    gone.knot.refresh_from_db()
    show(knot=gone.knot, is_public=True, is_live=False)
    share(by=by, at=at, original=gone.knot, result=kept.knot)
    moved = _bring_remarks(gone, kept)
    done = Reshaped.objects.create(
        how=Reshaping.JOINED,
        kept=kept,
        other=gone,
        kept_version=version,
        other_version=other_version,
        reason=reason,
        by=by,
        at=at,
    )
    told: dict[str, Any] = {"number": kept.number, "other": gone.number, "reason": reason}
    rows = [kept, gone, *moved, *judged_links([kept.knot, gone.knot])]
    record_in(by, at, PASSAGE_JOINED, done, document, rows=rows, **told)
    return kept


def _together(*wordings: Wording) -> str:
    """In the order of the text."""
    first, second = sorted(wordings, key=lambda one: place_of(one.passage))
    text = joined(first.text, second.text)
    check_fits(text)
    return text


def _bring_remarks(gone: Passage, kept: Passage) -> list[Remark]:
    """What is not dealt with yet, with its answers; the rest stays where it was dealt with."""
    open_now = list(open_remarks(gone))
    rows = [*open_now, *Remark.objects.filter(answers__in=open_now)]
    for one in rows:
        one.passage = kept
    Remark.objects.bulk_update(rows, ["passage"])
    return rows


@transaction.atomic
def revert(
    *, by: User | None, at: datetime, passage: Passage, version: int, to: int, reason: str
) -> Wording | PassageDraft:
    """The words that it had before, as new words: all that came between stays to be read. In a region where a second
    person reads everything it waits for that person."""
    lock_document(passage.document)
    passage.refresh_from_db(fields=["version", "retired_at"])
    check_stands(passage)
    check_version(passage, version, current_wording(passage))
    earlier = check_earlier(wording_of(passage, to), passage)
    words: dict[str, Any] = {"text": earlier.text, "reason": tidy_line(reason)}
    if not passage.document.region.second_reader:
        return reword(by=by, at=at, passage=passage, version=version, **words)
    check_reason(words["reason"])
    draft = save_draft(by=by, at=at, passage=passage, base=version, seen=0, **words)
    return ask_reader(at=at, passage=passage, seen=draft.version)
