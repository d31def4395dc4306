"""Sending in, letting in, and taking back."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from regiotafel.consultations.models import TableMeeting
from regiotafel.contributions.actions.notices import tell
from regiotafel.contributions.models import (
    Contribution,
    Kind,
    Link,
    LinkState,
    NoticeKind,
    RefusalReason,
    State,
    Subscription,
    Via,
)
from regiotafel.contributions.queries.lineage import only_ends_of
from regiotafel.contributions.queries.reading import by_key, current_wordings, hash_of_receipt, receipt_code
from regiotafel.contributions.rules import (
    check_can_be_taken_down,
    check_kind,
    check_move,
    check_of_region,
    check_passage,
    check_refusal,
    check_same_press,
    check_text,
    check_via,
    check_waits,
    is_move,
    tidy_text,
)
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.models import Organisation, Region
from regiotafel.vision.models import Passage, Release


@transaction.atomic
def send_in(
    *,
    at: datetime,
    region: Region,
    kind: Kind | str,
    text: str,
    key: uuid.UUID,
    about_passage: Passage | None = None,
) -> tuple[Contribution, str]:
    """Anybody's contribution waits for a moderator. Returns it with the code of its receipt."""
    return _receive(at=at, region=region, kind=kind, text=text, key=key, about_passage=about_passage, via=Via.SITE)


@transaction.atomic
def enter_for(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    kind: Kind | str,
    text: str,
    key: uuid.UUID,
    via: Via | str,
    organisation: Organisation | None = None,
    table: TableMeeting | None = None,
    about_passage: Passage | None = None,
) -> tuple[Contribution, str]:
    """What a member heard at a table, on the phone or read on paper. The author is the table or the party."""
    check_via(via)
    check_of_region(region, [organisation.region_id] if organisation else [])
    check_of_region(region, [table.consultation.region_id] if table else [])
    is_new = by_key(key) is None
    contribution, code = _receive(
        at=at,
        region=region,
        kind=kind,
        text=text,
        key=key,
        about_passage=about_passage,
        via=Via(via),
        organisation=organisation,
        table=table,
        entered_by=by,
    )
    if is_new:
        _record("contribution.entered", contribution, by=by, at=at)
    return contribution, code


def _receive(
    *,
    at: datetime,
    region: Region,
    kind: Kind | str,
    text: str,
    key: uuid.UUID,
    about_passage: Passage | None,
    **more: Any,
) -> tuple[Contribution, str]:
    check_kind(kind)
    text = tidy_text(text)
    check_text(text)
    check_passage(about_passage, region)
    # The row of the region is the lock: it keeps the numbers apart, and two presses of one form.
    Region.objects.select_for_update().get(pk=region.pk)
    code = receipt_code(key)
    earlier = by_key(key)
    if earlier is not None:
        check_same_press(earlier, region, text)
        return earlier, code
    new = add(
        at=at,
        region=region,
        kind=Kind(kind),
        text=text,
        key=key,
        code=code,
        state=State.WAITING,
        about_passage=about_passage,
        about_release=_newest_release(about_passage) if about_passage else None,
        **more,
    )
    return new, code


def _newest_release(passage: Passage) -> Release | None:
    return Release.objects.filter(document=passage.document_id).order_by("-number").first()


def add(
    *, at: datetime, region: Region, key: uuid.UUID, code: str, sent_in_at: datetime | None = None, **more: Any
) -> Contribution:
    """A new row with the next number. Whoever calls holds the lock on the region."""
    last = Contribution.objects.filter(region=region).aggregate(last=Max("number"))["last"] or 0
    return Contribution.objects.create(
        region=region,
        number=last + 1,
        key=key,
        receipt_hash=hash_of_receipt(code),
        sent_in_at=sent_in_at or at,
        state_since=at,
        **more,
    )


