"""Everything that writes rounds of choosing and what people give in them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.history.queries import next_number
from regiotafel.history.rules import Act, check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_plan, record_in, write_over
from regiotafel.plan.acts import (
    CHOICE_CHANGED,
    CHOICE_CLOSED,
    CHOICE_OPENED,
    CHOICE_PREPARED,
    CHOICE_PROLONGED,
    CHOICE_STOPPED,
    CHOICE_TOLD,
)
from regiotafel.plan.ballots.queries import (
    ballot_of,
    candidates_of,
    capacity_now,
    code_of_ballots,
    is_round_title_taken,
    positions_of,
    shares_of,
    to_freeze,
    waiting_parties,
)
from regiotafel.plan.ballots.rules import (
    GONE_ON,
    WRONG_FORM,
    Behalf,
    Fours,
    Said,
    WrongBallot,
    check_behalf,
    check_can_open,
    check_can_prolong,
    check_can_stop,
    check_can_tell,
    check_four,
    check_is_open,
    check_is_prepared,
    check_round,
    check_runs,
    check_said,
    check_shares,
    check_title_free,
    check_version,
    fours,
    is_reminder_due,
    is_warning_due,
)
from regiotafel.plan.models import (
    CHOICE_ROUND,
    Ballot,
    Candidate,
    CandidatePart,
    ChoiceForm,
    ChoiceRound,
    ChoiceRule,
    Completion,
    Measure,
    PartyKind,
    Plan,
    Scarce,
    Share,
    Start,
    Utility,
)
from regiotafel.plan.rules import check_goes_on
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import tie
from regiotafel.web import mail
from regiotafel.web.links import link

# What a round begins with.
USUAL: Mapping[str, Any] = {
    "form": ChoiceForm.APPROVE,
    "points": 0,
    "at_least": 0,
    "scarce": Scarce.MONEY,
    "by_year": False,
    "rule": ChoiceRule.EQUAL_SHARES,
    "utility": Utility.COST,
    "completion": Completion.ADD1U_EXHAUSTIVE,
    "start": Start.EXACT,
    "least_support": 0,
    "cap": None,
    "names_told": True,
    "closes_on": None,
}


def lock_round(round: ChoiceRound) -> ChoiceRound:
    """As it is now, and until this act is over."""
    rows = ChoiceRound.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("plan__region").get(pk=round.pk)


def record_choice(
    by: User | None,
    at: datetime,
    act: Act,
    round: ChoiceRound,
    *,
    rows: Sequence[Model] = (),
    gone: Sequence[Model] = (),
    **data: object,
) -> None:
    record_in(by, at, act, round, round.plan, rows=rows, gone=gone, title=round.title, **data)


# --- The round


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: values.get(name, usual) for name, usual in USUAL.items()}
    found["points"] = found["points"] if found["form"] != ChoiceForm.APPROVE else 0
    return {
        "title": tidy_line(values.get("title", "")),
        "question": tidy(values.get("question", "")),
        "agreed_by": tidy_line(values.get("agreed_by", "")),
        **found,
    }


@transaction.atomic
def prepare_round(
    *,
    by: User | None,
    at: datetime,
    plan: Plan,
    measures: Sequence[Measure] = (),
    shares: Mapping[str, int] | None = None,
    **values: Any,
) -> ChoiceRound:
    """Only who writes the plan reads it. measures: what can be chosen; values: what is asked and how it is counted."""
    found, locked = _tidied(values), lock_plan(plan)
    check_goes_on(locked)
    check_round(found, timezone.localdate(at))
    check_shares(shares or {})
    check_title_free(is_round_title_taken(locked, found["title"]))
    number = next_number(ChoiceRound.objects.filter(plan=locked))
    made = ChoiceRound.objects.create(plan=locked, number=number, **found)
    rows = [*_kept_shares(made, shares or {}), *_asked_about(made, measures)]
    record_choice(by, at, CHOICE_PREPARED, made, rows=rows)
    return made


def _kept_shares(round: ChoiceRound, shares: Mapping[str, int]) -> list[Share]:
    return [
        Share.objects.update_or_create(round=round, kind=kind, defaults={"share": shares.get(kind, 0)})[0]
        for kind in PartyKind.values
    ]


def _asked_about(round: ChoiceRound, measures: Sequence[Measure]) -> list[Candidate]:
    ordered = sorted({one.pk: one for one in measures}.values(), key=lambda one: one.number)
    return Candidate.objects.bulk_create(
        Candidate(round=round, measure=one, position=position, title=one.title)
        for position, one in enumerate(ordered, start=1)
    )


@transaction.atomic
def change_round(
    *,
    by: User | None,
    at: datetime,
    round: ChoiceRound,
    version: int,
    measures: Sequence[Measure] = (),
    shares: Mapping[str, int] | None = None,
    **values: Any,
) -> ChoiceRound:
    """While it is prepared. `version`: what this person read."""
    found, locked = _tidied(values), lock_round(round)
    check_is_prepared(locked, at)
    check_round(found, timezone.localdate(at))
    check_shares(shares or {})
    there = list(candidates_of(locked))
    is_same = {one.measure_id for one in there} == {one.pk for one in measures}
    wanted = {kind: (shares or {}).get(kind, 0) for kind in PartyKind.values}
    if says(locked, found) and is_same and shares_of(locked) == wanted:
        return locked  # the same again is no news
    check_version(locked, version)
    check_title_free(is_round_title_taken(locked.plan, found["title"], but=locked))
    write_over(locked, found)
    locked.version += 1
    locked.save()
    gone = [] if is_same else there
    rows: list[Model] = [*_kept_shares(locked, wanted)]
    if not is_same:
        Candidate.objects.filter(round=locked).delete()
        rows += _asked_about(locked, measures)
    record_choice(by, at, CHOICE_CHANGED, locked, rows=rows, gone=gone)
    return locked


@transaction.atomic
def open_round(*, by: User | None, at: datetime, round: ChoiceRound, version: int) -> ChoiceRound:
    """From now on nothing of what is asked changes: what measures take and what there is are written down in it."""
    plan = lock_plan(round.plan)
    locked = lock_round(round)
    locked.plan = plan
    if locked.opened_at is not None:
        return locked  # pressed twice
    check_version(locked, version)
    check_goes_on(plan)
    frozen = to_freeze(locked)
    choices = [one for one in frozen if one.part == CandidatePart.CHOICE]
    check_can_open(
        locked,
        n_choices=len(choices),
        shares=shares_of(locked),
        missing=[one.measure.number for one in choices if not one.takes],
        today=timezone.localdate(at),
    )
    gone = list(Candidate.objects.filter(round=locked))
    Candidate.objects.filter(round=locked).delete()
    rows = Candidate.objects.bulk_create(
        Candidate(
            round=locked,
            measure=one.measure,
            position=position,
            part=one.part,
            size=one.size,
            title=one.title,
            takes=list(one.takes),
            one_of_id=one.measure.one_of_id,
        )
        for position, one in enumerate(frozen, start=1)
    )
    locked.capacity, locked.opened_at = capacity_now(plan), at
    locked.closes_at = _end_of(locked.closes_on)
    knot = tie(kind=CHOICE_ROUND, region=plan.region, it=locked, route_args=[plan.slug, locked.number])
    return _save(by, at, CHOICE_OPENED, locked, "capacity", "opened_at", "closes_at", rows=[*rows, knot], gone=gone)


def _end_of(day: date | None) -> datetime | None:
    """All of that day is in it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None


