"""Putting an agreement before the municipalities, writing down what each decided, and carrying it out."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import says
from regiotafel.mandates.actions import lock_subject, record_about
from regiotafel.mandates.acts import AGREEMENT_CARRIED_OUT, AGREEMENT_OFFERED, AGREEMENT_TIED, CONSENT_NOTED
from regiotafel.mandates.agreeing.queries import by_municipality, newest_agreement, newest_consent
from regiotafel.mandates.agreeing.rules import (
    check_agreement,
    check_agreement_number,
    check_came_out_of,
    check_can_carry_out,
    check_can_propose,
    check_consent,
    check_consent_number,
    check_is_newest,
)
from regiotafel.mandates.models import AGREEMENT, Agreement, Consent, Mandate, Round, Stance, Subject
from regiotafel.mandates.queries import law_facts_of
from regiotafel.mandates.register.actions import set_mandate
from regiotafel.mandates.register.queries import newest_mandate
from regiotafel.mandates.register.rules import check_stands
from regiotafel.mandates.rounds.queries import asked_about
from regiotafel.mandates.rules import allowed_levels
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import show, tie
from regiotafel.thread.linking.actions import clear_review, confirm
from regiotafel.thread.models import Link, Relation
from regiotafel.vision.drafting.actions import save_draft
from regiotafel.vision.drafting.queries import draft_of
from regiotafel.vision.models import PassageDraft
from regiotafel.vision.reading.queries import current_wording


@transaction.atomic
def offer_agreement(
    *,
    by: User | None,
    at: datetime,
    subject: Subject,
    number: int,
    level: str,
    holder: str,
    text: str,
    from_on: date | None,
    round: Round | None = None,
) -> Agreement:
    """From now on the municipalities decide about it. `number`: of the agreement that this person read, 0 for none.
    round: out of the outcome of which it came."""
    holder, text = tidy_line(holder), tidy(text)
    locked = lock_subject(subject)
    check_stands(locked)
    said: dict[str, Any] = {"level": level, "holder": holder, "text": text, "from_on": from_on}
    newest = newest_agreement(locked)
    if newest is not None and says(newest, said | {"round": round}):
        return newest  # the same again is no news
    check_agreement_number(number, newest)
    if round is not None:
        check_came_out_of(round, locked, {one.subject_id for one in asked_about(round)}, at)
    check_agreement(allowed=allowed_levels(law_facts_of(locked), timezone.localdate(at)), **said)
    made = Agreement(subject=locked, number=number + 1, round=round, by=by, at=at, **said)
    made.knot = tie(kind=AGREEMENT, region=locked.region, it=made, route_args=[locked.slug, made.number])
    made.save()
    if newest is not None and newest.knot is not None:  # nobody goes on with that: it is not looked at again
        show(knot=newest.knot, is_public=True, is_live=False)
    rows = [newest] if newest is not None else []
    record_about(by, at, AGREEMENT_OFFERED, made, locked, rows=rows, number=made.number, level=level)
    _hold_beside(made, by=by, at=at)
    return made


@transaction.atomic
def tie_agreement(*, at: datetime, agreement: Agreement) -> bool:
    """It was put before the municipalities before an agreement stood on the thread. What changed since is no reason to
    look at it again: nobody knows what was."""
    locked = lock_subject(agreement.subject)
    found = Agreement.objects.get(pk=agreement.pk)
    if found.knot is not None:
        return False
    found.subject = locked
    newest = newest_agreement(locked)
    is_newest = newest is not None and newest.pk == found.pk
    told: dict[str, Any] = {"it": found, "route_args": [locked.slug, found.number]}
    found.knot = tie(kind=AGREEMENT, region=locked.region, is_live=is_newest, **told)
    found.save(update_fields=["knot"])
    record_about(None, at, AGREEMENT_TIED, found, locked)
    _hold_beside(found, by=None, at=at)
    return True


def _hold_beside(agreement: Agreement, *, by: User | None, at: datetime) -> Link:
    """The agreement beside its subject and the passage: when the law, the register or the text changes, it is looked at
    again. Returns the link with the subject."""
    subject = agreement.subject
    ends: dict[str, Any] = {"by": by, "at": at, "from_knot": agreement.knot, "relation": Relation.COMES_FROM}
    if subject.passage is not None:
        confirm(to_knot=subject.passage.knot, **ends)
    return confirm(to_knot=subject.knot, **ends)


@transaction.atomic
def note_consent(
    *,
    by: User | None,
    at: datetime,
    agreement: Agreement,
    municipality: Municipality,
    number: int,
    stance: str,
    body: str,
    decided_on: date | None = None,
    until: date | None = None,
) -> Consent:
    """What this municipality decided; `number`: of what stood there before, 0 when that was nothing."""
    body = tidy_line(body)
    if stance == Stance.NONE:
        decided_on = until = None
    locked = lock_subject(agreement.subject)
    said: dict[str, Any] = {"stance": stance, "body": body, "decided_on": decided_on, "until": until}
    newest = newest_consent(agreement, municipality)
    if newest is not None and newest.number - number in (0, 1) and says(newest, said):
        return newest  # the same again is no news
    check_consent_number(number, newest)
    check_consent(today=timezone.localdate(at), **said)
    made = Consent.objects.create(
        agreement=agreement, municipality=municipality, number=number + 1, by=by, at=at, **said
    )
    told: dict[str, Any] = {
        "body": body,
        "municipality": municipality.name,
        "stance": stance,
        "number": agreement.number,
    }
    record_about(by, at, CONSENT_NOTED, made, locked, **told)
    return made


@transaction.atomic
def carry_out(*, by: User | None, at: datetime, agreement: Agreement) -> Mandate:
    """What was agreed is who decides, from the day that it says, for who is bound by it."""
    locked = lock_subject(agreement.subject)
    agreement.subject = locked
    check_is_newest(agreement, newest_agreement(locked))
    bound = [one for one in by_municipality(agreement) if one.is_bound]
    check_can_carry_out(len(bound))
    newest = newest_mandate(locked)
    made = set_mandate(
        by=by,
        at=at,
        subject=locked,
        number=newest.number if newest else 0,
        level=agreement.level,
        holder=agreement.holder,
        ground=_("akkoord %(number)d van de gemeenten") % {"number": agreement.number},
        from_on=agreement.from_on,
        agreement=agreement,
    )
    if newest is None or made.pk != newest.pk:
        record_about(by, at, AGREEMENT_CARRIED_OUT, agreement, locked, number=agreement.number)
        if agreement.knot is not None:  # that the register says so now is no reason to look at it again
            held = _hold_beside(agreement, by=by, at=at)
            clear_review(by=by, at=at, link=held, seen=held.numbers)
    return made


@transaction.atomic
def propose_wording(*, by: User | None, at: datetime, agreement: Agreement) -> PassageDraft:
    """The wording of the agreement as a draft of the passage that says so. A draft of a colleague stays as it is."""
    check_is_newest(agreement, newest_agreement(agreement.subject))
    passage, words = agreement.subject.passage, agreement.text
    current = current_wording(passage) if passage else None
    found = draft_of(passage) if passage else None
    passage = check_can_propose(passage, current, found, words)
    if found is not None:
        return found  # pressed twice
    reason = _("Akkoord %(number)d over %(title)s.") % {"number": agreement.number, "title": agreement.subject.title}
    return save_draft(
        by=by,
        at=at,
        passage=passage,
        base=passage.version,
        seen=0,
        text=words,
        reason=reason[:REASON_LENGTH],
        led_by=[agreement.subject.knot_id],
    )
