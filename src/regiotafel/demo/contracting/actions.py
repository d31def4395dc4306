"""Plays what the example agrees with providers, and whose people work where, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.plan.agreements import actions as agreements
from regiotafel.plan.models import Arrangement, Measure
from regiotafel.plan.rules import Owner
from regiotafel.plan.seconding.actions import set_secondment
from regiotafel.regions.models import Municipality

SAID = ("title", "kind", "theme", "about", "from_on", "until_on", "notice_months", "public_from")


def scenes_of_agreements(
    desk: Desk, told: example.Agreements, measures: Mapping[str, str], municipalities: Mapping[str, Municipality]
) -> Sequence[Scene]:
    """measures: the title of each by its short name."""
    return [(desk.on(told.in_days), partial(_Writer(desk, measures, municipalities).write, told))]


class _Writer:
    """Knows the parties and measures that the file names."""

    def __init__(self, desk: Desk, measures: Mapping[str, str], municipalities: Mapping[str, Municipality]) -> None:
        self.desk, self.measures, self.municipalities = desk, measures, municipalities

    def write(self, told: example.Agreements, at: datetime) -> None:
        done: dict[str, Any] = {"by": self.desk.editor, "at": at}
        for one in told.agreements:
            self._agree(one, done)
        for lent in told.secondments:
            self._second(lent, done)

    def _party(self, word: str) -> Owner:
        return self.municipalities.get(word) or self.desk.organisations.get(word) or word or None

    def _measure(self, slug: str) -> Measure:
        rows = Measure.objects.select_related("knot", "plan")
        return rows.get(plan__region=self.desk.region, title=self.measures[slug])

    def _agree(self, one: example.AgreementPlan, done: dict[str, Any]) -> None:
        said: dict[str, Any] = {name: getattr(one, name) for name in SAID}
        said |= {"parties": [self._party(word) for word in one.parties], "owner": self._party(one.owner)}
        made = agreements.add_arrangement(**done, region=self.desk.region, **said)
        for months, decide_by, state in one.extensions:
            option: dict[str, Any] = {"months": months, "decide_by": decide_by, "state": state}
            agreements.set_extension(**done, **self._now(made), **option)
        for day in one.milestones:
            self._day(made, day, done)
        for slug in one.waiting:
            agreements.let_wait(**done, arrangement=made, measure=self._measure(slug))

    @staticmethod
    def _now(made: Arrangement) -> dict[str, Any]:
        made.refresh_from_db()
        return {"arrangement": made, "version": made.version}

    def _day(self, made: Arrangement, one: example.MilestonePlan, done: dict[str, Any]) -> None:
        said: dict[str, Any] = {"kind": one.kind, "name": one.name, "public_from": one.public_from}
        day = agreements.set_milestone(
            **done, **self._now(made), **said, on=one.moved_from or one.on, state=one.state or "planned"
        )
        if one.moved_from:
            moved: dict[str, Any] = {"on": one.on, "state": day.state, "reason": one.reason}
            day = agreements.set_milestone(**done, **self._now(made), **said, **moved, milestone=day)
        for word, owner, by_on in one.first:
            what: dict[str, Any] = {"knot": self._measure(word).knot} if word in self.measures else {"what": word}
            need: dict[str, Any] = {"owner": self._party(owner), "by_on": date.fromisoformat(by_on) if by_on else None}
            version = self._now(made)["version"]
            agreements.set_prerequisite(**done, milestone=day, version=version, **what, **need)

    def _second(self, one: example.SecondmentPlan, done: dict[str, Any]) -> None:
        said: dict[str, Any] = {"role": one.role, "hours": one.hours, "from_on": one.from_on, "until_on": one.until_on}
        agreed = Arrangement.objects.filter(region=self.desk.region, title=one.agreement).first()
        whose: dict[str, Any] = {"owner": self._party(one.owner), "to": self._party(one.to)}
        measure = self._measure(one.measure)
        set_secondment(**done, region=self.desk.region, measure=measure, arrangement=agreed, **whose, **said)