def _save(
    by: User | None,
    at: datetime,
    act: Act,
    locked: ChoiceRound,
    *names: str,
    rows: Sequence[Model] = (),
    gone: Sequence[Model] = (),
    **data: object,
) -> ChoiceRound:
    """Who read the round before this must look again."""
    locked.version += 1
    locked.save(update_fields=[*names, "version"])
    record_choice(by, at, act, locked, rows=rows, gone=gone, **data)
    return locked


@transaction.atomic
def prolong_round(*, by: User | None, at: datetime, round: ChoiceRound, version: int, closes_on: date) -> ChoiceRound:
    locked = lock_round(round)
    if locked.closes_on == closes_on:
        return locked  # pressed twice
    check_version(locked, version)
    check_can_prolong(locked, closes_on, at)
    locked.closes_on, locked.closes_at = closes_on, _end_of(closes_on)
    return _save(by, at, CHOICE_PROLONGED, locked, "closes_on", "closes_at")


@transaction.atomic
def close_round(*, by: User | None, at: datetime, round: ChoiceRound, version: int) -> ChoiceRound:
    """Earlier than was said."""
    locked = lock_round(round)
    if locked.state(at) == "closed":
        return locked  # pressed twice, or its day was over
    check_version(locked, version)
    check_is_open(locked, at)
    locked.closes_at, locked.closes_on = at, timezone.localdate(at)
    return _save(by, at, CHOICE_CLOSED, locked, "closes_at", "closes_on", ballots=code_of_ballots(locked))


