"""Plays who decides what in the example, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.mandates.models import Subject
from regiotafel.mandates.register import actions as register
from regiotafel.mandates.register.rules import FIELDS
from regiotafel.regions.models import Municipality


def scenes_of_register(
    desk: Desk, plan: example.Register, municipalities: Mapping[str, Municipality]
) -> Sequence[Scene]:
    return [(desk.on(plan.in_days), lambda at: _keep(desk, plan, municipalities, at))]


def _keep(desk: Desk, plan: example.Register, municipalities: Mapping[str, Municipality], at: datetime) -> None:
    register.take_over_list(by=desk.editor, at=at, region=desk.region)
    subjects = {one.title: one for one in Subject.objects.filter(region=desk.region)}
    for settled in plan.decided:
        _decide(desk, subjects[settled.subject], settled, at)
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
            from_on=one.since,
            review_on=_in_days(desk, one.review_in_days),
            ends_on=_in_days(desk, one.ends_in_days),
        )


def _in_days(desk: Desk, days: int | None) -> date | None:
    return None if days is None else timezone.localdate(desk.on(days))


def _decide(desk: Desk, subject: Subject, plan: example.Decided, at: datetime) -> None:
    if plan.passage:
        values = {name: getattr(subject, name) for name in FIELDS}
        register.change_subject(
            by=desk.editor,
            at=at,
            subject=subject,
            version=subject.version,
            passage=desk.passages[plan.passage],
            level_wanted=plan.level,
            **values,
        )
    register.set_mandate(
        by=desk.editor,
        at=at,
        subject=subject,
        number=0,
        level=plan.level,
        holder=plan.holder,
        ground=plan.ground,
        from_on=plan.since,
    )


def _announce(desk: Desk, subject: Subject, plan: example.Coming, at: datetime) -> None:
    decided_on = timezone.localdate(at) + timedelta(days=plan.decided_in_days)
    register.set_mandate(
        by=desk.editor,
        at=at,
        subject=subject,
        number=1,
        level=plan.level,
        holder=plan.holder,
        ground=plan.ground,
        from_on=date(timezone.localdate(desk.now).year + 1, 1, 1),
        body=plan.body,
        decided_on=decided_on,
        reason=plan.reason,
    )
