"""Sending in, or entering what somebody else said."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.contributions.acts import CONTRIBUTION_ENTERED, CONTRIBUTION_SENT_IN
from regiotafel.contributions.models import VOICE, Contribution, Kind, State, Via
from regiotafel.contributions.sending.queries import by_key, code_made_for, hash_of_receipt, receipt_code
from regiotafel.contributions.sending.rules import (
    check_code_is_known,
    check_kind,
    check_same_press,
    check_text,
    check_via,
    tidy_text,
)
from regiotafel.contributions.states.actions import record_state
from regiotafel.contributions.states.rules import LIVE, PUBLIC, check_of_region, check_passage
from regiotafel.history.queries import next_number
from regiotafel.people.models import User
from regiotafel.regions.models import Organisation, Region
from regiotafel.tables.models import Meeting
from regiotafel.thread.actions import tie
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
    table: Meeting | None = None,
    about_passage: Passage | None = None,
) -> tuple[Contribution, str]:
    """What a member heard at a table, on the phone or read on paper. The author is the table or the party."""
    check_via(via)
    check_of_region(region, [organisation.region_id] if organisation else [])
    check_of_region(region, [table.region_id] if table else [])
    return _receive(
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
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    earlier = by_key(key)
    if earlier is not None:
        check_same_press(earlier, region, text)
        return earlier, check_code_is_known(code_made_for(earlier))
    code = receipt_code(key)
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
    is_entered = new.via != Via.SITE
    record_state(CONTRIBUTION_ENTERED if is_entered else CONTRIBUTION_SENT_IN, new, by=new.entered_by, at=at)
    return new, code


def _newest_release(passage: Passage) -> Release | None:
    return Release.objects.filter(document=passage.document_id).order_by("-number").first()


def add(
    *,
    at: datetime,
    region: Region,
    key: uuid.UUID,
    code: str,
    state: State,
    sent_in_at: datetime | None = None,
    **more: Any,
) -> Contribution:
    """A new row with the next number. Whoever calls holds the lock on the region."""
    number = next_number(Contribution.objects.filter(region=region))
    knot = tie(
        kind=VOICE,
        region=region,
        it=Contribution(number=number),
        route_args=[number],
        is_public=state in PUBLIC,
        is_live=state in LIVE,
    )
    return Contribution.objects.create(
        region=region,
        number=number,
        state=state,
        knot=knot,
        key=key,
        receipt_hash=hash_of_receipt(code),
        sent_in_at=sent_in_at or at,
        state_since=at,
        **more,
    )