@transaction.atomic
def stop_round(*, by: User | None, at: datetime, round: ChoiceRound, version: int, reason: str) -> ChoiceRound:
    """Nothing comes out of it. What was given is never told."""
    reason, locked = tidy_line(reason), lock_round(round)
    if locked.stopped_at is not None:
        return locked  # pressed twice
    check_version(locked, version)
    check_can_stop(locked, reason, at)
    locked.stopped_at, locked.stopped_reason = at, reason
    return _save(by, at, CHOICE_STOPPED, locked, "stopped_at", "stopped_reason", reason=reason)


@transaction.atomic
def tell_round(*, by: User | None, at: datetime, round: ChoiceRound, version: int) -> ChoiceRound:
    """From now on everybody reads what came out. The history keeps the code of what it was counted from."""
    locked = lock_round(round)
    if locked.told_at is not None:
        return locked  # pressed twice
    check_version(locked, version)
    check_can_tell(locked, at)
    locked.told_at = at
    return _save(by, at, CHOICE_TOLD, locked, "told_at", ballots=code_of_ballots(locked))


# --- What people give on the site


def _locked_to_give(
    round: ChoiceRound, behalf: Behalf, among: Collection[Behalf], by: User | None, at: datetime
) -> tuple[ChoiceRound, PartyKind, Ballot | None]:
    locked = lock_round(round)
    check_runs(locked, at)
    kind = check_behalf(behalf, among, shares_of(locked))
    return locked, kind, ballot_of(locked, behalf, by)


def _seen_of(ballot: Ballot | None) -> int:
    return ballot.number if ballot else 0


def _next_of(round: ChoiceRound, before: Ballot | None, **said: Any) -> Ballot:
    """A next one of the same giver, or the first of a new one."""
    giver, number = (before.giver, before.number + 1) if before else (new_giver(round), 1)
    if before:
        Ballot.objects.filter(pk=before.pk).update(is_newest=False)
    return Ballot.objects.create(round=round, giver=giver, number=number, **said)


def new_giver(round: ChoiceRound) -> int:
    return next_number(Ballot.objects.filter(round=round), "giver")


@transaction.atomic
def give_ballot(
    *,
    by: User | None,
    at: datetime,
    round: ChoiceRound,
    behalf: Behalf,
    among: Collection[Behalf],
    seen: int,
    said: Said,
    is_blank: bool = False,
) -> Ballot:
    """among: for whom this person can give. seen: the number of the ballot of this giver that they read, 0 when there
    was none: of two members of one organisation the second must have read what the first chose."""
    locked, kind, before = _locked_to_give(round, behalf, among, by, at)
    if locked.form == ChoiceForm.FOUR:
        raise WrongBallot(WRONG_FORM)
    check_said(locked, said, positions_of(locked), is_blank=is_blank)
    if before is not None and says(before, {"said": said, "is_blank": is_blank}):
        return before  # the same again is no news
    check_seen(seen, _seen_of(before), before)
    party = {"municipality_id": behalf.municipality_id, "organisation_id": behalf.organisation_id}
    return _next_of(locked, before, kind=kind, **party, said=said, is_blank=is_blank, by=by, at=at)


