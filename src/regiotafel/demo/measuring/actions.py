"""Plays the plan of the example: measures that come from voices, passages and promises, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from regiotafel.councils.models import Paper
from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.mandates.models import Subject
from regiotafel.people.models import User
from regiotafel.plan.criteria.actions import give_scores
from regiotafel.plan.criteria.queries import criteria_of
from regiotafel.plan.criteria.rules import GivenScore
from regiotafel.plan.indicators.actions import add_indicator, set_figures
from regiotafel.plan.indicators.rules import Given, value_in
from regiotafel.plan.making.actions import begin_plan, move_plan, set_capacity
from regiotafel.plan.measures.actions import add_measure, move_measure, set_effort, set_needs, set_size
from regiotafel.plan.models import Measure, MeasureState, Plan, PlanState
from regiotafel.plan.origins.actions import tie_to
from regiotafel.plan.progress.actions import correct_progress, set_rhythm, tell_progress
from regiotafel.plan.progress.queries import newest_of
from regiotafel.plan.progress.rules import day_after
from regiotafel.plan.rules import Amount, Owner
from regiotafel.plan.years.actions import keep_variant
from regiotafel.plan.years.rules import At
from regiotafel.regions.models import Municipality
from regiotafel.thread.models import Knot

SAID = (
    *("title", "about", "level", "theme", "earliest_year", "latest_year"),
    *("is_statutory", "ground", "result", "measured_by"),
)


def scenes_of_plan(
    desk: Desk, plan: example.ExecutionPlan, municipalities: Mapping[str, Municipality], people: Mapping[str, User]
) -> Sequence[Scene]:
    scenes: list[Scene] = [(desk.on(plan.in_days), partial(_make, desk, plan, municipalities))]
    for n, who in enumerate(plan.scorers):
        scenes.append((desk.on(plan.scored_in_days + n), partial(_score, desk, plan, n, people[who])))
    scenes += [(desk.on(one.in_days), partial(_lay_out, desk, plan, one)) for one in plan.variants]
    scenes.append((desk.on(plan.begun_in_days), partial(_begin, desk, plan)))
    scenes += [(desk.on(one.in_days), partial(_tell, desk, plan, one, people[one.who])) for one in plan.progress]
    return scenes


def _make(desk: Desk, plan: example.ExecutionPlan, municipalities: Mapping[str, Municipality], at: datetime) -> None:
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    years: dict[str, Any] = {"first_year": plan.first_year, "last_year": plan.last_year}
    named: dict[str, Any] = {"title": plan.title, "about": plan.about, "document": desk.document}
    made = begin_plan(**done, region=desk.region, **named, **years)
    capacity = {int(year): Amount(*amount) for year, amount in plan.capacity.items()}
    made = set_capacity(**done, plan=made, version=made.version, amounts=capacity)
    there: dict[str, Measure] = {}
    for one in plan.measures:
        there[one.slug] = _measure(desk, made, one, municipalities, at)
    for one in plan.measures:
        if one.needs or one.one_of:
            on, now = [there[slug] for slug in one.needs], there[one.slug]
            there[one.slug] = set_needs(**done, measure=now, version=now.version, on=on, one_of=one.one_of)
    for one in plan.measures:
        _tie(desk, there[one.slug], one, at)
    move_plan(**done, plan=made, version=made.version, state=PlanState.OPEN)


def _measure(
    desk: Desk, plan: Plan, one: example.MeasurePlan, municipalities: Mapping[str, Municipality], at: datetime
) -> Measure:
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    owner: Owner = municipalities.get(one.owner) or desk.organisations.get(one.owner) or one.owner
    said = {name: getattr(one, name) for name in SAID}
    made = add_measure(**done, plan=plan, state=one.state or MeasureState.PROPOSED, owner=owner, **said)
    made = set_effort(**done, measure=made, version=made.version, amounts=_amounts(one.takes))
    if one.smaller:
        smaller: dict[str, Any] = {"name": one.smaller, "about": one.smaller_about}
        set_size(**done, measure=made, version=made.version, amounts=_amounts(one.smaller_takes), **smaller)
        made.refresh_from_db()
    return made


def _tie(desk: Desk, measure: Measure, one: example.MeasurePlan, at: datetime) -> None:
    """When all is said about it: whatever is said later is to be looked at again."""
    for word in one.of:
        knot = _knot(desk, word)
        knot.refresh_from_db()  # it was let in, and answered, since it came
        tie_to(by=desk.editor, at=at, measure=measure, knot=knot)


def _amounts(rows: Sequence[Sequence[int]]) -> dict[int, Amount]:
    return {year: Amount(money, hours) for year, money, hours in rows}


def _knot(desk: Desk, word: str) -> Knot:
    """Of a passage, a voice, a subject of the register or a paper of a council, as the file names it."""
    kind, _colon, name = word.partition(":")
    if kind == "passage":
        return desk.passages[name].knot
    if kind == "voice":
        return desk.contribution(name).knot
    if kind == "subject":
        return Subject.objects.get(region=desk.region, title=name).knot
    knot = Paper.objects.get(release__document__region=desk.region, title=name).knot
    if knot is None:
        raise example.BadContent(f"{word} does not stand on the thread")
    return knot


def _lay_out(desk: Desk, plan: example.ExecutionPlan, variant: example.VariantPlan, at: datetime) -> None:
    made = Plan.objects.get(region=desk.region, title=plan.title)
    there = {one.title: one for one in made.measures.prefetch_related("sizes")}
    measures = {one.slug: there[one.title] for one in plan.measures}
    sizes = {slug: measures[slug].sizes.all()[0].pk for slug in variant.smaller}
    places = {
        measures[slug].number: At(int(year), sizes.get(slug)) for year, some in variant.begins.items() for slug in some
    }
    keep_variant(by=desk.editor, at=at, plan=made, name=variant.name, places=places)


def _score(desk: Desk, plan: example.ExecutionPlan, n: int, by: User, at: datetime) -> None:
    """What one person gives all measures, each by all criteria in their order."""
    made = Plan.objects.get(region=desk.region, title=plan.title)
    criteria = list(criteria_of(made))
    for measure, one in zip(made.measures.order_by("number"), plan.measures, strict=True):
        measure.plan = made
        values = map(int, one.scores[n].split()) if n < len(one.scores) else ()
        given = {each.pk: GivenScore(value) for each, value in zip(criteria, values, strict=False)}
        give_scores(by=by, at=at, measure=measure, seen=0, given=given)


def _begin(desk: Desk, plan: example.ExecutionPlan, at: datetime) -> None:
    """What was agreed before all others, with what is measured of it."""
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    for slug in plan.begun:
        now = _standing(desk, plan, slug)
        move_measure(**done, measure=now, version=now.version, state=MeasureState.PLANNED, reason=plan.begun_because)
    made = Plan.objects.get(region=desk.region, title=plan.title)
    first_on = day_after(timezone.localdate(at), plan.asked_every)
    set_rhythm(**done, plan=made, version=0, months=plan.asked_every, first_on=first_on)
    for one in plan.indicators:
        names = ("name", "unit", "direction", "every", "source", "target", "target_year", "counts_people")
        said = {name: getattr(one, name) for name in names}
        indicator = add_indicator(**done, measure=_standing(desk, plan, one.measure), **said)
        figures = {period: Given(value_in(value), *more) for period, value, *more in one.figures}
        set_figures(**done, indicator=indicator, version=indicator.version, figures=figures)


def _tell(desk: Desk, plan: example.ExecutionPlan, one: example.ToldPlan, by: User, at: datetime) -> None:
    now = _standing(desk, plan, one.measure)
    said = {name: getattr(one, name) for name in ("pace", "done", "late", "needed", "expected_year")}
    newest = newest_of(now)
    if newest is not None and one.corrects:
        newest.measure = now
        correct_progress(by=by, at=at, progress=newest, **said)
    else:
        tell_progress(by=by, at=at, measure=now, number=newest.number if newest else 0, **said)


def _standing(desk: Desk, plan: example.ExecutionPlan, slug: str) -> Measure:
    """As it is at this moment."""
    title = next(one.title for one in plan.measures if one.slug == slug)
    rows = Measure.objects.select_related("plan__region", "knot")
    return rows.get(plan__region=desk.region, plan__title=plan.title, title=title)
