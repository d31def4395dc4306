"""Counting what came out of a round, telling it, and keeping what a body decided about it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.formats.pabulib import APPROVAL, Poll
from regiotafel.history.queries import next_number
from regiotafel.history.rules import check_seen, digest
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_plan
from regiotafel.plan.acts import CHOICE_COUNTED, CHOICE_DECIDED, CHOICE_TAKEN
from regiotafel.plan.ballots.actions import lock_round, record_choice, tell_round
from regiotafel.plan.ballots.queries import election, is_round_title_taken
from regiotafel.plan.bringing.queries import seen_of
from regiotafel.plan.measures.actions import add_measure, move_measure, set_effort
from regiotafel.plan.models import (
    CHOICE_ROUND,
    TITLE_LENGTH,
    Ballot,
    BallotChannel,
    Candidate,
    ChoiceForm,
    ChoiceRound,
    ChoiceRule,
    Completion,
    Decision,
    Measure,
    MeasureState,
    Outcome,
    PartyKind,
    Plan,
    Share,
    Start,
    Verdict,
)
from regiotafel.plan.outcomes.analysis import asked_of, kept, rules_of
from regiotafel.plan.outcomes.queries import answers_in, by_criteria, decidable_in, decisions_of, outcome_of
from regiotafel.plan.outcomes.rules import (
    Answer,
    DecidedAbout,
    check_can_count,
    check_can_decide,
    check_decision,
    check_is_counted,
    check_poll,
    plain,
    way_to,
)
from regiotafel.plan.rules import Amount, check_goes_on
from regiotafel.text.tidy import tidy_line
from regiotafel.thread.actions import tie


@transaction.atomic
def begin_counting(*, at: datetime, round: ChoiceRound) -> Outcome:
    """Writes down what is counted, and by which rules. Until it is told it can be counted again: scores on criteria can
    have changed. What was told stays as it is."""
    locked = lock_round(round)
    check_can_count(locked, at)
    found = outcome_of(locked)
    if found is not None and found.finished_at is not None and locked.told_at is not None:
        return found
    asked = asked_of(election(locked), by_criteria(locked.plan))
    rules = rules_of(locked, asked)
    text, how = kept(asked, rules)
    code = digest(locked.salt, text, how)
    if found is not None and found.digest == code:
        if found.finished_at is None:
            found.alive_at = at
            found.save(update_fields=["alive_at"])
        return found  # the same input has the same outcome
    said: dict[str, Any] = {"asked": text, "how": how, "digest": code, "document": "", "n_done": 0, "n": len(rules)}
    said |= {"asked_at": at, "alive_at": at, "finished_at": None}
    return Outcome.objects.update_or_create(round=locked, defaults=said)[0]


@transaction.atomic
def tell_progress(*, at: datetime, outcome: Outcome, n_done: int) -> None:
    Outcome.objects.filter(pk=outcome.pk, digest=outcome.digest, finished_at=None).update(alive_at=at, n_done=n_done)


@transaction.atomic
def finish_counting(*, at: datetime, outcome: Outcome, answers: Sequence[Answer]) -> None:
    """Of what is asked now, and once: a task that ran twice found the same."""
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if locked.digest != outcome.digest or locked.finished_at is not None:
        return
    locked.document, locked.finished_at, locked.alive_at = plain(answers), at, at
    locked.n_done = locked.n = len(answers)
    locked.save()
    round = lock_round(locked.round)
    record_choice(None, at, CHOICE_COUNTED, round, rows=[locked], digest=locked.digest)


@transaction.atomic
def tell_outcome(*, by: User | None, at: datetime, round: ChoiceRound, version: int) -> ChoiceRound:
    """From now on everybody reads it."""
    locked = lock_round(round)
    check_is_counted(bool(answers_in(outcome_of(locked))))
    return tell_round(by=by, at=at, round=locked, version=version)


# --- What a body decides


@transaction.atomic
def decide(
    *,
    by: User | None,
    at: datetime,
    round: ChoiceRound,
    seen: int,
    body: str,
    decided_on: date,
    verdicts: Mapping[int, tuple[str, str]],
) -> Decision:
    """What is in the plan, later or not in it, beside what was counted; the measures move at once. verdicts: state and
    reason, by number of a measure; one that is left out is as it was counted. seen: the number of the decision before
    that was read, 0 for none. A later decision takes the place of this one, and both stay to be read."""
    plan = lock_plan(round.plan)
    locked = lock_round(round)
    locked.plan = plan
    check_can_decide(locked, at)
    answers = answers_in(outcome_of(locked))
    check_is_counted(bool(answers))
    there = decisions_of(locked)
    rows = decidable_in(locked, answers, there)
    said: list[DecidedAbout] = []
    for row in rows:
        state, reason = verdicts.get(row.measure.number, (row.advised, ""))
        said.append(DecidedAbout(row.measure.number, row.measure.title, row.judged.is_in, state, tidy_line(reason)))
    body = tidy_line(body)
    check_decision(body, decided_on, timezone.localdate(at), said)
    if there and _is_same(there[0], body, decided_on, said):
        return there[0]  # pressed twice
    check_seen(seen, there[0].number if there else 0, there[0] if there else None)
    number = next_number(Decision.objects.filter(round=locked))
    made = Decision.objects.create(round=locked, number=number, body=body, decided_on=decided_on, by=by, at=at)
    kept_rows = Verdict.objects.bulk_create(
        Verdict(decision=made, measure=row.measure, state=one.state, was_in=one.was_in, reason=one.reason)
        for row, one in zip(rows, said, strict=True)
    )
    for row, one in zip(rows, said, strict=True):
        _move(by, at, row.measure, one, locked, body)
    record_choice(by, at, CHOICE_DECIDED, locked, rows=[made, *kept_rows], body=body)
    return made


def _is_same(before: Decision, body: str, decided_on: date, said: Sequence[DecidedAbout]) -> bool:
    was = {one.measure.number: (one.state, one.reason) for one in before.verdicts.all()}
    now = {one.number: (one.state, one.reason) for one in said}
    return (before.body, before.decided_on, was) == (body, decided_on, now)


def _move(by: User | None, at: datetime, measure: Measure, one: DecidedAbout, round: ChoiceRound, body: str) -> None:
    told = one.reason or _("%(body)s volgt de uitkomst van de keuzeronde “%(title)s”.") % {
        "body": body[:1].upper() + body[1:],
        "title": round.title,
    }
    for state in way_to(MeasureState(measure.state), MeasureState(one.state)):
        reason = told[:300] if state == one.state else ""
        measure = move_measure(by=by, at=at, measure=measure, version=measure.version, state=state, reason=reason)
        measure.plan = round.plan


# --- An election from a file


@transaction.atomic
def take_poll(*, by: User | None, at: datetime, plan: Plan, seen: str, poll: Poll, kind: str) -> ChoiceRound:
    """An election that was held elsewhere, as a round that is closed: its projects become measures of the plan, and its
    votes forms of one kind of party. In the order of their keys as text, which decides where a rule finds two alike.
    seen: what the preview knew of the plan."""
    locked = lock_plan(plan)
    check_goes_on(locked)
    check_seen(seen, seen_of(locked), locked)
    check_poll(poll)
    done: dict[str, Any] = {"by": by, "at": at}
    made: dict[str, Measure] = {}
    for one in sorted(poll.projects, key=lambda one: one.key):
        title = tidy_line(one.name) or one.key
        measure = add_measure(**done, plan=locked, title=title, state=MeasureState.PROPOSED)
        amounts = {locked.first_year: Amount(one.cost, 0)}
        made[one.key] = set_effort(**done, measure=measure, version=measure.version, amounts=amounts)
    round = _round_of(at, locked, poll, kind)
    candidates = _candidates_of(round, poll, made)
    _keep_forms(by, at, round, poll, {key: position for position, key in enumerate(made, start=1)}, kind)
    shares = [Share.objects.create(round=round, kind=one, share=int(one == kind)) for one in PartyKind.values]
    knot = tie(
        kind=CHOICE_ROUND,
        region=locked.region,
        it=round,
        route_args=[locked.slug, round.number],
        is_public=locked.is_public,
    )
    record_choice(by, at, CHOICE_TAKEN, round, rows=[round, knot, *candidates, *shares])
    return round


def _candidates_of(round: ChoiceRound, poll: Poll, made: Mapping[str, Measure]) -> list[Candidate]:
    costs, year = {one.key: one.cost for one in poll.projects}, round.plan.first_year
    return Candidate.objects.bulk_create(
        Candidate(
            round=round,
            measure=measure,
            position=position,
            title=measure.title,
            takes=[[year, costs[key], 0]] if costs[key] else [],
        )
        for position, (key, measure) in enumerate(made.items(), start=1)
    )


def _keep_forms(
    by: User | None, at: datetime, round: ChoiceRound, poll: Poll, positions: Mapping[str, int], kind: str
) -> None:
    said: dict[str, Any] = {"round": round, "kind": kind, "channel": BallotChannel.FILE, "by": by, "at": at}
    Ballot.objects.bulk_create(
        (
            Ballot(
                giver=place,
                outside_id=str(place),
                said={str(positions[key]): score for key, score in voter.scores.items()},
                is_blank=not voter.scores,
                **said,
            )
            for place, voter in enumerate(poll.voters, start=1)
        ),
        batch_size=500,
    )


def _round_of(at: datetime, plan: Plan, poll: Poll, kind: str) -> ChoiceRound:
    number = next_number(ChoiceRound.objects.filter(plan=plan))
    title = tidy_line(poll.title)[:TITLE_LENGTH] or _("Keuzeronde uit een bestand")
    if is_round_title_taken(plan, title):
        title = f"{title[: TITLE_LENGTH - 8]} ({number})"
    is_approval = poll.vote_type == APPROVAL
    points = max((sum(one.scores.values()) for one in poll.voters), default=0)
    return ChoiceRound.objects.create(
        plan=plan,
        number=number,
        title=title,
        question=_("Deze ronde is elders gehouden, en ingelezen uit een bestand."),
        form=ChoiceForm.APPROVE if is_approval else ChoiceForm.POINTS,
        points=0 if is_approval else min(points, 32_767),
        rule=ChoiceRule.GREEDY if poll.meta.get("rule", "").lower().startswith("greedy") else ChoiceRule.EQUAL_SHARES,
        completion=Completion.ADD1U,
        start=Start.FLOORED,
        names_told=False,
        capacity={str(plan.first_year): [poll.budget, 0]},
        closes_on=timezone.localdate(at),
        opened_at=at,
        closes_at=at,
    )