@transaction.atomic
def begin_fours(
    *, by: User | None, at: datetime, round: ChoiceRound, behalf: Behalf, among: Collection[Behalf]
) -> Ballot:
    """Gives somebody their number, from which follows which four they see. It says nothing yet."""
    locked, kind, before = _locked_to_give(round, behalf, among, by, at)
    if locked.form != ChoiceForm.FOUR:
        raise WrongBallot(WRONG_FORM)
    if before is not None:
        return before  # begun before, or by another member
    party = {"municipality_id": behalf.municipality_id, "organisation_id": behalf.organisation_id}
    return _next_of(locked, None, kind=kind, **party, said=[], by=by, at=at)


@transaction.atomic
def give_four(
    *,
    by: User | None,
    at: datetime,
    round: ChoiceRound,
    behalf: Behalf,
    among: Collection[Behalf],
    seen: int,
    step: int,
    best: int | None,
    worst: int | None,
) -> Ballot:
    """One four: the most and the least important, or neither, which is skipped. step: 1 is the first; an earlier one is
    given again. The ballot grows, so what was given counts whenever somebody stops."""
    locked, _kind, before = _locked_to_give(round, behalf, among, by, at)
    if before is None or not 1 <= step <= min(len(before.said) + 1, locked.points):
        raise WrongBallot(GONE_ON)
    shown = fours(positions_of(locked), step, salt=locked.salt, giver=before.giver)[step - 1]
    check_four(shown, best, worst)
    said: Fours = [list(one) for one in before.said]
    said[step - 1 : step] = [[shown, best, worst]]
    if said == before.said:
        return before  # pressed twice
    check_seen(seen, before.number, before)
    return _grown(before, said=said, is_blank=False, by=by, at=at)


@transaction.atomic
def give_blank(
    *, by: User | None, at: datetime, round: ChoiceRound, behalf: Behalf, among: Collection[Behalf], seen: int
) -> Ballot:
    """Of fours: no preference at all."""
    begun = begin_fours(by=by, at=at, round=round, behalf=behalf, among=among)
    if begun.is_blank:
        return begun  # pressed twice
    if begun.said:
        check_seen(seen, begun.number, begun)
    return _grown(begun, said=[], is_blank=True, by=by, at=at)


def _grown(ballot: Ballot, **said: Any) -> Ballot:
    for name, value in said.items():
        setattr(ballot, name, value)
    ballot.number += 1
    ballot.save(update_fields=[*said, "number"])
    return ballot


# --- Letters


@transaction.atomic
def invite(*, at: datetime, round: ChoiceRound) -> int:
    """A letter to whoever can choose for a party that did not, because somebody asks for it. How many letters: none
    when they went today."""
    locked = lock_round(round)
    check_is_open(locked, at)
    return _write_to_waiting(locked, at, "reminded_at") if is_reminder_due(locked, at) else 0


@transaction.atomic
def warn(*, at: datetime, round: ChoiceRound) -> int:
    """The letter just before closing, that nobody has to ask for: once."""
    locked = lock_round(round)
    return _write_to_waiting(locked, at, "warned_at") if is_warning_due(locked, at) else 0


def _write_to_waiting(round: ChoiceRound, at: datetime, field: str) -> int:
    """Marked before they go: a worker that dies leaves somebody without a letter, never with two."""
    if not mail.can_be_sent():
        return 0
    waiting, region = waiting_parties(round), round.plan.region
    setattr(round, field, at)
    round.save(update_fields=[field])
    for one in waiting:
        letter: dict[str, Any] = {"choice": round, "party": one.party, "region": region}
        address = link("plan:give", region.slug, round.plan.slug, round.number)
        letter["url"] = f"{address}?namens={one.behalf.word}"
        transaction.on_commit(partial(_send_letters, one.addresses, letter), robust=True)
    return sum(len(one.addresses) for one in waiting)


def _send_letters(addresses: Sequence[str], letter: dict[str, Any]) -> None:
    subject = _("Kies namens %(name)s wat eerst komt") % {"name": letter["party"]}
    text = render_to_string("plan/mail/choose.txt", letter)
    for address in addresses:
        send_mail(subject=mail.subject(subject), message=text, from_email=None, recipient_list=[address])
