"""Telling how a measure goes, correcting and hiding that, and asking for it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.queries import next_number
from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_measure, lock_plan, record_in, record_measure
from regiotafel.plan.acts import PROGRESS_CORRECTED, PROGRESS_HIDDEN, PROGRESS_TOLD, RHYTHM_SET
from regiotafel.plan.measures.actions import move_measure
from regiotafel.plan.messages import OTHER_PROGRESS, PROGRESS
from regiotafel.plan.models import Asking, Measure, Pace, Plan, Progress, Rhythm
from regiotafel.plan.progress.queries import (
    Due,
    addresses_of,
    asked_in,
    by_owner,
    current_of,
    newest_of,
    rhythm_of,
    rhythms,
)
from regiotafel.plan.progress.rules import (
    HAS_A_YEAR,
    WORDS,
    check_can_be_told,
    check_can_correct,
    check_newest,
    check_progress,
    check_reason,
    check_rhythm,
    steps_to,
)
from regiotafel.plan.rules import check_goes_on
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.linking.actions import tell_along
from regiotafel.web import mail
from regiotafel.web.links import host_name, link

logger = logging.getLogger(__name__)


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """A year belongs to what is not done yet; what is late to what is late or stopped."""
    said: dict[str, Any] = {name: tidy(values.get(name) or "") for name in WORDS}
    pace = values.get("pace") or ""
    return {**said, "pace": pace, "expected_year": values.get("expected_year") if pace in HAS_A_YEAR else None}


@transaction.atomic
def tell_progress(*, by: User | None, at: datetime, measure: Measure, number: int, **values: Any) -> Progress:
    """How it goes, by who sees to it. number: of what was told last, as this person read it. values: pace, done,
    late, needed, expected_year. The measure moves along with it, and whoever follows it hears."""
    said, locked = _tidied(values), lock_measure(measure)
    newest = newest_of(locked)
    if newest is not None and newest.number == number + 1 and says(newest, {**said, "corrects": None}):
        return newest  # pressed twice
    check_goes_on(locked.plan)
    check_can_be_told(locked)
    check_newest(locked, newest, number)
    check_progress(locked.plan, said)
    return _tell(by, at, locked, said, None)


@transaction.atomic
def correct_progress(*, by: User | None, at: datetime, progress: Progress, **values: Any) -> Progress:
    """The same told better. What it said before stays to be read."""
    said, locked = _tidied(values), lock_measure(progress.measure)
    newest = newest_of(locked)
    if newest is not None and newest.corrects_id == progress.pk and says(newest, said):
        return newest  # pressed twice
    if says(progress, said):
        return progress  # the same again is no news
    check_goes_on(locked.plan)
    check_can_be_told(locked)
    check_can_correct(progress, current_of(locked))
    check_progress(locked.plan, said)
    return _tell(by, at, locked, said, progress)


def _tell(
    by: User | None, at: datetime, measure: Measure, said: Mapping[str, Any], corrects: Progress | None
) -> Progress:
    number = next_number(Progress.objects.filter(measure=measure))
    made = Progress.objects.create(measure=measure, number=number, corrects=corrects, by=by, at=at, **said)
    reason = Truncator(tidy_line(made.late)).chars(REASON_LENGTH)
    for state in steps_to(measure.state, made.pace):
        why = reason if made.pace == Pace.STOPPED else ""
        measure = move_measure(by=by, at=at, measure=measure, version=measure.version, state=state, reason=why)
    act = PROGRESS_CORRECTED if corrects else PROGRESS_TOLD
    record_measure(by, at, act, measure, rows=[made], pace=str(made.get_pace_display()))
    if measure.plan.is_public:
        tell_along(knot=measure.knot, message=PROGRESS, to_others=OTHER_PROGRESS, at=at, once=number)
    return made


@transaction.atomic
def hide_progress(*, by: User | None, at: datetime, progress: Progress, reason: str) -> Progress:
    """Nobody reads it any more but who can hide. What the measure became by it stays."""
    reason = tidy_line(reason)
    check_reason(reason)
    locked = lock_measure(progress.measure)
    found = Progress.objects.get(pk=progress.pk)
    found.measure = locked
    if found.hidden_at is not None:
        return found
    found.hidden_at, found.hidden_reason = at, reason
    found.save(update_fields=["hidden_at", "hidden_reason"])
    record_measure(by, at, PROGRESS_HIDDEN, locked, rows=[found], reason=reason)
    return found


@transaction.atomic
def set_rhythm(
    *, by: User | None, at: datetime, plan: Plan, version: int, months: int | None, first_on: date
) -> Rhythm:
    """How often it is asked, from which day; no months: not any more. version: of what this person read, 0: nothing."""
    locked = lock_plan(plan)
    check_goes_on(locked)
    check_rhythm(months)
    found = rhythm_of(locked)
    if found is not None and says(found, {"months": months, "first_on": first_on}):
        return found  # the same again is no news
    check_seen(version, found.version if found else 0, locked)
    kept = found or Rhythm(plan=locked, version=0)
    kept.months, kept.first_on, kept.version = months, first_on, kept.version + 1
    kept.save()
    record_in(by, at, RHYTHM_SET, locked, locked, rows=[kept])
    return kept


# --- Asking by letter


def ask_for_progress(*, at: datetime) -> int:
    """A letter to whoever sees to a measure of which it is due to be told how it goes: one to each address, however
    many measures that are. Returns how many letters."""
    if not mail.can_be_sent():
        return 0
    n = 0
    for asked in asked_in(rhythms(), at):
        for owner, due in by_owner(asked.due):
            if addresses := addresses_of(asked.plan.region, owner):
                n += _ask(at, asked.plan, due, addresses)
    return n


@transaction.atomic
def _ask(at: datetime, plan: Plan, due: Sequence[Due], addresses: Sequence[str]) -> int:
    """Marked before it goes: a worker that dies leaves somebody without a letter, who has it on the desk, and nobody
    with two."""
    made = [
        one.measure
        for one in due
        if Asking.objects.get_or_create(measure=one.measure, due_on=one.on, defaults={"asked_at": at})[1]
    ]
    if not made:
        return 0
    transaction.on_commit(partial(_send_letters, plan, due[0].on, made, addresses), robust=True)
    return len(addresses)


def _send_letters(plan: Plan, on: date, measures: Sequence[Measure], addresses: Sequence[str]) -> None:
    """While a mail server is away nobody got any: then it is asked again later."""
    region, first = plan.region, measures[0].pk
    asks = [(one, link("plan:tell_progress", region.slug, plan.slug, one.number)) for one in measures]
    subject = mail.subject(_("Hoe gaat het met de maatregelen van “%(plan)s”?") % {"plan": plan.title})
    text = render_to_string("plan/mail/progress.txt", {"region": region, "plan": plan, "asks": asks})
    for n, address in enumerate(addresses):
        same = {"Message-ID": f"<progress-{on:%Y-%m-%d}-{first}-{n}@{host_name()}>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(subject, text, to=[address], headers=same).send()
        except (OSError, SMTPException) as fault:
            logger.warning("a letter about progress is not sent: %s", type(fault).__name__)
            if n == 0:
                Asking.objects.filter(measure__in=measures, due_on=on).delete()
                return
