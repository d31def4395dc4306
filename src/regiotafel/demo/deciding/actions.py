"""Plays who decides what in the example, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.mandates.agreeing import actions as agreeing
from regiotafel.mandates.models import Stance, Subject
from regiotafel.mandates.register import actions as register
from regiotafel.mandates.register.rules import FIELDS
from regiotafel.regions.models import Municipality


def scenes_of_register(
    desk: Desk, plan: example.Register, municipalities: Mapping[str, Municipality]
) -> Sequence[Scene]:
    scenes: list[Scene] = [(desk.on(plan.in_days), partial(_keep, desk, plan, municipalities))]
    return scenes + [(desk.on(one.in_days), partial(_agree, desk, one, municipalities)) for one in plan.agreed]


def _keep(desk: Desk, plan: example.Register, municipalities: Mapping[str, Municipality], at: datetime) -> None:
    register.take_over_list(by=desk.editor, at=at, region=desk.region)
    subjects = {one.title: one for one in Subject.objects.filter(region=desk.region)}
    for settled in plan.decided:
        _decide(desk, subjects[settled.subject], settled, at, settled.since, number=0)
    for coming in plan.coming:
        _announce(desk, subjects[coming.subject], coming, at)
    for one in plan.deviating:
        register.add_deviation(
            by=desk.editor,
            at=at,
            subject=subjects[one.subject],
            municipality=municipalities[one.municipality],
            level=one.level,
            motive=one.motive,
            ground=one.ground,
            body=one.body,
            decided_on=one.decided_on,
            from_on=one.since,
            review_on=_in_days(desk, one.review_in_days),
            ends_on=_in_days(desk, one.ends_in_days),
        )
    # When all of it stands, it is held against the text.
    for settled in plan.decided:
        _hold_against_text(desk, settled, at)


def _in_days(desk: Desk, days: int | None) -> date | None:
    return None if days is None else timezone.localdate(desk.on(days))


def _decide(
    desk: Desk, subject: Subject, plan: example.Decided | example.Coming, at: datetime, from_on: date, **more: Any
) -> None:
    register.set_mandate(
        by=desk.editor,
        at=at,
        subject=subject,
        level=plan.level,
        holder=plan.holder,
        ground=plan.ground,
        from_on=from_on,
        **more,
    )


def _hold_against_text(desk: Desk, plan: example.Decided, at: datetime) -> None:
    subject = Subject.objects.get(region=desk.region, title=plan.subject)
    values = {name: getattr(subject, name) for name in FIELDS}
    register.change_subject(
        by=desk.editor,
        at=at,
        subject=subject,
        version=subject.version,
        passage=desk.passages[plan.passage] if plan.passage else None,
        level_wanted=plan.level,
        **values,
    )


def _announce(desk: Desk, subject: Subject, plan: example.Coming, at: datetime) -> None:
    decided_on = timezone.localdate(at) + timedelta(days=plan.decided_in_days)
    more = {"body": plan.body, "decided_on": decided_on, "reason": plan.reason}
    _decide(desk, subject, plan, at, _next_january(desk), number=1, **more)


def _agree(desk: Desk, plan: example.Agreed, municipalities: Mapping[str, Municipality], at: datetime) -> None:
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    agreement = agreeing.offer_agreement(
        **done,
        subject=Subject.objects.get(region=desk.region, title=plan.subject),
        number=0,
        level=plan.level,
        holder=plan.holder,
        text=plan.text,
        from_on=_next_january(desk),
    )
    until = _in_days(desk, plan.not_yet_until_in_days)
    for stance, slugs in ((Stance.BOUND, plan.bound), (Stance.LATER, plan.not_yet)):
        for slug in slugs:
            agreeing.note_consent(
                **done,
                agreement=agreement,
                municipality=municipalities[slug],
                number=0,
                stance=stance,
                body=f"het college van {municipalities[slug]}",
                decided_on=timezone.localdate(at),
                until=until if stance == Stance.LATER else None,
            )
    if plan.carried_out:
        agreeing.carry_out(**done, agreement=agreement)


def _next_january(desk: Desk) -> date:
    return date(timezone.localdate(desk.now).year + 1, 1, 1)
