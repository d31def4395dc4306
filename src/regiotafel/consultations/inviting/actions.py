"""Invitation codes: one person each, kept as a hash only."""

import json
from datetime import datetime

from django.db import transaction

from regiotafel import codes
from regiotafel.consultations.acts import CODES_NEEDED, CODES_NOT_NEEDED, INVITATIONS_MADE, INVITATIONS_WITHDRAWN
from regiotafel.consultations.inviting.queries import CODE_LENGTH, mark_of, with_code
from regiotafel.consultations.inviting.rules import (
    check_can_ask_codes,
    check_can_invite,
    check_invitation,
    check_not_withdrawn,
)
from regiotafel.consultations.models import Channel, Consultation, Invitation, Participant
from regiotafel.consultations.rules import check_running
from regiotafel.consultations.taking_part.actions import describe
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.models import Organisation


@transaction.atomic
def make_invitations(
    *,
    by: User | None,
    at: datetime,
    consultation: Consultation,
    number: int,
    expires_at: datetime,
    organisation: Organisation | None = None,
    note: str = "",
    key: str = "",
) -> list[str]:
    """Returns the codes, the only time that they can be read: only who sends the same form (its `key`) once more, by a
    double press or to see the page again, gets the same codes, and none is made."""
    check_can_invite(consultation, at)
    whose = [by and by.pk, consultation.pk, organisation and organisation.pk]
    made = _codes(number, [key, *whose, expires_at.isoformat(), note] if key else None)
    if key and _are_made(consultation, made):
        return made
    rows = Invitation.objects.bulk_create(
        Invitation(
            consultation=consultation,
            code_hash=mark_of(code),
            organisation=organisation,
            note=note,
            made_by=by,
            made_at=at,
            expires_at=expires_at,
        )
        for code in made
    )
    record(
        by=by,
        at=at,
        act=INVITATIONS_MADE,
        about=consultation,
        region=consultation.region.slug,
        data={"number": number, "organisation": organisation.name if organisation else ""},
        rows=rows,
    )
    return made


def _codes(number: int, form: list[object] | None) -> list[str]:
    """The codes that belong to one form, or codes that belong to nothing."""
    if form is None:
        return [codes.make(CODE_LENGTH) for _ in range(number)]
    return [codes.derived("invitations", json.dumps([*form, place]), CODE_LENGTH) for place in range(number)]


def _are_made(consultation: Consultation, made: list[str]) -> bool:
    """Of two presses at once the second waits here until the first is kept."""
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    earlier = Invitation.objects.filter(code_hash=mark_of(made[0])).first()
    if earlier is not None:
        check_not_withdrawn(earlier)
    return earlier is not None


@transaction.atomic
def use_invitation(
    *, at: datetime, consultation: Consultation, code: str, participant: Participant | None = None
) -> Participant:
    """Turns a code into a participant of its party; somebody who had begun without a code stays the same person."""
    invitation = check_invitation(
        Invitation.objects.select_for_update().filter(with_code(code), consultation=consultation).first(),
        at,
        needs_code=consultation.needs_code,
    )
    check_running(consultation, at)
    if participant is None or participant.channel != Channel.SITE:
        participant = Participant(consultation=consultation)
    participant.channel, participant.organisation = Channel.INVITATION, invitation.organisation
    participant.save()
    describe([participant])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return participant


@transaction.atomic
def withdraw_unused(*, by: User | None, at: datetime, consultation: Consultation, made_at: datetime) -> None:
    """Makes the codes of one batch that nobody used worthless. Who used one takes part already, and goes on.

    All of them are marked, and what is told is how many there were: how many were left would tell how many came, and
    of one code whether that one person did.
    """
    batch = Invitation.objects.filter(consultation=consultation, made_at=made_at)
    if not batch.filter(withdrawn_at__isnull=True).update(withdrawn_at=at):
        return
    record(
        by=by,
        at=at,
        act=INVITATIONS_WITHDRAWN,
        about=consultation,
        region=consultation.region.slug,
        data={"number": batch.count(), "made_at": made_at},
        rows=batch,
    )


@transaction.atomic
def ask_codes(*, by: User | None, at: datetime, consultation: Consultation, needs_code: bool) -> None:
    """From now on somebody new needs a code, or needs none any more. Who takes part already goes on. Pressed twice it
    is told once."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    check_can_ask_codes(locked, at)
    if locked.needs_code == needs_code:
        return
    locked.needs_code = needs_code
    locked.save(update_fields=["needs_code"])
    act = CODES_NEEDED if needs_code else CODES_NOT_NEEDED
    record(by=by, at=at, act=act, about=locked, region=locked.region.slug, data={})
