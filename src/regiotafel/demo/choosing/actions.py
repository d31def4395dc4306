"""Plays the rounds of choosing of the example: opened, given on the site, on paper and from a file, closed, counted,
told and decided about."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.people.models import User
from regiotafel.plan.ballots import actions as choosing
from regiotafel.plan.ballots.queries import behalves, four_at
from regiotafel.plan.entering import actions as entering
from regiotafel.plan.entering.queries import numbers_of, sheet_of
from regiotafel.plan.entering.rules import Sheet
from regiotafel.plan.models import MEASURE, ChoiceForm, ChoiceRound, PartyKind, Plan
from regiotafel.plan.outcomes import actions as outcomes
from regiotafel.plan.outcomes.analysis import answer_of, from_kept
from regiotafel.plan.queries import candidates
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import Party
from regiotafel.regions.queries import standings_of
from regiotafel.thread.linking.actions import clear_review
from regiotafel.thread.linking.queries import to_review


def scenes_of_choices(
    desk: Desk, content: example.Content, municipalities: Mapping[str, Municipality], people: Mapping[str, User]
) -> Sequence[Scene]:
    scenes: list[Scene] = []
    parties: dict[str, Party] = {**desk.organisations, **municipalities}
    for one in content.choices:
        scenes.append((desk.on(one.opens_in_days), partial(_open, desk, content.plan, one)))
        last = -0.1 if one.closed_in_days is None else one.closed_in_days - 0.1
        step = (last - one.opens_in_days) / (len(one.ballots) + 1)
        for n, row in enumerate(one.ballots, start=1):
            if row[0] == "site":
                at = desk.on(one.opens_in_days + n * step)
                scenes.append((at, partial(_give, desk, content.plan, one, row, people[row[1]])))
        scenes.append((desk.on(last), partial(_enter, desk, content.plan, one, parties)))
        if one.closed_in_days is not None:
            scenes.append((desk.on(one.closed_in_days), partial(_close, desk, one)))
        if one.told_in_days is not None:
            scenes.append((desk.on(one.told_in_days), partial(_tell, desk, one)))
        if one.decided_in_days is not None:
            scenes.append((desk.on(one.decided_in_days), partial(_decide, desk, content.plan, one)))
    return scenes


def _open(desk: Desk, plan: example.ExecutionPlan, one: example.ChoicePlan, at: datetime) -> None:
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    of = Plan.objects.select_related("region").get(region=desk.region, title=plan.title)
    measures = [each for each in candidates(of) if not each.is_statutory]
    names = ("title", "question", "form", "points", "at_least", "cap", "agreed_by", "shares")
    said = {name: getattr(one, name) for name in names}
    closes_on = timezone.localdate(at) + timedelta(days=one.open_days)
    made = choosing.prepare_round(**done, plan=of, measures=measures, closes_on=closes_on, **said)
    choosing.open_round(**done, round=made, version=made.version)


def _round(desk: Desk, one: example.ChoicePlan) -> ChoiceRound:
    return ChoiceRound.objects.select_related("plan__region").get(plan__region=desk.region, title=one.title)


def _said(round: ChoiceRound, plan: example.ExecutionPlan, text: str) -> dict[str, int]:
    """By position, from the words that the file uses for measures."""
    numbers = {one.slug: number for number, one in enumerate(plan.measures, start=1)}
    places = numbers_of(round)
    pairs = [word.split("=") for word in text.split()]
    return {str(places[numbers[slug]]): int(points) for slug, points in pairs}


def _give(
    desk: Desk, plan: example.ExecutionPlan, one: example.ChoicePlan, row: Sequence[str], by: User, at: datetime
) -> None:
    round = _round(desk, one)
    among = behalves(standings_of(by, desk.region))
    done: dict[str, Any] = {"by": by, "at": at, "round": round, "behalf": among[0], "among": among}
    if round.form != ChoiceForm.FOUR:
        choosing.give_ballot(**done, seen=0, said=_said(round, plan, row[3]))
        return
    ballot = choosing.begin_fours(**done)
    for step in range(1, int(row[3]) + 1):
        shown = [each.candidate.position for each in four_at(round, ballot, step)]
        best, *_others, worst = sorted(shown, key=lambda position: (position * 7) % 19)
        ballot = choosing.give_four(**done, seen=ballot.number, step=step, best=best, worst=worst)


def _enter(
    desk: Desk, plan: example.ExecutionPlan, one: example.ChoicePlan, parties: Mapping[str, Party], at: datetime
) -> None:
    """The paper of a meeting and a file of the programme office, typed in by a moderator."""
    round = _round(desk, one)
    done: dict[str, Any] = {"by": desk.moderator, "at": at, "round": round}
    for channel, act in (("paper", entering.enter_ballots), ("file", entering.bring_ballots)):
        rows = [row for row in one.ballots if row[0] == channel]
        sheets: list[Sheet] = [
            sheet_of(
                str(number),
                PartyKind(kind),
                _said(round, plan, said),
                is_blank=not said,
                party=parties[who] if who else None,
            )
            for number, (_channel, who, kind, said) in enumerate(rows, start=1)
        ]
        if sheets:
            act(**done, sheets=sheets)


def _close(desk: Desk, one: example.ChoicePlan, at: datetime) -> None:
    round = _round(desk, one)
    choosing.close_round(by=desk.editor, at=at, round=round, version=round.version)


def _tell(desk: Desk, one: example.ChoicePlan, at: datetime) -> None:
    """Counted, read, and told."""
    round = _round(desk, one)
    counted = outcomes.begin_counting(at=at, round=round)
    asked, rules = from_kept(counted.asked, counted.how)
    answers = [answer_of(asked, rule, explains=not n) for n, rule in enumerate(rules)]
    outcomes.finish_counting(at=at, outcome=counted, answers=answers)
    outcomes.tell_outcome(by=desk.editor, at=at, round=round, version=round.version)


def _decide(desk: Desk, plan: example.ExecutionPlan, one: example.ChoicePlan, at: datetime) -> None:
    """As it was counted, but for some measures. All of them moved, so what hangs on them is looked at again."""
    numbers = {each.slug: number for number, each in enumerate(plan.measures, start=1)}
    verdicts = {numbers[slug]: (state, reason) for slug, state, reason in one.departures}
    said: dict[str, Any] = {"body": one.body, "decided_on": timezone.localdate(at), "verdicts": verdicts}
    outcomes.decide(by=desk.editor, at=at, round=_round(desk, one), seen=0, **said)
    kind = MEASURE.code
    for link in to_review(desk.region).filter(Q(from_knot__kind=kind) | Q(to_knot__kind=kind)):
        clear_review(by=desk.editor, at=at, link=link, seen=link.numbers)