def locked(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update(of=("self",)).select_related("region").get(pk=contribution.pk)


def move(contribution: Contribution, to: State, at: datetime, **more: object) -> None:
    """To another state, when the table of states has that move."""
    check_move(contribution, to)
    for field, value in more.items():
        setattr(contribution, field, value)
    if contribution.state != to:
        contribution.state_since = at
    contribution.state = to
    contribution.version += 1
    contribution.save(update_fields=["state", "state_since", "version", *more])


def _record(act: str, contribution: Contribution, *, by: User | None, at: datetime, **data: object) -> None:
    # Never their words: the chain keeps everything for ever, and they may take their words away.
    record(
        by=by,
        at=at,
        act=act,
        about=contribution,
        region=contribution.region.slug,
        data={"number": contribution.number, **data},
    )


@transaction.atomic
def accept(*, by: User | None, at: datetime, contribution: Contribution) -> Contribution:
    """Everybody can read it from now on. What the sender pointed at becomes a suggestion for an editor."""
    found = locked(contribution)
    check_waits(found)
    move(found, State.OPEN, at)
    suggest_pointed_at(found, at)
    _record("contribution.accepted", found, by=by, at=at)
    tell(contribution=found, kind=NoticeKind.ACCEPTED, about={}, at=at)
    return found


def suggest_pointed_at(contribution: Contribution, at: datetime) -> None:
    passage = contribution.about_passage
    if passage is None:
        return
    now = current_wordings({passage.pk})[passage.pk]
    Link.objects.get_or_create(
        passage=passage,
        contribution=contribution,
        defaults={"state": LinkState.SUGGESTED, "wording": now, "told_wording": now, "at": at},
    )


@transaction.atomic
def refuse(
    *, by: User | None, at: datetime, contribution: Contribution, reason: RefusalReason | str, explanation: str = ""
) -> Contribution:
    check_refusal(reason, explanation)
    found = locked(contribution)
    check_waits(found)
    _refuse(found, by=by, at=at, reason=reason, explanation=explanation)
    return found


@transaction.atomic
def take_down(
    *, by: User | None, at: datetime, contribution: Contribution, reason: RefusalReason | str, explanation: str = ""
) -> Contribution:
    """Lets it out again, after it was let in by mistake: from now on nobody reads it."""
    check_refusal(reason, explanation)
    found = locked(contribution)
    check_can_be_taken_down(found)
    _refuse(found, by=by, at=at, reason=reason, explanation=explanation)
    return found


def _refuse(found: Contribution, *, by: User | None, at: datetime, reason: str, explanation: str) -> None:
    move(found, State.REFUSED, at, refusal=reason, refusal_explanation=explanation.strip())
    _record("contribution.refused", found, by=by, at=at, reason=reason)
    tell(contribution=found, kind=NoticeKind.REFUSED, about={}, at=at)


@transaction.atomic
def withdraw(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender takes it back: nobody reads it any more. An answer that was given stays."""
    found = locked(contribution)
    move(found, State.WITHDRAWN, at)
    Subscription.objects.filter(contribution=found).delete()
    _record("contribution.withdrawn", found, by=None, at=at)
    return found


@transaction.atomic
def remove(*, at: datetime, contribution: Contribution) -> Contribution:
    """The sender's words and addresses go, for good. Number, state and lineage stay, so all counts stay the same."""
    found = locked(contribution)
    for one in [found, *map(locked, only_ends_of(found))]:
        if is_move(one, State.WITHDRAWN):
            move(one, State.WITHDRAWN, at)
            _record("contribution.withdrawn", one, by=None, at=at)
        anonymise(contribution=one, at=at)
    return found


@transaction.atomic
def anonymise(*, contribution: Contribution, at: datetime) -> None:
    """Nothing that somebody wrote or that leads to them is left in the row."""
    Subscription.objects.filter(contribution=contribution).delete()
    if contribution.anonymised_at is None:
        contribution.text, contribution.refusal_explanation = "", ""
        contribution.entered_by, contribution.undelivered_at, contribution.anonymised_at = None, None, at
        contribution.version += 1
        gone = ["text", "refusal_explanation", "entered_by", "undelivered_at"]
        contribution.save(update_fields=[*gone, "anonymised_at", "version"])
